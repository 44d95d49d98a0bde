package telegram

import (
	"maps"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// chatsKept bounds how many chats the adapter remembers something about, but for
// those that somebody waits to post to.
const chatsKept = 10_000

// chats is what the adapter has learned about chats since it started. Chats that
// nothing is known about are not in it. Its methods may be called concurrently.
type chats struct {
	allowed Pace
	posts   *rate.Limiter
	// next is taken by the post that is the next of all, open by those that have left
	// and are not answered.
	next, open chan struct{}

	mu    sync.Mutex
	known map[string]*chat
	// room is how many chats may be known before some are forgotten, so that about
	// kept are.
	room, kept int
}

type chat struct {
	// until is when Telegram lets the bot call again.
	until time.Time
	// gone tells that the bot has no access, as far as it has heard.
	gone bool
	// next is what the chat became; told that the handler knows.
	next string
	told bool

	// pace is nil where nothing was written since it last mattered.
	pace *pace
	// posting is how many posts wait for their turn.
	posting int
}

func newChats(p Pace) *chats {
	p = p.orDefault()
	return &chats{
		allowed: p,
		posts:   limiter(p.All, 1),
		next:    make(chan struct{}, 1),
		open:    make(chan struct{}, maxOpen),
		known:   map[string]*chat{},
		room:    chatsKept,
		kept:    chatsKept,
	}
}

// get returns what is known about a chat, making room first. The caller holds
// c.mu.
func (c *chats) get(id string) *chat {
	s := c.known[id]
	if s == nil {
		if len(c.known) >= c.room {
			c.forget(time.Now())
		}
		s = &chat{}
		c.known[id] = s
	}
	return s
}

// forget drops the chats about which nothing matters any more, and if that makes
// too little room, others: what is lost with them is first a call that Telegram
// refuses, then one that it asked to wait with.
func (c *chats) forget(now time.Time) {
	maps.DeleteFunc(c.known, func(_ string, s *chat) bool { return s.idle(now) && !s.gone && s.next == "" })
	for _, spare := range []func(*chat) bool{
		func(s *chat) bool { return s.idle(now) },
		func(s *chat) bool { return s.posting == 0 },
	} {
		for id, s := range c.known {
			if len(c.known) <= c.kept*3/4 {
				break
			}
			if spare(s) {
				delete(c.known, id)
			}
		}
	}
	c.room = max(c.kept, len(c.known)*4/3)
}

// idle reports whether the chat could be written to at once.
func (s *chat) idle(now time.Time) bool {
	return s.posting == 0 && !now.Before(s.until) && (s.pace == nil || s.pace.rested(now))
}

// wait returns how long no method may be called for a chat.
func (c *chats) wait(id string) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.known[id]
	if s == nil {
		return 0
	}
	return time.Until(s.until)
}

// hold keeps calls for a chat back for a while.
func (c *chats) hold(id string, d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.get(id)
	if until := time.Now().Add(d); until.After(s.until) {
		s.until = until
	}
}

func (c *chats) gone(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.known[id]
	return s != nil && s.gone
}

func (c *chats) setGone(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.get(id).gone = true
}

// heard notes that the bot has access to a chat after all.
func (c *chats) heard(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.known[id]; s != nil {
		s.gone = false
	}
}

// now returns what became of a chat, and whether the handler knows. For a chat
// that never moved that is the chat itself.
func (c *chats) now(id string) (next string, told bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.known[id]; s != nil && s.next != "" {
		return s.next, s.told
	}
	return id, true
}

// move notes what became of a chat.
func (c *chats) move(from, to string, told bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.get(from)
	s.next, s.told = to, told || s.told && s.next == to
}

// isGroup tells groups and channels from private chats by their number
// (https://core.telegram.org/api/bots/ids).
func isGroup(id string) bool { return strings.HasPrefix(id, "-") }
