package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"filmbot/bot"
	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

func moderatorOf(at bot.Chat) bot.User {
	return bot.User{Platform: at.Platform, ID: "mod" + at.ID, Name: "Mod"}
}

func member(at bot.Chat, n int) bot.User {
	return bot.User{Platform: at.Platform, ID: fmt.Sprint("m", n), Name: fmt.Sprint("Member ", n)}
}

// door is a chat that the bot is in, or the zero value.
func (c *simulated) door() bot.Chat {
	var open []bot.Chat
	for _, chat := range c.chats {
		if !c.gone[chat.Place()] {
			open = append(open, chat)
		}
	}
	if len(open) == 0 {
		return bot.Chat{}
	}
	return oneOf(c.s, open...)
}

// ask gives a line to the bot as a person does.
func (c *simulated) ask(at bot.Chat, who bot.User, line string, pressed bool) bot.Reply {
	r := c.s.either().Handle(context.Background(), bot.Request{
		Line: line, Pressed: pressed, User: who, Chat: at, Whispers: at.Platform == "discord",
		Standing: func(context.Context, bot.Chat) (bot.Standing, error) {
			return bot.Standing{Administrator: strings.HasPrefix(who.ID, "mod")}, nil
		},
	})
	c.s.hear()
	if r.Empty() || strings.Contains(r.Text, "Something went wrong") {
		c.s.wrong(c, "%s: answered %q", line, r.Text)
	}
	return r
}

// tell has a moderator type a line, press one a button; both return the answer.
func (c *simulated) tell(at bot.Chat, line string) string {
	return c.ask(at, moderatorOf(at), line, false).Text
}

func (c *simulated) press(at bot.Chat, line string) string {
	return c.ask(at, moderatorOf(at), line, true).Text
}

// live has people do something in the club, now and again.
func (c *simulated) live() {
	s := c.s
	pace := 60 * time.Hour
	if c.rules.Rhythm.Weeks != 1 {
		pace = 140 * time.Hour
	}
	s.after(10*time.Minute+s.upTo(pace), c.live)
	at := c.door()
	if s.away() || at.ID == "" {
		return
	}
	if c.was.Over() {
		if s.chance(3) {
			c.start(at)
		}
		return
	}
	switch {
	case !c.was.Paused.IsZero():
		c.checkAsleep()
		if s.chance(3) {
			c.resume(at)
		}
		return
	case c.was.Phase == round.Failed && s.chance(4) && !c.late():
		s.happened["start"]++
		c.start(at)
		return
	case s.chance(9):
		c.moderate(at)
	case s.chance(40):
		c.deleteOne()
	}
	switch {
	case c.was.Phase == round.Nominating:
		for range s.dice.IntN(3) {
			c.nominate(c.door())
		}
		if c.was.Rules.Way == calendar.ByPick && s.chance(2) {
			c.order(at, orders[pickOrder])
		}
	case c.was.Phase == round.Voting:
		for range 1 + s.dice.IntN(6) {
			c.vote(c.door())
		}
		s.after(15*time.Minute, c.count)
	case c.was.Phase == round.Chosen && s.chance(2):
		for range 1 + s.dice.IntN(2) {
			c.coming(c.door())
		}
	}
	if c.was.Phase == round.Voting && s.chance(8) {
		// The last moments of a vote.
		closing, _ := c.was.Step(calendar.Close)
		for _, at := range []time.Time{closing.Due.Add(-time.Second), closing.Due, closing.Due.Add(time.Second)} {
			s.at(at, func() { c.vote(c.door()) })
		}
	}
	night, _ := c.was.Step(calendar.Night)
	if night.Settled() && s.chance(2) {
		for range 1 + s.dice.IntN(3) {
			c.rate(c.door())
		}
	}
}

func (c *simulated) nominate(at bot.Chat) {
	who := member(at, c.s.dice.IntN(8))
	film := fmt.Sprint("#sm", 1+c.s.dice.IntN(50))
	text := c.ask(at, who, "/week nominate "+film, false).Text
	if strings.Contains(text, "Nominate it anyway?") && c.s.chance(2) {
		text = c.ask(at, who, "/week nominate anyway "+film, true).Text
	}
	took := strings.Contains(text, "is nominated.")
	number, count := c.was.Number, len(c.was.Nominations)
	c.look(byMember)
	if got := len(c.was.Nominations) - count; c.was.Number == number && took != (got == 1) {
		c.s.wrong(c, "after %q there are %d nominations more", text, got)
	}
}

func (c *simulated) start(at bot.Chat) {
	if text := c.tell(at, "/week start"); !strings.HasPrefix(text, "The round is open") {
		c.s.wrong(c, "/week start: %q", text)
	}
	c.off = false
	c.look(byStart)
}

func (c *simulated) resume(at bot.Chat) {
	text := c.tell(at, "/week resume")
	if !strings.HasPrefix(text, "It goes on") && !c.late() {
		c.s.wrong(c, "/week resume: %q", text)
	}
	c.look(byReturn)
}

// late reports whether something is due just now.
func (c *simulated) late() bool {
	wake, ok := c.was.Wake()
	return ok && !wake.After(c.s.now)
}

// An order is something that moderators can do.
type order struct {
	line func(c *simulated) string
	// done is how the answer begins if it was done.
	done string
	why  cause
	// times is how often it is given, beside others.
	times int
}

func plain(line string) func(*simulated) string { return func(*simulated) string { return line } }

var orders = []order{
	{plain("/week pause"), "Paused", byPause, 3},
	{plain("/week skip"), "The film night of", bySkip, 1},
	{plain("/week close"), "Done, ahead", byClose, 3},
	{plain("/week undo"), "Taken back", byUndo, 4},
	{plain("/week watched"), "Noted", byWitness, 1},
	{plain("/week fell"), "Noted", byWitness, 1},
	{func(c *simulated) string {
		return fmt.Sprint("/week pick #sm", 1+c.s.dice.IntN(50))
	}, "Picked", byPick, 3},
	{func(c *simulated) string {
		return "/week extend" + oneOf(c.s, "", " 5 hours", " 12 hours", " 2 days")
	}, "There is more time", byExtend, 3},
	{func(c *simulated) string {
		return "/week date " + c.was.Night.In(c.zone).AddDate(0, 0, c.s.dice.IntN(16)-5).Format("2006-01-02")
	}, "The film night is on", byMove, 3},
}

// Places among the orders.
const (
	undoOrder = 3
	pickOrder = 6
)

// moderate has a moderator do something.
func (c *simulated) moderate(at bot.Chat) {
	s := c.s
	if c.late() {
		s.work()
	}
	switch s.dice.IntN(12) {
	case 0:
		c.move(at)
		return
	case 1:
		c.change()
		return
	case 2:
		c.here(at)
		return
	case 3:
		if s.chance(3) {
			c.off = strings.HasPrefix(c.tell(at, "/week stop"), "No more rounds")
			return
		}
	}
	var all []order
	for _, o := range orders {
		for range o.times {
			all = append(all, o)
		}
	}
	o := oneOf(s, all...)
	c.order(at, o)
	if s.chance(4) {
		s.after(s.upTo(3*time.Hour), func() {
			if at := c.door(); at.ID != "" && !s.away() {
				c.order(at, orders[undoOrder])
			}
		})
	}
}

func (c *simulated) order(at bot.Chat, o order) {
	if c.late() {
		c.s.work() // a step that somebody has just brought forward
	}
	line := o.line(c)
	text := c.tell(at, line)
	c.said = line
	if strings.HasPrefix(text, o.done) {
		c.s.happened[strings.Fields(line)[1]]++
		c.look(o.why)
		if o.why == byUndo {
			c.caughtUp() // what was of no use for a while
		}
		return
	}
	c.s.happened["refused "+strings.Fields(line)[1]]++
	c.look(byClock)
}

// move gives the club another zone.
func (c *simulated) move(at bot.Chat) {
	c.s.happened["zone"]++
	c.zone = c.location(oneOf(c.s, simulatedZones...))
	text := c.tell(at, "/club zone "+c.zone.String())
	if !strings.HasPrefix(text, "Time zone") {
		c.s.wrong(c, "/club zone: %q", text)
	}
	c.adapted(text)
}

// change gives the club another rhythm.
func (c *simulated) change() {
	c.s.happened["rhythm"]++
	c.adapted(c.setUp(false))
	c.caughtUp()
}

// adapted looks at what a change of zone or rhythm has made of the round.
func (c *simulated) adapted(text string) {
	why := byAdapting
	if strings.Contains(text, "This round stays as it is") {
		why = byClock
		c.s.happened["not adapted"]++
	}
	c.look(why)
}

// here has posts go to a chat no more, or again.
func (c *simulated) here(at bot.Chat) {
	there := slices.Contains(c.at, at.Address())
	switch {
	case there && len(c.at) == 1:
		return
	case there:
		c.tell(at, "/week here off")
	default:
		c.tell(at, "/week here")
	}
	c.learn()
	c.back = c.s.now
	if slices.Contains(c.at, at.Address()) == there {
		c.s.wrong(c, "/week here changed nothing in %s", at.Key())
	}
	if there {
		c.caughtUp()
	} else {
		c.caughtUp(at.Place())
	}
}
