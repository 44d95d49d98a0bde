package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// An index finds names by what somebody typed. It is immutable.
//
// Names are compared by their sound (see [sound]), which makes one plane of all
// alphabets. A search takes candidates first, from an inverted index and from
// sorted lists of beginnings, and only then measures how far each candidate is
// from what was typed. The inverted index leads from three-letter pieces to words
// and from words to names: names share their words, so that there are far fewer
// words to look through than names.
type index struct {
	// names are those of the first film, then those of the second, and so on.
	names []name
	// bySound and byExact are the names in the order of their sounds, and as they
	// are written.
	bySound, byExact []int32
	// words lists the names that have a word.
	words table[key]
	masks []uint32 // of the words, see letterMask
	// wordsOf are the words of the names, one name after the other.
	wordsOf []int32
	// grams lists the words, by place among the keys of words, that hold a piece.
	grams table[gram]
}

// A name is one way to call a film.
type name struct {
	film    int32
	from    int32 // its first word in wordsOf
	words   uint8
	article uint8 // letters of exact
	exact   key   // as it is written
	sound   key   // of bare
}

// bare is the name without its article.
func (n *name) bare() key { return n.exact[n.article:] }

// A word is a part of a name's sound.
type word struct {
	text   key
	mask   uint32 // the letters in it, see letterMask
	weight float32
}

// A gram is three letters, the first in the highest byte.
type gram uint32

// Bounds on the work of one search. They leave short names and small catalogs
// untouched and keep the worst query cheap in a large one.
const (
	maxTyped      = 64    // letters looked at
	maxWords      = 6     // words looked at
	maxNameWords  = 16    // words of a name
	maxPieces     = 64    // pieces looked at, rarest first: the bits of a machine word
	maxPostings   = 6_000 // words looked at, rarest pieces first
	maxNew        = 600   // of them, those with one of the rarest pieces
	maxNames      = 600   // compared by their pieces
	maxCandidates = 20    // measured
	maxBeginnings = 10    // taken from each sorted list
)

func newIndex(films []*Film) *index {
	ix := new(index)
	for i, f := range films {
		ix.add(int32(i), f)
	}
	ix.pack()
	var buffer []word
	var inNames []pair[key]
	for i, n := range ix.names {
		buffer = splitWords(n.sound, maxNameWords, buffer[:0])
		for _, w := range buffer {
			inNames = append(inNames, pair[key]{w.text, int32(i)})
		}
	}
	ix.wordsOf = make([]int32, 0, len(inNames))
	ix.words = newTable(inNames)
	ix.masks = masks(ix.words.keys)
	ix.grams = gramsIn(ix.words.keys)
	for i := range ix.names {
		n := &ix.names[i]
		buffer = splitWords(n.sound, maxNameWords, buffer[:0])
		n.from, n.words = int32(len(ix.wordsOf)), uint8(len(buffer))
		for _, w := range buffer {
			at, _ := slices.BinarySearch(ix.words.keys, w.text)
			ix.wordsOf = append(ix.wordsOf, int32(at))
		}
	}
	ix.bySound = ix.sorted(func(n *name) key { return n.sound })
	ix.byExact = ix.sorted(func(n *name) key { return n.exact })
	return ix
}

// add takes in the names of a film, each way to write them once.
func (ix *index) add(film int32, f *Film) {
	first := len(ix.names)
	for s := range f.names {
		exact := fold(s)
		if exact == "" || slices.ContainsFunc(ix.names[first:], func(n name) bool { return n.exact == exact }) {
			continue
		}
		bare := exact.withoutArticle()
		ix.names = append(ix.names, name{film: film, article: uint8(len(exact) - len(bare)), exact: exact, sound: sound(bare)})
	}
}

// pack puts the letters of all names into one piece of memory.
func (ix *index) pack() {
	ix.names = trim(ix.names)
	size := 0
	for i := range ix.names {
		size += len(ix.names[i].exact)
		if n := &ix.names[i]; n.sound != n.bare() {
			size += len(n.sound)
		}
	}
	in := newOnePiece(size)
	for i := range ix.names {
		n := &ix.names[i]
		n.exact = key(in.keep(string(n.exact)))
		if n.sound == n.bare() {
			n.sound = n.bare()
			continue
		}
		n.sound = key(in.keep(string(n.sound)))
	}
}

// sorted returns the names in the order of one of their keys.
func (ix *index) sorted(by func(*name) key) []int32 {
	order := make([]int32, len(ix.names))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(by(&ix.names[a]), by(&ix.names[b])), cmp.Compare(a, b))
	})
	return order
}

// sounding returns the names with a sound.
func (ix *index) sounding(sound key) func(yield func(*name) bool) {
	return func(yield func(*name) bool) {
		at, _ := slices.BinarySearchFunc(ix.bySound, sound, func(n int32, sound key) int { return cmp.Compare(ix.names[n].sound, sound) })
		for ; at < len(ix.bySound) && ix.names[ix.bySound[at]].sound == sound; at++ {
			if !yield(&ix.names[ix.bySound[at]]) {
				return
			}
		}
	}
}

// splitWords appends the words of a sound, at most so many.
func splitWords(k key, most int, words []word) []word {
	for s := range strings.FieldsSeq(string(k)) {
		if len(words) == most {
			break
		}
		words = append(words, word{text: key(s), mask: letterMask(key(s))})
	}
	return words
}

// gramsIn lists the words that hold a piece.
func gramsIn(words []key) table[gram] {
	var in []pair[gram]
	var grams []gram
	for i, w := range words {
		grams = gramsOf(w, grams[:0])
		for _, g := range grams {
			in = append(in, pair[gram]{g, int32(i)})
		}
	}
	return newTable(in)
}

// gramsOf appends the pieces of a word to grams: each three letters in a row,
// with two blanks before the word and one after it, so that its beginning counts
// most.
func gramsOf(word key, grams []gram) []gram {
	g := gram(' ')<<8 | ' '
	for i := range len(word) {
		g = g<<8&0xffffff | gram(word[i])
		grams = append(grams, g)
	}
	if len(word) > 1 {
		grams = append(grams, g<<8&0xffffff|' ')
	}
	return grams
}

// letterMask tells which letters a word has, in 32 bits. Two words that are a
// slip apart differ in at most two of them.
func letterMask(k key) uint32 {
	var m uint32
	for i := range len(k) {
		m |= 1 << (k[i] & 31)
	}
	return m
}

func masks(words []key) []uint32 {
	out := make([]uint32, len(words))
	for i, w := range words {
		out[i] = letterMask(w)
	}
	return out
}
