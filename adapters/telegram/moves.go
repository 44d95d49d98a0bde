package telegram

import (
	"context"
	"sync"
	"time"
)

// movePatience is how long messages wait until the handler knows that their chat
// is what another has become. Then they are handled all the same: a store that
// fails must not keep a chat silent.
const movePatience = 5 * time.Second

// moves holds back what is written in a chat that a group has become, until the
// handler knows of that: otherwise the first message there would be answered as
// if nothing were known of the group. Its methods may be called concurrently.
type moves struct {
	mu      sync.Mutex
	awaited map[string]chan struct{} // by the new chat; closed when it is known
}

// expect tells that a move to a chat has been announced.
func (m *moves) expect(to string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.awaited == nil {
		m.awaited = map[string]chan struct{}{}
	}
	if m.awaited[to] == nil {
		m.awaited[to] = make(chan struct{})
	}
}

// known tells that the handler knows of the move to a chat, or never will.
func (m *moves) known(to string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c := m.awaited[to]; c != nil {
		close(c)
		delete(m.awaited, to)
	}
}

// wait waits until the handler knows of a move to a chat that was announced.
func (m *moves) wait(ctx context.Context, chat string) {
	m.mu.Lock()
	c := m.awaited[chat]
	m.mu.Unlock()
	if c == nil {
		return
	}
	patience := time.NewTimer(movePatience)
	defer patience.Stop()
	select {
	case <-c:
	case <-patience.C:
	case <-ctx.Done():
	}
}
