package bot_test

import (
	"context"
	"time"

	"filmbot/bot"
)

var _ bot.Jobs = (*memory)(nil)

// wake asks for a job at a time, or for none where the time is zero.
func (m *memory) wake(key string, at time.Time) {
	if at.IsZero() {
		delete(m.wakes, key)
		m.queue.Cancel(key)
		return
	}
	m.wakes[key] = stored(at)
	m.queue.Insert(bot.Job{Key: key, At: at})
}

// WaitingJob tells when the job under a key is due, and whether there is one.
func (m *memory) WaitingJob(ctx context.Context, key string) (time.Time, bool, error) {
	if err := m.begin(ctx); err != nil {
		return time.Time{}, false, err
	}
	defer m.mu.Unlock()
	at, ok := m.wakes[key]
	return at, ok, nil
}

// Work implements [bot.Jobs] with the memory's clock for what is due.
func (m *memory) Work(ctx context.Context, do func(context.Context, bot.Job) error) error {
	return m.queue.Work(ctx, m.doing(do))
}

// nextDue is when the next job or post is due that is not claimed, and whether there
// is one.
func (m *memory) nextDue(now time.Time) (next time.Time, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	earlier := func(at time.Time) {
		if !ok || at.Before(next) {
			next, ok = at, true
		}
	}
	if at, waits := m.queue.Next(); waits {
		earlier(at)
	}
	for _, posts := range m.ahead {
		for _, p := range posts {
			earlier(p.Next)
		}
	}
	return next, ok
}

// doJobs does the jobs that are due by the memory's clock, with those that these
// ask for, and returns how many there were.
func (m *memory) doJobs(ctx context.Context, do func(context.Context, bot.Job) error) int {
	return m.queue.Do(ctx, m.doing(do))
}

// doing takes a job from those that wait before it is done.
func (m *memory) doing(do func(context.Context, bot.Job) error) func(context.Context, bot.Job) error {
	return func(ctx context.Context, j bot.Job) error {
		m.mu.Lock()
		if m.wakes[j.Key].Equal(j.At) {
			delete(m.wakes, j.Key)
		}
		m.mu.Unlock()
		return do(ctx, j)
	}
}
