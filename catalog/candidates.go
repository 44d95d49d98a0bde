package catalog

import (
	"cmp"
	"math/bits"
	"slices"
)

// A candidate is a name worth measuring.
type candidate struct {
	segment, name int32
	shares        int32 // pieces
	rank          int64 // for sharing many pieces, being short, and standing first
}

// candidates returns the names worth measuring against what was typed: those
// that share the most pieces with it, and those that begin with it. The result
// is valid until s is used again.
func (c *Catalog) candidates(s *scratch, q *query) []candidate {
	s.fit(c)
	c.choosePieces(s)
	c.findWords(s)
	s.orderWords()
	c.mostShared(s)
	s.forgetWords()
	for n := len(s.out); n > alwaysHopeful && hopeless*s.out[n-1].shares < s.out[0].shares; n-- {
		s.out = s.out[:n-1]
	}
	c.beginnings(s, q.sound, func(ix *index) []int32 { return ix.bySound }, func(n *name) key { return n.sound })
	c.beginnings(s, q.exact, func(ix *index) []int32 { return ix.byExact }, func(n *name) key { return n.exact })
	return s.out
}

// hopeless is how many times fewer pieces than the best a name shares that is
// not measured. The first few always are.
const (
	hopeless      = 4
	alwaysHopeful = 8
)

// mostShared takes the names that share the most pieces among the candidates, of
// equal ones the shortest. It looks through the names of the words that share
// most; a word that many names have is passed over, for they have others.
func (c *Catalog) mostShared(s *scratch) {
	s.out = s.out[:0]
	read := 0
	var best [maxWords]int
	for i, w := range s.ordered {
		if !s.hopeful(&best, s.sharedBy(w)) {
			continue
		}
		list := c.segments[w.segment].index().words.at(int(w.word))
		if read+len(list) > maxNames && i > 0 {
			continue
		}
		read += len(list)
		c.compareNamesOf(s, w.segment, list)
	}
}

// hopeful reports whether a word shares at least half as many pieces with one
// of the words typed as any other, of those before it.
func (s *scratch) hopeful(best *[maxWords]int, shared uint64) bool {
	hope := false
	for i := range s.query.words {
		n := bits.OnesCount64(shared & s.typed[i])
		best[i] = max(best[i], n)
		hope = hope || n > 0 && 2*n >= best[i]
	}
	return hope
}

// compareNamesOf takes the names of a segment among the candidates that share
// enough pieces.
func (c *Catalog) compareNamesOf(s *scratch, segment int32, list []int32) {
	seg := &c.segments[segment]
	ix, compared, shared := seg.index(), s.compared[segment], s.shared[s.wordsFrom[segment]:]
	for _, n := range list {
		if compared.has(n) {
			continue
		}
		compared.set(n)
		name := &ix.names[n]
		if seg.gone > 0 && seg.dead.has(name.film) {
			continue
		}
		pieces := uint64(0)
		for _, w := range ix.wordsOf[name.from:][:name.words] {
			pieces |= shared[w]
		}
		shares := bits.OnesCount64(pieces)
		if len(s.out) < maxCandidates || int32(shares) >= s.out[maxCandidates-1].shares {
			rank := int64(shares)<<40 - int64(len(name.sound))<<32 - int64(seg.places[name.film])
			s.rank(candidate{segment, n, int32(shares), rank})
		}
	}
}

// rank puts a candidate among the others. Of the names of one film the first
// wins.
func (s *scratch) rank(next candidate) {
	at := len(s.out)
	for at > 0 && (s.out[at-1].rank < next.rank || s.out[at-1].rank == next.rank && next.name < s.out[at-1].name) {
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
