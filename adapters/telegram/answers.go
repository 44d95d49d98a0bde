package telegram

import (
	"sync"
	"time"
)

const (
	// answerAge is how long an answer is good for.
	answerAge = time.Minute
	// answersKept bounds how many answers of a kind are remembered.
	answersKept = 10_000
)

// A seat is somebody's place in a chat, or without a user the chat.
type seat struct{ chat, user string }

// answers remembers for a short while what Telegram told about seats. Its methods
// may be called concurrently.
type answers[V any] struct {
	now func() time.Time

	mu    sync.Mutex
	known map[seat]known[V]
	// drops counts the calls of drop.
	drops int
}

type known[V any] struct {
	answer V
	until  time.Time
}

// A question is one to Telegram about a seat. What comes back is not kept if
// something changed in the meantime.
type question struct {
	seat  seat
	at    time.Time
	drops int
}

func newAnswers[V any](now func() time.Time) *answers[V] {
	return &answers[V]{now: now, known: map[seat]known[V]{}}
}

// look returns what is known about a seat, or else the question to ask.
func (c *answers[V]) look(s seat) (answer V, known bool, q question) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if k, ok := c.known[s]; ok && now.Before(k.until) {
		return k.answer, true, question{}
	}
	return answer, false, question{s, now, c.drops}
}

// keep remembers the answer to a question.
func (c *answers[V]) keep(q question, answer V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if q.drops != c.drops {
		return
	}
	if _, there := c.known[q.seat]; !there && len(c.known) >= answersKept {
		c.forget()
	}
	c.known[q.seat] = known[V]{answer, q.at.Add(answerAge)}
}

// forget drops what is too old, and if that makes too little room, others. The
// caller holds c.mu.
func (c *answers[V]) forget() {
	now := c.now()
	for s, k := range c.known {
		if !now.Before(k.until) {
			delete(c.known, s)
		}
	}
	for s := range c.known {
		if len(c.known) <= answersKept*3/4 {
			return
		}
		delete(c.known, s)
	}
}

// drop forgets a seat about which something changed. Without a user it forgets all
// those in the chat.
func (c *answers[V]) drop(s seat) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.drops++
	if s.user != "" {
		delete(c.known, s)
		return
	}
	for k := range c.known {
		if k.chat == s.chat {
			delete(c.known, k)
		}
	}
}
