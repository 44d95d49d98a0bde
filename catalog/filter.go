package catalog

import (
	"regexp"
	"slices"
	"strings"
)

// A Filter says which films are wanted. Different conditions all hold at once.
type Filter struct {
	// Terms are genres, countries, languages, directors and places. A film has all
	// the genres, and of each other kind one of those named.
	Terms []Term
	// Years are spans of years; a film is from one of them.
	Years []Span
	// Within are spans of years, too, from bounds such as "<1970"; a film is from
	// all of them.
	Within []Span
	// Runtimes are spans of minutes; a film fits all of them. One of unknown
	// length fits none.
	Runtimes []Span
	// Unseen wants films that the person who asks has not seen. The catalog does
	// not know who that is and leaves it to the caller.
	Unseen bool
	// Conditions are what was read, in order, each as the words that say it.
	Conditions []string
	// Unknown are the words that say nothing to this catalog.
	Unknown []string
}

// A Term is a word or a phrase that a filter understood.
type Term struct {
	Kind Kind
	// Label is what is meant, by language.
	Label    Text
	features []feature
}

// A Span is from one number to another, both included.
type Span struct{ From, To int }

// Contains reports whether n is in the span.
func (s Span) Contains(n int) bool { return s.From <= n && n <= s.To }

// Empty reports whether the filter lets every film pass.
func (f Filter) Empty() bool {
	return len(f.Terms) == 0 && len(f.Years) == 0 && len(f.Within) == 0 && len(f.Runtimes) == 0 && !f.Unseen
}

// MaxFilterWords is how many words of a filter are read; what follows is unknown.
// Nobody means more, and each word costs a look at the vocabulary.
const MaxFilterWords = 16

// ParseFilter reads the words of a filter: genres, countries, languages,
// directors, places, decades ("1970s"), years, ranges of years, lengths ("<100")
// and "unseen", in English or Russian, in any order. Words such as "film" and
// "and" are passed over.
func (c *Catalog) ParseFilter(words string) Filter {
	var f Filter
	fields := strings.FieldsFunc(spaced.ReplaceAllString(words, "$1$2"), func(r rune) bool { return strings.ContainsRune(" ,;+\t\n", r) })
	if len(fields) > MaxFilterWords {
		fields = distinct(fields)
	}
	if len(fields) > MaxFilterWords {
		f.Unknown = slices.Clone(fields[MaxFilterWords:])
		fields = fields[:MaxFilterWords]
	}
	for len(fields) > 0 {
		n := c.condition(&f, fields)
		if n > 0 {
			if said := strings.Join(fields[:n], " "); !fillers[fold(said)] && !slices.Contains(f.Conditions, said) {
				f.Conditions = append(f.Conditions, said)
			}
		} else {
			f.Unknown = append(f.Unknown, fields[0])
			n = 1
		}
		fields = fields[n:]
	}
	return f
}

// distinct returns the words without those that were there before.
func distinct(words []string) []string {
	known := make(map[string]bool, len(words))
	return slices.DeleteFunc(words, func(w string) bool {
		again := known[w]
		known[w] = true
		return again
	})
}

// spaced is a sign apart from its number.
var spaced = regexp.MustCompile(`([<>]=?)\s+(\d)`)

// fillers are words that people put between conditions.
var fillers = keys("film", "films", "movie", "movies", "a", "an", "the", "and", "from", "about", "фильм", "фильмы", "кино", "и", "про", "о", "год", "года", "годы", "годов")

// condition reads what the words begin with, and returns how many of them it
// takes.
func (c *Catalog) condition(f *Filter, words []string) int {
	if strings.HasPrefix(words[0], "-") {
		return 0 // to leave something out is not understood, to ask for it would be wrong
	}
	if n := f.number(words); n > 0 {
		return n
	}
	for n := min(len(words), c.longestPhrase()); n > 0; n-- {
		if found := c.phrase(strings.Join(words[:n], " ")); len(found) > 0 {
			f.add(c.term(found))
			return n
		}
	}
	if fillers[fold(words[0])] || generic[fold(words[0])] && len(f.Terms) > 0 {
		return 1
	}
	if found := c.nearest(words[0]); len(found) > 0 {
		f.add(c.term(found))
		return 1
	}
	if other, kept := otherLayout(words[0]); kept > minKept {
		if found := c.phrase(other); len(found) > 0 {
			f.add(c.term(found))
			return 1
		}
	}
	return 0
}

// add takes a term in, once.
func (f *Filter) add(t Term) {
	same := func(other Term) bool { return slices.Equal(other.features, t.features) }
	if !slices.ContainsFunc(f.Terms, same) {
		f.Terms = append(f.Terms, t)
	}
}
