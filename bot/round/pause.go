package round

import (
	"time"

	"filmbot/bot/calendar"
)

// Pause stops the round: it has no steps, and takes no nominations and votes, until
// it is resumed. It is refused as [IsPaused] and [RoundOver].
func (r Round) Pause(now time.Time) (Round, []Effect, error) {
	if why := r.busy(now); why != "" {
		return r.refuse(why)
	}
	t := r.turn(now, nil)
	t.Paused = t.now
	t.Last = nil
	return t.end()
}

// Resume goes on with a round that was paused, by the rules and in the zone that the
// club has by then.
//
// If nothing was due meanwhile, all is as planned. Otherwise what was due is not
// made up: the round goes on where it was, for the same night if that leaves enough
// time, or else for the first night of the rhythm that does. Nominations then are
// open anew, a vote goes on with the ballots that were cast, and a film that was
// chosen is kept. A reminder or a question that was due is skipped. After the
// night, what is left is the archive.
//
// It is refused as [NotPaused], [RoundOver] and [BadRules].
func (r Round) Resume(rules Rules, now time.Time, zone *time.Location) (Round, []Effect, error) {
	switch {
	case r.Over():
		return r.refuse(RoundOver)
	case r.Paused.IsZero():
		return r.refuse(NotPaused)
	}
	if err := rules.Check(); err != nil {
		return r, nil, &Refusal{Why: BadRules, Err: err}
	}
	t := r.turn(now, zone)
	t.Paused = time.Time{}
	t.adopt(rules)
	wake, ok := t.Wake()
	lapsed := ok && !wake.After(t.now)
	if !lapsed && t.replan() {
		t.dated(r)
		return t.end()
	}
	if !t.keep() && !t.rebegin() {
		return r.refuse(NoTime)
	}
	t.dated(r)
	return t.end()
}

// keep goes on for the same night. It is false, and changes nothing, if there is
// not enough time.
func (t *turn) keep() bool {
	was := t.State.clone()
	for _, k := range []calendar.Kind{calendar.Remind, calendar.Ask} {
		if i := t.settled(); i < len(t.Steps) && t.Steps[i].Kind == k && !t.Steps[i].Due.After(t.now) {
			t.settle(k, Slept)
		}
	}
	if t.replan() {
		return true
	}
	t.State = was
	return false
}

// rebegin goes on for another night, the first that leaves enough time.
func (t *turn) rebegin() bool {
	after := t.Place
	if t.now.After(after) {
		after = t.now
	}
	was := t.State.clone()
	t.relent()
	if t.Phase == Nominating && t.settled() == 1 {
		t.Steps[0].Due, t.Steps[0].At = t.now, t.now // nominations open anew
	}
	for _, night := range t.Rules.Rhythm.Nights(after, t.zone, nightsAhead) {
		t.meet(night)
		if t.replan() {
			t.Place = t.Night
			return true
		}
	}
	t.State = was
	return false
}

// relent has steps ahead again that were skipped last, of a round without a film, so
// that for another night they are planned anew.
func (t *turn) relent() {
	for i := t.settled() - 1; i > 0 && t.Phase == Nominating && !t.Steps[i].Mark.Held(); i-- {
		t.Steps[i].Mark, t.Steps[i].At = Ahead, time.Time{}
	}
}

// nightsAhead reach further than the longest times of nomination, vote and notice
// in the shortest rhythm: five weeks, and a day for a change of the clocks.
const nightsAhead = 7
