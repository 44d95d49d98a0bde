// Package catalog is what filmbot knows about films: the entries themselves, the
// text form they are written in, the collections shipped with the program, and
// the ways to find a film: by a half-remembered title, by filters, by likeness.
//
// A [Catalog] is immutable, so any number of goroutines may use it at once; a
// change of one makes another, and both share what they have in common. The
// package knows nothing about people, chats, languages of an interface beyond
// naming a genre in them, or where entries are kept.
package catalog

import (
	"strconv"
	"unicode"
)

// A Film is one entry of a catalog. Only the title and the year are always
// there; an empty field means that nobody has said.
type Film struct {
	// ID is short, made of lower-case letters and digits, and never given to
	// another film.
	ID    string
	Title string
	Year  int
	// Original is the original title in its own script.
	Original string
	// Titles are translated titles by language, without the heading's own.
	Titles Text
	// Aliases are other names that people may know the film by.
	Aliases   []string
	Directors List
	Countries []string
	Studios   List
	// Runtime is in minutes; 0 means unknown.
	Runtime   int
	Genres    []string
	Languages []string
	// Places are where the film is set or was shot, most telling first.
	Places List
	// IMDb is the film's identifier there, such as tt0075404.
	IMDb string

	Description Text
	// Why says why to watch the film.
	Why Text
	// Mountains says what the film has to do with mountains.
	Mountains Text
	Fact      Text
	// Note corrects a well-known but wrong claim.
	Note Text
}

// TitleIn returns the title in a language. A Russian reader is shown the
// original title where it is in Cyrillic letters and nobody translated it.
func (f *Film) TitleIn(lang string) string {
	if s, ok := f.Titles.Get(lang); ok {
		return s
	}
	if lang == "ru" && isCyrillic(f.Original) {
		return f.Original
	}
	return f.Title
}

// Heading returns the title and the year as a heading, in a language:
// "The Ascent (1977)".
func (f *Film) Heading(lang string) string {
	return f.TitleIn(lang) + " (" + strconv.Itoa(f.Year) + ")"
}

// names calls yield with each name that the film is known by, the title first.
func (f *Film) names(yield func(string) bool) {
	if !yield(f.Title) {
		return
	}
	if f.Original != "" && !yield(f.Original) {
		return
	}
	for _, t := range f.Titles {
		if !yield(t.Value) {
			return
		}
	}
	for _, alias := range f.Aliases {
		if !yield(alias) {
			return
		}
	}
}

func isCyrillic(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return unicode.Is(unicode.Cyrillic, r)
		}
	}
	return false
}
