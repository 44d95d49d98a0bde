package telegramtest

import (
	"slices"
	"strings"
	"time"
)

// What the servers let bots do, as far as it is known: 30 messages a second in all,
// 3 in a second in a chat, 20 in a minute in a group
// (https://core.telegram.org/bots/faq, "My bot is hitting limits"). Edits, pins and
// topics count as messages (https://github.com/tdlib/td/issues/2592).
const (
	floodAll   = 30
	floodChat  = 3
	floodGroup = 20
)

var counted = []string{"sendMessage", "sendDocument", "editMessageText", "pinChatMessage", "createForumTopic"}

// flood remembers when messages left. It is guarded by the server's mutex.
type flood struct {
	on      bool
	all     []time.Time
	chats   map[string][]time.Time
	refused int
}

// LimitFloods has the server refuse what is too much.
func (s *Server) LimitFloods() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flood = flood{on: true, chats: map[string][]time.Time{}}
}

// Floods returns how many calls were refused because they were too many.
func (s *Server) Floods() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.flood.refused
}

// check counts a call. It returns how long to wait with it.
func (f *flood) check(c Call) time.Duration {
	id := c.Params["chat_id"]
	if !f.on || id == "" || !slices.Contains(counted, c.Method) {
		return 0
	}
	f.all = since(f.all, c.Time.Add(-time.Second))
	here := since(f.chats[id], c.Time.Add(-time.Minute))
	second := since(here, c.Time.Add(-time.Second))
	wait := time.Duration(0)
	switch {
	case len(f.all) >= floodAll:
		wait = time.Second
	case len(second) >= floodChat:
		wait = time.Second
	case strings.HasPrefix(id, "-") && len(here) >= floodGroup:
		wait = time.Minute - c.Time.Sub(here[0])
	}
	if wait > 0 {
		f.refused++
		return max(wait, time.Second)
	}
	f.all = append(f.all, c.Time)
	f.chats[id] = append(here, c.Time)
	return 0
}

// since returns the times after another.
func since(times []time.Time, after time.Time) []time.Time {
	n := slices.IndexFunc(times, func(t time.Time) bool { return t.After(after) })
	if n < 0 {
		return nil
	}
	return times[n:]
}
