package catalog

import (
	"math/bits"
	"slices"
	"sync"
)

// A reading is what was typed as a catalog reads it: the words of its names that
// share pieces with it. Its memory is used again by later ones.
type reading struct {
	query   query
	grams   []gram
	pieces  []piece
	lists   [][]int32
	typed   [maxWords]uint64 // the pieces of each word typed, one bit each
	all     int              // the pieces of all words typed, those too that no name has
	indexes []*index
	// shared are the pieces that a word of a name shares, one bit each. The words of
	// a layer stand behind those of the layers before, see wordsFrom. All is 0
	// between uses.
	shared    []uint64
	wordsFrom []int
	touched   []wordRef // the words that share a piece
	ordered   []wordRef // the same, most pieces first
	best      [maxWords]int
	// reach is the share of the pieces typed that the nearest words have: 1 where
	// each word typed is one of a name, next to nothing where the other keyboard
	// layout was on.
	reach    float32
	compared []bitset // by layer, the names that were compared
	out      []candidate
	words    []word
}

var readings = sync.Pool{New: func() any { return new(reading) }}

// A wordRef is a word of a catalog's names, by segment and by place in its layer.
type wordRef struct{ segment, word int32 }

// read reads what was typed. Its reading is to be forgotten.
func (c *Catalog) read(typed string) *reading {
	r := readings.Get().(*reading)
	r.query.set(typed)
	r.fit(c)
	r.choosePieces()
	r.findWords()
	r.orderWords()
	r.findBest()
	return r
}

// fit makes room for what a search of a catalog needs.
func (r *reading) fit(c *Catalog) {
	words := 0
	r.wordsFrom, r.indexes = r.wordsFrom[:0], r.indexes[:0]
	for len(r.compared) < len(c.segments) {
		r.compared = append(r.compared, nil)
	}
	for i := range c.segments {
		ix := c.segments[i].index()
		r.indexes, r.wordsFrom = append(r.indexes, ix), append(r.wordsFrom, words)
		words += len(ix.words.keys)
	}
	r.shared = slices.Grow(r.shared[:0], words)[:words]
}

// forget ends the use of a reading.
func (r *reading) forget() {
	clear(r.shared)
	clear(r.indexes)
	clear(r.lists)
	readings.Put(r)
}

func (r *reading) sharedBy(w wordRef) uint64 { return r.shared[r.wordsFrom[w.segment]+int(w.word)] }

// orderWords puts first the words that share the most pieces.
func (r *reading) orderWords() {
	var ends [maxPieces + 2]int32 // by how many pieces are not shared
	for _, w := range r.touched {
		ends[maxPieces-bits.OnesCount64(r.sharedBy(w))+1]++
	}
	for i := range maxPieces + 1 {
		ends[i+1] += ends[i]
	}
	r.ordered = slices.Grow(r.ordered[:0], len(r.touched))[:len(r.touched)]
	for _, w := range r.touched {
		at := &ends[maxPieces-bits.OnesCount64(r.sharedBy(w))]
		r.ordered[*at] = w
		*at++
	}
}

// findBest finds how many pieces each word typed shares at best with one of a
// name.
func (r *reading) findBest() {
	r.best = [maxWords]int{}
	for _, w := range r.ordered {
		shared := r.sharedBy(w)
		if bits.OnesCount64(shared) <= r.leastBest() {
			break
		}
		for i := range r.query.words {
			r.best[i] = max(r.best[i], bits.OnesCount64(shared&r.typed[i]))
		}
	}
	reached := 0
	for i := range r.query.words {
		reached += r.best[i]
	}
	r.reach = float32(reached) / float32(max(1, r.all))
}

// leastBest is how many pieces the word typed that has the fewest shares at best.
func (r *reading) leastBest() int {
	least := maxPieces
	for i := range r.query.words {
		least = min(least, r.best[i])
	}
	return least
}

// hopeful reports whether a word of a name shares at least half as many pieces
// with one of the words typed as any other.
func (r *reading) hopeful(shared uint64) bool {
	for i := range r.query.words {
		if n := bits.OnesCount64(shared & r.typed[i]); n > 0 && 2*n >= r.best[i] {
			return true
		}
	}
	return false
}
