package round

import (
	"math/bits"
	"slices"
	"strings"
)

// A Ballot is what one voter approves of: a set of places in [State.Ballot], counted
// from 0. The zero value approves of nothing, which counts as no ballot.
type Ballot uint32

// Toggle is the ballot with the approval of a film given or taken back. It is false
// if the film is not one of those voted on.
func (b Ballot) Toggle(films []string, film string) (Ballot, bool) {
	i := slices.Index(films, film)
	if i < 0 || i >= MostBallot {
		return b, false
	}
	return b ^ 1<<i, true
}

// Films are those that the ballot approves of.
func (b Ballot) Films(films []string) []string {
	var approved []string
	for i, film := range films {
		if b&(1<<i) != 0 {
			approved = append(approved, film)
		}
	}
	return approved
}

// A Cast is how many voters of a platform cast the same ballot.
type Cast struct {
	Platform string
	Ballot   Ballot
	Number   int
}

// A Standing is how a vote stands.
type Standing struct {
	// Approvals are in the order of the ballot.
	Approvals []Approval `json:"approvals"`
	// Turnout is by platform, in the order of their names.
	Turnout []Turnout `json:"turnout,omitempty"`
}

// An Approval is how many voters approve of a film.
type Approval struct {
	Film   string `json:"film"`
	Voters int    `json:"voters"`
}

// A Turnout is how many ballots were cast on a platform.
type Turnout struct {
	Platform string `json:"platform"`
	Ballots  int    `json:"ballots"`
}

// Cast is how many ballots were cast on all platforms.
func (s Standing) Cast() int {
	n := 0
	for _, t := range s.Turnout {
		n += t.Ballots
	}
	return n
}

// Tally counts ballots. Those that approve of none of the films are left out.
func Tally(films []string, votes []Cast) Standing {
	s := Standing{Approvals: make([]Approval, len(films))}
	for i, film := range films {
		s.Approvals[i].Film = film
	}
	ballots := make(map[string]int)
	for _, c := range votes {
		approved := c.Ballot & (1<<min(len(films), MostBallot) - 1)
		if approved == 0 || c.Number <= 0 {
			continue
		}
		ballots[c.Platform] += c.Number
		for ; approved != 0; approved &= approved - 1 {
			s.Approvals[bits.TrailingZeros32(uint32(approved))].Voters += c.Number
		}
	}
	for platform, n := range ballots {
		s.Turnout = append(s.Turnout, Turnout{platform, n})
	}
	slices.SortFunc(s.Turnout, func(a, b Turnout) int { return strings.Compare(a.Platform, b.Platform) })
	return s
}

// Count is the film that most voters approve of. Of several that are first, also
// where nobody voted, one is drawn by lot, and the draw is returned. The film is
// empty where there is none on the ballot.
func Count(s Standing, roll Dice) (string, *Draw) {
	most := 0
	for _, a := range s.Approvals {
		most = max(most, a.Voters)
	}
	var first []string
	for _, a := range s.Approvals {
		if a.Voters == most {
			first = append(first, a.Film)
		}
	}
	switch len(first) {
	case 0:
		return "", nil
	case 1:
		return first[0], nil
	}
	d := draw(TieLot, first, 1, roll)
	return d.Won[0], &d
}
