package catalog

import (
	"math"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

// meanings are the features that the words of the vocabulary stand for, whatever
// films there are.
type meanings struct {
	features []feature
	phrases  table[phrase] // lists places among features
	longest  int           // words in a phrase
}

var vocabulary = sync.OnceValue(func() *meanings {
	m := new(meanings)
	var pairs []pair[phrase]
	for _, v := range []struct {
		kind     Kind
		concepts []concept
	}{{Genre, genres}, {Country, countries}, {Language, languages}} {
		for _, c := range v.concepts {
			for _, s := range slices.Concat([]string{c.en, c.ru}, c.also) {
				for p := range phrasesOf(s) {
					pairs = append(pairs, pair[phrase]{p, int32(len(m.features))})
					m.longest = max(m.longest, 1+strings.Count(string(p.sound()), " "))
				}
			}
			m.features = append(m.features, featureOf(v.kind, c.en))
		}
	}
	m.phrases = newTable(pairs)
	return m
})

// longestPhrase returns how many words a phrase has at most.
func (c *Catalog) longestPhrase() int {
	n := vocabulary().longest
	for i := range c.segments {
		n = max(n, c.segments[i].features().longest)
	}
	return n
}

// phrase returns what a phrase can mean: as it stands, or, for a Russian
// adjective, in another gender, number or case.
func (c *Catalog) phrase(s string) []feature {
	if found := c.called(phraseOf(s), nil); len(found) > 0 {
		return found
	}
	if stem, ok := stemOf(s); ok {
		return c.called(stem, nil)
	}
	return nil
}

// called adds the features that are called so to found.
func (c *Catalog) called(p phrase, found []feature) []feature {
	add := func(ft feature) {
		if !slices.Contains(found, ft) {
			found = append(found, ft)
		}
	}
	for _, n := range vocabulary().phrases.list(p) {
		add(vocabulary().features[n])
	}
	for i := range c.segments {
		s := &c.segments[i]
		fs := s.features()
		for _, n := range fs.phrases.list(p) {
			if s.calls(fs.having.keys[n], p, fs.having.at(int(n))) {
				add(fs.having.keys[n])
			}
		}
	}
	return found
}

// calls reports whether one of the films that have a feature still calls it so.
func (s *segment) calls(ft feature, p phrase, having []int32) bool {
	if s.gone == 0 && !s.features().left {
		return true
	}
	for _, film := range having {
		if s.dead.has(film) {
			continue
		}
		for _, t := range s.films[film].traitsOf(ft.kind()) {
			if t.feature != ft {
				continue
			}
			for called := range t.phrases {
				if called == p {
					return true
				}
			}
		}
	}
	return false
}

// nearest returns what a word of five letters or more means but for one slip, if
// that is only one thing.
func (c *Catalog) nearest(s string) []feature {
	word := sound(fold(s))
	if len(word) < 5 || len(word) > maxCompared {
		return nil
	}
	var found []feature
	for _, p := range slipped(word, &vocabulary().phrases, nil) {
		found = c.called(p, found)
	}
	for i := range c.segments {
		fs := c.segments[i].features()
		for _, p := range slipped(word, &fs.phrases, fs.masks) {
			found = c.called(p, found)
		}
	}
	slices.Sort(found)
	for _, ft := range found {
		if ft != found[0] && (ft.kind() != Place || found[0].kind() != Place) {
			return nil
		}
	}
	return found
}

// slipped returns the phrases that are a slip away from a word. masks may be nil.
func slipped(word key, phrases *table[phrase], masks []uint32) []phrase {
	var out []phrase
	letters := letterMask(word)
	var as pattern
	as.set(word)
	from, _ := slices.BinarySearch(phrases.keys, phrase([]byte{byte(len(word) - 1)}))
	for i, p := range phrases.keys[from:] {
		if int(p[0]) > len(word)+1 {
			break
		}
		if masks != nil {
			has := masks[from+i]
			if bits.OnesCount32(has&^letters) > 1 || bits.OnesCount32(letters&^has) > 1 {
				continue
			}
		}
		if whole, _ := as.distance(p.sound(), 1); whole <= 1 {
			out = append(out, p)
		}
	}
	return out
}

// term makes a term of what a phrase can mean. It is of the first kind among
// that, and called as the shortest of its kind is.
func (c *Catalog) term(found []feature) Term {
	found = slices.Clone(found)
	slices.Sort(found)
	kind := found[0].kind()
	var shortest trait
	for _, ft := range found {
		if ft.kind() != kind {
			break
		}
		if t := c.trait(ft); shortest.feature == "" || len(t.label) < len(shortest.label) {
			shortest = t
		}
	}
	first := slices.Index(found, shortest.feature)
	found[0], found[first] = found[first], found[0]
	slices.Sort(found[1:])
	return Term{Kind: kind, Label: Text{{"", shortest.label}, {"ru", shortest.ru}}, features: found}
}

// trait returns a feature as the first film has it that has it, or as the
// vocabulary does.
func (c *Catalog) trait(ft feature) trait {
	if kind := ft.kind(); kind != Director && kind != Place {
		return plain(kind, []string{ft.value()})[0]
	}
	first, found := ref{}, false
	for i := range c.segments {
		s := &c.segments[i]
		for _, film := range s.features().having.list(ft) {
			if s.dead.has(film) {
				continue
			}
			if r := (ref{int32(i), film}); !found || c.compare(r, first) < 0 {
				first, found = r, true
			}
			break
		}
	}
	if found {
		for _, t := range c.film(first).traitsOf(ft.kind()) {
			if t.feature == ft {
				return t
			}
		}
	}
	return trait{feature: ft, label: ft.value(), ru: ft.value()}
}

// having counts the films that have a feature.
func (c *Catalog) having(ft feature) int {
	n := 0
	for i := range c.segments {
		n += c.segments[i].alive(c.segments[i].features().having.list(ft))
	}
	return n
}

// rarity is how much it says of a film that it has a feature: 0 where all have
// it. It is the inverse document frequency of text search.
func (c *Catalog) rarity(ft feature) float64 {
	return math.Log(float64(c.count) / float64(max(1, c.having(ft))))
}

// in returns the name of a genre, a country or a language in a language.
func (k Kind) in(name, lang string) string {
	switch k {
	case Genre:
		return GenreIn(name, lang)
	case Country:
		return CountryIn(name, lang)
	}
	return conceptIn(languages, name, lang)
}
