package bot_test

import (
	"slices"
	"strings"
	"time"

	"filmbot/bot"
	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// An owed post is one that a chat is to get, once.
type owed struct {
	at    *crowd
	kind  string
	round int
	// made is when it came to be owed, due when it ought to arrive.
	made, due time.Time
	film      string
	night     time.Time
	// again tells that it was posted before, or in other chats.
	of       *effect
	again    bool
	try      int
	attempts int
	// shaken tells that once nobody could know whether it had arrived.
	shaken  bool
	message *message
	arrived time.Time
	ended   string
	// told tells that moderators heard of what became of it. A note of that is about it.
	told  bool
	about *owed
	// stays tells that it is worth sending though its round is over.
	stays bool
}

// What becomes of posts that do not arrive.
const (
	refusedPost = "refused"  // by the chat
	lapsedPost  = "lapsed"   // it was of no use any more before it could be sent
	latePost    = "too late" // it could not be sent for a day
)

// owe has a chat owed a post.
func (c *simulated) owe(address, kind string, due time.Time) *owed {
	at := c.s.platform.chats[bot.ChatOf(address).Key()]
	o := &owed{at: at, kind: kind, round: c.was.Number, made: c.s.now, due: due, film: c.was.Film, night: c.was.Night}
	at.owed = append(at.owed, o)
	c.s.happened["post owed"]++
	return o
}

// arrive checks a post that the chat gets.
func (o *owed) arrive(r bot.Reply) {
	c, now := o.at.club, o.at.club.s.now
	c.s.happened["post arrived"]++
	o.arrived = now
	o.drop()
	o.checkWait(now)
	if strings.HasPrefix(o.kind, "note ") {
		return
	}
	if late := strings.HasPrefix(r.Text, "⏳"); late != (!o.again && now.Sub(o.due) > 10*time.Minute) {
		c.s.wrong(c, "the %s in %s, due %v ago, says that it is late: %v", o.kind, o.at.Key(), now.Sub(o.due), late)
	}
	night := c.was.Night
	if o.stays {
		night = o.night
	}
	if o.kind != "question" && !strings.Contains(r.Text, inWords(night, c.zone)) {
		c.s.wrong(c, "the %s in %s does not name %s:\n%s", o.kind, o.at.Key(), inWords(night, c.zone), r.Text)
	}
	if !o.live() {
		c.s.wrong(c, "the %s in %s came when it was of no use", o.kind, o.at.Key())
	}
	o.checkMark(r)
}

// inWords is a time as clocks in a zone show it.
func inWords(t time.Time, zone *time.Location) string {
	return t.In(zone).Format("Monday, 2 January, 15:04") + " (" + zone.String() + ")"
}

// checkMark has the buttons of a message be for this club and its round.
func (o *owed) checkMark(r bot.Reply) {
	c := o.at.club
	for _, b := range r.Buttons {
		words := strings.Fields(b.Line)
		number, mark, ok := strings.Cut(words[min(2, len(words)-1)], ".")
		if ok && (mark != bot.ClubMark(c.id) || number == "" || number[0] == '0') {
			c.s.wrong(c, "%s has the button %q", o.at.Key(), b.Line)
		}
	}
}

// shake takes note that nobody can know whether a post has arrived.
func (o *owed) shake() {
	c := o.at.club
	o.shaken = true
	o.drop()
	c.troubled = append(c.troubled, o)
	c.s.happened["post ambiguous"]++
}

// end takes note of what became of a post that has not arrived.
func (o *owed) end(how string) {
	o.ended = how
	o.at.club.s.happened["post "+how]++
	o.drop()
	o.at.club.troubled = append(o.at.club.troubled, o)
}

// drop has the chat owed a post no more.
func (o *owed) drop() {
	o.at.owed = slices.DeleteFunc(o.at.owed, func(other *owed) bool { return other == o })
}

// mostWait is how long a post may take that nothing hinders: it is tried again after
// five minutes at the latest.
const mostWait = 12 * time.Minute

// checkWait has no time in which the post could have been sent.
func (o *owed) checkWait(until time.Time) {
	s := o.at.club.s
	var hindered []interval
	for _, all := range [][]interval{s.downs, s.platform.outages[o.at.Platform]} {
		for _, i := range slices.Backward(all) {
			if !i.to.Before(o.made) && !i.from.After(until) {
				hindered = append(hindered, i)
			}
		}
	}
	slices.SortFunc(hindered, func(a, b interval) int { return a.from.Compare(b.from) })
	// What comes before it in the chat may be tried once more, and that something was
	// deleted is found out when the next edit is due.
	const soon = 6 * time.Second
	free := o.made
	for _, i := range append(hindered, interval{from: until, to: until}) {
		if i.from.Sub(free) > mostWait || len(hindered) == 0 && o.attempts <= 1 && !o.shaken && i.from.Sub(free) > soon {
			s.wrong(o.at.club, "the %s of round %d in %s, made at %v, waited from %v to %v", o.kind, o.round, o.at.Key(), o.made, free, i.from)
			return
		}
		if i.to.After(free) {
			free = i.to
		}
	}
}

// live reports whether the post is to be sent.
func (o *owed) live() bool {
	if strings.HasPrefix(o.kind, "note ") {
		return true
	}
	return (o.stays || o.needed()) && slices.Contains(o.at.club.at, o.at.Address())
}

// outlive has what tells how the round ended be sent after its end, too.
func (c *simulated) outlive() {
	for _, chat := range c.chats {
		for _, o := range c.s.platform.chats[chat.Key()].owed {
			told := o.kind == "cancel" && c.was.Ending == round.CalledOff || o.kind == "question" && c.was.Phase == round.Watched
			o.stays = o.stays || told && !o.again && o.round == c.was.Number && o.of == c.newest(o.kind)
		}
	}
}

// needed reports whether members still need the post, wherever they are.
func (o *owed) needed() bool {
	r := o.at.club.was
	same := r.Film == o.film
	if r.Number != o.round || r.Over() || o.of != o.at.club.newest(o.kind) {
		return false
	}
	night, _ := r.Step(calendar.Night)
	switch o.kind {
	case "opening":
		return r.Phase == round.Nominating
	case "cancel":
		return r.Phase == round.Failed && r.Ending == round.CalledOff
	case "ballot":
		return r.Phase == round.Voting
	case "film":
		return r.Phase == round.Chosen && same && wasTold(r) && !night.Settled()
	case "reminder":
		return r.Phase == round.Chosen && same && !night.Settled()
	case "date":
		return r.Phase == round.Chosen && same && o.night.Equal(r.Night)
	}
	return same && (r.Phase == round.Chosen || r.Phase == round.Watched)
}

// sweep looks at what the chats have not got.
func (c *simulated) sweep() {
	for _, chat := range c.chats {
		at := c.s.platform.chats[chat.Key()]
		for _, o := range slices.Clone(at.owed) {
			switch {
			case !o.live():
				o.checkWait(c.s.now)
				o.end(lapsedPost)
			case !o.again && c.s.now.Sub(o.due) >= 24*time.Hour:
				o.checkWait(o.due.Add(24 * time.Hour))
				o.end(latePost)
			}
		}
	}
	c.troubled = slices.DeleteFunc(c.troubled, func(o *owed) bool {
		old := c.s.now.Sub(o.made) > 60*24*time.Hour
		if old && o.shaken && o.message == nil && !o.told && !strings.HasPrefix(o.kind, "note ") {
			c.s.happened["post ambiguous, nobody told"]++
		}
		return old
	})
}
