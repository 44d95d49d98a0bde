package jobs

import (
	"context"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// An Option changes how a queue works.
type Option func(*options)

// leap is how often jobs are looked for that have come to be due, where the clock
// may have jumped.
const leap = 50 * time.Millisecond

// Clock has the queue tell the time by now, and not by the machine's clock or the
// database's. It is meant for tests and replays, in which the time jumps ahead: jobs
// are begun a moment after that, for which they are looked for all the time, and
// one by one. All processes on a database should tell the same time. How long
// something takes is always told by the machine's clock. A nil now changes nothing.
func Clock(now func() time.Time) Option {
	return func(o *options) {
		if now == nil {
			return
		}
		o.clock, o.prompt, o.look = generator(now), true, leap
	}
}

func (o options) with(some []Option) options {
	for _, option := range some {
		option(&o)
	}
	return o
}

// generator is a clock as River has it.
type generator func() time.Time

var _ rivertype.TimeGenerator = generator(nil)

// Now implements [rivertype.TimeGenerator].
func (g generator) Now() time.Time { return g() }

// NowOrNil implements [rivertype.TimeGenerator].
func (g generator) NowOrNil() *time.Time {
	now := g()
	return &now
}

// follow makes the jobs available whose time has come by a clock that may jump, until
// ctx is done: River does so only every few seconds, and with a leader, which is not
// elected anew at once when the time has jumped. The result waits for the end.
func (r *onRiver[TTx]) follow(ctx context.Context, client *river.Client[TTx]) (wait func()) {
	var under sync.WaitGroup
	if r.options.clock == nil {
		return under.Wait
	}
	under.Go(func() {
		tick := time.NewTicker(leap)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				// What fails is done at the next look, or by River.
				_ = r.release(ctx, client)
			}
		}
	})
	return under.Wait
}

// release makes jobs available whose time has come.
func (r *onRiver[TTx]) release(ctx context.Context, client *river.Client[TTx]) error {
	waiting := river.NewJobListParams().
		States(rivertype.JobStateScheduled, rivertype.JobStateRetryable).
		OrderBy(river.JobListOrderByScheduledAt, river.SortOrderAsc).First(batch)
	list, err := client.JobList(ctx, waiting)
	if err != nil {
		return err
	}
	now := r.options.now()
	for _, j := range list.Jobs {
		if j.ScheduledAt.After(now) {
			return nil
		}
		// Whoever has cancelled or moved it meanwhile has deleted it.
		_, _ = client.JobRetry(ctx, j.ID)
	}
	return nil
}
