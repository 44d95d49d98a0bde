package round

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// rolls are dice that fall as told, and then on the first.
func rolls(fall ...int) Dice {
	return func(int) int {
		if len(fall) == 0 {
			return 0
		}
		n := fall[0]
		fall = fall[1:]
		return n
	}
}

// nominations reads "cliff summit cliff", by a person each.
func nominations(films string) []Nomination {
	var all []Nomination
	for i, film := range strings.Fields(films) {
		all = append(all, Nomination{Film: film, By: Who{Key: fmt.Sprint(i)}})
	}
	return all
}

func TestShortlist(t *testing.T) {
	tests := []struct {
		nominated string
		most      int
		rolls     []int
		want      string
		drawn     string
	}{
		{"", 3, nil, "", ""},
		{"a", 3, nil, "a", ""},
		{"b a b c", 3, nil, "b a c", ""},
		{"a b c c b", 2, nil, "b c", ""},
		{"a b c c", 2, []int{1}, "b c", "a b: b"},
		{"a b c c", 2, []int{0}, "a c", "a b: a"},
		{"a b c d", 2, []int{3, 0}, "a d", "a b c d: d a"},
		{"a b c c d d", 3, []int{5}, "b c d", "a b: b"}, // dice are held to their sides
		{"a b c c d d", 3, []int{-1}, "b c d", "a b: b"},
		{"a b", 0, nil, "", ""},
		{"a b", -1, nil, "", ""},
	}
	for _, tt := range tests {
		films, lot := Shortlist(nominations(tt.nominated), tt.most, rolls(tt.rolls...))
		drawn := ""
		if lot != nil {
			drawn = strings.Join(lot.From, " ") + ": " + strings.Join(lot.Won, " ")
			if !lot.Holds(nil) || lot.For != EdgeLot {
				t.Errorf("Shortlist(%q, %d) drew %+v", tt.nominated, tt.most, lot)
			}
		}
		if got := strings.Join(films, " "); got != tt.want || drawn != tt.drawn {
			t.Errorf("Shortlist(%q, %d) = %q, drawn %q, want %q, drawn %q", tt.nominated, tt.most, got, drawn, tt.want, tt.drawn)
		}
	}
}

func TestCandidates(t *testing.T) {
	now := at("2026-11-27 20:00")
	viewings := func(films string) []Viewing { // the last one a week ago, the others a week before each
		var all []Viewing
		for i, film := range strings.Fields(films) {
			all = append(all, Viewing{Film: film, Night: now.AddDate(0, 0, -7*(len(strings.Fields(films))-i))})
		}
		return all
	}
	tests := []struct {
		films   string
		watched []Viewing
		want    string
	}{
		{"", viewings("a"), ""},
		{"a", nil, "a"},
		{"a", viewings("a"), "a"},
		{"a b", viewings("a b"), "a"},
		{"a b c", viewings("a b c"), "a b"},
		{"a b c d", viewings("d c"), "a b"},
		{"a b c d", viewings("d c b"), "a d"},
		{"a b c d", viewings("d c c"), "a b"},
		{"a b c d", viewings("gone x y z a"), "b c d"},
		{"a b c", []Viewing{{Film: "a", Night: now.Add(-Lately)}}, "a b c"},
		{"a b c", []Viewing{{Film: "a", Night: now.Add(-Lately + time.Hour)}}, "b c"},
	}
	for _, tt := range tests {
		if got := strings.Join(Candidates(strings.Fields(tt.films), tt.watched, now), " "); got != tt.want {
			t.Errorf("Candidates(%q, %v) = %q, want %q", tt.films, tt.watched, got, tt.want)
		}
	}
}

func TestCount(t *testing.T) {
	films := []string{"a", "b", "c"}
	tests := []struct {
		votes   []Cast
		rolls   []int
		want    string
		tied    string
		turnout string
	}{
		{nil, []int{1}, "b", "a b c", "[]"},
		{[]Cast{{"discord", 0, 7}, {"discord", 1 << 5, 7}, {"telegram", 1, -1}}, []int{2}, "c", "a b c", "[]"},
		{[]Cast{{"telegram", 2, 1}}, nil, "b", "", "[{telegram 1}]"},
		{[]Cast{{"telegram", 3, 1}, {"discord", 6, 2}, {"telegram", 1 << 9, 4}}, nil, "b", "", "[{discord 2} {telegram 1}]"},
		{[]Cast{{"telegram", 5, 1}, {"discord", 2, 1}, {"discord", 1, 1}, {"discord", 4, 1}}, []int{1}, "c", "a c", "[{discord 3} {telegram 1}]"},
	}
	for _, tt := range tests {
		s := Tally(films, tt.votes)
		got, lot := Count(s, rolls(tt.rolls...))
		tied := ""
		if lot != nil {
			tied = strings.Join(lot.From, " ")
		}
		if turnout := fmt.Sprint(s.Turnout); got != tt.want || tied != tt.tied || turnout != tt.turnout {
			t.Errorf("Count(%v) = %q of %q, turnout %s, want %q of %q, %s", tt.votes, got, tied, turnout, tt.want, tt.tied, tt.turnout)
		}
	}
	if film, lot := Count(Standing{}, zeros); film != "" || lot != nil {
		t.Errorf("Count of nothing = %q, %v", film, lot)
	}
}

// TestFair looks at how often each film wins: of 6000 draws among six a thousand,
// give or take five standard deviations.
func TestFair(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	won := make(map[string]int)
	for range 6000 {
		film, _ := Count(Tally(facts().Films, nil), random.IntN)
		won[film]++
	}
	for _, film := range facts().Films {
		if n := won[film]; n < 850 || n > 1150 {
			t.Errorf("%s won %d of 6000 draws", film, n)
		}
	}
}

func TestHolds(t *testing.T) {
	many := make([]string, 1000)
	for i := range many {
		many[i] = fmt.Sprintf("f%d", i)
	}
	listed := draw(TieLot, many[:MostListed], 3, rolls(5, 5, 90))
	long := draw(CatalogLot, many, 3, rolls(999, 0, 500))
	if len(long.From) != 0 || long.Of != 1000 || len(listed.From) != MostListed {
		t.Errorf("draw kept %d of %d candidates, and %d", len(long.From), long.Of, len(listed.From))
	}
	other := func(d Draw, change func(d *Draw)) Draw {
		d.Rolls, d.Won, d.From = slices.Clone(d.Rolls), slices.Clone(d.Won), slices.Clone(d.From)
		change(&d)
		return d
	}
	tests := []struct {
		name string
		draw Draw
		from []string
		want bool
	}{
		{"listed", listed, nil, true},
		{"listed and given", listed, many[:MostListed], true},
		{"listed, others given", listed, many[1 : MostListed+1], false},
		{"long", long, many, true},
		{"long, none given", long, nil, false},
		{"long, others given", long, slices.Concat(many[1:], many[:1]), false},
		{"another winner", other(listed, func(d *Draw) { d.Won[1] = "f7" }), nil, false},
		{"another roll", other(listed, func(d *Draw) { d.Rolls[2] = 3 }), nil, false},
		{"a roll too many", other(listed, func(d *Draw) { d.Rolls = append(d.Rolls, 0) }), nil, false},
		{"a roll beyond", other(listed, func(d *Draw) { d.Rolls[0] = 100 }), nil, false},
		{"a roll below", other(listed, func(d *Draw) { d.Rolls[0] = -1 }), nil, false},
		{"another candidate", other(listed, func(d *Draw) { d.From[5] = "x" }), nil, false},
		{"a candidate less", other(listed, func(d *Draw) { d.From = d.From[:99] }), nil, false},
	}
	for _, tt := range tests {
		if got := tt.draw.Holds(tt.from); got != tt.want {
			t.Errorf("%s: Holds = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestBallot(t *testing.T) {
	films := []string{"a", "b", "c"}
	var b Ballot
	for _, step := range []struct{ film, films string }{
		{"c", "[c]"}, {"a", "[a c]"}, {"c", "[a]"}, {"x", "[a]"}, {"a", "[]"},
	} {
		var ok bool
		if b, ok = b.Toggle(films, step.film); ok != (step.film != "x") {
			t.Errorf("Toggle(%q) = %v, %v", step.film, b, ok)
		}
		if got := fmt.Sprint(b.Films(films)); got != step.films {
			t.Errorf("Toggle(%q) = %s, want %s", step.film, got, step.films)
		}
	}
}

// TestTally has every voter counted for every film approved of, however the ballots
// are grouped.
func TestTally(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		films := facts().Films
		ballots := rapid.SliceOf(rapid.Uint32Range(0, 1<<len(films)-1)).Draw(t, "ballots")
		var votes []Cast
		want, cast := make([]int, len(films)), 0
		for _, b := range ballots {
			votes = append(votes, Cast{"discord", Ballot(b), 1})
			for i := range films {
				want[i] += int(b >> i & 1)
			}
			if b != 0 {
				cast++
			}
		}
		s := Tally(films, votes)
		var got []int
		for i, a := range s.Approvals {
			got = append(got, a.Voters)
			if a.Film != films[i] {
				t.Errorf("Tally has %q in place %d", a.Film, i)
			}
		}
		if !reflect.DeepEqual(got, want) || s.Cast() != cast {
			t.Errorf("Tally(%v) = %v of %d, want %v of %d", ballots, got, s.Cast(), want, cast)
		}
	})
}

func TestSum(t *testing.T) {
	anna := Who{ann.Key, "Anna"}
	got := Sum([]Showing{
		{Film: "ascent", Year: 1977, Countries: []string{"Soviet Union"}, Nominators: []Who{ann, bob, {}}, Ratings: 2, Points: 17},
		{Film: "cliff", Year: 1979, Countries: []string{"USA", "Italy", "USA"}, Nominators: []Who{bob}},
		{Film: "old", Countries: []string{"Italy"}, Ratings: 1, Points: 4},
		{Film: "ascent", Year: 1977, Countries: []string{"Soviet Union"}, Nominators: []Who{anna}},
		{Film: "new", Year: 2010, Nominators: []Who{}},
	})
	want := Totals{
		Showings: 5, Films: 4, Ratings: 3, Average: 7,
		Nominators: []Tallied[Who]{{anna, 2}, {bob, 2}},
		Decades:    []Tallied[int]{{1970, 3}, {2010, 1}},
		Countries:  []Tallied[string]{{"Italy", 2}, {"Soviet Union", 2}, {"USA", 1}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Sum = %+v, want %+v", got, want)
	}
	if got := Sum(nil); !reflect.DeepEqual(got, Totals{}) {
		t.Errorf("Sum(nil) = %+v", got)
	}
}
