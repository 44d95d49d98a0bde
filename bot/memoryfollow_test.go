package bot_test

import (
	"context"
	"slices"
)

// follower is somebody who is told of what has changed.
type follower struct {
	news []touched
	wake chan struct{}
}

type touched struct {
	id       string
	revision int64
}

// Follow tells of every change: the openings of a memory are all the same.
func (m *memory) Follow(ctx context.Context, changed func(id string, revision int64)) error {
	if err := m.begin(ctx); ctx.Err() != nil {
		return nil
	} else if err != nil {
		return err
	}
	f := &follower{wake: make(chan struct{}, 1)}
	m.followers = append(m.followers, f)
	m.mu.Unlock()
	defer func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.followers = slices.DeleteFunc(m.followers, func(other *follower) bool { return other == f })
	}()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-f.wake:
		}
		for _, t := range m.newsFor(f) {
			changed(t.id, t.revision)
		}
	}
}

func (m *memory) newsFor(f *follower) []touched {
	m.mu.Lock()
	defer m.mu.Unlock()
	news := f.news
	f.news = nil
	return news
}

// grow gives a club its next revision.
func (m *memory) grow(club string) int64 {
	c := m.club(club)
	c.revision++
	m.touch(club, c.revision)
	return c.revision
}

func (m *memory) touch(id string, revision int64) {
	for _, f := range m.followers {
		f.news = append(f.news, touched{id, revision})
		select {
		case f.wake <- struct{}{}:
		default: // it is awake already
		}
	}
}
