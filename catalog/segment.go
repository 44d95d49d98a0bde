package catalog

import "math/bits"

// A segment is a layer as one catalog sees it.
type segment struct {
	*layer
	// dead are the films of the layer that the catalog does without, or has newer
	// versions of.
	dead bitset
	// gone is how many they are.
	gone int
}

// len returns how many films of the layer the catalog has.
func (s *segment) len() int { return len(s.films) - s.gone }

// alive counts the films in a list that are not dead.
func (s *segment) alive(films []int32) int {
	if s.gone == 0 {
		return len(films)
	}
	n := 0
	for _, f := range films {
		if !s.dead.has(f) {
			n++
		}
	}
	return n
}

// filmsOf counts the films in a list of names that are not dead.
func (s *segment) filmsOf(list []int32) int {
	names := s.index().names
	n, last := 0, int32(-1)
	for _, name := range list {
		if f := names[name].film; f != last && !s.dead.has(f) {
			n++
			last = f
		}
	}
	return n
}

// alone returns a segment without the dead films.
func (s *segment) alone() segment {
	return segment{layer: mergeLayers(s, &segment{layer: new(layer)})}
}

// A bitset is a set of small numbers. Nil is the empty set.
type bitset []uint64

func (b bitset) has(i int32) bool { return b != nil && b[i>>6]>>(i&63)&1 != 0 }

func (b bitset) set(i int32) { b[i>>6] |= 1 << (i & 63) }

// and keeps what is in other, too; or adds it. Both sets are of one size.
func (b bitset) and(other bitset) {
	for i := range b {
		b[i] &= other[i]
	}
}

func (b bitset) or(other bitset) {
	for i := range b {
		b[i] |= other[i]
	}
}

// next returns the first number of the set that is not below i, or one that is
// above all.
func (b bitset) next(i int32) int32 {
	at := int(i >> 6)
	if at >= len(b) {
		return i
	}
	for rest := b[at] >> (i & 63) << (i & 63); ; rest = b[at] {
		if rest != 0 {
			return int32(at<<6 + bits.TrailingZeros64(rest))
		}
		if at++; at == len(b) {
			return int32(at << 6)
		}
	}
}

// newBitset returns an empty set for numbers below n.
func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

// A ref is a film of a catalog, by segment and by number in its layer.
type ref struct{ segment, film int32 }
