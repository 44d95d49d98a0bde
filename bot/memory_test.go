package bot_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/bot/jobstest"
	"filmbot/bot/storetest"
)

// memory is a store for tests. What it keeps is gone with the test.
type memory struct {
	mu          sync.Mutex
	bags        map[string][]string
	seen        map[string][]string
	counted     map[string][]time.Time
	lines       map[string]string
	notes       map[string]string
	clubs       map[string]*keptClub
	places      map[string]keptPlace
	codes       map[string]bot.Code
	suggestions []bot.Suggestion
	drafts      map[string]bot.Draft
	// posts are all, postsOf those of each round, and ahead, by platform, those that
	// are due at some time.
	posts     map[bot.PostKey]*keptPost
	postsOf   map[roundKey][]*keptPost
	ahead     map[string]map[bot.PostKey]*keptPost
	wakes     map[string]time.Time
	queue     *jobstest.Queue
	followers []*follower
	// now is the clock by which jobs are due.
	now func() time.Time
	// broken makes every method fail, as a lost disk does.
	broken error
}

func newMemory() *memory {
	m := &memory{
		bags: make(map[string][]string), seen: make(map[string][]string), counted: make(map[string][]time.Time),
		lines: make(map[string]string), notes: make(map[string]string),
		clubs: make(map[string]*keptClub), places: make(map[string]keptPlace), codes: make(map[string]bot.Code),
		drafts: make(map[string]bot.Draft), posts: make(map[bot.PostKey]*keptPost), wakes: make(map[string]time.Time),
		postsOf: make(map[roundKey][]*keptPost), ahead: make(map[string]map[bot.PostKey]*keptPost),
		now: time.Now,
	}
	m.queue = jobstest.NewQueue(func() time.Time { return m.now() })
	return m
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

// stored is a time as it comes back from a store.
func stored(t time.Time) time.Time { return t.Truncate(time.Microsecond).UTC() }

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
