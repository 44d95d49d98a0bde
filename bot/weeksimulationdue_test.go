package bot_test

import (
	"slices"
	"time"

	"filmbot/bot"
	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// oweAll has every chat of the club owed a post.
func (c *simulated) oweAll(kind string, due time.Time) {
	e := &effect{latest: make(map[string]*owed)}
	for _, address := range c.at {
		o := c.owe(address, kind, due)
		o.of, e.latest[address] = e, o
		if e.first == nil {
			e.first = o
			c.effects = append(c.effects, e)
		}
	}
}

// oweNote has moderators owed a word.
func (c *simulated) oweNote(about string) {
	if len(c.at) > 0 {
		c.owe(c.at[0], "note "+about, c.s.now)
	}
}

// oweFor has the chats owed what follows from a change of the round.
func (c *simulated) oweFor(was round.Round, why cause) {
	is, now := c.was, c.s.now
	for _, p := range []struct {
		step calendar.Kind
		kind string
	}{{"ballot", "ballot"}, {"announce", "film"}, {"remind", "reminder"}, {"ask", "question"}} {
		step, _ := is.Step(p.step)
		if !step.Mark.Held() || mark(was, p.step).Held() || p.step == "announce" && is.Film == "" {
			continue
		}
		due := step.Due
		if why == byPick || why == byClose {
			due = now // it is what the moderator has just decided
		}
		c.oweAll(p.kind, due)
	}
	sameFilm, sameNight := is.Film == was.Film, is.Night.Equal(was.Night)
	switch {
	case why == byPick && mark(was, "announce").Held(),
		why == byUndo && !sameFilm && wasTold(was) && wasTold(is):
		c.oweAll("film", now)
	case why == byUndo && sameFilm && wasTold(is) && (!sameNight || was.Phase == round.Failed && was.Ending == round.CalledOff),
		why != byUndo && why != byClock && wasTold(was) && wasTold(is) && !sameNight:
		c.oweAll("date", now)
	}
	if why == bySkip {
		c.oweAll("cancel", now)
	}
	c.oweNotes(was, why)
}

// oweNotes has moderators owed a word on what follows from a change of the round.
func (c *simulated) oweNotes(was round.Round, why cause) {
	is := c.was
	// What is due is done before what members do, and after a return.
	byTime := why == byClock || why == byMember || why == byReturn
	skipped := false
	for _, step := range is.Steps {
		if step.Mark == mark(was, step.Kind) || !byTime {
			continue
		}
		over := step.Mark == round.Overtaken
		told := step.Kind == "remind" && over && mark(is, "announce").Held() && c.s.now.Before(is.Night)
		needless := step.Kind == "night" || step.Kind == "prompt" && over || step.Kind == "archive" && is.Phase != round.Watched
		skipped = skipped || (over || step.Mark == round.Missed) && !told && !needless
	}
	switch {
	case mark(is, "prompt").Held() && !mark(was, "prompt").Held():
		c.oweNote("pick")
	case is.Rules.Way == calendar.ByPick && byTime && is.Film == "" && was.Phase != round.Failed &&
		mark(is, "announce") == round.Needless && mark(was, "announce") == round.Ahead:
		c.oweNote("none")
	}
	if skipped {
		c.oweNote("skipped")
	}
	if is.Phase == round.Failed && was.Phase != round.Failed && (is.Ending == round.Filmless || is.Ending == round.Overslept) {
		c.oweNote("failed")
	}
}

// caughtUp has chats owed what others have and they lack, after somebody set up where
// posts go to, or the bot came back to places.
func (c *simulated) caughtUp(back ...string) {
	if c.was.Number == 0 || c.was.Over() {
		return
	}
	for _, e := range c.effects {
		for _, o := range e.latest {
			o.findOut()
		}
		for _, address := range c.at {
			if e.first.needed() && e.missed(address, back) {
				c.s.happened["caught up"]++
				e.first.once(address)
			}
		}
	}
}

// checkAsleep has no round sleep for long where the bot is in one of its chats.
func (c *simulated) checkAsleep() {
	s, since := c.s, c.s.now.Add(-30*time.Hour)
	there := slices.ContainsFunc(c.at, func(address string) bool { return !c.gone[bot.ChatOf(address).Place()] })
	hindered := meets(s.downs, since, s.now) || meets(s.platform.outages["discord"], since, s.now) || meets(s.platform.outages["telegram"], since, s.now)
	if there && s.store.clubs[c.id].asleep && !hindered && c.back.Before(since) {
		s.wrong(c, "the round sleeps though the bot is there")
	}
}

// settleUp looks at all clubs at the end.
func (s *simulation) settleUp() {
	for _, c := range s.clubs {
		c.look(byClock)
		c.sweep()
		kept := s.store.clubs[c.id]
		switch wake, ok := c.was.Wake(); {
		case s.errors > 0:
		case c.was.Over() && c.off:
		case c.was.Over():
			s.wrong(c, "no round has opened after the last one")
		case !c.was.Paused.IsZero():
			c.checkAsleep()
		case !ok || wake.Before(s.now.Add(-time.Minute)) && !s.away():
			s.wrong(c, "the round waits for %v", wake)
		}
		n := 0
		for _, r := range kept.rounds {
			if r.watched.Round > 0 {
				n++
			}
		}
		if n != c.watched {
			s.wrong(c, "%d films were watched, want %d", n, c.watched)
		}
	}
}
