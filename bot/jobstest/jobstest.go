// Package jobstest holds the tests that every [bot.Jobs] must pass, and a queue
// in memory for tests of what is woken by jobs. The tests check the contract in
// the comments of the port and nothing beyond it.
package jobstest

import (
	"context"
	"slices"
	"testing"
	"time"

	"filmbot/bot"
)

// Jobs is what the suite tests: the port, and the way by which a store changes
// jobs.
type Jobs interface {
	bot.Jobs
	Change(ctx context.Context, c Change) error
	Close()
}

// A Change is a transaction: it cancels, then inserts, and is committed unless it
// is to be rolled back.
type Change struct {
	Cancel   []string
	Insert   []bot.Job
	RollBack bool
}

type test struct {
	name string
	test func(*bench)
}

// Run runs the suite. fresh makes an empty database that lives as long as the
// test, and returns a function that opens its jobs. Each opening stands for a
// process of its own and is closed by the suite; openings may be open at the same
// time. The tests run in parallel, for most of the time they wait.
func Run(t *testing.T, fresh func(t *testing.T) (open func(t *testing.T) Jobs)) {
	for _, tt := range slices.Concat(changeTests, workTests) {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.test(&bench{T: t, open: fresh(t)})
		})
	}
}

// patience is how long the suite waits for what must happen. It is a limit for
// slow machines, not a part of the contract.
const patience = 90 * time.Second

// A bench is where a test works.
type bench struct {
	*testing.T
	open func(t *testing.T) Jobs
}

// start opens the jobs, and closes them at the end of the test.
func (b *bench) start() Jobs {
	b.Helper()
	jobs := b.open(b.T)
	b.Cleanup(jobs.Close)
	return jobs
}

func (b *bench) change(jobs Jobs, c Change) {
	b.Helper()
	if err := jobs.Change(b.Context(), c); err != nil {
		b.Fatalf("Change(%+v): %v", c, err)
	}
}

func (b *bench) insert(jobs Jobs, some ...bot.Job) {
	b.Helper()
	b.change(jobs, Change{Insert: some})
}

// work works in the background until the function that it returns is called, or
// the test ends.
func (b *bench) work(jobs Jobs, do func(context.Context, bot.Job) error) (stop func()) {
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() { ended <- jobs.Work(ctx, do) }()
	stopped := false
	stop = func() {
		b.Helper()
		if stopped {
			return
		}
		stopped = true
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				b.Errorf("Work = %v, want nil", err)
			}
		case <-time.After(patience):
			b.Error("Work did not return")
		}
	}
	b.Cleanup(stop)
	return stop
}

// record works in the background and sends each job that is done.
func (b *bench) record(jobs Jobs) (done <-chan bot.Job, stop func()) {
	c := make(chan bot.Job, 10_000)
	return c, b.work(jobs, func(_ context.Context, j bot.Job) error {
		c <- j
		return nil
	})
}

// next is the next job that is done.
func (b *bench) next(done <-chan bot.Job) bot.Job {
	b.Helper()
	select {
	case j := <-done:
		return j
	case <-time.After(patience):
		b.Fatal("no job was done")
	}
	return bot.Job{}
}

// expect waits for jobs to be done in any order, and for no other.
func (b *bench) expect(done <-chan bot.Job, want ...bot.Job) {
	b.Helper()
	for len(want) > 0 {
		j := b.next(done)
		i := slices.Index(want, j)
		if i < 0 {
			b.Fatalf("%+v was done, want %+v", j, want)
		}
		want = slices.Delete(want, i, i+1)
	}
}

// settle lets pass what was due before: two jobs, one inserted after the other is
// done, that come after all others. Whatever else is done meanwhile is an error.
func (b *bench) settle(jobs Jobs, done <-chan bot.Job) {
	b.Helper()
	for _, key := range []string{"settle/1", "settle/2"} {
		j := in(0, key)
		b.insert(jobs, j)
		b.expect(done, j)
	}
}

// in is a job that is due some time from the present.
func in(d time.Duration, key string) bot.Job {
	return bot.Job{Key: key, At: time.Now().Add(d).UTC().Truncate(time.Microsecond)}
}
