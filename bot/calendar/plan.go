package calendar

import (
	"slices"
	"time"
)

// Plan is the steps of a round that opens at a time for a film night, or false if
// there is not enough time for it.
//
// A step before or after the night is the [Span] of the offsets away from it. A
// round that opens late is compressed: the ballot comes [Offsets.Nominate] after the
// opening if that is later than the offset says; a ballot that is late closes
// [Offsets.Vote] after it, again if that is later, and so do the other ways announce
// no earlier than Nominate after the opening; a prompt to pick comes with the
// opening at the earliest. There is too little time if that leaves less than
// [Offsets.Notice] from the announcement to the night. A reminder that would not
// come after the announcement is left out.
//
// The offsets must pass [Offsets.Check]. What they put in order a change of the
// clocks may still disturb where some are in days and others in hours: a step then
// waits for the one before it. For the same reason a vote that begins on time may be
// shorter or longer than Vote by what the clocks change.
func Plan(way Way, opened, night time.Time, zone *time.Location, o Offsets) (Steps, bool) {
	return Replan(Steps{{Open, opened}}, opened, way, night, zone, o)
}

// Replan is the steps of a round whose night, way, zone or offsets change while it
// is under way, or false if there is not enough time left, or no opening among the
// steps that are settled.
//
// Settled are the steps that were done or skipped, in order, at the times of the plan
// or those at which they were done. They stay as they are, and no step of the way is
// planned that comes before the last of them. The others are planned by the rule of
// [Plan], none before now; so a ballot that was done late has the time of its vote,
// too. Once the night is settled it cannot change; what follows is counted from it.
//
// A vote is extended by offsets of the round's own with a smaller Announce.
func Replan(settled Steps, now time.Time, way Way, night time.Time, zone *time.Location, o Offsets) (Steps, bool) {
	opened, ok := settled.Due(Open)
	ahead := kinds(way)
	if !ok || ahead == nil {
		return nil, false
	}
	for _, step := range settled {
		ahead = ahead[slices.Index(ahead, step.Kind)+1:] // all of it where the way has no such step
	}
	if held, ok := settled.Due(Night); ok {
		night = held
	} else if !night.After(now) {
		return nil, false
	}
	p := planner{steps: slices.Clone(settled), opened: opened, night: night.In(zone), now: now, offsets: o}
	for _, k := range ahead {
		if !p.add(k) {
			return nil, false
		}
	}
	return p.steps, true
}

// Begin is the night of a round that opens at a time, and its steps: of the nights
// strictly after another, the first that leaves enough time. The other is the night
// that the rhythm had for the round before, though it may have been moved by hand,
// so that one place in the rhythm is not used twice; for a club's first round it is
// the opening. It is false if the rhythm or the way is not valid.
func Begin(way Way, r Rhythm, after, opened time.Time, zone *time.Location, o Offsets) (night time.Time, s Steps, ok bool) {
	if opened.After(after) {
		after = opened
	}
	for _, night := range r.Nights(after, zone, enough) {
		if s, ok := Plan(way, opened, night, zone, o); ok {
			return night, s, true
		}
	}
	return time.Time{}, nil, false
}

// enough nights reach further than the longest times of nomination, vote and
// notice: five weeks, and a day for a change of the clocks.
const enough = 7

// A planner adds the steps of a round in their order.
type planner struct {
	steps              Steps
	opened, night, now time.Time
	offsets            Offsets
}

// add plans a step, if the round is to have it, and reports whether there is time.
func (p *planner) add(k Kind) bool {
	due, ok := p.due(k)
	if !ok {
		return true
	}
	due = latest(due, p.now, p.steps[len(p.steps)-1].Due)
	p.steps = append(p.steps, Step{k, due})
	return k != Announce || !due.After(p.noticed())
}

// due is when a step should be, and whether there is to be one.
func (p *planner) due(k Kind) (time.Time, bool) {
	o := p.offsets
	switch k {
	case Ballot:
		return latest(o.Ballot.before(p.night), p.opened.Add(o.Nominate.length())), true
	case Prompt:
		return o.Prompt.before(p.night), true
	case Close, Announce:
		return p.result(), true
	case Remind:
		due := o.Remind.before(p.night)
		announced, _ := p.steps.Due(Announce)
		return due, o.Remind.hours() > 0 && due.After(announced)
	case Night:
		return p.night, true
	case Ask:
		return o.Ask.after(p.night), o.Ask.hours() > 0
	}
	return o.Archive.after(p.night), true
}

// result is when there is to be a film: by the offset, or later if the vote or, where
// there is none, the round began late.
func (p *planner) result() time.Time {
	o := p.offsets
	began, voted := p.steps.Due(Ballot)
	switch {
	case !voted:
		return latest(p.planned(), p.opened.Add(o.Nominate.length()))
	case began.After(o.Ballot.before(p.night)):
		return latest(p.planned(), began.Add(o.Vote.length()))
	}
	return p.planned()
}

// planned is when the announcement is by its offset. A day of 23 hours must not
// take away from the notice.
func (p *planner) planned() time.Time {
	due := p.offsets.Announce.before(p.night)
	if noticed := p.noticed(); due.After(noticed) {
		return noticed
	}
	return due
}

// noticed is the last moment to announce.
func (p *planner) noticed() time.Time { return p.night.Add(-p.offsets.Notice.length()) }

// latest is in the location of the first.
func latest(t time.Time, others ...time.Time) time.Time {
	latest := t
	for _, other := range others {
		if other.After(latest) {
			latest = other
		}
	}
	return latest.In(t.Location())
}
