package catalog

import (
	"cmp"
	"slices"
	"sort"
)

// A Likeness is a film near another one, with what they have in common.
type Likeness struct {
	Film *Film
	// Shared is what they have in common, most telling first; nothing but their
	// time where it is empty.
	Shared []Term
}

// Weights of what films can have in common, before rarity.
var likenessWeights = map[Kind]float64{Director: 3, Genre: 1.5, Place: 1.5, Country: 1}

// yearsApart is over how many years films lose the nearness of their time.
const yearsApart = 12

// Like returns the films nearest to one of the catalog, at most limit, best
// first. Films are near that share rare things: a director, a place, an uncommon
// genre; of equally near ones, those made about the same time. Where too few
// share anything, films of its time follow.
func (c *Catalog) Like(f *Film, limit int) []Likeness {
	self, ok := c.find(f.ID)
	if !ok {
		return nil
	}
	telling := c.telling(self)
	sharing, closing := c.sharing(self, telling)
	near := ranking{limit: limit}
	for r := range c.each {
		film := c.film(r)
		apart := max(f.Year-film.Year, film.Year-f.Year)
		score := closing[r.segment][r.film]
		if r == self || score == 0 && (sharing >= limit || apart >= yearsApart) {
			continue
		}
		if apart < yearsApart {
			score += 1 - float64(apart)/yearsApart
		}
		near.add(closeFilm{r, score})
	}
	out := make([]Likeness, len(near.films))
	for i, n := range near.films {
		out[i] = Likeness{Film: c.film(n.ref), Shared: c.commonTerms(n.ref, telling)}
	}
	return out
}

// A tell is a feature of a film, with how much it tells of two films that they
// share it.
type tell struct {
	feature
	weight float64
}

// telling returns the features of a film that not all films have.
func (c *Catalog) telling(self ref) []tell {
	var out []tell
	for t := range c.film(self).traits {
		if !t.likens || slices.ContainsFunc(out, func(o tell) bool { return o.feature == t.feature }) {
			continue
		}
		if weight := likenessWeights[t.kind()] * c.rarity(t.feature); weight != 0 {
			out = append(out, tell{t.feature, weight})
		}
	}
	return out
}

// sharing returns how many other films share features with one, and how near
// that brings each of a segment.
func (c *Catalog) sharing(self ref, telling []tell) (n int, closing [][]float64) {
	closing = make([][]float64, len(c.segments))
	for i := range c.segments {
		s := &c.segments[i]
		closing[i] = make([]float64, len(s.films))
		for _, t := range telling {
			for _, film := range s.features().having.list(t.feature) {
				if s.dead.has(film) || (ref{int32(i), film}) == self {
					continue
				}
				if closing[i][film] == 0 {
					n++
				}
				closing[i][film] += t.weight
			}
		}
	}
	return n, closing
}

// commonTerms returns what a film has of the telling features, most telling
// first.
func (c *Catalog) commonTerms(r ref, telling []tell) []Term {
	having := &c.segments[r.segment].features().having
	shared := slices.DeleteFunc(slices.Clone(telling), func(t tell) bool {
		_, has := slices.BinarySearch(having.list(t.feature), r.film)
		return !has
	})
	slices.SortStableFunc(shared, func(a, b tell) int { return cmp.Compare(b.weight, a.weight) })
	var out []Term
	for _, t := range shared {
		out = append(out, c.term([]feature{t.feature}))
	}
	return out
}

// A ranking keeps the nearest of the films that it is given, in the order of the
// catalog.
type ranking struct {
	limit int
	films []closeFilm
}

type closeFilm struct {
	ref
	closing float64
}

func (k *ranking) add(f closeFilm) {
	at := sort.Search(len(k.films), func(i int) bool { return k.films[i].closing < f.closing })
	if at >= k.limit {
		return
	}
	k.films = slices.Insert(k.films, at, f)
	k.films = k.films[:min(len(k.films), k.limit)]
}
