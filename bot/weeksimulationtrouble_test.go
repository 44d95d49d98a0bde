package bot_test

import (
	"errors"
	"slices"
	"time"

	"filmbot/bot"
)

// errKilled is what a process meets that has ended: nothing more is stored.
var errKilled = errors.New("the process was killed")

// An interval is a time in which something did not work.
type interval struct{ from, to time.Time }

// meets reports whether any of some intervals touches a time.
func meets(all []interval, from, to time.Time) bool {
	for _, i := range slices.Backward(all) {
		if i.to.Before(from.Add(-100 * 24 * time.Hour)) {
			return false // they are in the order of their beginnings, and none is longer
		}
		if !i.to.Before(from) && !i.from.After(to) {
			return true
		}
	}
	return false
}

// troubles has the machines fail now and then.
func (s *simulation) troubles() {
	s.after(s.upTo(40*24*time.Hour), s.powerCut)
	s.after(s.upTo(3*24*time.Hour), s.update)
	for _, name := range []string{"discord", "telegram"} {
		s.after(s.upTo(50*24*time.Hour), func() { s.outage(name) })
	}
}

// long is how long trouble lasts: minutes, hours or days.
func (s *simulation) long() time.Duration {
	switch s.dice.IntN(12) {
	case 0:
		return s.upTo(3 * 24 * time.Hour)
	case 1, 2, 3:
		return s.upTo(12 * time.Hour)
	}
	return s.upTo(30 * time.Minute)
}

// powerCut has no process run for a while.
func (s *simulation) powerCut() {
	s.down(s.long())
	s.after(s.upTo(40*24*time.Hour), s.powerCut)
}

// down ends the processes, and begins new ones after a while.
func (s *simulation) down(long time.Duration) {
	s.happened["down"]++
	s.downs = append(s.downs, interval{s.now, s.now.Add(long)})
	s.up = s.now.Add(long)
	s.restart()
}

// update begins new processes at once.
func (s *simulation) update() {
	s.happened["restart"]++
	s.restart()
	s.after(s.upTo(40*24*time.Hour), s.update)
}

// kill ends the process at work: from here on it can store nothing.
func (s *simulation) kill() {
	s.happened["kill"]++
	s.killed, s.store.broken = true, errKilled
}

// die begins anew after a kill.
func (s *simulation) die() {
	s.killed, s.store.broken = false, nil
	s.down(oneOf(s, 0, 5*time.Second, time.Minute, 100*time.Second, 4*time.Minute, s.upTo(8*time.Hour)))
}

// outage has a platform do nothing for a while.
func (s *simulation) outage(name string) {
	s.platform.fail(name, min(s.long(), 28*time.Hour))
	s.after(s.upTo(80*24*time.Hour), func() { s.outage(name) })
}

// kick has the bot thrown out of one of a club's places, or of all, and let in again
// later.
func (c *simulated) kick() {
	s := c.s
	s.after(s.upTo(300*24*time.Hour), c.kick)
	one := oneOf(s, c.chats...).Place()
	all := s.chance(2)
	for _, place := range c.places() {
		if !all && place != one || c.gone[place] {
			continue
		}
		s.happened["kicked"]++
		c.gone[place] = true
		// The platform tells at once, later, or never.
		s.after(oneOf(s, 0, 0, s.upTo(time.Hour)), func() {
			if c.gone[place] && !s.chance(8) {
				c.observe(place, bot.Absent)
			}
		})
		s.after(oneOf(s, s.upTo(24*time.Hour), s.upTo(40*24*time.Hour)), func() { c.letIn(place) })
	}
}

func (c *simulated) letIn(place string) {
	if c.s.away() {
		// The platform tells what is when the process is there again.
		c.s.at(c.s.up.Add(time.Second), func() { c.letIn(place) })
		return
	}
	c.gone[place] = false
	c.back = c.s.now
	if !c.s.chance(8) { // the platform may not tell
		c.observe(place, bot.Present)
	}
}

func (c *simulated) observe(place string, p bot.Presence) {
	s := c.s
	if s.away() {
		s.at(s.up.Add(time.Second), func() {
			if c.gone[place] == (p == bot.Absent) {
				c.observe(place, p)
			}
		})
		return
	}
	chat := c.chats[slices.IndexFunc(c.chats, func(chat bot.Chat) bool { return chat.Place() == place })]
	recorded, _ := s.store.PresenceIn(s.t.Context(), place)
	if err := s.either().Observe(s.t.Context(), bot.Event{Chat: chat, Presence: p}); err != nil {
		s.wrong(c, "Observe = %v", err)
	}
	c.look(byReturn)
	if recorded == bot.Absent && p == bot.Present {
		c.caughtUp(place)
	}
}

// away reports whether no process runs.
func (s *simulation) away() bool { return s.now.Before(s.up) }
