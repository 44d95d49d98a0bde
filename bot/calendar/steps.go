package calendar

import (
	"slices"
	"time"
)

// A Way is how a round's film is chosen.
type Way string

// The ways.
const (
	ByVote   Way = "vote"
	AtRandom Way = "random"
	ByPick   Way = "pick" // of a moderator
)

// A Kind is what a step does.
type Kind string

// The steps of a round, in the order in which they come.
const (
	Open     Kind = "open"     // nominations open
	Ballot   Kind = "ballot"   // the ballot is drawn up and the vote begins; by vote only
	Prompt   Kind = "prompt"   // moderators are asked to pick; by pick only
	Close    Kind = "close"    // the vote is counted or the film is drawn; not by pick
	Announce Kind = "announce" // film and date are announced
	Remind   Kind = "remind"   // a reminder of the night
	Night    Kind = "night"    // the film night begins
	Ask      Kind = "ask"      // members are asked how it was
	Archive  Kind = "archive"  // the round is over, and the next one opens
)

// kinds are the steps of a round by a way, in order; none for a way that there is
// not.
func kinds(way Way) []Kind {
	var first []Kind
	switch way {
	case ByVote:
		first = []Kind{Open, Ballot, Close}
	case AtRandom:
		first = []Kind{Open, Close}
	case ByPick:
		first = []Kind{Open, Prompt}
	default:
		return nil
	}
	return append(first, Announce, Remind, Night, Ask, Archive)
}

// A Step of a round is due at a time. A round has at most one of a kind.
type Step struct {
	Kind Kind
	Due  time.Time
}

// Steps are those of one round, in their order; the times never go back.
type Steps []Step

// Due is when the step of a kind is due, and whether there is one.
func (s Steps) Due(k Kind) (time.Time, bool) {
	i := slices.IndexFunc(s, func(step Step) bool { return step.Kind == k })
	if i < 0 {
		return time.Time{}, false
	}
	return s[i].Due, true
}

// A Lateness says what becomes of a step.
type Lateness string

// What becomes of steps.
const (
	OnTime  Lateness = "on time" // or not due yet
	Delayed Lateness = "delayed" // it is done, and says that it is late
	Missed  Lateness = "missed"  // it is skipped
)

const (
	// Grace is how late a step may be without a word about it.
	Grace = 10 * time.Minute
	// MostDelay is how late a step is skipped.
	MostDelay = 24 * time.Hour
)

// Late tells what becomes of a step that is done at a time: up to [Grace] after it
// was due it is on time, less than [MostDelay] after it is done and says that it is
// late, later it is skipped.
func Late(due, now time.Time) Lateness {
	switch late := now.Sub(due); {
	case late <= Grace:
		return OnTime
	case late < MostDelay:
		return Delayed
	}
	return Missed
}

// Late tells what becomes of a step of the round, by [Late]; but a step
// that another one has made pointless is missed: a reminder once the night has
// begun, a prompt to pick once the film is due. So is a step that the round does
// not have.
func (s Steps) Late(k Kind, now time.Time) Lateness {
	due, ok := s.Due(k)
	if !ok {
		return Missed
	}
	overtakes := map[Kind]Kind{Remind: Night, Prompt: Announce}
	if end, ok := s.Due(overtakes[k]); ok && !now.Before(end) {
		return Missed
	}
	return Late(due, now)
}
