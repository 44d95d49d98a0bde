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
// is valid until r is used again.
func (c *Catalog) candidates(r *reading) []candidate {
	c.mostShared(r)
	for n := len(r.out); n > alwaysHopeful && hopeless*r.out[n-1].shares < r.out[0].shares; n-- {
		r.out = r.out[:n-1]
	}
	c.beginnings(r, r.query.sound, func(ix *index) []int32 { return ix.bySound }, func(n *name) key { return n.sound })
	c.beginnings(r, r.query.exact, func(ix *index) []int32 { return ix.byExact }, func(n *name) key { return n.exact })
	return r.out
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
func (c *Catalog) mostShared(r *reading) {
	r.out = r.out[:0]
	for i, ix := range r.indexes {
		if 64*len(r.compared[i]) < len(ix.names) {
			r.compared[i] = newBitset(len(ix.names))
		}
		clear(r.compared[i])
	}
	read, least := 0, r.leastBest()
	for _, w := range r.ordered {
		shared := r.sharedBy(w)
		if 2*bits.OnesCount64(shared) < least {
			break
		}
		list := r.indexes[w.segment].words.at(int(w.word))
		if read+len(list) > maxNames || !r.hopeful(shared) {
			continue
		}
		read += len(list)
		c.compareNamesOf(r, w.segment, list)
	}
	if read == 0 && len(r.ordered) > 0 {
		w := r.ordered[0]
		list := r.indexes[w.segment].words.at(int(w.word))
		c.compareNamesOf(r, w.segment, list[:min(len(list), maxNames)])
	}
}

// compareNamesOf takes the names of a segment among the candidates that share
// enough pieces.
func (c *Catalog) compareNamesOf(r *reading, segment int32, list []int32) {
	seg := &c.segments[segment]
	ix, compared, shared := r.indexes[segment], r.compared[segment], r.shared[r.wordsFrom[segment]:]
	for _, n := range list {
		if compared.has(n) {
			continue
		}
		compared.set(n)
		name := &ix.names[n]
		if seg.gone > 0 && seg.dead.has(name.film) {
			continue
		}
		words := ix.wordsOf[name.from:][:name.words]
		pieces := uint64(0)
		for _, w := range words {
			pieces |= shared[w]
		}
		shares := int32(bits.OnesCount64(pieces))
		if shared[words[0]]&r.typed[0] != 0 {
			shares++ // that it begins as typed counts once more
		}
		if len(r.out) < maxCandidates || shares >= r.out[maxCandidates-1].shares {
			rank := int64(shares)<<40 - int64(len(name.sound))<<32 - int64(seg.places[name.film])
			r.rank(candidate{segment, n, shares, rank})
		}
	}
}

// rank puts a candidate among the others. Of the names of one film the first
// wins.
func (r *reading) rank(next candidate) {
	at := len(r.out)
	for at > 0 && (r.out[at-1].rank < next.rank || r.out[at-1].rank == next.rank && next.name < r.out[at-1].name) {
		at--
	}
	if at == maxCandidates {
		return
	}
	if len(r.out) == maxCandidates {
		r.out = r.out[:maxCandidates-1]
	}
	r.out = slices.Insert(r.out, at, next)
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
