package jobstest

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"sync"
	"time"

	"filmbot/bot"
)

// pause is how long a [Queue] waits before it does a job again that failed.
const pause = 20 * time.Second

// A Queue keeps jobs in memory, for tests of what is woken by them. It implements
// [bot.Jobs] with any clock. A test that goes through years need not work: it
// sets its clock to [Queue.Next] and calls [Queue.Do], again and again, and gets
// the jobs one by one in an order that is always the same. Its methods may be
// called concurrently, and by the jobs themselves.
type Queue struct {
	now func() time.Time

	mu      sync.Mutex
	waiting map[string]*waiting
	order   order
	count   int
	changed chan struct{}
}

// waiting is a job that waits.
type waiting struct {
	bot.Job
	// next is when it is to be done, later than At after a failure.
	next time.Time
	// number tells jobs apart that are due at the same time.
	number int
	place  int
}

var _ bot.Jobs = (*Queue)(nil)

// NewQueue returns an empty queue with a clock.
func NewQueue(now func() time.Time) *Queue {
	return &Queue{now: now, waiting: make(map[string]*waiting), changed: make(chan struct{})}
}

// Insert inserts jobs, each in place of the one that waits under its key.
func (q *Queue) Insert(jobs ...bot.Job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, j := range jobs {
		j.At = j.At.UTC().Truncate(time.Microsecond)
		q.remove(j.Key)
		q.add(j, j.At)
	}
	q.tell()
}

// Cancel takes away the jobs that wait under keys.
func (q *Queue) Cancel(keys ...string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, key := range keys {
		q.remove(key)
	}
	q.tell()
}

func (q *Queue) add(j bot.Job, next time.Time) {
	q.count++
	w := &waiting{Job: j, next: next, number: q.count}
	q.waiting[j.Key] = w
	heap.Push(&q.order, w)
}

func (q *Queue) remove(key string) {
	if w, ok := q.waiting[key]; ok {
		heap.Remove(&q.order, w.place)
		delete(q.waiting, key)
	}
}

// tell wakes those who work.
func (q *Queue) tell() {
	close(q.changed)
	q.changed = make(chan struct{})
}

// Len is how many jobs wait.
func (q *Queue) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.order)
}

// Next is when the next job is to be done, and whether there is one.
func (q *Queue) Next() (time.Time, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.order) == 0 {
		return time.Time{}, false
	}
	return q.order[0].next, true
}

// Do does the jobs that are due, with those that these insert, one after the
// other, and returns how many it has done or tried. One that fails waits for
// some seconds.
func (q *Queue) Do(ctx context.Context, do func(context.Context, bot.Job) error) int {
	done := 0
	for ctx.Err() == nil {
		j, ok := q.take()
		if !ok {
			break
		}
		done++
		if safely(ctx, j, do) != nil {
			q.again(j)
		}
	}
	return done
}

// take takes the next job that is due.
func (q *Queue) take() (bot.Job, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.order) == 0 || q.order[0].next.After(q.now()) {
		return bot.Job{}, false
	}
	j := q.order[0].Job
	q.remove(j.Key)
	return j, true
}

// again puts a job back that failed. One that was inserted meanwhile under its key
// stands for it.
func (q *Queue) again(j bot.Job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if _, ok := q.waiting[j.Key]; !ok {
		q.add(j, q.now().Add(pause))
	}
}

func safely(ctx context.Context, j bot.Job, do func(context.Context, bot.Job) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic with a %T", p)
		}
	}()
	return do(ctx, j)
}

// Work implements [bot.Jobs]. It waits with the clock that package time has.
func (q *Queue) Work(ctx context.Context, do func(context.Context, bot.Job) error) error {
	for ctx.Err() == nil {
		q.mu.Lock()
		changed := q.changed
		q.mu.Unlock()
		// What is under way may go on when ctx is done.
		q.Do(ctx, func(ctx context.Context, j bot.Job) error { return do(context.WithoutCancel(ctx), j) })
		if next, ok := q.Next(); ok {
			q.await(ctx, changed, next.Sub(q.now()))
			continue
		}
		select {
		case <-ctx.Done():
		case <-changed:
		}
	}
	return nil
}

func (q *Queue) await(ctx context.Context, changed <-chan struct{}, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-changed:
	case <-timer.C:
	}
}

// order is a heap of the jobs that wait, the next one first.
type order []*waiting

func (o order) Len() int { return len(o) }

func (o order) Less(i, j int) bool {
	return cmp.Or(o[i].next.Compare(o[j].next), cmp.Compare(o[i].number, o[j].number)) < 0
}

func (o order) Swap(i, j int) {
	o[i], o[j] = o[j], o[i]
	o[i].place, o[j].place = i, j
}

// Push implements [heap.Interface].
func (o *order) Push(x any) {
	w := x.(*waiting)
	w.place = len(*o)
	*o = append(*o, w)
}

// Pop implements [heap.Interface].
func (o *order) Pop() any {
	last := len(*o) - 1
	w := (*o)[last]
	*o = (*o)[:last]
	return w
}
