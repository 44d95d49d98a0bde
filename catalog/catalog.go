package catalog

import (
	"cmp"
	"fmt"
	"slices"
)

// A Catalog is an immutable set of films, ready to be asked. Other catalogs are
// made from it by [Catalog.With] and share what they have in common with it.
//
// It is a list of layers, each with the films that came in at one time and their
// index, much like a log-structured merge tree
// (https://en.wikipedia.org/wiki/Log-structured_merge-tree). No layer hides
// another by its rank: a film that was replaced or removed is dead in its layer
// for this catalog. What a catalog answers does not depend on how its films lie
// in layers.
type Catalog struct {
	segments []segment
	// shared is how many segments have layers that other catalogs share. They are
	// never merged.
	shared int
	count  int
	// next is the place of the next new film.
	next    int32
	weights weights
}

// New makes a catalog of films, which must not be changed afterwards. Each must
// have an ID of its own.
func New(films []*Film) (*Catalog, error) {
	known := make(map[string]bool, len(films))
	for _, f := range films {
		if f.ID == "" {
			return nil, fmt.Errorf("%s has no id", f.Heading(""))
		}
		if known[f.ID] {
			return nil, fmt.Errorf("%s has the id %s of another film", f.Heading(""), f.ID)
		}
		known[f.ID] = true
	}
	var empty Catalog
	return empty.With(films).Extend(), nil
}

// Len returns how many films there are.
func (c *Catalog) Len() int { return c.count }

// First returns the first films, at most limit.
func (c *Catalog) First(limit int) []*Film {
	out := make([]*Film, 0, min(limit, c.count))
	for f := range c.All {
		if len(out) == limit {
			break
		}
		out = append(out, f)
	}
	return out
}

// All calls yield with each film, in the order of the catalog.
func (c *Catalog) All(yield func(*Film) bool) {
	c.each(func(r ref) bool { return yield(c.film(r)) })
}

// each calls yield with each film, in the order of the catalog.
func (c *Catalog) each(yield func(ref) bool) { c.eachIn(nil, yield) }

// eachIn is each for the films in sets, one for each segment, or for all without
// sets.
func (c *Catalog) eachIn(in []bitset, yield func(ref) bool) {
	at := make([]int32, len(c.segments))
	for {
		next, place := -1, int32(0)
		for i := range c.segments {
			s := &c.segments[i]
			for int(at[i]) < len(s.films) && (s.dead.has(at[i]) || in != nil && !in[i].has(at[i])) {
				at[i]++
				if in != nil {
					at[i] = in[i].next(at[i])
				}
			}
			if int(at[i]) < len(s.films) && (next < 0 || s.places[at[i]] < place) {
				next, place = i, s.places[at[i]]
			}
		}
		if next < 0 || !yield(ref{int32(next), at[next]}) {
			return
		}
		at[next]++
	}
}

// ByID returns the film with an ID.
func (c *Catalog) ByID(id string) (*Film, bool) {
	r, ok := c.find(id)
	if !ok {
		return nil, false
	}
	return c.film(r), true
}

// find returns the film with an ID.
func (c *Catalog) find(id string) (ref, bool) {
	for i := range c.segments {
		if film, ok := c.segments[i].find(id); ok && !c.segments[i].dead.has(film) {
			return ref{int32(i), film}, true
		}
	}
	return ref{}, false
}

func (c *Catalog) film(r ref) *Film { return c.segments[r.segment].films[r.film] }

// compare compares films by their places in the catalog.
func (c *Catalog) compare(a, b ref) int {
	return cmp.Compare(c.segments[a.segment].places[a.film], c.segments[b.segment].places[b.film])
}

// sorted returns the films of refs in the order of the catalog, each once.
func (c *Catalog) sorted(refs []ref) []*Film {
	slices.SortFunc(refs, c.compare)
	refs = slices.Compact(refs)
	out := make([]*Film, len(refs))
	for i, r := range refs {
		out[i] = c.film(r)
	}
	return out
}
