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

// Passes reports whether a film of the catalog passes the filter. It costs much
// less than to select all that do.
func (c *Catalog) Passes(f Filter, film *Film) bool {
	r, ok := c.find(film.ID)
	if !ok || !f.fits(film) {
		return false
	}
	having := &c.segments[r.segment].features().having
	return f.wants(func(t Term) bool {
		return slices.ContainsFunc(t.features, func(ft feature) bool {
			_, has := slices.BinarySearch(having.list(ft), r.film)
			return has
		})
	})
}

// passing returns the films that pass the filter, in the order of the catalog.
func (c *Catalog) passing(f Filter) func(yield func(*Film) bool) {
	return func(yield func(*Film) bool) {
		var in []bitset
		for i := range c.segments {
			if len(f.Terms) > 0 {
				in = append(in, c.segments[i].havingAll(f.Terms))
			}
		}
		c.eachIn(in, func(r ref) bool {
			film := c.film(r)
			return !f.fits(film) || yield(film)
		})
	}
}

// havingAll returns the films of a segment that have all the genres among some
// terms, and one of each other kind.
func (s *segment) havingAll(terms []Term) bitset {
	var all bitset
	for _, k := range kinds {
		var having bitset
		for _, t := range terms {
			switch {
			case t.Kind != k:
			case having == nil:
				having = s.having(t)
			case k == Genre:
				having.and(s.having(t))
			default:
				having.or(s.having(t))
			}
		}
		switch {
		case having == nil:
		case all == nil:
			all = having
		default:
			all.and(having)
		}
	}
	return all
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

// wants reports whether a film that has some of the terms passes: it has all the
// genres, and one of each other kind.
func (f *Filter) wants(has func(Term) bool) bool {
	var wanted, got uint
	for _, t := range f.Terms {
		kind := uint(1) << kindOrder(t.Kind)
		wanted |= kind
		if has(t) {
			got |= kind
		} else if t.Kind == Genre {
			return false
		}
	}
	return got == wanted
}
