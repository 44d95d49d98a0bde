package catalog

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// scratch is the memory of one search, used again by the next.
type scratch struct {
	counts  []uint16 // by name: how many pieces it shares
	touched []int32  // the names with a count
	grams   []gram
	lists   [][]int32
	out     []int32
}

// candidates returns the names worth measuring against what was typed: those
// that share the most pieces with it, and those that begin with it. The result
// is valid until s is used again.
func (ix *index) candidates(s *scratch, q *query) []int32 {
	s.grams = gramsOf(q.words, s.grams[:0])
	s.lists = s.lists[:0]
	for _, g := range s.grams {
		if list := ix.list(g); len(list) > 0 {
			s.lists = append(s.lists, list)
		}
	}
	slices.SortFunc(s.lists, func(a, b []int32) int { return cmp.Compare(len(a), len(b)) })
	read := 0
	for _, list := range s.lists {
		if read += len(list); read > maxPostings && len(s.touched) > 0 {
			break
		}
		for _, n := range list {
			if s.counts[n] == 0 {
				s.touched = append(s.touched, n)
			}
			s.counts[n]++
		}
	}
	s.out = ix.mostShared(s, s.out[:0])
	for _, begin := range [][]int32{
		beginnings(ix.names, ix.bySound, q.sound, func(n *name) key { return n.sound }),
		beginnings(ix.names, ix.byExact, q.exact, func(n *name) key { return n.exact }),
	} {
		for _, n := range begin {
			if !slices.Contains(s.out, n) {
				s.out = append(s.out, n)
			}
		}
	}
	for _, n := range s.touched {
		s.counts[n] = 0
	}
	s.touched = s.touched[:0]
	return s.out
}

// hopeless is how many times fewer pieces than the best a name shares that is
// not measured. The first few always are.
const (
	hopeless      = 4
	alwaysHopeful = 8
)

// mostShared appends the touched names with the highest counts, of equal ones
// the shortest.
func (ix *index) mostShared(s *scratch, out []int32) []int32 {
	rank := func(n int32) int { return int(s.counts[n])<<16 - len(ix.names[n].sound) }
	for _, n := range s.touched {
		r := rank(n)
		if len(out) == maxCandidates {
			if r <= rank(out[len(out)-1]) {
				continue
			}
			out = out[:len(out)-1]
		}
		at := sort.Search(len(out), func(i int) bool { return rank(out[i]) < r })
		out = slices.Insert(out, at, n)
	}
	for len(out) > alwaysHopeful && hopeless*s.counts[out[len(out)-1]] < s.counts[out[0]] {
		out = out[:len(out)-1]
	}
	return out
}

// beginnings returns the first names in an order whose key begins as typed.
func beginnings(names []name, order []int32, typed key, by func(*name) key) []int32 {
	from := sort.Search(len(order), func(i int) bool { return by(&names[order[i]]) >= typed })
	to := from
	for to < len(order) && to-from < maxBeginnings && strings.HasPrefix(string(by(&names[order[to]])), string(typed)) {
		to++
	}
	return order[from:to]
}
