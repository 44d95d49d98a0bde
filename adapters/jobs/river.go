package jobs

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"filmbot/bot"
)

// wake is what River keeps of a job. River has one job at most with the same key
// and place that is not done.
type wake struct {
	Key   string `json:"key" river:"unique"`
	Place int    `json:"place" river:"unique"`
	// At is in microseconds since 1970-01-01 in UTC; River's own time of a job
	// changes when it is tried again, and is coarser on SQLite.
	At int64 `json:"at"`
}

// Kind implements [river.JobArgs].
func (wake) Kind() string { return "wake" }

// places is how many jobs River may hold under one key: the others are for jobs
// that are inserted while one is being done.
const places = 3

// tries is how often a job is tried at most: at the longest pause, for a month.
const tries = 10_000

// batch is how many keys go into one statement.
const batch = 500

// active are the states in which a job keeps others of its key and place away.
var active = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
	rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

var errBusy = errors.New("too many jobs of one key are being done")

// onRiver is River on a database with transactions of type TTx.
type onRiver[TTx any] struct {
	driver riverdriver.Driver[TTx]
	// inserter is a client that only inserts.
	inserter *river.Client[TTx]
	// inside calls do with River's form of tx, which was begun on conn.
	inside func(conn *sql.Conn, tx *sql.Tx, do func(TTx) error) error
	// alone calls do with a transaction of its own.
	alone   func(ctx context.Context, do func(TTx) error) error
	options options
	// under is closed when what was under way has ended; nil where there was no work
	// yet.
	under <-chan struct{}
}

// prepare makes what inserts, and brings River's tables up to date with migrating.
func (r *onRiver[TTx]) prepare(ctx context.Context, migrating func(context.Context, func(context.Context) error) error) (err error) {
	if r.inserter, err = river.NewClient(r.driver, config(r.options)); err != nil {
		return fmt.Errorf("open the jobs: %w", err)
	}
	if err := migrating(ctx, r.migrate); err != nil {
		return fmt.Errorf("update the tables of the jobs: %w", err)
	}
	return nil
}

// migrate brings River's tables up to date. That fails where another process has
// just done the same, and then there is nothing left to do.
func (r *onRiver[TTx]) migrate(ctx context.Context) error {
	m, err := rivermigrate.New(r.driver, &rivermigrate.Config{Logger: quiet(r.options.log)})
	if err != nil {
		return err
	}
	for range 5 {
		if _, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil); err == nil || ctx.Err() != nil {
			break
		}
	}
	return err
}

func (r *onRiver[TTx]) insert(ctx context.Context, conn *sql.Conn, tx *sql.Tx, jobs []bot.Job) error {
	return r.inside(conn, tx, func(tx TTx) error { return r.replace(ctx, tx, wakes(jobs), true) })
}

func (r *onRiver[TTx]) cancel(ctx context.Context, conn *sql.Conn, tx *sql.Tx, keys []string) error {
	never := time.Now().AddDate(100, 0, 0)
	jobs := make([]bot.Job, 0, len(keys))
	for _, key := range keys {
		jobs = append(jobs, bot.Job{Key: key, At: never})
	}
	return r.inside(conn, tx, func(tx TTx) error { return r.replace(ctx, tx, wakes(jobs), false) })
}

// wakes are what jobs become, the last one of each key, in the order of their keys:
// transactions that meet wait for each other in that order.
func wakes(jobs []bot.Job) []wake {
	last := make(map[string]wake, len(jobs))
	for _, j := range jobs {
		last[j.Key] = wake{Key: j.Key, At: j.At.UnixMicro()}
	}
	return slices.SortedFunc(maps.Values(last), func(a, b wake) int { return cmp.Compare(a.Key, b.Key) })
}

// replace takes away what waits under the keys of wakes and, with keep, puts
// those there. River finds a job by its key in one way only: by refusing another
// one. So every place of a key is tried, which locks what is there, and then what
// is too much is deleted.
func (r *onRiver[TTx]) replace(ctx context.Context, tx TTx, wakes []wake, keep bool) error {
	for some := range slices.Chunk(wakes, batch) {
		// A key is left over at first if jobs waited in some of its places and were
		// being done in the others.
		for attempt := 0; len(some) > 0; attempt++ {
			if attempt == 2 {
				return errBusy
			}
			tried, err := r.inserter.InsertManyTx(ctx, tx, r.everywhere(some))
			if err != nil {
				return err
			}
			excess, kept := sift(tried, keep)
			if err := r.remove(ctx, tx, excess); err != nil {
				return err
			}
			if !keep {
				break
			}
			some = slices.DeleteFunc(slices.Clone(some), func(w wake) bool { return kept[w.Key] })
		}
	}
	return nil
}

// everywhere are the insertions of wakes into all places.
func (r *onRiver[TTx]) everywhere(wakes []wake) []river.InsertManyParams {
	params := make([]river.InsertManyParams, 0, places*len(wakes))
	now := r.options.now()
	for _, w := range wakes {
		opts := &river.InsertOpts{MaxAttempts: tries, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: active}}
		// River has another look for scheduled jobs only every few seconds.
		if at := time.UnixMicro(w.At); at.After(now) {
			opts.ScheduledAt = at.UTC()
		}
		for w.Place = range places {
			params = append(params, river.InsertManyParams{Args: w, InsertOpts: opts})
		}
	}
	return params
}

// sift tells which of the jobs in the places of keys are too much, and, with keep,
// which keys have one to keep.
func sift(tried []*rivertype.JobInsertResult, keep bool) (excess []int64, kept map[string]bool) {
	kept = make(map[string]bool)
	for _, t := range tried {
		key := keyOf(t.Job)
		switch {
		case t.Job.State == rivertype.JobStateRunning:
		case keep && !t.UniqueSkippedAsDuplicate && !kept[key]:
			kept[key] = true
		default:
			excess = append(excess, t.Job.ID)
		}
	}
	return excess, kept
}

func (r *onRiver[TTx]) remove(ctx context.Context, tx TTx, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := r.inserter.JobDeleteManyTx(ctx, tx, river.NewJobDeleteManyParams().IDs(ids...).First(len(ids)))
	return err
}
