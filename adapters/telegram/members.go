package telegram

import (
	"sync"
	"time"
)

const (
	// memberAge is how long an answer about a member is good for.
	memberAge = time.Minute
	// membersKept bounds how many answers are remembered.
	membersKept = 10_000
)

// A seat is somebody's place in a chat.
type seat struct{ chat, user string }

// A member is what Telegram tells about somebody in a chat: a part of
// https://core.telegram.org/bots/api#chatmember.
type member struct {
	Status   string `json:"status"`
	IsMember bool   `json:"is_member"`
	CanSend  bool   `json:"can_send_messages"`
	// CanPost is told of administrators of channels only.
	CanPost *bool `json:"can_post_messages"`
}

func (m member) administers() bool { return m.Status == "creator" || m.Status == "administrator" }

// absent reports whether it is a member no more, or never was.
func (m member) absent() bool {
	return m.Status == "left" || m.Status == "kicked" || m.Status == "restricted" && !m.IsMember
}

// mute reports whether the member may not write.
func (m member) mute(channel bool) bool {
	switch {
	case m.absent():
		return true
	case m.Status == "restricted":
		return !m.CanSend
	case m.CanPost != nil:
		return !*m.CanPost
	}
	return channel
}

// members remembers for a short while what Telegram told about members. Its
// methods may be called concurrently.
type members struct {
	now func() time.Time

	mu    sync.Mutex
	known map[seat]knownMember
	// drops counts the calls of drop.
	drops int
}

type knownMember struct {
	member
	until time.Time
}

// A question is one to Telegram about a member. What comes back is not kept if
// something changed in the meantime.
type question struct {
	seat  seat
	at    time.Time
	drops int
}

func newMembers(now func() time.Time) *members {
	return &members{now: now, known: map[seat]knownMember{}}
}

// look returns what is known about a member, or else the question to ask.
func (c *members) look(s seat) (m member, known bool, q question) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if k, ok := c.known[s]; ok && now.Before(k.until) {
		return k.member, true, question{}
	}
	return member{}, false, question{s, now, c.drops}
}

// keep remembers the answer to a question.
func (c *members) keep(q question, m member) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if q.drops != c.drops {
		return
	}
	if _, there := c.known[q.seat]; !there && len(c.known) >= membersKept {
		c.forget()
	}
	c.known[q.seat] = knownMember{m, q.at.Add(memberAge)}
}

// forget drops what is too old, and if that makes too little room, others. The
// caller holds c.mu.
func (c *members) forget() {
	now := c.now()
	for s, k := range c.known {
		if !now.Before(k.until) {
			delete(c.known, s)
		}
	}
	for s := range c.known {
		if len(c.known) <= membersKept*3/4 {
			return
		}
		delete(c.known, s)
	}
}

// drop forgets a member whose standing changed. Without a user it forgets all
// members of the chat.
func (c *members) drop(s seat) {
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
