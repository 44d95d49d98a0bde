// Package round decides what happens in a round of a club's film of the week, from
// the nominations to the archive. It holds pure functions on plain values: no
// clock, no randomness, no store, no posts, no words for people. Whoever calls it
// says what time it is, where the club is, what the catalog and the votes are, and
// rolls the dice; what follows comes back as [Effect] values.
//
// A [Round] is a value. An operation returns another one and leaves the given one
// as it was, so that a store can compare and swap; with an error it returns the
// round unchanged and no effects. Every operation is defined for every round and
// never panics. An error is a [*Refusal], whose Why says what was wrong.
//
// The steps of a round and when they are due are those of package calendar, and so
// is what becomes of a late one: see [Round.Advance], which does what is due and comes
// before anything that a moderator does, which is refused while a step is due.
//
// Everything here may be used by several goroutines at once.
package round

import (
	"maps"
	"slices"
	"time"

	"filmbot/bot/calendar"
)

// A Round is one cycle of a club's film of the week. Its JSON form gives the same
// round again. Times are in UTC. Films are named by their ids.
type Round struct {
	// Number counts the rounds of the club, from 1.
	Number int `json:"number"`
	// Rules are those that the round runs by; its way never changes.
	Rules  Rules     `json:"rules"`
	Opened time.Time `json:"opened"`
	// Nominations are in the order in which they were made. Several may be for the
	// same film.
	Nominations []Nomination `json:"nominations,omitempty"`
	// Paused is since when the round is paused; zero if it is not.
	Paused time.Time `json:"paused,omitzero"`
	State
	// Last is what [Round.Undo] takes back, nil where there is nothing.
	Last *Act `json:"last,omitempty"`
	// Effects counts those that there were so far; see [Effect.Number].
	Effects int `json:"effects"`
}

// A State is what of a round changes with its steps.
type State struct {
	Phase  Phase  `json:"phase"`
	Ending Ending `json:"ending,omitempty"`
	// Ended is when the round was over; zero before.
	Ended time.Time `json:"ended,omitzero"`
	// Night is when the film is watched, and Date the day of it in the club's zone.
	// Place is the night of the rhythm that the round stands for, from which Night
	// may have been moved away.
	Night time.Time     `json:"night"`
	Date  calendar.Date `json:"date"`
	Place time.Time     `json:"place"`
	// Offsets are those of the rules, until the round is extended or cut short.
	Offsets calendar.Offsets `json:"offsets"`
	// Steps are in their order; those that were done or skipped come first.
	Steps []Step `json:"steps"`
	// Ballot is the films that members vote on, in a fixed order; their places in it
	// are what a [Ballot] names.
	Ballot []string `json:"ballot,omitempty"`
	// Standing is how the vote stood at its close, nil where there was no vote.
	Standing *Standing `json:"standing,omitempty"`
	// Draws are those by which films were drawn, in order, with those that were undone.
	Draws []Draw `json:"draws,omitempty"`
	// Film is the one that was chosen, empty before; How says by what, and Picker
	// by whom if by a moderator.
	Film   string `json:"film,omitempty"`
	How    How    `json:"how,omitempty"`
	Picker Who    `json:"picker,omitzero"`
	// Posts is which posts hold: for each kind the number of the last effect that asked
	// for them. What others asked for was taken back, or has been posted anew.
	Posts map[EffectKind]int `json:"posts,omitempty"`
}

// A Phase is where a round is.
type Phase string

// The phases.
const (
	Nominating Phase = "nominating" // until the ballot, or until there is a film
	Voting     Phase = "voting"     // from the ballot to its close
	Chosen     Phase = "chosen"     // there is a film
	Watched    Phase = "watched"    // it was watched
	Failed     Phase = "failed"     // no film was watched or will be
)

// An Ending says how a round came to be watched or to fail.
type Ending string

// The endings.
const (
	Presumed  Ending = "presumed"   // nobody said that the film was not watched
	Confirmed Ending = "confirmed"  // a moderator said that it was
	NotHeld   Ending = "not held"   // a moderator said that it was not
	CalledOff Ending = "called off" // a moderator called the night off before it
	Filmless  Ending = "filmless"   // there was no film to watch
	Overslept Ending = "overslept"  // the steps before the night were missed
)

// How a film was chosen.
type How string

// The ways in which a film comes to be chosen.
const (
	ByVote How = "vote"
	ByTie  How = "tie" // by lot among those that the vote had first
	ByLot  How = "lot"
	ByHand How = "hand" // of a moderator
)

// A Who is a person, or the zero value for somebody nameless or forgotten.
type Who struct {
	Key  string `json:"key,omitempty"`
	Name string `json:"name,omitempty"`
}

// A Nomination is a member's wish to see a film.
type Nomination struct {
	Film string    `json:"film"`
	By   Who       `json:"by,omitzero"`
	At   time.Time `json:"at"`
}

// A Step of a round.
type Step struct {
	Kind calendar.Kind `json:"kind"`
	Due  time.Time     `json:"due"`
	Mark Mark          `json:"mark,omitempty"`
	// At is when the step was done or skipped.
	At time.Time `json:"at,omitzero"`
}

// A Mark says what became of a step.
type Mark string

// The marks.
const (
	Ahead     Mark = ""
	Done      Mark = "done"
	DoneLate  Mark = "late"
	Missed    Mark = "missed"    // skipped: it was a day late or more
	Overtaken Mark = "overtaken" // skipped: a later step had made it pointless
	Slept     Mark = "paused"    // skipped: it was due while the round was paused
	Needless  Mark = "needless"  // skipped: moderators had decided, or there was no film
)

// Held reports whether the step was done.
func (m Mark) Held() bool { return m == Done || m == DoneLate }

// Settled reports whether the step was done or skipped.
func (s Step) Settled() bool { return s.Mark != Ahead }

// Over reports whether the round is: the next one may open.
func (r Round) Over() bool { return !r.Ended.IsZero() }

// Step is the step of a kind, and whether the round has one.
func (r Round) Step(k calendar.Kind) (Step, bool) {
	if i := r.index(k); i >= 0 {
		return r.Steps[i], true
	}
	return Step{}, false
}

// Next is the first step that is due at a time and neither done nor skipped, and
// whether there is one. A round that is paused has none.
func (r Round) Next(now time.Time) (calendar.Kind, bool) {
	if wake, ok := r.Wake(); !ok || wake.After(now) {
		return "", false
	}
	return r.Steps[r.settled()].Kind, true
}

// Wake is when the round wants to be looked at next, and whether it does: not while
// it is paused, nor when it is over.
func (r Round) Wake() (time.Time, bool) {
	if i := r.settled(); i < len(r.Steps) && r.Paused.IsZero() && !r.Over() {
		return r.Steps[i].Due, true
	}
	return time.Time{}, false
}

// Told reports whether members were told of the film.
func (r Round) Told() bool {
	return r.Film != "" && (r.mark(calendar.Announce).Held() || r.mark(calendar.Remind).Held())
}

// Holds reports whether the posts of an effect hold, by its number; see [State.Posts].
func (s State) Holds(effect int) bool {
	return slices.Contains(slices.Collect(maps.Values(s.Posts)), effect)
}

func (r Round) index(k calendar.Kind) int {
	return slices.IndexFunc(r.Steps, func(s Step) bool { return s.Kind == k })
}

func (r Round) mark(k calendar.Kind) Mark {
	step, _ := r.Step(k)
	return step.Mark
}

// settled is how many steps were done or skipped.
func (r Round) settled() int {
	i := slices.IndexFunc(r.Steps, func(s Step) bool { return !s.Settled() })
	if i < 0 {
		return len(r.Steps)
	}
	return i
}

// begun reports whether the film night is past its beginning or not to come.
func (r Round) begun(now time.Time) bool {
	return r.mark(calendar.Night) != Ahead || !now.Before(r.Night)
}

func (s State) clone() State {
	s.Steps = slices.Clone(s.Steps)
	s.Ballot = slices.Clone(s.Ballot)
	s.Draws = slices.Clone(s.Draws)
	s.Posts = maps.Clone(s.Posts)
	return s
}
