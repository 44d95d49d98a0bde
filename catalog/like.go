package catalog

import (
	"cmp"
	"slices"
)

// A Likeness is a film near another one, with what they have in common.
type Likeness struct {
	Film *Film
	// Shared is what they have in common, most telling first; nothing but their
	// time where it is empty.
	Shared  []Term
	closing float64
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
	self, ok := c.byID[f.ID]
	if !ok {
		return nil
	}
	near := c.sharing(int32(self))
	if len(near) < limit {
		near = c.contemporaries(int32(self), near)
	}
	out := make([]Likeness, 0, len(near))
	for film, l := range near {
		l.Film = c.films[film]
		if apart := max(f.Year-l.Film.Year, l.Film.Year-f.Year); apart < yearsApart {
			l.closing += 1 - float64(apart)/yearsApart
		}
		slices.SortStableFunc(l.Shared, func(a, b Term) int {
			return cmp.Compare(c.features.tells(b.features[0]), c.features.tells(a.features[0]))
		})
		out = append(out, *l)
	}
	slices.SortFunc(out, func(a, b Likeness) int {
		return cmp.Or(cmp.Compare(b.closing, a.closing), cmp.Compare(c.byID[a.Film.ID], c.byID[b.Film.ID]))
	})
	return out[:min(limit, len(out))]
}

// tells is how much it tells of two films that they share a feature.
func (fs *features) tells(ft feature) float64 { return likenessWeights[ft.kind] * fs.rarity(ft) }

// sharing returns the films that share features with one, except features that
// all films have.
func (c *Catalog) sharing(self int32) map[int32]*Likeness {
	near := make(map[int32]*Likeness)
	for _, ft := range c.features.of[self] {
		weight := c.features.tells(ft)
		if weight == 0 {
			continue
		}
		for _, film := range c.features.having[ft] {
			if film == self {
				continue
			}
			if near[film] == nil {
				near[film] = &Likeness{}
			}
			near[film].closing += weight
			near[film].Shared = append(near[film].Shared, c.features.term([]feature{ft}))
		}
	}
	return near
}

// contemporaries adds the films made about the same time.
func (c *Catalog) contemporaries(self int32, near map[int32]*Likeness) map[int32]*Likeness {
	year := Span{c.films[self].Year - yearsApart + 1, c.films[self].Year + yearsApart - 1}
	for i, f := range c.films {
		if int32(i) != self && near[int32(i)] == nil && year.Contains(f.Year) {
			near[int32(i)] = &Likeness{}
		}
	}
	return near
}
