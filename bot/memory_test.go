package bot_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"filmbot/bot"
	"filmbot/bot/storetest"
)

// memory is a store for tests. What it keeps is gone with the test.
type memory struct {
	mu    sync.Mutex
	bags  map[string][]string
	seen  map[string][]string
	lines map[string]string
	notes map[string]string
	// broken makes every method fail, as a lost disk does.
	broken error
}

func newMemory() *memory {
	return &memory{bags: make(map[string][]string), seen: make(map[string][]string), lines: make(map[string]string), notes: make(map[string]string)}
}

func TestMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) func() storetest.Store {
		m := newMemory()
		return func() storetest.Store { return m }
	})
}

// begin locks the memory, unless it may not be used.
func (m *memory) begin(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	if m.broken != nil {
		m.mu.Unlock()
		return m.broken
	}
	return nil
}

func (m *memory) Draw(ctx context.Context, chat string, choose func([]string) (string, []string)) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	film, refill := choose(slices.Clone(m.bags[chat]))
	if err := ctx.Err(); err != nil || film == "" {
		return err
	}
	back := append(slices.Clone(refill), film)
	kept := slices.DeleteFunc(slices.Clone(m.bags[chat]), func(f string) bool { return slices.Contains(back, f) })
	m.bags[chat] = append(kept, film)
	return nil
}

func (m *memory) MoveChat(ctx context.Context, from, to string) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	if from == to {
		return nil
	}
	for chat, films := range m.bags {
		topic, ok := strings.CutPrefix(chat, from)
		if !ok || topic != "" && topic[0] != '/' {
			continue
		}
		delete(m.bags, chat)
		for _, f := range films {
			if !slices.Contains(m.bags[to+topic], f) {
				m.bags[to+topic] = append(m.bags[to+topic], f)
			}
		}
	}
	return nil
}

func (m *memory) Seen(ctx context.Context, user string) ([]string, error) {
	if err := m.begin(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	return slices.Clone(m.seen[user]), nil
}

func (m *memory) MarkSeen(ctx context.Context, user, film string, seen bool) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	m.seen[user] = slices.DeleteFunc(m.seen[user], func(f string) bool { return f == film })
	if seen {
		m.seen[user] = append(m.seen[user], film)
	}
	return nil
}

func (m *memory) KeepLine(ctx context.Context, name, line string) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	m.lines[name] = line
	return nil
}

func (m *memory) KeptLine(ctx context.Context, name string) (string, error) {
	if err := m.begin(ctx); err != nil {
		return "", err
	}
	defer m.mu.Unlock()
	line, ok := m.lines[name]
	if !ok {
		return "", bot.ErrNotFound
	}
	return line, nil
}

func (m *memory) Note(ctx context.Context, key string) (string, error) {
	if err := m.begin(ctx); err != nil {
		return "", err
	}
	defer m.mu.Unlock()
	return m.notes[key], nil
}

func (m *memory) SetNote(ctx context.Context, key, value string) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	m.notes[key] = value
	return nil
}

func (m *memory) Close() error { return nil }
