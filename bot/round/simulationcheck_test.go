package round

import (
	"slices"
	"time"

	"filmbot/bot/calendar"
)

// check looks at a round that is over: it has exactly the steps of its rules, each
// marked once and for a reason, and posts for those that were done.
func (s *simulation) check(c *simulated, r Round, now time.Time) {
	if r.Number == 0 {
		return
	}
	if err := sound(r); err != nil {
		s.t.Errorf("%s, round %d: %v", c.name, r.Number, err)
	}
	if r.Number != len(c.rounds)+1 {
		s.t.Errorf("%s: round %d comes after %d", c.name, r.Number, len(c.rounds))
	}
	s.checkSteps(c, r)
	s.checkPosts(c, r)
	if r.Standing != nil {
		s.checkVotes(c, r)
	}
	calm := s.calm(c, r.Opened, now)
	if calm {
		s.checkTimes(c, r)
	}
	if n := len(c.rounds); n > 0 && calm && s.calm(c, c.rounds[n-1].Opened, now) {
		s.checkNights(c, c.rounds[n-1], r)
	}
	c.rounds = append(c.rounds, r)
}

// calm reports whether nothing happened to a club that is not in its rules.
func (s *simulation) calm(c *simulated, from, to time.Time) bool {
	meets := func(i interval) bool { return i.meets(from, to) }
	return !slices.ContainsFunc(c.disturbed, meets) && !slices.ContainsFunc(s.asleep, meets)
}

// steps are what a round is to have, by its rules.
func steps(r Rules) []calendar.Kind {
	kinds := map[calendar.Way][]calendar.Kind{
		calendar.ByVote:   {calendar.Open, calendar.Ballot, calendar.Close, calendar.Announce},
		calendar.AtRandom: {calendar.Open, calendar.Close, calendar.Announce},
		calendar.ByPick:   {calendar.Open, calendar.Prompt, calendar.Announce},
	}[r.Way]
	if r.Offsets.Remind != (calendar.Span{}) {
		kinds = append(kinds, calendar.Remind)
	}
	kinds = append(kinds, calendar.Night)
	if r.Offsets.Ask != (calendar.Span{}) {
		kinds = append(kinds, calendar.Ask)
	}
	return append(kinds, calendar.Archive)
}

func (s *simulation) checkSteps(c *simulated, r Round) {
	var kinds []calendar.Kind
	for _, step := range r.Steps {
		kinds = append(kinds, step.Kind)
		s.marks[step.Mark]++
		if !s.excused(c, r, step) {
			s.t.Errorf("%s, round %d: %s is %s at %v, due %v", c.name, r.Number, step.Kind, step.Mark, step.At, step.Due)
		}
	}
	want := steps(r.Rules)
	// The reminder is left out where it would not come after the announcement.
	if remind := slices.Index(want, calendar.Remind); remind >= 0 && r.index(calendar.Remind) < 0 {
		announced, _ := r.Step(calendar.Announce)
		if hours := r.Night.Sub(announced.Due).Hours(); hours > 3 {
			s.t.Errorf("%s, round %d has no reminder, though it was announced %v hours before", c.name, r.Number, hours)
		}
		want = slices.Delete(want, remind, remind+1)
	}
	if !slices.Equal(kinds, want) {
		s.t.Errorf("%s, round %d has steps %v, want %v", c.name, r.Number, kinds, want)
	}
}

// excused reports whether there is a reason for what became of a step.
func (s *simulation) excused(c *simulated, r Round, step Step) bool {
	late := step.At.Sub(step.Due)
	slept := slices.ContainsFunc(s.asleep, func(i interval) bool { return i.meets(step.Due, step.At) })
	paused := slices.ContainsFunc(c.disturbed, func(i interval) bool { return i.meets(step.Due, step.At) })
	switch step.Mark {
	case Done:
		return late >= 0 && late <= calendar.Grace
	case DoneLate:
		picked := r.How == ByHand && step.Kind == calendar.Announce // after it was due
		return picked || late > calendar.Grace && late < calendar.MostDelay && slept
	case Missed:
		return late >= calendar.MostDelay && slept
	case Overtaken:
		return late >= 0 && (slept || paused)
	case Slept:
		return paused
	case Needless:
		picked := r.How == ByHand && (step.Kind == calendar.Prompt || step.Kind == calendar.Remind)
		return r.Film == "" || r.Phase == Failed || picked
	}
	return false
}

// checkPosts has a post for every step that was done, and none besides.
func (s *simulation) checkPosts(c *simulated, r Round) {
	for k, post := range map[calendar.Kind]EffectKind{
		calendar.Open: PostOpening, calendar.Ballot: PostBallot, calendar.Announce: PostFilm,
		calendar.Remind: PostReminder, calendar.Ask: PostQuestion,
	} {
		want := 0
		if r.mark(k).Held() {
			want = 1
		}
		if got := c.posts[post]; got != want {
			s.t.Errorf("%s, round %d: there were %d of %q, want %d", c.name, r.Number, got, post, want)
		}
	}
}

// checkVotes has all votes counted, and the film among the first.
func (s *simulation) checkVotes(c *simulated, r Round) {
	want := make([]int, len(r.Ballot))
	cast := 0
	for _, v := range c.votes {
		for i := range want {
			want[i] += int(v.Ballot >> i & 1)
		}
		if v.Ballot != 0 {
			cast++
		}
	}
	for i, a := range r.Standing.Approvals {
		if a.Voters != want[i] || a.Film != r.Ballot[i] {
			s.t.Errorf("%s, round %d: %s has %d, want %s with %d", c.name, r.Number, a.Film, a.Voters, r.Ballot[i], want[i])
		}
		if r.Film == a.Film && a.Voters != slices.Max(want) {
			s.t.Errorf("%s, round %d: %s won with %d of %v", c.name, r.Number, a.Film, a.Voters, want)
		}
	}
	if r.Standing.Cast() != cast {
		s.t.Errorf("%s, round %d: %d ballots were cast, want %d", c.name, r.Number, r.Standing.Cast(), cast)
	}
}

// checkTimes has every step of a round at which nothing was late when clocks in the
// club's zone show the time of the rules, but where the night is at a time that the
// clocks leave out: the steps go by the time that it has then.
func (s *simulation) checkTimes(c *simulated, r Round) {
	rhythm := r.Rules.Rhythm
	days := map[calendar.Kind]int{
		calendar.Ballot: -3, calendar.Prompt: -2, calendar.Close: -1, calendar.Announce: -1, calendar.Night: 0, calendar.Archive: 1,
	}
	hours := map[calendar.Kind]time.Duration{calendar.Remind: -3, calendar.Ask: 3}
	clocks := func(away int) (time.Time, bool) {
		clock := time.Date(r.Date.Year, r.Date.Month, r.Date.Day+away, rhythm.Hour, rhythm.Minute, 0, 0, c.zone)
		return clock, clock.Hour() == rhythm.Hour && clock.Minute() == rhythm.Minute
	}
	for _, step := range r.Steps {
		away, daily := days[step.Kind]
		if !daily {
			if off := hours[step.Kind]; off != 0 && step.Due.Sub(r.Night) != off*time.Hour {
				s.t.Errorf("%s, round %d: %s is due %v from the night", c.name, r.Number, step.Kind, step.Due.Sub(r.Night))
			}
			continue
		}
		// Where the round began late its steps may be later than by the rules.
		compressed := r.Night.Sub(r.Opened) < 5*24*time.Hour && away < 0
		clock, there := clocks(away)
		if _, nightly := clocks(0); !there || !nightly || compressed {
			continue
		}
		due := step.Due.In(c.zone)
		if due.Format("2006-01-02 15:04:05") != clock.Format("2006-01-02 15:04:05") {
			s.t.Errorf("%s, round %d in %v: %s is due at %v, want %v", c.name, r.Number, c.zone, step.Kind, due, clock)
		}
	}
}

// checkNights has no night of the rhythm left out between two rounds in a row.
func (s *simulation) checkNights(c *simulated, last, r Round) {
	from := time.Date(last.Date.Year, last.Date.Month, last.Date.Day, 0, 0, 0, 0, time.UTC)
	to := time.Date(r.Date.Year, r.Date.Month, r.Date.Day, 0, 0, 0, 0, time.UTC)
	between := int(to.Sub(from).Hours()) / 24
	switch rhythm := r.Rules.Rhythm; {
	case rhythm.Weeks > 0 && between != 7*rhythm.Weeks:
		s.t.Errorf("%s, round %d: %v is %d days after %v", c.name, r.Number, r.Date, between, last.Date)
	case rhythm.Weeks == 0 && (from.AddDate(0, 0, 1-from.Day()).AddDate(0, 1, 0).Month() != to.Month() || to.Weekday() != rhythm.Day):
		s.t.Errorf("%s, round %d: %v comes after %v", c.name, r.Number, r.Date, last.Date)
	}
}
