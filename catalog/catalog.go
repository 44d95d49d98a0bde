package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// A Catalog is an immutable set of films, ready to be asked.
type Catalog struct {
	films    []*Film
	byID     map[string]int
	index    *index
	features *features

	completions completions
}

// New makes a catalog of films, which must not be changed afterwards. Each must
// have an ID of its own.
func New(films []*Film) (*Catalog, error) {
	c := &Catalog{films: slices.Clone(films), byID: make(map[string]int, len(films))}
	for i, f := range films {
		if f.ID == "" {
			return nil, fmt.Errorf("%s has no id", f.Heading(""))
		}
		if _, there := c.byID[f.ID]; there {
			return nil, fmt.Errorf("%s has the id %s of another film", f.Heading(""), f.ID)
		}
		c.byID[f.ID] = i
	}
	c.index = newIndex(c.films)
	c.features = newFeatures(c.films)
	c.completions = c.features.completions(c.films)
	return c, nil
}

// Len returns how many films there are.
func (c *Catalog) Len() int { return len(c.films) }

// First returns the first films, at most limit.
func (c *Catalog) First(limit int) []*Film { return slices.Clone(c.films[:min(limit, len(c.films))]) }

// All calls yield with each film, in the order of the catalog.
func (c *Catalog) All(yield func(*Film) bool) {
	for _, f := range c.films {
		if !yield(f) {
			return
		}
	}
}

// ByID returns the film with an ID.
func (c *Catalog) ByID(id string) (*Film, bool) {
	i, ok := c.byID[id]
	if !ok {
		return nil, false
	}
	return c.films[i], true
}

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
	found := c.index.search(title, max(limit, 8))
	if bare, year, ok := cutYear(title); ok && (len(found) == 0 || found[0].score < Same) {
		found = c.preferYear(c.index.search(bare, max(limit, 8)), year)
	}
	var out []Match
	for _, f := range found[:min(limit, len(found))] {
		if f.score >= near {
			out = append(out, Match{Film: c.films[f.film], Score: float64(f.score)})
		}
	}
	return out
}

// cutYear takes the year off the end of what was typed: "vertical 1966",
// "Vertical (1966)".
func cutYear(typed string) (title string, year int, ok bool) {
	typed = strings.TrimRight(typed, " )")
	if len(typed) < 6 {
		return "", 0, false
	}
	title = typed[:len(typed)-4]
	for _, d := range typed[len(typed)-4:] {
		if d < '0' || d > '9' {
			return "", 0, false
		}
		year = year*10 + int(d-'0')
	}
	bare := strings.TrimRight(title, " (,")
	return bare, year, bare != title && bare != "" && year >= 1880 && year < 2200
}

// preferYear moves films of another year behind those of the year. Sources often
// differ by a year or two, which costs next to nothing; a film of another decade
// is hardly the one that is meant.
func (c *Catalog) preferYear(found []scored, year int) []scored {
	for i := range found {
		off := c.films[found[i].film].Year - year
		if off = max(off, -off); off > 5 {
			off += 20
		}
		found[i].score = max(0, found[i].score-0.01*float32(min(off, 50)))
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	return found
}
