package round

import (
	"slices"
	"time"

	"filmbot/bot/calendar"
)

// An Effect is something that follows from an operation, for the caller to see to
// after the round is stored. Effects are in the order in which to see to them. That
// one cannot be done (a chat refuses a post, say) changes nothing in the round.
type Effect struct {
	// Number counts the effects of the round, from 1. With the number of the round
	// it names the effect, so that it can be recorded before and after it is done;
	// it is never given again, whatever is undone.
	Number int        `json:"number"`
	Kind   EffectKind `json:"kind"`
	// Late tells that the post comes later than it was due, which was at Due, and
	// should say so.
	Late bool      `json:"late,omitempty"`
	Due  time.Time `json:"due,omitzero"`
	// Steps are the steps that were skipped, for [StepsSkipped].
	Steps []calendar.Kind `json:"steps,omitempty"`
	// Matter is what moderators are told, for [TellModerators].
	Matter Matter `json:"matter,omitempty"`
}

// An EffectKind says what is to be done.
type EffectKind string

// The effects. A post is a new message in each of the club's chats. What messages that
// are there show follows from the round, whatever has changed it.
const (
	PostOpening  EffectKind = "post opening"  // nominations are open
	PostBallot   EffectKind = "post ballot"   // the vote is open
	PostFilm     EffectKind = "post film"     // announce film and date
	PostDate     EffectKind = "post date"     // the date that was announced is another, or holds again
	PostReminder EffectKind = "post reminder" // of film and date
	PostCancel   EffectKind = "post cancel"   // the night is called off
	PostQuestion EffectKind = "post question" // ask how it was

	TellModerators EffectKind = "tell moderators"
	// Revive has posts looked at again that were dropped or could not be edited any
	// more, for they may be of use again.
	Revive EffectKind = "revive"
	// OpenNext opens the next round by [Open], in the transaction that stores this.
	OpenNext EffectKind = "open next"
)

// A Matter is what moderators are told of.
type Matter string

// The matters.
const (
	PickWanted   Matter = "pick wanted"   // a film is to be picked
	NoCandidates Matter = "no candidates" // nothing was nominated, and the catalog is empty
	NonePicked   Matter = "none picked"   // the film was to be announced; picking one announces it
	StepsSkipped Matter = "steps skipped" // [Effect.Steps] were, for lateness
	RoundFailed  Matter = "round failed"  // [State.Ending] says why; the next one opens as planned
)

// A turn is an operation under way: the round that it makes and what follows. The
// zero Number of an effect is filled in at the end.
type turn struct {
	Round
	now     time.Time
	zone    *time.Location
	effects []Effect
}

// turn begins an operation on a copy of the round.
func (r Round) turn(now time.Time, zone *time.Location) *turn {
	if zone == nil {
		zone = time.UTC
	}
	r.Nominations = slices.Clone(r.Nominations)
	r.State = r.State.clone()
	return &turn{Round: r, now: now.UTC().Round(0), zone: zone}
}

func (t *turn) add(e Effect) { t.effects = append(t.effects, e) }

func (t *turn) post(k EffectKind) { t.add(Effect{Kind: k}) }

func (t *turn) tell(m Matter) { t.add(Effect{Kind: TellModerators, Matter: m}) }

// skipped tells moderators of a skipped step, of all of them at once.
func (t *turn) skipped(k calendar.Kind) {
	i := slices.IndexFunc(t.effects, func(e Effect) bool { return e.Matter == StepsSkipped })
	if i < 0 {
		t.add(Effect{Kind: TellModerators, Matter: StepsSkipped, Steps: []calendar.Kind{k}})
		return
	}
	t.effects[i].Steps = append(t.effects[i].Steps, k)
}

// end gives the round, and the effects with their numbers.
func (t *turn) end() (Round, []Effect, error) {
	for i, e := range t.effects {
		t.Effects++
		t.effects[i].Number = t.Effects
		if e.Kind.posts() {
			t.hold(e.Kind, t.Effects)
		}
	}
	return t.Round, t.effects, nil
}

// posts reports whether the effect is a post in each of the club's chats.
func (k EffectKind) posts() bool { return k != TellModerators && k != Revive && k != OpenNext }

// hold has the posts of an effect be those that hold.
func (t *turn) hold(k EffectKind, number int) {
	if t.Posts == nil {
		t.Posts = make(map[EffectKind]int)
	}
	t.Posts[k] = number
}

func (r Round) refuse(why Why) (Round, []Effect, error) { return r, nil, &Refusal{Why: why} }

// rests says why nothing can be done with the round, or is empty.
func (r Round) rests() Why {
	switch {
	case r.Over() || r.Number == 0:
		return RoundOver
	case !r.Paused.IsZero():
		return IsPaused
	}
	return ""
}

// busy says why moderators cannot do anything with the round, or is empty. What is
// due comes first, so that it is done as what it was when it was due.
func (r Round) busy(now time.Time) Why {
	if why := r.rests(); why != "" {
		return why
	}
	if _, due := r.Next(now); due {
		return StepDue
	}
	return ""
}

// tooLate says why moderators cannot change the night any more, or is empty.
func (r Round) tooLate(now time.Time) Why {
	switch why := r.busy(now); {
	case why != "":
		return why
	case r.Phase == Failed:
		return NoNight
	case r.begun(now):
		return NightBegan
	}
	return ""
}
