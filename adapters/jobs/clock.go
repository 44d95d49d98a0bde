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

// Clock has the queue tell by now when jobs are due. It is meant for tests and
// replays, in which the time jumps ahead of the machine's: jobs are begun a moment
// after that, for which they are looked for all the time, and one by one. All else,
// such as how long to wait before a job is tried again, is told by the machine's
// clock. What a process did that was killed is done again sooner than otherwise, and
// a job has less time. A nil now changes nothing.
func Clock(now func() time.Time) Option {
	return func(o *options) {
		if now == nil {
			return
		}
		o.clock, o.prompt, o.look = now, true, leap
		o.timeout, o.rescue = 10*time.Second, 10*time.Second
	}
}

func (o options) with(some []Option) options {
	for _, option := range some {
		option(&o)
	}
	return o
}

// follow makes the jobs available whose time has come by a clock of its own, until ctx
// is done: River has the machine's. The result waits for the end.
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
	for _, j := range list.Jobs {
		now := time.Now()
		if j.State == rivertype.JobStateScheduled {
			now = r.options.clock()
		}
		// Whoever has cancelled or moved it meanwhile has deleted it.
		if !j.ScheduledAt.After(now) {
			_, _ = client.JobRetry(ctx, j.ID)
		}
	}
	return nil
}
