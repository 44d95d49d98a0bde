package catalog

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"sync"
)

// scratch is the memory of one search, used again by the next.
type scratch struct {
	counts  []uint16 // by name of a layer: how many pieces it shares; all 0 between uses
	touched []int32  // the names with a count
	grams   []gram
	pieces  []piece
	lists   [][]int32
	out     []candidate
	words   []word
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// A piece is a gram of what was typed that names of the catalog hold.
type piece struct {
	names int // how many
	lists int // its lists in scratch.lists, one of each segment
}

// A candidate is a name worth measuring.
type candidate struct {
	segment, name int32
	shares        int32 // pieces
	rank          int32 // for sharing many pieces and being short
}

// candidates returns the names worth measuring against what was typed: those
// that share the most pieces with it, and those that begin with it. The result
// is valid until s is used again.
func (c *Catalog) candidates(s *scratch, q *query) []candidate {
	c.choosePieces(s, q)
	s.out = s.out[:0]
	for i := range c.segments {
		c.mostShared(s, int32(i))
	}
	for n := len(s.out); n > alwaysHopeful && hopeless*s.out[n-1].shares < s.out[0].shares; n-- {
		s.out = s.out[:n-1]
	}
	c.beginnings(s, q.sound, func(ix *index) []int32 { return ix.bySound }, func(n *name) key { return n.sound })
	c.beginnings(s, q.exact, func(ix *index) []int32 { return ix.byExact }, func(n *name) key { return n.exact })
	return s.out
}

// choosePieces finds the names that hold each piece of what was typed, rarest
// pieces first, as many as are to be read.
func (c *Catalog) choosePieces(s *scratch, q *query) {
	s.grams = gramsOf(q.words, s.grams[:0])
	s.pieces, s.lists = s.pieces[:0], s.lists[:0]
	for _, g := range s.grams {
		p := piece{lists: len(s.lists)}
		for i := range c.segments {
			list := c.segments[i].index().grams.list(g)
			s.lists = append(s.lists, list)
			p.names += len(list)
		}
		if p.names > 0 {
			s.pieces = append(s.pieces, p)
		}
	}
	slices.SortFunc(s.pieces, func(a, b piece) int { return cmp.Compare(a.names, b.names) })
	read := 0
	for i, p := range s.pieces {
		if read += p.names; read > maxPostings && i > 0 {
			s.pieces = s.pieces[:i]
			break
		}
	}
}

// hopeless is how many times fewer pieces than the best a name shares that is
// not measured. The first few always are.
const (
	hopeless      = 4
	alwaysHopeful = 8
)

// mostShared takes the names of a segment that share the most pieces among the
// candidates, of equal ones the shortest. A name that has none of the rare pieces
// is hardly the one that is meant, so the common ones only count for names that do.
func (c *Catalog) mostShared(s *scratch, segment int32) {
	seg := &c.segments[segment]
	names := seg.index().names
	if len(s.counts) < len(names) {
		s.counts = make([]uint16, len(names))
	}
	counts, touched := s.counts, s.touched[:0]
	read := 0
	for i, p := range s.pieces {
		list := s.lists[p.lists+int(segment)]
		if read += p.names; read > maxNew && i > 0 {
			for _, n := range list {
				if counts[n] > 0 {
					counts[n]++
				}
			}
			continue
		}
		for _, n := range list {
			if counts[n] == 0 {
				if seg.gone > 0 && seg.dead.has(names[n].film) {
					continue
				}
				touched = append(touched, n)
			}
			counts[n]++
		}
	}
	for _, n := range touched {
		shares := int32(counts[n])
		counts[n] = 0
		if len(s.out) < maxCandidates || shares >= s.out[maxCandidates-1].shares {
			c.rank(s, candidate{segment, n, shares, shares<<16 - int32(len(names[n].sound))})
		}
	}
	s.touched = touched
}

// rank puts a candidate among the others.
func (c *Catalog) rank(s *scratch, next candidate) {
	at := len(s.out)
	for at > 0 && (s.out[at-1].rank < next.rank || s.out[at-1].rank == next.rank && c.compareNames(next, s.out[at-1]) < 0) {
		at--
	}
	if at == maxCandidates {
		return
	}
	if len(s.out) == maxCandidates {
		s.out = s.out[:maxCandidates-1]
	}
	s.out = slices.Insert(s.out, at, next)
}

// compareNames compares names by their places in the catalog.
func (c *Catalog) compareNames(a, b candidate) int {
	if films := c.compare(c.ref(a), c.ref(b)); films != 0 {
		return films
	}
	return cmp.Compare(a.name, b.name)
}

// ref returns the film that has a name.
func (c *Catalog) ref(n candidate) ref { return ref{n.segment, c.name(n).film} }

func (c *Catalog) name(n candidate) *name { return &c.segments[n.segment].index().names[n.name] }

// beginnings takes the first names in an order whose key begins as typed among
// the candidates.
func (c *Catalog) beginnings(s *scratch, typed key, in func(*index) []int32, by func(*name) key) {
	var buffer [4 * maxBeginnings]candidate
	found := buffer[:0]
	for i := range c.segments {
		seg := &c.segments[i]
		names, order := seg.index().names, in(seg.index())
		from := sort.Search(len(order), func(i int) bool { return by(&names[order[i]]) >= typed })
		for taken := 0; taken < maxBeginnings && from < len(order) && strings.HasPrefix(string(by(&names[order[from]])), string(typed)); from++ {
			if n := order[from]; !seg.dead.has(names[n].film) {
				found = append(found, candidate{segment: int32(i), name: n})
				taken++
			}
		}
	}
	if len(c.segments) > 1 {
		slices.SortFunc(found, func(a, b candidate) int {
			if keys := cmp.Compare(by(c.name(a)), by(c.name(b))); keys != 0 {
				return keys
			}
			return c.compareNames(a, b)
		})
	}
	for _, n := range found[:min(len(found), maxBeginnings)] {
		if !slices.ContainsFunc(s.out, func(o candidate) bool { return o.segment == n.segment && o.name == n.name }) {
			s.out = append(s.out, n)
		}
	}
}
