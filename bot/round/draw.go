package round

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Dice roll a number from 0 to one less than there are sides, each as likely as
// another. They must not be nil.
type Dice func(sides int) int

// A Draw is a lot that was drawn, with all that it takes to draw it again: each
// roll is the place, counted from 0, of the next winner among the candidates that
// are left, in their order.
type Draw struct {
	For Lot `json:"for"`
	// From is the candidates in order. It is left out where they are more than
	// [MostListed]; then Digest is the SHA-256, in hexadecimal, of their ids, each
	// followed by a line feed.
	From   []string `json:"from,omitempty"`
	Of     int      `json:"of"`
	Digest string   `json:"digest,omitempty"`
	Rolls  []int    `json:"rolls"`
	// Won is the films that were drawn, in order.
	Won []string `json:"won"`
	// Undone tells that what the draw decided was taken back.
	Undone bool `json:"undone,omitempty"`
}

// MostListed candidates are kept with a [Draw].
const MostListed = 100

// A Lot is what a draw was for.
type Lot string

// The lots.
const (
	EdgeLot       Lot = "edge"       // the last places on a ballot
	TieLot        Lot = "tie"        // the first place in a vote
	NominationLot Lot = "nomination" // the film, of those nominated
	CatalogLot    Lot = "catalog"    // the film or a ballot, of the catalog
)

// draw draws n of the candidates, all of them if they are fewer.
func draw(lot Lot, from []string, n int, roll Dice) Draw {
	d := Draw{For: lot, Of: len(from)}
	if len(from) <= MostListed {
		d.From = slices.Clone(from)
	} else {
		d.Digest = digest(from)
	}
	left := slices.Clone(from)
	for range min(n, len(from)) {
		i := within(roll(len(left)), len(left))
		d.Rolls = append(d.Rolls, i)
		d.Won = append(d.Won, left[i])
		left = slices.Delete(left, i, i+1)
	}
	return d
}

// within holds dice to their sides.
func within(roll, sides int) int { return (roll%sides + sides) % sides }

func digest(films []string) string {
	sum := sha256.Sum256([]byte(strings.Join(films, "\n") + "\n"))
	return hex.EncodeToString(sum[:])
}

// Holds reports whether the rolls give the winners. Candidates that the draw does
// not list must be given; of one that lists them nil will do.
func (d Draw) Holds(from []string) bool {
	switch {
	case len(from) == 0:
		from = d.From
	case d.Digest == "" && !slices.Equal(from, d.From), d.Digest != "" && digest(from) != d.Digest:
		return false
	}
	if len(from) != d.Of || len(d.Rolls) != len(d.Won) {
		return false
	}
	left := slices.Clone(from)
	for i, roll := range d.Rolls {
		if roll < 0 || roll >= len(left) || left[roll] != d.Won[i] {
			return false
		}
		left = slices.Delete(left, roll, roll+1)
	}
	return true
}
