package catalog

import (
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
	Director Kind = "director"
	Place    Kind = "place"
)

// A feature is one thing that films can have in common, such as a genre.
type feature struct {
	kind Kind
	// value is the name of a genre, a country or a director, or the sound of a
	// word of a place's name.
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
	longest int // words in a phrase
}

func newFeatures(films []*Film) *features {
	fs := &features{
		films: len(films), having: make(map[feature][]int32), label: make(map[feature]Text),
		of: make([][]feature, len(films)), phrases: make(map[key][]feature),
	}
	for i, f := range films {
		for _, g := range f.Genres {
			fs.have(int32(i), feature{Genre, g}, Text{"": g, "ru": GenreIn(g, "ru")}, true)
		}
		for _, c := range f.Countries {
			fs.have(int32(i), feature{Country, c}, Text{"": c, "ru": CountryIn(c, "ru")}, true)
		}
		fs.haveDirectors(int32(i), f)
		fs.havePlaces(int32(i), f)
	}
	fs.name(Genre, genres)
	fs.name(Country, countries)
	for ft := range fs.having {
		for _, label := range fs.label[ft] {
			fs.phrase(label, ft)
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
				fs.phrase(full[space+1:], ft)
			}
		}
	}
}

// havePlaces records the words of the places' names, in each language. Only
// those of the entry's own language make films alike, lest each place count
// twice.
func (fs *features) havePlaces(film int32, f *Film) {
	for _, lang := range sortedKeys(f.Places) {
		for i, place := range f.Places[lang] {
			label := Text{"": place}
			for other, names := range f.Places {
				if i < len(names) {
					label[other] = names[i]
				}
			}
			for _, w := range strings.FieldsFunc(place, func(r rune) bool { return r == ' ' || r == '-' }) {
				ft := feature{Place, string(sound(fold(w)))}
				if len(ft.value) < 3 || generic[fold(w)] {
					continue
				}
				fs.have(film, ft, label, lang == "")
				fs.phrase(place, ft)
				fs.phrase(w, ft)
			}
		}
	}
}

// name gives genres and countries their other names.
func (fs *features) name(kind Kind, concepts []concept) {
	for _, c := range concepts {
		ft := feature{kind, c.en}
		if _, ok := fs.label[ft]; !ok {
			fs.label[ft] = Text{"": c.en, "ru": c.ru}
		}
		for _, phrase := range append([]string{c.en, c.ru}, c.also...) {
			fs.phrase(phrase, ft)
		}
	}
}

func (fs *features) phrase(s string, ft feature) {
	k := sound(fold(s))
	if k == "" || slices.Contains(fs.phrases[k], ft) {
		return
	}
	fs.phrases[k] = append(fs.phrases[k], ft)
	fs.longest = max(fs.longest, 1+strings.Count(string(k), " "))
}

// rarity is how much it says of a film that it has a feature: 0 where all have
// it. It is the inverse document frequency of text search.
func (fs *features) rarity(ft feature) float64 {
	return math.Log(float64(fs.films) / float64(max(1, len(fs.having[ft]))))
}
