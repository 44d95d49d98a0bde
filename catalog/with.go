package catalog

import (
	"cmp"
	"slices"
)

// With returns a catalog that has films too, each in the place of one with the
// same id or else behind all others, and does without those of its own whose ids
// are in without. c stays as it is. The films must not be changed afterwards; of
// several with one id the last counts. A film of the catalog that [Catalog.Extend]
// was asked of comes back to its old place when it was removed.
//
// It costs the indexing of the films, and now and then the merging of layers that
// c does not share, mostMerged films at most for each.
func (c *Catalog) With(films []*Film, without ...string) *Catalog {
	next := &Catalog{segments: slices.Clone(c.segments), shared: c.shared, count: c.count, next: c.next}
	fresh := make([]placed, 0, len(films))
	for _, f := range lastOfEach(films) {
		fresh = append(fresh, placed{f, next.release(f.ID, c)})
	}
	for _, id := range without {
		if r, ok := next.find(id); ok {
			next.kill(r, c)
		}
	}
	if len(fresh) > 0 {
		next.segments = append(next.segments, segment{layer: newLayer(inPlace(fresh))})
		next.count += len(fresh)
	}
	next.compact()
	return next
}

// Extend returns a catalog with the films of c whose layers all catalogs made
// from it share: each keeps what it has beyond them in layers of its own.
func (c *Catalog) Extend() *Catalog {
	next := &Catalog{segments: slices.Clone(c.segments), shared: len(c.segments), count: c.count, next: c.next}
	for i := c.shared; i < next.shared; i++ {
		if s := &next.segments[i]; s.gone > 0 {
			*s = s.alone()
		}
	}
	return next
}

// lastOfEach returns the films with the last one of each id, in the place of the
// first one.
func lastOfEach(films []*Film) []*Film {
	at := make(map[string]int, len(films))
	out := make([]*Film, 0, len(films))
	for _, f := range films {
		if i, there := at[f.ID]; there {
			out[i] = f
			continue
		}
		at[f.ID] = len(out)
		out = append(out, f)
	}
	return out
}

type placed struct {
	film  *Film
	place int32
}

// inPlace returns films in the order of their places.
func inPlace(fresh []placed) ([]*Film, []int32) {
	slices.SortFunc(fresh, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
	films, places := make([]*Film, len(fresh)), make([]int32, len(fresh))
	for i, f := range fresh {
		films[i], places[i] = f.film, f.place
	}
	return films, places
}

// release makes room for a film in a catalog that is being made from another,
// and returns its place.
func (c *Catalog) release(id string, from *Catalog) int32 {
	if r, ok := c.find(id); ok {
		c.kill(r, from)
		return c.segments[r.segment].places[r.film]
	}
	for i := range c.shared {
		if film, ok := c.segments[i].find(id); ok {
			return c.segments[i].places[film]
		}
	}
	c.next++
	return c.next - 1
}

// kill takes a film out of a catalog that is being made from another.
func (c *Catalog) kill(r ref, from *Catalog) {
	s := &c.segments[r.segment]
	if s.gone == from.segments[r.segment].gone {
		// It is the first, and the set is still the other catalog's.
		dead := newBitset(len(s.films))
		copy(dead, s.dead)
		s.dead = dead
	}
	s.dead.set(r.film)
	s.gone++
	c.count--
}

// Layers that are not shared grow geometrically, so that there are few of them
// and a film is seldom moved; and only to a size, so that no merger takes long.
const (
	layerRatio = 8
	mostMerged = 4096
)

// compact merges layers until those that are left are of very different sizes.
// A layer that is mostly dead is freed of that.
func (c *Catalog) compact() {
	for i := c.shared; i < len(c.segments); i++ {
		if s := &c.segments[i]; s.gone > s.len() {
			*s = s.alone()
		}
	}
	own := slices.DeleteFunc(c.segments[c.shared:], func(s segment) bool { return s.len() == 0 })
	for {
		i := crowded(own)
		if i < 0 {
			c.segments = c.segments[:c.shared+len(own)]
			return
		}
		own[i] = segment{layer: mergeLayers(&own[i], &own[i+1])}
		own = slices.Delete(own, i+1, i+2)
	}
}

// crowded returns the smallest segment that ought to be merged with the next, or
// less than 0.
func crowded(segments []segment) int {
	found, least := -1, mostMerged+1
	for i := range max(0, len(segments)-1) {
		a, b := segments[i].len(), segments[i+1].len()
		if a < layerRatio*b && a+b < least {
			found, least = i, a+b
		}
	}
	return found
}
