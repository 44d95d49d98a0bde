package catalog

import (
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

var kinds = []Kind{Genre, Country, Language, Director, Place}

func kindOrder(k Kind) int { return slices.Index(kinds, k) }

// A feature is one thing that films can have in common, such as a genre: a digit
// for the kind, and its name as the entry has it; or, for a word of a place's
// name, a ~ and its sound.
type feature string

func featureOf(k Kind, value string) feature { return feature(rune('0'+kindOrder(k))) + feature(value) }

func (ft feature) kind() Kind { return kinds[ft[0]-'0'] }

func (ft feature) value() string { return string(ft[1:]) }

// isWord reports whether the feature is a word of places' names.
func (ft feature) isWord() bool { return ft[1] == '~' && ft.kind() == Place }

// A trait is a feature as one film has it.
type trait struct {
	feature
	// label is how the entry calls it, in its own language and in Russian.
	label, ru string
	// likens tells that it counts for likeness.
	likens bool
}

// traits calls yield with what a film has in common with others, by kind. It may
// come to the same feature again.
func (f *Film) traits(yield func(trait) bool) {
	for _, k := range kinds {
		for _, t := range f.traitsOf(k) {
			if !yield(t) {
				return
			}
		}
	}
}

func (f *Film) traitsOf(k Kind) []trait {
	switch k {
	case Genre:
		return plain(k, f.Genres)
	case Country:
		return plain(k, f.Countries)
	case Language:
		return plain(k, f.Languages)
	case Director:
		return f.directors()
	}
	return f.places()
}

// plain are the traits that are called the same whatever film has them.
func plain(k Kind, values []string) []trait {
	out := make([]trait, len(values))
	for i, v := range values {
		out[i] = trait{featureOf(k, v), v, k.in(v, "ru"), k != Language}
	}
	return out
}

func (f *Film) directors() []trait {
	var out []trait
	translated := f.Directors.In("ru")
	for i, d := range f.Directors.In("") {
		ru := d
		if i < len(translated) {
			ru = translated[i]
		}
		out = append(out, trait{featureOf(Director, d), d, ru, true})
	}
	return out
}

// places are the whole names of the places and the words of them, in each
// language. Films are alike for whole places in their own language, lest one of
// two words count twice.
func (f *Film) places() []trait {
	var out []trait
	own := f.Places.In("")
	translated, _ := f.Places.Get("ru")
	for _, in := range f.Places {
		for i, place := range in.Value {
			label, ru := place, place
			if i < len(own) {
				label = own[i]
			}
			if ru = label; i < len(translated) {
				ru = translated[i]
			}
			out = append(out, trait{featureOf(Place, place), label, ru, in.Lang == ""})
			for _, w := range placeWords(place) {
				out = append(out, trait{featureOf(Place, "~"+string(sound(fold(w)))), w, w, false})
			}
		}
	}
	return out
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

// names calls yield with each name of the trait. Directors are called by their
// last names, too.
func (t trait) names(yield func(string) bool) {
	for i, full := range []string{t.label, t.ru} {
		if i > 0 && full == t.label {
			return
		}
		if !yield(full) {
			return
		}
		if space := strings.LastIndexByte(full, ' '); space > 0 && t.kind() == Director && !yield(full[space+1:]) {
			return
		}
	}
	if v := t.value(); v != t.label && v != t.ru && !t.isWord() {
		yield(v)
	}
}
