package catalog

import "cmp"

// mergeIndexes merges two indexes whose films get other numbers, in the same
// order as before. Films that are [gone] are left out.
func mergeIndexes(a, b *index, filmsA, filmsB []int32) *index {
	ix := new(index)
	namesA, namesB := mergeNames(a, b, filmsA, filmsB)
	var wordsA, wordsB []int32
	ix.words, wordsA, wordsB = mergeTables(a.words, b.words, namesA, namesB)
	ix.masks = masks(ix.words.keys)
	ix.grams, _, _ = mergeTables(a.grams, b.grams, wordsA, wordsB)
	ix.takeNames(a, b, filmsA, filmsB, namesA, namesB, wordsA, wordsB)
	ix.bySound = ix.mergeOrders(a.bySound, b.bySound, namesA, namesB, func(n *name) key { return n.sound })
	ix.byExact = ix.mergeOrders(a.byExact, b.byExact, namesA, namesB, func(n *name) key { return n.exact })
	return ix
}

// mergeNames returns the new numbers of the names of two indexes.
func mergeNames(a, b *index, filmsA, filmsB []int32) (namesA, namesB []int32) {
	namesA, namesB = make([]int32, len(a.names)), make([]int32, len(b.names))
	next := int32(0)
	for i, j := 0, 0; i < len(a.names) || j < len(b.names); {
		filmA, filmB := int32(gone), int32(gone)
		if i < len(a.names) {
			if filmA = filmsA[a.names[i].film]; filmA == gone {
				namesA[i] = gone
				i++
				continue
			}
		}
		if j < len(b.names) {
			if filmB = filmsB[b.names[j].film]; filmB == gone {
				namesB[j] = gone
				j++
				continue
			}
		}
		if filmB == gone || filmA != gone && filmA < filmB {
			namesA[i] = next
			i++
		} else {
			namesB[j] = next
			j++
		}
		next++
	}
	return namesA, namesB
}

// takeNames takes in the names of two indexes under their new numbers.
func (ix *index) takeNames(a, b *index, filmsA, filmsB, namesA, namesB, wordsA, wordsB []int32) {
	ix.names = make([]name, 0, len(a.names)+len(b.names))
	ix.wordsOf = make([]int32, 0, len(a.wordsOf)+len(b.wordsOf))
	take := func(from *index, i int, films, words []int32) {
		n := from.names[i]
		of := from.wordsOf[n.from:][:n.words]
		n.film, n.from = films[n.film], int32(len(ix.wordsOf))
		for _, w := range of {
			ix.wordsOf = append(ix.wordsOf, words[w])
		}
		ix.names = append(ix.names, n)
	}
	for i, j := 0, 0; i < len(a.names) || j < len(b.names); {
		switch next := int32(len(ix.names)); {
		case i < len(a.names) && namesA[i] == next:
			take(a, i, filmsA, wordsA)
			i++
		case j < len(b.names) && namesB[j] == next:
			take(b, j, filmsB, wordsB)
			j++
		case i < len(a.names) && namesA[i] == gone:
			i++
		default:
			j++
		}
	}
	ix.names, ix.wordsOf = trim(ix.names), trim(ix.wordsOf)
}

// mergeOrders merges two orders of names.
func (ix *index) mergeOrders(a, b, namesA, namesB []int32, by func(*name) key) []int32 {
	a = appendRenumbered(make([]int32, 0, len(a)), a, namesA)
	b = appendRenumbered(make([]int32, 0, len(b)), b, namesB)
	out := make([]int32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if cmp.Or(cmp.Compare(by(&ix.names[a[0]]), by(&ix.names[b[0]])), cmp.Compare(a[0], b[0])) < 0 {
			out, a = append(out, a[0]), a[1:]
			continue
		}
		out, b = append(out, b[0]), b[1:]
	}
	return append(append(out, a...), b...)
}
