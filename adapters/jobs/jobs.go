// Package jobs does scheduled work: it implements [bot.Jobs] on River
// (https://riverqueue.com), in the database that the store has, SQLite or
// PostgreSQL. River's tables lie beside the store's.
//
// River, its settings and its words stay in this room. What a job is about does
// not come in: a job is a key and a time.
package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"filmbot/bot"
)

// A Queue is the jobs of a database. Several may be open on one database, also in
// several processes. Its methods may be called concurrently, but for Work, of
// which one may run at a time, and Close, which comes last.
type Queue struct {
	engine engine
	close  func()
}

var _ bot.Jobs = (*Queue)(nil)

// An engine is River on one of the databases.
type engine interface {
	insert(ctx context.Context, conn *sql.Conn, tx *sql.Tx, jobs []bot.Job) error
	cancel(ctx context.Context, conn *sql.Conn, tx *sql.Tx, keys []string) error
	work(ctx context.Context, do func(context.Context, bot.Job) error) error
	linger()
}

// options are what tests choose differently.
type options struct {
	log *slog.Logger
	// clock says when jobs are due, in the place of the machine's, or is nil.
	clock func() time.Time
	// timeout is how long a job may take before its context ends. After rescue it
	// is taken for one whose process was killed, so that rescue is longer by more
	// than the clocks of processes and their database differ.
	timeout, rescue time.Duration
	// look is how often jobs are looked for that are due.
	look time.Duration
	// retry is how long to wait before a job is tried again, and longest the most
	// that this grows to.
	retry, longest time.Duration
	// soft is how long jobs under way may go on when work is to stop, before their
	// context ends; hard is how long to wait for them in all.
	soft, hard time.Duration
	// prompt leaves out the pauses by which processes that start together get out
	// of each other's way.
	prompt bool
}

func defaults(log *slog.Logger) options {
	return options{
		log:     log,
		timeout: time.Minute, rescue: 3 * time.Minute,
		look:  time.Second,
		retry: 2 * time.Second, longest: 5 * time.Minute,
		soft: 7 * time.Second, hard: 9 * time.Second,
	}
}

func (o options) now() time.Time {
	if o.clock != nil {
		return o.clock()
	}
	return time.Now()
}

// Insert inserts jobs as [bot.Jobs] has it, in tx, which was begun on conn: they
// are there once it is committed. Of jobs with the same key the last one counts.
// After an error the transaction is to be rolled back.
func (q *Queue) Insert(ctx context.Context, conn *sql.Conn, tx *sql.Tx, jobs []bot.Job) error {
	if err := q.engine.insert(ctx, conn, tx, jobs); err != nil {
		return fmt.Errorf("insert jobs: %w", err)
	}
	return nil
}

// Cancel cancels the jobs that wait under keys as [bot.Jobs] has it, in tx, which
// was begun on conn. After an error the transaction is to be rolled back.
func (q *Queue) Cancel(ctx context.Context, conn *sql.Conn, tx *sql.Tx, keys []string) error {
	if err := q.engine.cancel(ctx, conn, tx, keys); err != nil {
		return fmt.Errorf("cancel jobs: %w", err)
	}
	return nil
}

// Work implements [bot.Jobs].
func (q *Queue) Work(ctx context.Context, do func(context.Context, bot.Job) error) error {
	if ctx.Err() != nil {
		return nil
	}
	if err := q.engine.work(ctx, do); err != nil {
		return fmt.Errorf("work on jobs: %w", err)
	}
	return nil
}

// Close gives back what Open took. Work must have returned; where it did with an
// error, Close waits a little for what is still under way.
func (q *Queue) Close() {
	q.engine.linger()
	q.close()
}
