package catalog

import (
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// weights remembers the weights of the words of a catalog's names.
type weights struct {
	once sync.Once
	// bySegment holds the bits of the weights, by word of the layer; 0 where nobody
	// has asked.
	bySegment [][]atomic.Uint32
}

// weight is how much a word tells about which film is meant: the rarer among all
// films of the catalog, the more. A word that no film has weighs most.
func (c *Catalog) weight(w key) float32 {
	for i := range c.segments {
		if at, ok := slices.BinarySearch(c.segments[i].index().words.keys, w); ok {
			return c.weightOf(int32(i), int32(at))
		}
	}
	return c.weighed(w)
}

// weighed is weight, reckoned anew.
func (c *Catalog) weighed(w key) float32 {
	n := 0
	for i := range c.segments {
		n += c.segments[i].filmsOf(c.segments[i].index().words.list(w))
	}
	return float32(math.Log(1+float64(c.count+1)/float64(n+1))) * min(1, float32(len(w)+2)/6)
}

// weightOf returns the weight of a word of a layer.
func (c *Catalog) weightOf(segment, word int32) float32 {
	c.weights.once.Do(func() {
		c.weights.bySegment = make([][]atomic.Uint32, len(c.segments))
		for i := range c.segments {
			c.weights.bySegment[i] = make([]atomic.Uint32, len(c.segments[i].index().words.keys))
		}
	})
	known := &c.weights.bySegment[segment][word]
	if bits := known.Load(); bits != 0 {
		return math.Float32frombits(bits)
	}
	weight := c.weighed(c.segments[segment].index().words.keys[word])
	known.Store(math.Float32bits(weight))
	return weight
}
