package telegram

import (
	"context"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Telegram asks bots to keep to about 30 messages a second in all, one a second
// in a chat and 20 a minute in a group (https://core.telegram.org/bots/faq,
// "My bot is hitting limits"). Announcements leave room for answers to people,
// which nothing delays.
const (
	postsPerSecond     = 25
	postsBurst         = 25
	chatPostsPerSecond = 1
	chatPostsBurst     = 3
	groupPostsBurst    = 5
	groupPostsInterval = 4 * time.Second // with the burst, at most 20 in a minute
)

// chatsKept bounds how many chats the adapter remembers something about.
const chatsKept = 10_000

// chats is what the adapter has learned about chats since it started. Chats that
// nothing is known about are not in it. Its methods may be called concurrently.
type chats struct {
	posts *rate.Limiter

	mu    sync.Mutex
	known map[string]*chat
}

type chat struct {
	used time.Time
	// until is when Telegram lets the bot call again.
	until time.Time
	// gone tells that the bot has no access, as far as it has heard.
	gone bool
	// next is what the chat became; told that the handler knows.
	next string
	told bool

	second, minute *rate.Limiter
}

func newChats() *chats {
	return &chats{
		posts: rate.NewLimiter(postsPerSecond, postsBurst),
		known: map[string]*chat{},
	}
}

// get returns what is known about a chat, making room first. The caller holds
// c.mu.
func (c *chats) get(id string) *chat {
	now := time.Now()
	s := c.known[id]
	if s == nil {
		if len(c.known) >= chatsKept {
			c.forget(now)
		}
		s = &chat{}
		c.known[id] = s
	}
	s.used = now
	return s
}

// forget drops the chats about which nothing matters any more, and if that makes
// too little room, others: what is lost with them is a call that Telegram refuses.
func (c *chats) forget(now time.Time) {
	for id, s := range c.known {
		if !s.gone && s.next == "" && now.After(s.until) && now.Sub(s.used) > time.Minute {
			delete(c.known, id)
		}
	}
	for id := range c.known {
		if len(c.known) <= chatsKept*3/4 {
			return
		}
		delete(c.known, id)
	}
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

// pace waits until a chat may be posted to without anybody having asked.
func (c *chats) pace(ctx context.Context, id string) error {
	c.mu.Lock()
	s := c.get(id)
	if s.second == nil {
		s.second = rate.NewLimiter(chatPostsPerSecond, chatPostsBurst)
		s.minute = rate.NewLimiter(rate.Inf, 0)
		if isGroup(id) {
			s.minute = rate.NewLimiter(rate.Every(groupPostsInterval), groupPostsBurst)
		}
	}
	limiters := []*rate.Limiter{s.minute, s.second, c.posts}
	c.mu.Unlock()
	for _, l := range limiters {
		if err := l.Wait(ctx); err != nil {
			return err
		}
	}
	return nil
}

// isGroup tells groups and channels from private chats by their number
// (https://core.telegram.org/api/bots/ids).
func isGroup(id string) bool { return strings.HasPrefix(id, "-") }
