package catalog

import "slices"

// Select returns the films that pass the filter, in the order of the catalog.
func (c *Catalog) Select(f Filter) []*Film {
	var out []*Film
	for film := range c.passing(f) {
		out = append(out, film)
	}
	return out
}

// Any reports whether a film passes the filter.
func (c *Catalog) Any(f Filter) bool {
	for range c.passing(f) {
		return true
	}
	return false
}

// passing returns the films that pass the filter, in the order of the catalog.
func (c *Catalog) passing(f Filter) func(yield func(*Film) bool) {
	return func(yield func(*Film) bool) {
		having := make([][]bitset, len(c.segments))
		for i := range c.segments {
			for _, t := range f.Terms {
				having[i] = append(having[i], c.segments[i].having(t))
			}
		}
		for r := range c.each {
			if film := c.film(r); f.fits(film) && f.hasTerms(having[r.segment], r.film) && !yield(film) {
				return
			}
		}
	}
}

// having returns the films of a segment that a term is meant for.
func (s *segment) having(t Term) bitset {
	out := newBitset(len(s.films))
	for _, ft := range t.features {
		for _, film := range s.features().having.list(ft) {
			out.set(film)
		}
	}
	return out
}

// fits reports whether a film is from the right years and of the right length.
func (f *Filter) fits(film *Film) bool {
	in := func(s Span) bool { return s.Contains(film.Year) }
	out := func(s Span) bool { return !s.Contains(film.Year) }
	if len(f.Years) > 0 && !slices.ContainsFunc(f.Years, in) || slices.ContainsFunc(f.Within, out) {
		return false
	}
	for _, s := range f.Runtimes {
		if film.Runtime == 0 || !s.Contains(film.Runtime) {
			return false
		}
	}
	return true
}

// hasTerms reports whether a film has all the genres among the terms, and one of
// each other kind.
func (f *Filter) hasTerms(having []bitset, film int32) bool {
	var wanted, got uint
	for i, t := range f.Terms {
		has := having[i].has(film)
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
