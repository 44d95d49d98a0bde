package catalog

import (
	"cmp"
	"slices"
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
	found := c.searchYear(title, max(limit, 8))
	var out []Match
	for _, f := range found[:min(limit, len(found))] {
		if f.score >= near {
			out = append(out, Match{Film: c.film(f.ref), Score: float64(f.score)})
		}
	}
	if bare, _, _ := cutYear(title); len(out) == 0 && (fold(title) == "" || bare != "" && fold(bare) == "") {
		return c.spelled(title, limit)
	}
	return out
}

// searchYear is search where the title may end in a year. A title that is a name
// with its year is looked for as it stands.
func (c *Catalog) searchYear(title string, limit int) []scored {
	bare, year, ok := cutYear(title)
	if !ok || c.named(title) {
		return c.search(title, limit)
	}
	return c.preferYear(c.search(bare, limit), year)
}

// named reports whether a name is the same as what was typed, see [Same].
func (c *Catalog) named(typed string) bool {
	k := sound(fold(typed).withoutArticle())
	for i := range c.segments {
		s := &c.segments[i]
		for n := range s.index().sounding(k) {
			if !s.dead.has(n.film) {
				return true
			}
		}
	}
	return false
}

// spelled returns the films with a name that is written exactly so, for titles of
// signs alone, which the index has no letters of.
func (c *Catalog) spelled(title string, limit int) []Match {
	bare, _, _ := cutYear(title)
	var out []Match
	for f := range c.All {
		for name := range f.names {
			if name == title || name == bare && bare != "" {
				out = append(out, Match{Film: f, Score: 1})
				break
			}
		}
		if len(out) == limit {
			break
		}
	}
	return out
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
	typed = typed[:min(len(typed), 4*maxTyped)]
	r := c.read(typed)
	defer r.forget()
	var found []scored
	if r.reach >= fits {
		found = c.measure(r, 1, nil)
	}
	if best(found) < Plausible {
		found = c.measureOther(r, typed, found)
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

// Readings are compared by their reach: from fits on one may be right by itself,
// and one that reaches less than rivals times as far as another is wrong.
const (
	fits   = 0.75
	rivals = 0.85
)

// measureOther measures what the other keyboard layout makes of what was typed,
// where that reaches as far, and the reading of what was typed if nobody has.
func (c *Catalog) measureOther(typed *reading, as string, found []scored) []scored {
	if other, kept := otherLayout(as); kept > minKept {
		o := c.read(other)
		defer o.forget()
		if o.reach >= rivals*typed.reach {
			found = c.measure(o, layoutFactor*kept, found)
		}
		if best(found) >= Plausible && o.reach*rivals > typed.reach {
			return found
		}
	}
	if typed.reach < fits {
		found = c.measure(typed, 1, found)
	}
	return found
}

func best(found []scored) float32 {
	var top float32
	for _, f := range found {
		top = max(top, f.score)
	}
	return top
}

// measure adds the films that a reading finds to found, each with its best name.
func (c *Catalog) measure(r *reading, factor float32, found []scored) []scored {
	if r.query.sound == "" {
		return found
	}
	c.weigh(&r.query)
	for _, n := range c.candidates(r) {
		t := c.target(r, n)
		next := scored{c.ref(n), n.name, factor * r.query.score(&t)}
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
	reading            *reading
	candidate          candidate
}

// target is valid until r is used again.
func (c *Catalog) target(r *reading, of candidate) target {
	n := c.name(of)
	return target{n.exact, n.bare(), n.sound, c, r, of}
}

// words returns the words of the name. Most names are as near as they can be
// without a look at them.
func (t *target) words() []word {
	ix, r := t.catalog.segments[t.candidate.segment].index(), t.reading
	n := &ix.names[t.candidate.name]
	r.words = r.words[:0]
	for _, w := range ix.wordsOf[n.from:][:n.words] {
		r.words = append(r.words, word{ix.words.keys[w], ix.masks[w], t.catalog.weightOf(t.candidate.segment, w)})
	}
	return r.words
}
