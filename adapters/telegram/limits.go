package telegram

import (
	"cmp"
	"time"

	"golang.org/x/time/rate"
)

// A Pace is how fast the bot writes where nobody waits for it: how long it is at least
// from one message to the next. What is zero is as Telegram's limits have it.
type Pace struct {
	// All is for all chats together, Chat for one of them.
	All, Chat time.Duration
	// Group is for a group, in which the first three follow each other as Chat says.
	Group time.Duration
}

// limits are what Telegram allows, with room for answers to people, which nothing
// delays: about 30 messages a second in all, one a second in a chat and 20 a minute
// in a group (https://core.telegram.org/bots/faq, "My bot is hitting limits"). To edit
// a message, to pin one and to open a topic count as much as to send one
// (https://github.com/tdlib/td/issues/2592).
var limits = Pace{
	All:   time.Second / 22,
	Chat:  1100 * time.Millisecond,
	Group: 4 * time.Second, // at most 18 in a minute
}

const (
	groupBunch = 3
	// maxOpen is how many posts may have left without being answered. All of these may
	// arrive within a second in which another 23 leave. A post is one of them from its wait
	// for the pace of all on, also while its Begin writes to a database: for little more
	// than beginTimeout and callTimeout, but with a file for as long as uploadTimeout.
	maxOpen = 7
	// beginTimeout is how long the Begin of a post may take.
	beginTimeout = 5 * time.Second
)

func (p Pace) orDefault() Pace {
	return Pace{All: cmp.Or(p.All, limits.All), Chat: cmp.Or(p.Chat, limits.Chat), Group: cmp.Or(p.Group, limits.Group)}
}

func limiter(interval time.Duration, bunch int) *rate.Limiter {
	return rate.NewLimiter(rate.Every(interval), bunch)
}
