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
	// Steps are the steps that were skipped, for [StepsSkipped], or the one whose
	// posts are taken back, for [Retract].
	Steps []calendar.Kind `json:"steps,omitempty"`
	// Matter is what moderators are told, for [TellModerators].
	Matter Matter `json:"matter,omitempty"`
}

// An EffectKind says what is to be done.
type EffectKind string

// The effects. A post is a new message in each of the club's chats; to edit is to
// give messages that are there another content.
const (
	PostOpening  EffectKind = "post opening"  // nominations are open
	PostBallot   EffectKind = "post ballot"   // the vote is open
	EndBallot    EffectKind = "end ballot"    // edit the ballot: the vote is over
	PostFilm     EffectKind = "post film"     // announce film and date
	PostDate     EffectKind = "post date"     // the date that was announced is another, or holds again
	PostReminder EffectKind = "post reminder" // of film and date
	StartNight   EffectKind = "start night"   // the night begins, on time
	PostQuestion EffectKind = "post question" // ask how it was
	PostArchive  EffectKind = "post archive"  // the round is over and its film was watched; unpin
	// Retract takes the posts of a step back: edit them, cancel what was planned by
	// them, unpin. [Effect.Steps] names the ballot or the announcement.
	Retract EffectKind = "retract"
	// Refresh edits whatever posts of the round are up, for it is not what they show.
	Refresh        EffectKind = "refresh"
	TellModerators EffectKind = "tell moderators"
	// OpenNext opens the next round by [Open], in the transaction that stores this.
	OpenNext EffectKind = "open next"
	// WakeAt asks for [Round.Advance] at Due, in place of any time asked for before.
	// It follows from every Advance of a round that goes on, and from whatever else
	// changes the time. To be woken later, twice or in vain does no harm.
	WakeAt EffectKind = "wake at"
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
	// asked is the time to be woken at that was asked for before; zero for none.
	asked time.Time
}

// turn begins an operation on a copy of the round.
func (r Round) turn(now time.Time, zone *time.Location) *turn {
	if zone == nil {
		zone = time.UTC
	}
	asked, _ := r.Wake()
	r.Nominations = slices.Clone(r.Nominations)
	r.State = r.State.clone()
	return &turn{Round: r, now: now.UTC().Round(0), zone: zone, asked: asked}
}

func (t *turn) add(e Effect) { t.effects = append(t.effects, e) }

func (t *turn) post(k EffectKind) { t.add(Effect{Kind: k}) }

func (t *turn) tell(m Matter) { t.add(Effect{Kind: TellModerators, Matter: m}) }

func (t *turn) retract(k calendar.Kind) {
	t.add(Effect{Kind: Retract, Steps: []calendar.Kind{k}})
}

// skipped tells moderators of a skipped step, of all of them at once.
func (t *turn) skipped(k calendar.Kind) {
	i := slices.IndexFunc(t.effects, func(e Effect) bool { return e.Matter == StepsSkipped })
	if i < 0 {
		t.add(Effect{Kind: TellModerators, Matter: StepsSkipped, Steps: []calendar.Kind{k}})
		return
	}
	t.effects[i].Steps = append(t.effects[i].Steps, k)
}

// end gives the round, and the effects with their numbers. Posts are refreshed at
// most once, after all that changes them; the next round opens at the very last.
func (t *turn) end() (Round, []Effect, error) {
	order := func(e Effect) int { return slices.Index([]EffectKind{Refresh, OpenNext}, e.Kind) }
	slices.SortStableFunc(t.effects, func(a, b Effect) int { return order(a) - order(b) })
	t.effects = slices.CompactFunc(t.effects, func(a, b Effect) bool { return a.Kind == Refresh && b.Kind == Refresh })
	if wake, ok := t.Wake(); ok && !wake.Equal(t.asked) {
		t.add(Effect{Kind: WakeAt, Due: wake})
	}
	for i := range t.effects {
		t.Effects++
		t.effects[i].Number = t.Effects
	}
	return t.Round, t.effects, nil
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
