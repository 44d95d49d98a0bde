package round

import (
	"slices"
	"time"

	"filmbot/bot/calendar"
)

// Open begins a round in a club's zone, after the last one, which is the zero Round
// for a club that had none. Its night is the first of the rhythm after the last
// one's that leaves enough time.
//
// Nominations are carried over from a round that was called off, or whose steps
// before the night were missed.
//
// It is refused as [BadRules], and as [UnderWay] if the last round is not over.
func Open(rules Rules, last Round, now time.Time, zone *time.Location) (Round, []Effect, error) {
	if last.Number > 0 && !last.Over() {
		return last.refuse(UnderWay)
	}
	if err := rules.Check(); err != nil {
		return last, nil, &Refusal{Why: BadRules, Err: err}
	}
	r := Round{Number: last.Number + 1, Rules: rules}
	if last.Phase == Failed && (last.Ending == Overslept || last.Ending == CalledOff) {
		r.Nominations = last.Nominations
	}
	t := r.turn(now, zone)
	night, steps, ok := calendar.Begin(rules.Way, rules.Rhythm, last.Place, t.now, t.zone, rules.Offsets)
	if !ok {
		return last.refuse(NoTime)
	}
	t.Opened = t.now
	t.Phase = Nominating
	t.Place = night.UTC()
	t.Offsets = rules.Offsets
	t.meet(night)
	t.plan(steps)
	t.settle(calendar.Open, Done)
	t.post(PostOpening)
	return t.end()
}

// meet sets the night.
func (t *turn) meet(night time.Time) {
	t.Night = night.UTC()
	t.Date = calendar.DateOf(night.In(t.zone))
}

// plan takes steps over as they are due, and leaves those that are settled.
func (t *turn) plan(steps calendar.Steps) {
	planned := t.Steps[:t.settled()]
	for _, s := range steps {
		if !slices.ContainsFunc(planned, func(held Step) bool { return held.Kind == s.Kind }) {
			planned = append(planned, Step{Kind: s.Kind, Due: s.Due.UTC()})
		}
	}
	t.Steps = planned
}

// replan plans what is ahead anew, for the night and by the offsets that the round
// has. It is false, and changes nothing, if that leaves too little time.
func (t *turn) replan() bool {
	var settled calendar.Steps
	for _, s := range t.Steps[:t.settled()] {
		if s.Mark == DoneLate {
			s.Due = s.At
		}
		settled = append(settled, calendar.Step{Kind: s.Kind, Due: s.Due})
	}
	steps, ok := calendar.Replan(settled, t.now, t.Rules.Way, t.Night, t.zone, t.Offsets)
	if ok {
		t.plan(steps)
	}
	return ok
}

// settle marks a step as done or skipped, if the round has it.
func (t *turn) settle(k calendar.Kind, m Mark) {
	if i := t.index(k); i >= 0 {
		t.Steps[i].Mark, t.Steps[i].At = m, t.now
	}
}

// bring has a step due at once, if that is earlier, and none before it later.
func (t *turn) bring(k calendar.Kind) {
	for i := range t.Steps[:t.index(k)+1] {
		if t.now.Before(t.Steps[i].Due) {
			t.Steps[i].Due = t.now
		}
	}
}
