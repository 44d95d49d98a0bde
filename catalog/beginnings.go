package catalog

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// beginnings takes the first names in an order whose key begins as typed among
// the candidates.
func (c *Catalog) beginnings(r *reading, typed key, in func(*index) []int32, by func(*name) key) {
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
		if !slices.ContainsFunc(r.out, func(o candidate) bool { return o.segment == n.segment && o.name == n.name }) {
			r.out = append(r.out, n)
		}
	}
}
