package round

import (
	"cmp"
	"slices"
)

// A Showing is a round whose film was watched, with what is to be known of the film.
type Showing struct {
	Film string
	// Year is when the film was made, 0 where nobody has said.
	Year      int
	Countries []string
	// Nominators are those who nominated the film in that round.
	Nominators []Who
	// Ratings is how many there are, and Points is their sum.
	Ratings, Points int
}

// Totals are a club's over the years. Lists begin with the most; where numbers are
// the same, with the earlier decade, the first in the alphabet, and of persons the
// one who was first.
type Totals struct {
	// Showings counts film nights, Films the films that were watched in them.
	Showings, Films int
	// Ratings is how many there are, and Average is theirs, 0 where there is none.
	Ratings int
	Average float64
	// Nominators are the members whose nominations were watched, without those who
	// are nameless or forgotten.
	Nominators []Tallied[Who]
	// Decades are named by their first years.
	Decades   []Tallied[int]
	Countries []Tallied[string]
}

// Tallied is something with how often there was it.
type Tallied[T any] struct {
	Of     T
	Number int
}

// Sum adds up what a club watched, given in the order of the rounds. A person who
// changed names goes by the last one.
func Sum(showings []Showing) Totals {
	t := Totals{Showings: len(showings)}
	films, decades, countries := counts[string]{}, counts[int]{}, counts[string]{}
	persons, names := counts[string]{}, make(map[string]string)
	var keys []string
	points := 0
	for _, s := range showings {
		films.add(s.Film)
		t.Ratings += s.Ratings
		points += s.Points
		if s.Year > 0 {
			decades.add(s.Year - s.Year%10)
		}
		for _, c := range slices.Compact(slices.Sorted(slices.Values(s.Countries))) {
			countries.add(c)
		}
		for _, who := range s.Nominators {
			if who.Key == "" {
				continue
			}
			if persons.add(who.Key) {
				keys = append(keys, who.Key)
			}
			names[who.Key] = who.Name
		}
	}
	t.Films = len(films)
	if t.Ratings > 0 {
		t.Average = float64(points) / float64(t.Ratings)
	}
	t.Decades, t.Countries = decades.most(), countries.most()
	for _, key := range keys {
		t.Nominators = append(t.Nominators, Tallied[Who]{Who{key, names[key]}, persons[key]})
	}
	slices.SortStableFunc(t.Nominators, func(a, b Tallied[Who]) int { return b.Number - a.Number })
	return t
}

type counts[T cmp.Ordered] map[T]int

// add counts one more and reports whether it is the first.
func (c counts[T]) add(of T) bool {
	c[of]++
	return c[of] == 1
}

func (c counts[T]) most() []Tallied[T] {
	var all []Tallied[T]
	for of, n := range c {
		all = append(all, Tallied[T]{of, n})
	}
	slices.SortFunc(all, func(a, b Tallied[T]) int {
		return cmp.Or(b.Number-a.Number, cmp.Compare(a.Of, b.Of))
	})
	return all
}
