package telegram

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	// maxAtWork is how many updates are handled at the same time.
	maxAtWork = 32
	// maxInLane is how many updates wait for a chat that does not keep up.
	// Whoever sends more gets no answer.
	maxInLane = 50
	// patience is how long an update may stay unsettled after it arrived. In that time
	// fewer than batchSize others arrive even from a group that votes.
	patience = 1500 * time.Millisecond
)

// lanes let updates of one chat pass one after the other, and those of different
// chats beside each other.
//
// A chat that does not keep up holds up nobody, because what is not settled comes
// with every batch and would crowd out the rest before long: Telegram hands out
// no more than batchSize updates from the first unsettled one on. So an update
// counts as settled while Telegram slows down its chat, which frees its place for
// others too, and after patience in any case. The price is that a kill loses the
// answers that are late then, and an orderly stop those that even its grace does
// not suffice for.
type lanes struct {
	places chan struct{}
	// closing is closed when no time is left for long waits.
	closing <-chan struct{}
	settle  func(id int64)

	mu   sync.Mutex
	open map[string]*lane
	work sync.WaitGroup
}

// A lane has the tasks of one chat that wait for their turn. It is guarded by
// the mutex of the lanes.
type lane struct {
	tasks   []*task
	resting bool
	// late tells that a task was not done in time, from then on until no task is
	// left.
	late bool
}

// A task is an update to be handled.
type task struct {
	id    int64
	event event
	ack   *ack // of a pressed button
	in    *lanes
	lane  *lane
	timer *time.Timer
}

func newLanes(closing <-chan struct{}, settle func(int64)) *lanes {
	return &lanes{
		places:  make(chan struct{}, maxAtWork),
		closing: closing,
		settle:  settle,
		open:    map[string]*lane{},
	}
}

// add puts a task at the end of its lane. It reports false where the lane is
// full. The task is settled when do reports that it is done, or earlier as the
// comment of lanes says; do is called in any case.
func (ls *lanes) add(ctx context.Context, t *task, do func(context.Context, *task) bool) bool {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	key := t.event.lane
	l := ls.open[key]
	running := l != nil
	if !running {
		l = &lane{}
		ls.open[key] = l
	}
	if (l.resting || l.late) && len(l.tasks) >= maxInLane {
		return false
	}
	if l.resting {
		ls.settle(t.id)
	}
	t.in, t.lane = ls, l
	t.timer = time.AfterFunc(patience, t.release)
	l.tasks = append(l.tasks, t)
	if !running {
		ls.work.Go(func() { ls.run(ctx, key, l, do) })
	}
	return true
}

func (ls *lanes) run(ctx context.Context, key string, l *lane, do func(context.Context, *task) bool) {
	for {
		t := ls.next(key, l)
		if t == nil {
			return
		}
		ls.places <- struct{}{}
		done := do(ctx, t)
		<-ls.places
		t.timer.Stop()
		if done {
			ls.settle(t.id)
		}
	}
}

// next takes the first task of a lane, or closes the lane.
func (ls *lanes) next(key string, l *lane) *task {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if len(l.tasks) == 0 {
		delete(ls.open, key)
		return nil
	}
	t := l.tasks[0]
	l.tasks = l.tasks[1:]
	return t
}

// release settles a task that takes too long. When the program ends, nobody waits
// for it any more.
func (t *task) release() {
	ls := t.in
	select {
	case <-ls.closing:
		return
	default:
	}
	ls.mu.Lock()
	defer ls.mu.Unlock()
	t.lane.late = true
	ls.settle(t.id)
}

// errClosing says that the program ends before a wait does.
var errClosing = errors.New("the program ends before Telegram lets the bot go on")

// rest waits because Telegram asks for it. Without a task it just waits.
func (t *task) rest(ctx context.Context, d time.Duration) error {
	if t == nil {
		return sleep(ctx, d)
	}
	t.setResting(true)
	<-t.in.places
	defer func() {
		t.in.places <- struct{}{}
		t.setResting(false)
	}()
	end := time.Now().Add(d)
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-t.in.closing:
	}
	if left := time.Until(end); left < grace {
		return sleep(ctx, left)
	}
	return errClosing
}

// setResting settles what waits with the task, as the comment of lanes says.
func (t *task) setResting(resting bool) {
	ls := t.in
	ls.mu.Lock()
	defer ls.mu.Unlock()
	t.lane.resting = resting
	if !resting {
		return
	}
	ls.settle(t.id)
	for _, waiting := range t.lane.tasks {
		ls.settle(waiting.id)
	}
}

// sleep waits, unless ctx ends before.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
