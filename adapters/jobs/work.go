package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

	"filmbot/bot"
)

const (
	// workers is how many jobs are done at the same time. Each needs the one connection
	// that writes to an SQLite file, or one of few to PostgreSQL. What people wait for
	// queues there, too, and more workers would not do more in all.
	workers = 3
	// lookAgain is how soon jobs are looked for again while more of them are due
	// than there are workers.
	lookAgain = 20 * time.Millisecond
	// storing is how long it may take to store that a job is done.
	storing = 5 * time.Second
	// keepDone is how long River's record of a job that is done is kept, for
	// whoever has to find out what happened, and keepGivenUp that of one that was
	// given up.
	keepDone    = 24 * time.Hour
	keepGivenUp = 30 * 24 * time.Hour
)

// errFailed stands for every error of a job in River's tables, which are no place
// for what an error may say.
var errFailed = errors.New("failed")

// config are the settings of a client that only inserts. Nobody listens for news:
// on SQLite River would poll for them twenty times a second, on PostgreSQL it
// would hold a connection, for a second that nobody misses.
func config(o options) *river.Config {
	return &river.Config{Logger: quiet(o.log), PollOnly: true}
}

// working are the settings of a client that works.
func working(o options, w *worker) *river.Config {
	c := config(o)
	c.Workers = river.NewWorkers()
	river.AddWorker(c.Workers, w)
	c.Queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: workers}}
	c.FetchPollInterval = o.look
	c.FetchCooldown = lookAgain
	c.JobTimeout = o.timeout
	c.RescueStuckJobsAfter = o.rescue
	c.SoftStopTimeout = o.soft
	c.RetryPolicy = backOff{o}
	c.CompletedJobRetentionPeriod = keepDone
	c.CancelledJobRetentionPeriod = keepDone
	c.DiscardedJobRetentionPeriod = keepGivenUp
	c.TestOnly = o.prompt
	return c
}

func (r *onRiver[TTx]) work(ctx context.Context, do func(context.Context, bot.Job) error) error {
	client, err := river.NewClient(r.driver, working(r.options, &worker{do: do, done: r.done, log: r.options.log}))
	if err != nil {
		return err
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	r.under = client.Stopped()
	wait := r.follow(ctx, client)
	<-ctx.Done()
	wait()
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.options.hard)
	defer cancel()
	if client.Stop(ending) != nil {
		return fmt.Errorf("what was under way did not end within %v", r.options.hard)
	}
	return nil
}

// linger waits for what is still under way, but not for long.
func (r *onRiver[TTx]) linger() {
	if r.under == nil {
		return
	}
	timer := time.NewTimer(r.options.hard)
	defer timer.Stop()
	select {
	case <-r.under:
	case <-timer.C:
	}
}

// done stores that a job is done. River does so, too, but only some time later,
// during which the job holds a place of its key, and would be done again after a
// kill.
func (r *onRiver[TTx]) done(ctx context.Context, j *river.Job[wake]) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storing)
	defer cancel()
	return r.alone(ctx, func(tx TTx) error {
		_, err := river.JobCompleteTx[riverdriver.Driver[TTx]](ctx, tx, j)
		return err
	})
}

// A worker does the jobs that River gives it.
type worker struct {
	river.WorkerDefaults[wake]
	do   func(context.Context, bot.Job) error
	done func(context.Context, *river.Job[wake]) error
	log  *slog.Logger
}

// Work implements [river.Worker].
func (w *worker) Work(ctx context.Context, j *river.Job[wake]) error {
	err := w.safely(ctx, bot.Job{Key: j.Args.Key, At: time.UnixMicro(j.Args.At).UTC()})
	switch {
	case err == nil:
		// Where this fails, River tries again and has its own words about it.
		_ = w.done(ctx, j)
		return nil
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		// River lets a job begin anew, without counting a failure, if this is what it
		// is told when the program stops.
		return ctx.Err()
	}
	w.log.WarnContext(ctx, "job failed", "key", j.Args.Key, "attempt", j.Attempt, "err", err)
	return errFailed
}

func (w *worker) safely(ctx context.Context, j bot.Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			// What was panicked with is left out, since it may show what a member typed.
			w.log.ErrorContext(ctx, "job panicked", "key", j.Key, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic with a %T", p)
		}
	}()
	return w.do(ctx, j)
}

// backOff is River's policy for when to try again.
type backOff struct{ options options }

// NextRetry implements [river.ClientRetryPolicy].
func (b backOff) NextRetry(j *rivertype.JobRow) time.Time {
	return time.Now().Add(b.pause(j.Attempt))
}

// pause doubles with each try.
func (b backOff) pause(attempt int) time.Duration {
	pause := b.options.retry
	for range attempt - 1 {
		if pause >= b.options.longest {
			break
		}
		pause *= 2
	}
	return min(pause, b.options.longest)
}

// keyOf reads the key of a job that is in River's tables.
func keyOf(j *rivertype.JobRow) string {
	var w wake
	if err := json.Unmarshal(j.EncodedArgs, &w); err != nil {
		return ""
	}
	return w.Key
}
