package bot_test

import (
	"slices"
	"strings"

	"filmbot/bot"
)

// An effect is what posts in several chats are for.
type effect struct {
	first *owed
	// latest is the last that each chat was owed, by its address.
	latest map[string]*owed
}

// repeat has a moderator press the button of a note, to have a post sent again that
// may not have arrived.
func (o *owed) repeat(at *crowd, note bot.Reply) {
	c := o.at.club
	if c.s.away() || c.gone[at.Place()] {
		return
	}
	text := c.press(at.Chat, note.Buttons[0].Line)
	if o.live() && text == "I am posting it again." {
		o.oweAgain()
	}
}

// oweAgain has the chat owed what was deleted.
func (o *owed) oweAgain() {
	const most = 5
	if o.try == most || !o.live() || strings.HasPrefix(o.kind, "note ") {
		return
	}
	o.once(o.at.Address())
}

// once has a chat owed a post like this one.
func (o *owed) once(address string) *owed {
	c := o.at.club
	c.s.happened["post again"]++
	next := c.owe(address, o.kind, c.s.now)
	next.try = 1
	if last := o.of.latest[address]; last != nil {
		next.try = last.try + 1
	}
	next.of, next.again, next.film, next.night = o.of, true, o.film, o.night
	o.of.latest[address] = next
	return next
}

// missed reports whether a chat has no post for an effect and will not get one unless it
// is made up for: what it has refused is where the bot is back.
func (e *effect) missed(address string, back []string) bool {
	o := e.latest[address]
	return o == nil || o.ended == lapsedPost || o.ended == latePost || o.ended == refusedPost && slices.Contains(back, o.at.Place())
}

// findOut looks at a message again that could not be edited: it may be there after all,
// and is missed where it is not.
func (o *owed) findOut() {
	m := o.message
	if m == nil || !m.lost || o.at.club.gone[o.at.Place()] {
		return
	}
	if m.lost = m.deleted; m.deleted {
		o.oweAgain()
	}
}

// newest is the last effect of a kind in the round.
func (c *simulated) newest(kind string) *effect {
	for _, e := range slices.Backward(c.effects) {
		if e.first.kind == kind {
			return e
		}
	}
	return nil
}

// deleteOne has somebody delete a message of the round.
func (c *simulated) deleteOne() {
	var some []*message
	for _, chat := range c.chats {
		for _, m := range c.s.platform.chats[chat.Key()].messages {
			if m.of.round == c.was.Number && !m.deleted {
				some = append(some, m)
			}
		}
	}
	if len(some) > 0 {
		c.s.happened["deleted"]++
		oneOf(c.s, some...).deleted = true
	}
}
