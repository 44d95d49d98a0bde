package round

import (
	"slices"
	"time"
)

// Facts are what an operation has to know beside the round.
type Facts struct {
	// Films are all films of the club's catalog, in a fixed order. With nil they are
	// not known: then no nomination is left out for being gone, and there is nothing
	// to draw from but the nominations.
	Films []string
	// Watched are the films that the club watched in earlier rounds, in any order.
	Watched []Viewing
	// Votes are the ballots of the round, by their content.
	Votes []Cast
}

// A Viewing is a film that a club watched.
type Viewing struct {
	Film  string
	Round int
	Night time.Time
}

const (
	// Drawn is how many films of the catalog a ballot has for want of nominations.
	Drawn = 5
	// Lately is for how long a film that was watched is kept out of draws from the
	// catalog.
	Lately = 365 * 24 * time.Hour
)

// Shortlist is the films of a ballot of so many at most, in the order in which they
// were first nominated: all of them, or those with the most nominations. Where
// several have the same number and not all find a place, the last places are
// drawn by lot, and the draw is returned.
func Shortlist(nominations []Nomination, most int, roll Dice) ([]string, *Draw) {
	films := nominated(nominations)
	if len(films) <= max(most, 0) {
		return films, nil
	}
	if most <= 0 {
		return nil, nil
	}
	support := make(map[string]int)
	for _, n := range nominations {
		support[n.Film]++
	}
	ranked := slices.Clone(films)
	slices.SortStableFunc(ranked, func(a, b string) int { return support[b] - support[a] })
	edge := support[ranked[most-1]]
	var in, tied []string
	for _, film := range films {
		switch {
		case support[film] > edge:
			in = append(in, film)
		case support[film] == edge:
			tied = append(tied, film)
		}
	}
	var lot *Draw
	if room := most - len(in); room < len(tied) {
		d := draw(EdgeLot, tied, room, roll)
		tied, lot = d.Won, &d
	}
	return slices.DeleteFunc(films, func(film string) bool {
		return !slices.Contains(in, film) && !slices.Contains(tied, film)
	}), lot
}

// Candidates are the films of a catalog that a fair draw is among: all of them but
// those watched within [Lately], the latest first, of which never more than half of
// the catalog is kept out. They are in the order of the catalog.
func Candidates(films []string, watched []Viewing, now time.Time) []string {
	known := make(map[string]bool, len(films))
	for _, film := range films {
		known[film] = true
	}
	recent := slices.DeleteFunc(slices.Clone(watched), func(v Viewing) bool {
		return !known[v.Film] || now.Sub(v.Night) >= Lately
	})
	slices.SortStableFunc(recent, func(a, b Viewing) int { return b.Night.Compare(a.Night) })
	out := make(map[string]bool)
	for _, v := range recent {
		if !out[v.Film] && 2*(len(out)+1) > len(films) {
			break
		}
		out[v.Film] = true
	}
	return slices.DeleteFunc(slices.Clone(films), func(film string) bool { return out[film] })
}

// nominated is the films of nominations, each once, in their order.
func nominated(nominations []Nomination) []string {
	var films []string
	seen := make(map[string]bool)
	for _, n := range nominations {
		if !seen[n.Film] {
			seen[n.Film] = true
			films = append(films, n.Film)
		}
	}
	return films
}

// standing are the nominations whose films are still in the catalog.
func (f Facts) standing(nominations []Nomination) []Nomination {
	if f.Films == nil {
		return nominations
	}
	known := make(map[string]bool, len(f.Films))
	for _, film := range f.Films {
		known[film] = true
	}
	return slices.DeleteFunc(slices.Clone(nominations), func(n Nomination) bool { return !known[n.Film] })
}

// ballot is the films to vote on: the short list of the nominations or, if there
// are none, some of the catalog. The draws are those that it took.
func (f Facts) ballot(nominations []Nomination, most int, now time.Time, roll Dice) ([]string, []Draw) {
	films, edge := Shortlist(f.standing(nominations), most, roll)
	switch {
	case edge != nil:
		return films, []Draw{*edge}
	case len(films) > 0:
		return films, nil
	}
	return f.drawn(min(Drawn, most), now, roll)
}

// film is one by lot, of the nominations or, if there are none, of the catalog. It
// is empty if there is none either.
func (f Facts) film(nominations []Nomination, now time.Time, roll Dice) (string, []Draw) {
	if films := nominated(f.standing(nominations)); len(films) > 0 {
		d := draw(NominationLot, films, 1, roll)
		return d.Won[0], []Draw{d}
	}
	films, draws := f.drawn(1, now, roll)
	if len(films) == 0 {
		return "", nil
	}
	return films[0], draws
}

func (f Facts) drawn(n int, now time.Time, roll Dice) ([]string, []Draw) {
	from := Candidates(f.Films, f.Watched, now)
	if len(from) == 0 {
		return nil, nil
	}
	d := draw(CatalogLot, from, n, roll)
	return slices.Clone(d.Won), []Draw{d}
}
