package catalog

import (
	"math/bits"
	"strings"
)

// score measures a name: as a whole, as the beginning of it, and word by word;
// the best counts.
func (q *query) score(n *target) float32 {
	switch {
	case q.exact == n.exact:
		return 1
	case q.bare == n.bare:
		return 0.99
	case q.sound == n.sound:
		return 0.98
	}
	if score := max(beginScore(q.exact, n.exact), beginScore(q.bare, n.bare)); score > 0 {
		return score
	}
	score := float32(0)
	if len(q.sound) > 1 || len(q.bare) == 1 { // qqqq sounds like k, and says nothing
		score = q.soundScore(n)
	}
	if score < 0.85 {
		// A slip may break what would have been one sound: ascnet for ascent.
		score = max(score, slipScore(q.bare, &q.patterns.bare, n.bare)-0.005)
	}
	if score < Plausible && n.bare != n.exact {
		// It may also break the article: thhe white ship.
		score = max(score, slipScore(q.exact, &q.patterns.exact, n.exact)-0.005)
	}
	return score
}

// soundScore measures a name by how it sounds.
func (q *query) soundScore(n *target) float32 {
	score := max(0, beginScore(q.sound, n.sound)-0.01)
	if score == 0 {
		score = slipScore(q.sound, &q.patterns.sound, n.sound)
	}
	if score < 0.85 {
		score = max(score, q.wordScore(n))
	}
	return score
}

// beginScore measures what was typed as a beginning of a name, 0 if it is none.
func beginScore(typed, name key) float32 {
	if len(typed) >= len(name) || name[:len(typed)] != typed {
		return 0
	}
	share := float32(len(typed)) / float32(len(name))
	if name[len(typed)] == ' ' && !strings.Contains(string(typed), " ") {
		// One whole word may as well be meant for another film that has it.
		return 0.89 + 0.02*share
	}
	return 0.88 + 0.08*share
}

// slipScore measures what was typed as a name, or as its beginning, with slips.
// It is 0 where there are too many.
func slipScore(typed key, as *pattern, name key) float32 {
	length := float32(len(typed))
	whole, beginning := as.distance(name, slips(len(typed)))
	score := float32(0)
	if whole < far {
		score = 0.95 - 0.9*float32(whole)/max(length, 4)
	}
	if beginning < far {
		score = max(score, 0.86-1.1*float32(beginning)/length+0.06*length/float32(max(len(name), len(typed))))
	}
	return score
}

// wordScore pairs the words typed with those of the name, in any order. Words
// of the name that were not typed cost little, words typed that it does not have
// cost much.
func (q *query) wordScore(n *target) float32 {
	words := n.words()
	var used uint64
	var got, covered, all float32
	for i := range q.words {
		w := &q.words[i]
		at, fit := w.find(&q.patterns.words[i], words, used, i == len(q.words)-1)
		if at < 0 {
			continue
		}
		used |= 1 << at
		got += w.weight * fit
		covered += words[at].weight * fit
	}
	for i := range words {
		all += words[i].weight
	}
	if q.total == 0 || all == 0 {
		return 0
	}
	share := got / q.total
	return share * (0.78 + 0.16*covered/all)
}

// find returns which of the words is w, and how well it fits. Only the last word
// typed may be a mere beginning of one.
func (w *word) find(as *pattern, words []word, used uint64, last bool) (at int, fit float32) {
	at = -1
	limit := slips(len(w.text))
	if len(w.text) < 4 {
		limit = 0 // of three letters two are left, and those any word has
	}
	for i := range min(len(words), 64) {
		if used&(1<<i) != 0 {
			continue
		}
		if f := w.fit(as, &words[i], limit, last); f > fit {
			at, fit = i, f
		}
	}
	return at, fit
}

func (w *word) fit(as *pattern, other *word, limit int, last bool) float32 {
	if w.text == other.text {
		return 1
	}
	if strings.HasPrefix(string(other.text), string(w.text)) && (last || len(w.text) >= 3) {
		return 0.8 + 0.2*float32(len(w.text))/float32(len(other.text))
	}
	missing := bits.OnesCount32(w.mask &^ other.mask)
	if limit == 0 || missing > limit || len(w.text)-len(other.text) > limit {
		return 0
	}
	whole, beginning := as.distance(other.text, limit)
	fit := float32(0)
	if whole < far {
		fit = 1 - float32(whole)/float32(max(len(w.text), 4))
	}
	if beginning < far && len(w.text) >= 4 {
		fit = max(fit, 0.85-1.1*float32(beginning)/float32(len(w.text)))
	}
	return fit
}
