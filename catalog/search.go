package catalog

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
)

// A Match is a film that may be the one that somebody meant.
type Match struct {
	Film *Film
	// Score is between 0 and 1: [Same] where a name is what was typed, below
	// [Plausible] where it is only the nearest there is.
	Score float64
}

// Scores that callers compare with.
const (
	// Same is the least score of a name that is what was typed, but for case,
	// accents, articles, punctuation and alphabet.
	Same = 0.97
	// Sure is the least score of a film that is meant unless others score alike.
	Sure = 0.79
	// Plausible is the least score of a film that may well be meant.
	Plausible = 0.62
	// near is the least score of a film that has anything to do with what was
	// typed.
	near = 0.25
)

// Search returns the films that somebody may have meant by a title, best first,
// at most limit. It forgives case, accents, punctuation, articles, the order of
// words, missing words, slips of the finger, the other alphabet and the other
// keyboard layout. A year after the title prefers films of about that year.
//
// Where nothing is plausible the nearest films are returned all the same, with
// scores below [Plausible]; none where nothing comes near.
func (c *Catalog) Search(title string, limit int) []Match {
	if limit <= 0 {
		return nil
	}
	found := c.search(title, max(limit, 8))
	if bare, year, ok := cutYear(title); ok && (len(found) == 0 || found[0].score < Same) {
		found = c.preferYear(c.search(bare, max(limit, 8)), year)
	}
	var out []Match
	for _, f := range found[:min(limit, len(found))] {
		if f.score >= near {
			out = append(out, Match{Film: c.film(f.ref), Score: float64(f.score)})
		}
	}
	return out
}

// A query is what somebody typed, ready to be measured.
type query struct {
	exact key
	bare  key
	sound key
	words []word
	total float32 // weight of all words
}

func (c *Catalog) query(typed string) query {
	exact := fold(typed)
	exact = exact[:min(len(exact), maxTyped)]
	bare := exact.withoutArticle()
	q := query{exact: exact, bare: bare, sound: sound(bare)}
	q.words = splitWords(q.sound, maxWords, make([]word, 0, maxWords))
	for i := range q.words {
		q.words[i].weight = c.weight(q.words[i].text)
		q.total += q.words[i].weight
	}
	return q
}

// scored is a film with its best name.
type scored struct {
	ref
	name  int32
	score float32
}

// search returns at most limit films, best first. What was typed is also read
// as if the other keyboard layout had been on, unless it fits as it is.
func (c *Catalog) search(typed string, limit int) []scored {
	s := scratches.Get().(*scratch)
	defer scratches.Put(s)
	typed = typed[:min(len(typed), 4*maxTyped)]
	found := c.measure(s, c.query(typed), 1, nil)
	if best(found) < Same {
		if other, kept := otherLayout(typed); kept > minKept {
			found = c.measure(s, c.query(other), layoutFactor*kept, found)
		}
	}
	length := func(f scored) int { return len(c.segments[f.segment].index().names[f.name].sound) }
	slices.SortFunc(found, func(a, b scored) int {
		switch {
		case a.score != b.score:
			return cmp.Compare(b.score, a.score)
		case length(a) != length(b):
			return cmp.Compare(length(a), length(b))
		}
		return c.compare(a.ref, b.ref)
	})
	return found[:min(limit, len(found))]
}

// What was typed wins over what the other keyboard layout makes of it, the more
// so the more of its letters come out as punctuation: few titles have any.
const (
	layoutFactor = 0.99
	minKept      = 0.7
)

func best(found []scored) float32 {
	var top float32
	for _, f := range found {
		top = max(top, f.score)
	}
	return top
}

// measure adds the films that a query finds to found, each with its best name.
func (c *Catalog) measure(s *scratch, q query, factor float32, found []scored) []scored {
	if q.sound == "" {
		return found
	}
	for _, n := range c.candidates(s, &q) {
		t := c.target(s, n)
		next := scored{c.ref(n), n.name, factor * q.score(&t)}
		i := slices.IndexFunc(found, func(f scored) bool { return f.ref == next.ref })
		switch {
		case i < 0:
			found = append(found, next)
		case next.score > found[i].score:
			found[i] = next
		}
	}
	return found
}

// A target is a name, ready to be measured.
type target struct {
	exact, bare, sound key
	catalog            *Catalog
	scratch            *scratch
	candidate          candidate
}

// target is valid until s is used again.
func (c *Catalog) target(s *scratch, of candidate) target {
	n := c.name(of)
	return target{n.exact, n.bare(), n.sound, c, s, of}
}

// words returns the words of the name. Most names are as near as they can be
// without a look at them.
func (t *target) words() []word {
	ix, s := t.catalog.segments[t.candidate.segment].index(), t.scratch
	n := &ix.names[t.candidate.name]
	s.words = s.words[:0]
	for _, w := range ix.wordsOf[n.from:][:n.words] {
		s.words = append(s.words, word{ix.words.keys[w], ix.masks[w], t.catalog.weightOf(t.candidate.segment, w)})
	}
	return s.words
}

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
		score = max(score, slipScore(q.bare, n.bare)-0.005)
	}
	if score < Plausible && n.bare != n.exact {
		// It may also break the article: thhe white ship.
		score = max(score, slipScore(q.exact, n.exact)-0.005)
	}
	return score
}

// soundScore measures a name by how it sounds.
func (q *query) soundScore(n *target) float32 {
	score := max(0, beginScore(q.sound, n.sound)-0.01)
	if score == 0 {
		score = slipScore(q.sound, n.sound)
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
func slipScore(typed, name key) float32 {
	length := float32(len(typed))
	whole, beginning := distance(typed, name, slips(len(typed)))
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
		at, fit := w.find(words, used, i == len(q.words)-1)
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
func (w *word) find(words []word, used uint64, last bool) (at int, fit float32) {
	at = -1
	limit := slips(len(w.text))
	if len(w.text) < 4 {
		limit = 0 // of three letters two are left, and those any word has
	}
	for i := range min(len(words), 64) {
		if used&(1<<i) != 0 {
			continue
		}
		if f := w.fit(&words[i], limit, last); f > fit {
			at, fit = i, f
		}
	}
	return at, fit
}

func (w *word) fit(other *word, limit int, last bool) float32 {
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
	whole, beginning := distance(w.text, other.text, limit)
	fit := float32(0)
	if whole < far {
		fit = 1 - float32(whole)/float32(max(len(w.text), 4))
	}
	if beginning < far && len(w.text) >= 4 {
		fit = max(fit, 0.85-1.1*float32(beginning)/float32(len(w.text)))
	}
	return fit
}
