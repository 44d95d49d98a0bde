package round

import (
	"fmt"
	"time"

	"filmbot/bot/calendar"
)

// woken advances a round, now and then in two processes at once.
func (s *simulation) woken(c *simulated, now time.Time) {
	facts := Facts{Films: s.catalog, Watched: c.films, Votes: c.votes}
	version := c.version
	r, effects, err := s.load(c).Advance(now, c.zone, facts, s.random.IntN)
	race := err == nil && s.chance(10)
	var rival Round
	var rivals []Effect
	if race {
		rival, rivals, _ = s.load(c).Advance(now, c.zone, facts, s.random.IntN)
	}
	if err == nil && !s.swap(c, version, r, effects, now) {
		s.t.Errorf("%s: the version has changed", c.name)
	}
	if race {
		if s.races++; s.swap(c, version, rival, rivals, now) {
			s.t.Errorf("%s: two processes have stored the same version", c.name)
		}
		again, effects, err := s.load(c).Advance(now, c.zone, facts, s.random.IntN)
		if err == nil && again.Number == r.Number && (len(effects) > 1 || fmt.Sprint(again.Steps) != fmt.Sprint(s.load(c).Steps)) {
			s.t.Errorf("%s: advanced twice at %v: %s", c.name, now, told(effects))
		}
	}
	if r.Phase == Voting && c.votes == nil {
		c.votes = []Cast{}
		s.at(now.Add(s.within(2*time.Hour)), c, (*simulation).vote)
	}
}

func (s *simulation) nominate(c *simulated, now time.Time) {
	version, r := c.version, s.load(c)
	for range s.random.IntN(4) {
		film := s.catalog[s.random.IntN(len(s.catalog))]
		by := Who{Key: fmt.Sprint("discord:", s.random.IntN(9))}
		if next, _, err := r.Nominate(film, by, s.chance(2), now, Facts{Watched: c.films}); err == nil {
			r = next
		}
	}
	s.swap(c, version, r, nil, now)
}

func (s *simulation) vote(c *simulated, now time.Time) {
	if r := s.load(c); r.MayVote(now) == nil {
		for range s.random.IntN(20) {
			c.votes = append(c.votes, Cast{"telegram", Ballot(s.random.IntN(1 << len(r.Ballot))), 1})
		}
	}
}

func (s *simulation) pick(c *simulated, now time.Time) {
	version := c.version
	r, effects, err := s.load(c).Pick(s.catalog[s.random.IntN(len(s.catalog))], mod, now)
	if err == nil {
		s.swap(c, version, r, effects, now)
	}
}

// pause stops a club's round for hours or weeks.
func (s *simulation) pause(c *simulated, now time.Time) {
	s.woken(c, now)
	version := c.version
	r, effects, err := s.load(c).Pause(now)
	if err != nil {
		s.t.Errorf("%s: Pause = %v", c.name, err)
		return
	}
	s.swap(c, version, r, effects, now)
	c.paused = now
	long := s.within(time.Duration(1+s.random.IntN(30)) * 24 * time.Hour)
	s.at(now.Add(long), c, (*simulation).resume)
}

func (s *simulation) resume(c *simulated, now time.Time) {
	version := c.version
	r, effects, err := s.load(c).Resume(c.rules, now, c.zone)
	if err != nil {
		s.t.Errorf("%s: Resume = %v", c.name, err)
		return
	}
	c.disturbed = append(c.disturbed, interval{c.paused, now})
	c.paused = time.Time{}
	s.swap(c, version, r, effects, now)
	s.at(now.Add(s.within(400*24*time.Hour)), c, (*simulation).pause)
}

// change gives a club another hour or another zone.
func (s *simulation) change(c *simulated, now time.Time) {
	s.at(now.Add(s.within(500*24*time.Hour)), c, (*simulation).change)
	s.woken(c, now)
	if s.chance(2) {
		c.zone = s.somewhere()
	} else {
		c.rules.Rhythm.Hour = s.random.IntN(24)
	}
	c.disturbed = append(c.disturbed, interval{now, now})
	version := c.version
	r, effects, err := s.load(c).Adapt(c.rules, now, c.zone)
	switch {
	case err == nil:
		s.swap(c, version, r, effects, now)
	case why(err) != NoTime && why(err) != IsPaused:
		s.t.Errorf("%s: Adapt = %v", c.name, err)
	case why(err) == NoTime:
		// The round stays as it is; until its end its times are those of before.
		c.disturbed = append(c.disturbed, interval{now, r.Night.Add(8 * 24 * time.Hour)})
	}
}

func (s *simulation) somewhere() *time.Location { return zone(s.t, zones[s.random.IntN(len(zones))]) }

// club is a new one, by random rules.
func (s *simulation) club(i int, start time.Time) *simulated {
	rules := fridays([]calendar.Way{calendar.ByVote, calendar.ByVote, calendar.AtRandom, calendar.ByPick}[s.random.IntN(4)])
	rules.Rhythm = calendar.Rhythm{
		Weeks: 1, Day: time.Weekday(s.random.IntN(7)),
		Hour: s.random.IntN(24), Minute: 15 * s.random.IntN(4),
	}
	switch s.random.IntN(6) {
	case 0:
		rules.Rhythm.Weeks = 2
	case 1:
		rules.Rhythm.Weeks, rules.Rhythm.Which = 0, []int{1, 2, 3, 4, calendar.Last}[s.random.IntN(5)]
	}
	if s.chance(4) {
		rules.Offsets.Remind = calendar.Span{}
	}
	if s.chance(4) {
		rules.Offsets.Ask = calendar.Span{}
	}
	c := &simulated{
		name: fmt.Sprint("club ", i), zone: zone(s.t, zones[i%len(zones)]), rules: rules, posts: make(map[EffectKind]int),
	}
	s.at(start.Add(s.within(7*24*time.Hour)), c, func(s *simulation, c *simulated, now time.Time) {
		s.over(c, Round{}, now)
		s.at(now.Add(s.within(400*24*time.Hour)), c, (*simulation).pause)
		s.at(now.Add(s.within(500*24*time.Hour)), c, (*simulation).change)
	})
	return c
}
