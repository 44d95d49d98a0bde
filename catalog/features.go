package catalog

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// A Kind is a kind of thing that films have in common.
type Kind string

// The kinds, in the order in which a word is tried as each of them.
const (
	Genre    Kind = "genre"
	Country  Kind = "country"
	Language Kind = "language"
	Director Kind = "director"
	Place    Kind = "place"
)

func kindOrder(k Kind) int {
	return slices.Index([]Kind{Genre, Country, Language, Director, Place}, k)
}

// A feature is one thing that films can have in common, such as a genre.
type feature struct {
	kind Kind
	// value is the name of a genre, a country, a language, a director or a place,
	// as the entry has it; or, for a word of a place's name, its sound.
	value string
}

// features knows which films have what in common. It is immutable.
type features struct {
	films int
	// having lists the films with a feature, in ascending order.
	having map[feature][]int32
	// label is how a feature is written, by language.
	label map[feature]Text
	// of lists the features of each film that count for likeness.
	of [][]feature
	// phrases are the features that a phrase can mean, by its sound.
	phrases map[key][]feature
	// lengths are the phrases by the number of their letters.
	lengths map[int][]key
	longest int // words in a phrase
}

func newFeatures(films []*Film) *features {
	fs := &features{
		films: len(films), having: make(map[feature][]int32), label: make(map[feature]Text),
		of: make([][]feature, len(films)), phrases: make(map[key][]feature), lengths: make(map[int][]key),
	}
	for i, f := range films {
		for _, g := range f.Genres {
			fs.have(int32(i), feature{Genre, g}, Text{"": g, "ru": GenreIn(g, "ru")}, true)
		}
		for _, c := range f.Countries {
			fs.have(int32(i), feature{Country, c}, Text{"": c, "ru": CountryIn(c, "ru")}, true)
		}
		for _, l := range f.Languages {
			fs.have(int32(i), feature{Language, l}, Text{"": l, "ru": conceptIn(languages, l, "ru")}, false)
		}
		fs.haveDirectors(int32(i), f)
		fs.havePlaces(int32(i), f)
	}
	fs.name(Genre, genres)
	fs.name(Country, countries)
	fs.name(Language, languages)
	for ft := range fs.having {
		for _, label := range fs.label[ft] {
			fs.call(label, ft)
		}
	}
	return fs
}

// have records that a film has a feature.
func (fs *features) have(film int32, ft feature, label Text, likens bool) {
	list := fs.having[ft]
	if len(list) > 0 && list[len(list)-1] == film {
		return
	}
	fs.having[ft] = append(list, film)
	if _, ok := fs.label[ft]; !ok {
		fs.label[ft] = label
	}
	if likens {
		fs.of[film] = append(fs.of[film], ft)
	}
}

// haveDirectors records the directors, who are called by full or by last name.
func (fs *features) haveDirectors(film int32, f *Film) {
	translated := f.Directors.In("ru")
	for i, d := range f.Directors[""] {
		label := Text{"": d}
		if i < len(translated) {
			label["ru"] = translated[i]
		}
		ft := feature{Director, d}
		fs.have(film, ft, label, true)
		for _, full := range label {
			if space := strings.LastIndexByte(full, ' '); space > 0 {
				fs.call(full[space+1:], ft)
			}
		}
	}
}

// havePlaces records the places, which are called by their whole names and by
// the words of them, in each language. Films are alike for whole places, lest
// one of two words count twice.
func (fs *features) havePlaces(film int32, f *Film) {
	for _, lang := range sortedKeys(f.Places) {
		for i, place := range f.Places[lang] {
			label := Text{"": place}
			for other, names := range f.Places {
				if i < len(names) {
					label[other] = names[i]
				}
			}
			fs.have(film, feature{Place, place}, label, lang == "")
			for _, w := range placeWords(place) {
				fs.have(film, feature{Place, "~" + string(sound(fold(w)))}, Text{"": w}, false)
			}
		}
	}
}

// placeWords are the words of a place's name that name it by themselves.
func placeWords(place string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(place, func(r rune) bool { return r == ' ' || r == '-' }) {
		if len(sound(fold(w))) >= 3 && !generic[fold(w)] {
			out = append(out, w)
		}
	}
	return out
}

// name gives genres and countries their other names.
func (fs *features) name(kind Kind, concepts []concept) {
	for _, c := range concepts {
		ft := feature{kind, c.en}
		if _, ok := fs.label[ft]; !ok {
			fs.label[ft] = Text{"": c.en, "ru": c.ru}
		}
		for _, phrase := range append([]string{c.en, c.ru}, c.also...) {
			fs.call(phrase, ft)
		}
	}
}

// call gives a feature a name.
func (fs *features) call(s string, ft feature) {
	k := sound(fold(s))
	if k == "" || slices.Contains(fs.phrases[k], ft) {
		return
	}
	fs.phrases[k] = append(fs.phrases[k], ft)
	fs.longest = max(fs.longest, 1+strings.Count(string(k), " "))
	fs.lengths[len(k)] = append(fs.lengths[len(k)], k)
	if stem, ok := adjective(s); ok && !slices.Contains(fs.phrases[stem], ft) {
		fs.phrases[stem] = append(fs.phrases[stem], ft)
	}
}

// phrase returns what a phrase can mean: as it stands, or, for a Russian
// adjective, in another gender, number or case.
func (fs *features) phrase(s string) []feature {
	if found := fs.phrases[sound(fold(s))]; len(found) > 0 {
		return found
	}
	if stem, ok := adjective(s); ok {
		return fs.phrases[stem]
	}
	return nil
}

// term makes a term of what a phrase can mean. It is of the first kind among
// that, and called as the shortest of its kind is.
func (fs *features) term(found []feature) Term {
	found = slices.Clone(found)
	slices.SortFunc(found, func(a, b feature) int {
		return cmp.Or(cmp.Compare(kindOrder(a.kind), kindOrder(b.kind)),
			cmp.Compare(len(fs.label[a][""]), len(fs.label[b][""])), cmp.Compare(a.value, b.value))
	})
	return Term{Kind: found[0].kind, Label: fs.label[found[0]], features: found}
}

// nearest returns what a word of five letters or more means but for one slip, if
// that is only one thing.
func (fs *features) nearest(s string) []feature {
	word := sound(fold(s))
	if len(word) < 5 || len(word) > maxCompared {
		return nil
	}
	var found []feature
	for length := len(word) - 1; length <= len(word)+1; length++ {
		for _, phrase := range fs.lengths[length] {
			if whole, _ := distance(word, phrase, 1); whole <= 1 {
				found = append(found, fs.phrases[phrase]...)
			}
		}
	}
	slices.SortFunc(found, func(a, b feature) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.value, b.value)) })
	found = slices.Compact(found)
	for _, ft := range found {
		if ft != found[0] && (ft.kind != Place || found[0].kind != Place) {
			return nil
		}
	}
	return found
}

// rarity is how much it says of a film that it has a feature: 0 where all have
// it. It is the inverse document frequency of text search.
func (fs *features) rarity(ft feature) float64 {
	return math.Log(float64(fs.films) / float64(max(1, len(fs.having[ft]))))
}
