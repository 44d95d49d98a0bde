package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// A Filter says which films are wanted. Different conditions all hold at once.
type Filter struct {
	// Terms are genres, countries, directors and places. A film has all the
	// genres, and of the other kinds one of those named.
	Terms []Term
	// Years are spans of years; a film is from one of them.
	Years []Span
	// Runtimes are spans of minutes; a film fits all of them. One of unknown
	// length fits none.
	Runtimes []Span
	// Unseen wants films that the person who asks has not seen. The catalog does
	// not know who that is and leaves it to the caller.
	Unseen bool
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
	return len(f.Terms) == 0 && len(f.Years) == 0 && len(f.Runtimes) == 0 && !f.Unseen
}

// ParseFilter reads the words of a filter: genres, countries, directors, places,
// decades ("1970s"), years, ranges of years, lengths ("<100") and "unseen", in
// English or Russian, in any order. It returns the words that it does not know
// apart.
func (c *Catalog) ParseFilter(words string) (f Filter, unknown []string) {
	fields := strings.FieldsFunc(words, func(r rune) bool { return r == ' ' || r == ',' || r == '\t' || r == '\n' })
	for len(fields) > 0 {
		if f.number(fields[0]) {
			fields = fields[1:]
			continue
		}
		n := c.term(&f, fields)
		if n == 0 {
			unknown = append(unknown, fields[0])
			n = 1
		}
		fields = fields[n:]
	}
	return f, unknown
}

// term reads the longest phrase at the start of the words, and returns how many
// words it takes.
func (c *Catalog) term(f *Filter, words []string) int {
	for n := min(len(words), c.features.longest); n > 0; n-- {
		k := sound(fold(strings.Join(words[:n], " ")))
		if found := c.features.phrases[k]; len(found) > 0 {
			f.Terms = append(f.Terms, c.features.term(found))
			return n
		}
	}
	if found := c.features.nearest(sound(fold(words[0]))); len(found) > 0 {
		f.Terms = append(f.Terms, c.features.term(found))
		return 1
	}
	return 0
}

// term makes a term of the features that a phrase can mean. It is of the first
// kind among them.
func (fs *features) term(found []feature) Term {
	first := slices.MinFunc(found, func(a, b feature) int { return cmp.Compare(kindOrder(a.kind), kindOrder(b.kind)) })
	return Term{Kind: first.kind, Label: fs.label[first], features: found}
}

func kindOrder(k Kind) int { return slices.Index([]Kind{Genre, Country, Director, Place}, k) }

// nearest returns what a word of five letters or more means but for one slip, if
// that is only one thing.
func (fs *features) nearest(word key) []feature {
	if len(word) < 5 {
		return nil
	}
	var found []feature
	for phrase, fts := range fs.phrases {
		if whole, _ := distance(word, phrase, 1); whole > 1 {
			continue
		}
		for _, ft := range fts {
			if !slices.Contains(found, ft) {
				found = append(found, ft)
			}
		}
	}
	slices.SortFunc(found, func(a, b feature) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.value, b.value)) })
	for _, ft := range found {
		if ft != found[0] && (ft.kind != Place || found[0].kind != Place) {
			return nil
		}
	}
	return found
}

// Select returns the films that pass the filter, in the order of the catalog.
func (c *Catalog) Select(f Filter) []*Film {
	var out []*Film
	for i, film := range c.films {
		if c.passes(f, int32(i), film) {
			out = append(out, film)
		}
	}
	return out
}

func (c *Catalog) passes(f Filter, i int32, film *Film) bool {
	in := func(s Span) bool { return s.Contains(film.Year) }
	if len(f.Years) > 0 && !slices.ContainsFunc(f.Years, in) {
		return false
	}
	for _, s := range f.Runtimes {
		if film.Runtime == 0 || !s.Contains(film.Runtime) {
			return false
		}
	}
	var wanted, got uint
	for _, t := range f.Terms {
		has := slices.ContainsFunc(t.features, func(ft feature) bool {
			_, ok := slices.BinarySearch(c.features.having[ft], i)
			return ok
		})
		kind := uint(1) << kindOrder(t.Kind)
		wanted |= kind
		if has {
			got |= kind
		}
		if !has && t.Kind == Genre {
			return false
		}
	}
	return got == wanted
}
