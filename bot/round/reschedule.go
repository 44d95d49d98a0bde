package round

import (
	"time"

	"filmbot/bot/calendar"
)

const (
	// MostAhead is how far away a night can be moved.
	MostAhead = 90 * 24 * time.Hour
	// MostExtended is by how many hours nominations or a vote can be extended at once.
	MostExtended = 21 * 24
)

// Extend puts off, by hours, the ballot of a round that is nominating, or the close
// of a vote with its announcement; without a vote, the announcement. The night
// stays. It is refused as [NotVoting] if there is a film already or the time is past,
// as [TooFar] beyond [MostExtended], and as [NoTime] if that does not leave the least
// times of [calendar.Offsets].
func (r Round) Extend(hours int, now time.Time, zone *time.Location) (Round, []Effect, error) {
	switch why := r.busy(now); {
	case why != "":
		return r.refuse(why)
	case r.Phase != Nominating && r.Phase != Voting || r.begun(now):
		return r.refuse(NotVoting)
	case hours < 1 || hours > MostExtended:
		return r.refuse(TooFar)
	}
	t := r.turn(now, zone)
	t.remember(ExtendAct, r.State.clone())
	due, ahead := t.ends()
	if !ahead {
		return r.refuse(NotVoting)
	}
	if !t.extend(due.Add(time.Duration(hours) * time.Hour)) {
		return r.refuse(NoTime)
	}
	return t.end()
}

// ends is when the nominations or the vote end, and whether they do.
func (t *turn) ends() (time.Time, bool) {
	for _, k := range []calendar.Kind{calendar.Ballot, calendar.Announce} {
		if step, ok := t.Step(k); ok && !step.Settled() {
			return step.Due, true
		}
	}
	return time.Time{}, false
}

// extend has the nominations or the vote end at a time, or up to an hour later,
// for an offset has full hours. It is false, and changes nothing, if that leaves too
// little time.
func (t *turn) extend(end time.Time) bool {
	before := calendar.Span{Hours: int(t.Night.Sub(end) / time.Hour)}
	if before.Hours < 1 {
		return false
	}
	was := t.Offsets
	if t.mark(calendar.Ballot) == Ahead && t.index(calendar.Ballot) >= 0 {
		t.Offsets.Ballot = before
	} else {
		t.Offsets.Announce = before
	}
	if length(t.Offsets.Remind) >= length(t.Offsets.Announce) {
		t.Offsets.Remind = calendar.Span{}
	}
	if t.Offsets.Check(t.Rules.Way) == nil && t.replan() {
		return true
	}
	t.Offsets = was
	return false
}

// Move has the night on another day, at the hour of the rhythm. The next round
// follows the rhythm as if it had not been moved. Steps that were skipped are planned
// anew if there is no film. It is refused as [NightBegan],
// [NoNight] if the round has none, [Already] on that day, [TooFar], and [NoTime] if the
// day is past or too soon for what is still to come before the night.
func (r Round) Move(to calendar.Date, now time.Time, zone *time.Location) (Round, []Effect, error) {
	switch why := r.tooLate(now); {
	case why != "":
		return r.refuse(why)
	case to == r.Date:
		return r.refuse(Already)
	}
	t := r.turn(now, zone)
	night := t.Rules.Rhythm.On(to, t.zone)
	switch {
	case !night.After(t.now):
		return r.refuse(NoTime)
	case night.Sub(t.now) > MostAhead:
		return r.refuse(TooFar)
	}
	t.remember(MoveAct, r.State.clone())
	t.meet(night)
	t.relent()
	if !t.replan() {
		return r.refuse(NoTime)
	}
	t.dated(r)
	return t.end()
}

// dated says that dates are not what they were.
func (t *turn) dated(was Round) {
	if t.Told() && !t.Night.Equal(was.Night) {
		t.post(PostDate)
	}
}

// Adapt takes over rules and a zone that changed while the round is under way: what
// is still ahead moves to the new hour, on the same day, and keeps the new offsets.
// The way, another weekday and another count of weeks are for the next round. It is
// refused as [BadRules], and as [NoTime] if the new times leave too little: then the
// round stays as it is and the rules are for the next one, too. A round that is
// paused takes them over when it is resumed.
func (r Round) Adapt(rules Rules, now time.Time, zone *time.Location) (Round, []Effect, error) {
	if why := r.busy(now); why != "" {
		return r.refuse(why)
	}
	if err := rules.Check(); err != nil {
		return r, nil, &Refusal{Why: BadRules, Err: err}
	}
	t := r.turn(now, zone)
	t.adopt(rules)
	if !t.replan() {
		return r.refuse(NoTime)
	}
	t.Last = nil
	t.dated(r)
	return t.end()
}

// adopt takes rules over, and has the night at their hour.
func (t *turn) adopt(rules Rules) {
	rules.Way = t.Rules.Way
	switch {
	case rules.Offsets.Check(rules.Way) != nil:
		rules.Offsets = t.Rules.Offsets
	case rules.Offsets != t.Rules.Offsets:
		t.Offsets = rules.Offsets
	}
	t.Rules = rules
	if t.mark(calendar.Night) == Ahead {
		t.Night = rules.Rhythm.On(t.Date, t.zone).UTC()
	}
}
