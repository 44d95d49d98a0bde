package catalog

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
)

// An index finds names by what somebody typed. It is immutable.
//
// Names are compared by their sound (see [sound]), which makes one plane of all
// alphabets. A search takes candidates first, from an inverted index of
// three-letter pieces of words and from sorted lists of beginnings, and only
// then measures how far each candidate is from what was typed; its cost depends
// on the rarity of the pieces and not on the number of names.
type index struct {
	names []name
	// bySound and byExact are the names in the order of their sounds, and as they
	// are written.
	bySound, byExact []int32
	// grams are the pieces in ascending order; the names that hold grams[i] are
	// postings[starts[i]:starts[i+1]].
	grams    []gram
	starts   []int32
	postings []int32
	// wordFilms counts the films that have a word in one of their names.
	wordFilms map[string]int32
	films     int
	scratch   sync.Pool
}

// A name is one way to call a film.
type name struct {
	film  int32
	exact key // as it is written
	bare  key // without its article
	sound key // of bare
	words []word
}

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
	maxTyped      = 64     // letters looked at
	maxWords      = 6      // words looked at
	maxNameWords  = 16     // words of a name
	maxPostings   = 30_000 // counted, rarest pieces first
	maxCandidates = 20     // measured
	maxBeginnings = 10     // taken from each sorted list
)

func newIndex(films []*Film) *index {
	ix := &index{wordFilms: make(map[string]int32), films: len(films)}
	for i, f := range films {
		ix.add(int32(i), f)
	}
	for i := range ix.names {
		words := ix.names[i].words
		for j := range words {
			words[j].weight = ix.weight(words[j].text)
		}
	}
	ix.bySound = ix.sorted(func(n *name) key { return n.sound })
	ix.byExact = ix.sorted(func(n *name) key { return n.exact })
	ix.invert()
	ix.scratch.New = func() any { return &scratch{counts: make([]uint16, len(ix.names))} }
	return ix
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

// add takes in the names of a film, each sound once.
func (ix *index) add(film int32, f *Film) {
	var known []key
	counted := make(map[string]bool)
	for s := range f.names {
		exact := fold(s)
		if exact == "" || slices.Contains(known, exact) {
			continue
		}
		known = append(known, exact)
		bare := exact.withoutArticle()
		n := name{film: film, exact: exact, bare: bare, sound: sound(bare)}
		n.words = splitWords(n.sound, maxNameWords)
		for _, w := range n.words {
			if !counted[string(w.text)] {
				counted[string(w.text)] = true
				ix.wordFilms[string(w.text)]++
			}
		}
		ix.names = append(ix.names, n)
	}
}

func splitWords(k key, most int) []word {
	words := make([]word, 0, 8)
	for s := range strings.FieldsSeq(string(k)) {
		if len(words) == most {
			break
		}
		words = append(words, word{text: key(s), mask: letterMask(key(s))})
	}
	return words
}

// weight is how much a word tells about which film is meant: the rarer, the
// more. A word that no film has weighs most.
func (ix *index) weight(w key) float32 {
	n := ix.wordFilms[string(w)]
	return float32(math.Log(1+float64(ix.films+1)/float64(n+1))) * min(1, float32(len(w)+2)/6)
}

// invert builds the inverted index.
func (ix *index) invert() {
	type entry struct {
		g    gram
		name int32
	}
	var entries []entry
	for i, n := range ix.names {
		for _, g := range gramsOf(n.words, nil) {
			entries = append(entries, entry{g, int32(i)})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Or(cmp.Compare(a.g, b.g), cmp.Compare(a.name, b.name)) })
	entries = slices.Compact(entries)
	ix.postings = make([]int32, len(entries))
	for i, e := range entries {
		if i == 0 || e.g != entries[i-1].g {
			ix.grams, ix.starts = append(ix.grams, e.g), append(ix.starts, int32(i))
		}
		ix.postings[i] = e.name
	}
	ix.starts = append(ix.starts, int32(len(entries)))
}

// list returns the names that hold a piece.
func (ix *index) list(g gram) []int32 {
	i, ok := slices.BinarySearch(ix.grams, g)
	if !ok {
		return nil
	}
	return ix.postings[ix.starts[i]:ix.starts[i+1]]
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
