package catalog

import (
	"cmp"
	"slices"
)

// A piece is a gram of what was typed that words of the catalog hold.
type piece struct {
	gram  gram
	words int // how many
	lists int // its lists in reading.lists, one of each segment
}

// choosePieces finds the words that hold each piece of what was typed, rarest
// pieces first, as many as are to be read.
func (r *reading) choosePieces() {
	r.grams = r.grams[:0]
	for _, w := range r.query.words {
		r.grams = gramsOf(w.text, r.grams)
	}
	slices.Sort(r.grams)
	r.grams = slices.Compact(r.grams)
	r.pieces, r.lists = r.pieces[:0], r.lists[:0]
	for _, g := range r.grams {
		p := piece{gram: g, lists: len(r.lists)}
		for _, ix := range r.indexes {
			list := ix.grams.list(g)
			r.lists = append(r.lists, list)
			p.words += len(list)
		}
		if p.words > 0 {
			r.pieces = append(r.pieces, p)
		}
	}
	slices.SortFunc(r.pieces, func(a, b piece) int { return cmp.Compare(a.words, b.words) })
	r.pieces = r.pieces[:min(len(r.pieces), maxPieces)]
	read := 0
	for i, p := range r.pieces {
		if read += p.words; read > maxPostings && i > 0 {
			r.pieces = r.pieces[:i]
			break
		}
	}
	r.splitPieces()
}

// splitPieces notes which pieces each word typed has.
func (r *reading) splitPieces() {
	r.all = 0
	for i := range r.query.words {
		r.grams = gramsOf(r.query.words[i].text, r.grams[:0])
		r.all += len(r.grams)
		r.typed[i] = 0
		for at, p := range r.pieces {
			if slices.Contains(r.grams, p.gram) {
				r.typed[i] |= 1 << at
			}
		}
	}
}

// findWords notes which pieces the words of the catalog share with what was
// typed. A word that has none of the rare pieces is hardly one that a film is found
// by, so that it is not touched; it counts for films that are found by another.
func (r *reading) findWords() {
	r.touched = r.touched[:0]
	read := 0
	for i, p := range r.pieces {
		bit := uint64(1) << i
		read += p.words
		for segment := range r.indexes {
			list, shared := r.lists[p.lists+segment], r.shared[r.wordsFrom[segment]:]
			if read > maxNew && i > 0 {
				for _, w := range list {
					shared[w] |= bit
				}
				continue
			}
			for _, w := range list {
				if shared[w] == 0 {
					r.touched = append(r.touched, wordRef{int32(segment), w})
				}
				shared[w] |= bit
			}
		}
	}
}
