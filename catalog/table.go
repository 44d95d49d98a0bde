package catalog

import (
	"cmp"
	"slices"
)

// A table lists numbers by key. It is immutable. Two of them are merged in the
// time that it takes to read them, which is what lets a large catalog take in a
// film without being indexed again.
type table[K cmp.Ordered] struct {
	keys    []K     // ascending
	starts  []int32 // where each key's numbers start, and where the last end
	numbers []int32 // ascending for each key, at least one
}

type pair[K cmp.Ordered] struct {
	key    K
	number int32
}

// newTable makes a table of pairs, which it sorts.
func newTable[K cmp.Ordered](pairs []pair[K]) table[K] {
	slices.SortFunc(pairs, func(a, b pair[K]) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return cmp.Compare(a.number, b.number)
	})
	pairs = slices.Compact(pairs)
	keys := 0
	for i := range pairs {
		if i == 0 || pairs[i].key != pairs[i-1].key {
			keys++
		}
	}
	t := table[K]{keys: make([]K, 0, keys), starts: make([]int32, 0, keys+1), numbers: make([]int32, len(pairs))}
	for i, p := range pairs {
		if i == 0 || p.key != pairs[i-1].key {
			t.keys, t.starts = append(t.keys, p.key), append(t.starts, int32(i))
		}
		t.numbers[i] = p.number
	}
	t.starts = append(t.starts, int32(len(pairs)))
	return t
}

// at returns the numbers of the key at a place among the keys.
func (t *table[K]) at(i int) []int32 { return t.numbers[t.starts[i]:t.starts[i+1]] }

// list returns the numbers of a key, none where the table does not have it.
func (t *table[K]) list(k K) []int32 {
	i, ok := slices.BinarySearch(t.keys, k)
	if !ok {
		return nil
	}
	return t.at(i)
}

// gone is the new number of what a merger leaves out.
const gone = -1

// mergeTables merges two tables whose numbers become others, in the same order
// as before. Numbers that are [gone] are left out, and keys without numbers. It
// returns the new places of the keys of both, too.
func mergeTables[K cmp.Ordered](a, b table[K], inA, inB []int32) (t table[K], keysA, keysB []int32) {
	t = table[K]{
		keys: make([]K, 0, len(a.keys)+len(b.keys)), starts: make([]int32, 0, len(a.keys)+len(b.keys)+1),
		numbers: make([]int32, 0, len(a.numbers)+len(b.numbers)),
	}
	keysA, keysB = make([]int32, len(a.keys)), make([]int32, len(b.keys))
	for i, j := 0, 0; i < len(a.keys) || j < len(b.keys); {
		var k K
		var ofA, ofB []int32
		if j == len(b.keys) || i < len(a.keys) && a.keys[i] <= b.keys[j] {
			k, ofA = a.keys[i], a.at(i)
		}
		if i == len(a.keys) || j < len(b.keys) && b.keys[j] <= a.keys[i] {
			k, ofB = b.keys[j], b.at(j)
		}
		start, at := len(t.numbers), int32(gone)
		t.numbers = mergeNumbers(t.numbers, ofA, ofB, inA, inB)
		if len(t.numbers) > start {
			at = int32(len(t.keys))
			t.keys, t.starts = append(t.keys, k), append(t.starts, int32(start))
		}
		if ofA != nil {
			keysA[i] = at
			i++
		}
		if ofB != nil {
			keysB[j] = at
			j++
		}
	}
	t.starts = append(t.starts, int32(len(t.numbers)))
	t.keys, t.starts, t.numbers = trim(t.keys), trim(t.starts), trim(t.numbers)
	return t, keysA, keysB
}

// mergeNumbers appends the numbers of a and b under their new numbers.
func mergeNumbers(out, a, b, inA, inB []int32) []int32 {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch x, y := inA[a[i]], inB[b[j]]; {
		case x == gone:
			i++
		case y == gone:
			j++
		case x < y:
			out = append(out, x)
			i++
		case y < x:
			out = append(out, y)
			j++
		default:
			out = append(out, x)
			i, j = i+1, j+1
		}
	}
	out = appendRenumbered(out, a[i:], inA)
	return appendRenumbered(out, b[j:], inB)
}

func appendRenumbered(out, list, in []int32) []int32 {
	for _, n := range list {
		if in[n] != gone {
			out = append(out, in[n])
		}
	}
	return out
}

// trim gives back memory that an estimate took too much of.
func trim[E any](s []E) []E {
	if cap(s)-len(s) > len(s)/16 {
		return slices.Clone(s)
	}
	return s
}
