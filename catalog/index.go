package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// An index finds names by what somebody typed. It is immutable.
//
// Names are compared by their sound (see [sound]), which makes one plane of all
// alphabets. A search takes candidates first, from an inverted index of
// three-letter pieces of words and from sorted lists of beginnings, and only
// then measures how far each candidate is from what was typed; its cost depends
// on the rarity of the pieces and not on the number of names.
type index struct {
	// names are those of the first film, then those of the second, and so on.
	names []name
	// bySound and byExact are the names in the order of their sounds, and as they
	// are written.
	bySound, byExact []int32
	// words lists the films that have a word in one of their names.
	words table[key]
	masks []uint32 // of the words, see letterMask
	// wordsOf are the words of the names, one name after the other.
	wordsOf []int32
	// grams lists the names that hold a piece.
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
	maxPostings   = 8_000 // counted, rarest pieces first
	maxNew        = 1_500 // of them, those that make a name a candidate
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
	var inFilms []pair[key]
	var inNames []pair[gram]
	var grams []gram
	for i, n := range ix.names {
		buffer = splitWords(n.sound, maxNameWords, buffer[:0])
		for _, w := range buffer {
			inFilms = append(inFilms, pair[key]{w.text, n.film})
		}
		grams = gramsOf(buffer, grams[:0])
		for _, g := range grams {
			inNames = append(inNames, pair[gram]{g, int32(i)})
		}
	}
	ix.words, ix.grams = newTable(inFilms), newTable(inNames)
	ix.masks = masks(ix.words.keys)
	ix.wordsOf = make([]int32, 0, len(inFilms))
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

// gramsOf appends the pieces of words to grams: each three letters in a row,
// with two blanks before a word and one after it, so that its beginning counts
// most.
func gramsOf(words []word, grams []gram) []gram {
	for _, w := range words {
		g := gram(' ')<<8 | ' '
		for i := range len(w.text) {
			g = g<<8&0xffffff | gram(w.text[i])
			grams = append(grams, g)
		}
		if len(w.text) > 1 {
			grams = append(grams, g<<8&0xffffff|' ')
		}
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
