package catalog

import (
	"cmp"
	"slices"
)

// Text is a text in one or several languages.
type Text = Translated[string]

// List is a list of names in one or several languages.
type List = Translated[[]string]

// Translated is a value in one or several languages, in the order of their codes,
// each once. Nil is no value. Values are made with [Translated.With], which keeps
// the order and changes no value that is there already, so that two that say the
// same are equal.
//
// It is no map since most entries speak one language, for which a map takes many
// times the memory of what it holds.
type Translated[V any] []Translation[V]

// A Translation is a value in one language.
type Translation[V any] struct {
	// Lang is a two-letter code, or "" for the language of the entry itself, which
	// in a shipped collection is English.
	Lang  string
	Value V
}

// In returns the value in a language, or in the entry's own where there is no
// translation, or else nothing.
func (t Translated[V]) In(lang string) V {
	if v, ok := t.Get(lang); ok {
		return v
	}
	own, _ := t.Get("")
	return own
}

// Get returns the value in just this language, and whether there is one.
func (t Translated[V]) Get(lang string) (value V, ok bool) {
	for i := range t {
		if t[i].Lang == lang {
			return t[i].Value, true
		}
	}
	return value, false
}

// With returns the values with one in a language, instead of the one that it may
// have had. It leaves t as it is.
func (t Translated[V]) With(lang string, value V) Translated[V] {
	at, there := slices.BinarySearchFunc(t, lang, func(in Translation[V], lang string) int { return cmp.Compare(in.Lang, lang) })
	rest := t[at:]
	if there {
		rest = rest[1:]
	}
	next := make(Translated[V], 0, at+1+len(rest))
	return append(append(append(next, t[:at]...), Translation[V]{lang, value}), rest...)
}
