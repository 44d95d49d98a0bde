package catalog

import (
	"slices"
	"strings"
)

// features knows which films of a layer have what in common, and what it is
// called. It is immutable.
type features struct {
	// having lists the films with a feature.
	having table[feature]
	// phrases lists the features, by place among the keys of having, that a film of
	// the layer calls so. Where films have left the layer, one of them may have been
	// the only one to do so.
	phrases table[phrase]
	left    bool     // whether films have
	masks   []uint32 // of the phrases, see letterMask
	longest int      // words in a phrase
	// starts lists the features whose labels have a word that starts so, see start.
	starts table[string]
	// decades lists the films of a decade.
	decades table[int]
}

func newFeatures(films []*Film) *features {
	fs := new(features)
	var having []pair[feature]
	var decades []pair[int]
	for i, f := range films {
		for t := range f.traits {
			having = append(having, pair[feature]{t.feature, int32(i)})
		}
		decades = append(decades, pair[int]{f.Year / 10 * 10, int32(i)})
	}
	fs.having, fs.decades = newTable(having), newTable(decades)
	fs.having.keys = packed(fs.having.keys)

	number := make(map[feature]int32, len(fs.having.keys))
	for i, ft := range fs.having.keys {
		number[ft] = int32(i)
	}
	var phrases []pair[phrase]
	var starts []pair[string]
	known := make(map[trait]bool)
	for _, f := range films {
		for t := range f.traits {
			if known[t] {
				continue
			}
			known[t] = true
			for p := range t.phrases {
				phrases = append(phrases, pair[phrase]{p, number[t.feature]})
			}
			for s := range t.starts {
				starts = append(starts, pair[string]{s, number[t.feature]})
			}
		}
	}
	fs.phrases, fs.starts = newTable(phrases), newTable(starts)
	fs.phrases.keys, fs.starts.keys = packed(fs.phrases.keys), packed(fs.starts.keys)
	fs.measurePhrases()
	return fs
}

func mergeFeatures(a, b *features, filmsA, filmsB []int32) *features {
	fs := new(features)
	var featuresA, featuresB []int32
	fs.having, featuresA, featuresB = mergeTables(a.having, b.having, filmsA, filmsB)
	fs.decades, _, _ = mergeTables(a.decades, b.decades, filmsA, filmsB)
	fs.phrases, _, _ = mergeTables(a.phrases, b.phrases, featuresA, featuresB)
	fs.starts, _, _ = mergeTables(a.starts, b.starts, featuresA, featuresB)
	fs.left = a.left || b.left || slices.Contains(filmsA, gone) || slices.Contains(filmsB, gone)
	fs.measurePhrases()
	return fs
}

func (fs *features) measurePhrases() {
	fs.masks = make([]uint32, len(fs.phrases.keys))
	for i, p := range fs.phrases.keys {
		fs.masks[i] = letterMask(p.sound())
		fs.longest = max(fs.longest, 1+strings.Count(string(p.sound()), " "))
	}
}

// A phrase is what something is called: the number of letters of its sound, as
// a byte, and its sound; or 0, and the stem of a Russian adjective.
type phrase string

func phraseOf(s string) phrase { return phraseOfSound(sound(fold(s))) }

func phraseOfSound(k key) phrase {
	return phrase(append(append(make([]byte, 0, 64), byte(min(len(k), 255))), k...))
}

// stemOf returns the stem of a Russian adjective.
func stemOf(s string) (phrase, bool) {
	stem, ok := adjective(s)
	return "\x00" + phrase(stem), ok
}

func (p phrase) sound() key { return key(p[1:]) }

// phrases calls yield with all that a trait is called.
func (t trait) phrases(yield func(phrase) bool) {
	for s := range t.names {
		for p := range phrasesOf(s) {
			if !yield(p) {
				return
			}
		}
	}
}

// phrasesOf returns the phrases that a name is understood by.
func phrasesOf(s string) func(yield func(phrase) bool) {
	return func(yield func(phrase) bool) {
		p := phraseOf(s)
		if p.sound() == "" || !yield(p) {
			return
		}
		if stem, ok := stemOf(s); ok {
			yield(stem)
		}
	}
}

// startOf returns how the starts of labels of a kind begin that have a word with
// a beginning: the digit of the kind, and the label from that word on.
func startOf(k Kind, beginning key) string { return string(rune('0'+kindOrder(k))) + string(beginning) }

// starts calls yield with the starts of a trait's labels, in whichever language.
func (t trait) starts(yield func(string) bool) {
	if t.isWord() {
		return
	}
	for _, s := range []string{t.label, t.ru} {
		label := fold(s)
		for i := range len(label) {
			if (i == 0 || label[i-1] == ' ') && !yield(startOf(t.kind(), label[i:])) {
				return
			}
		}
	}
}

// in returns the label in a language.
func (t trait) in(lang string) string {
	if lang == "ru" {
		return t.ru
	}
	return t.label
}
