package sqlstore

import (
	"context"
	"database/sql"

	"filmbot/bot"
)

// jobs are how jobs are changed in a transaction, which was begun on a connection.
type jobs struct {
	insert func(context.Context, *sql.Conn, *sql.Tx, []bot.Job) error
	cancel func(context.Context, *sql.Conn, *sql.Tx, []string) error
}

// KeepJobs makes the store insert and cancel jobs by these functions, inside the
// transactions that change what the jobs are about. It is called before the store is
// used; without it, no jobs are kept. insert puts each job in the place of the one
// that waits under its key, and that there is none under a key is no error of cancel.
// They may be called again where the transaction is made again, but not on another
// connection than that of the transaction.
func (s *Store) KeepJobs(
	insert func(context.Context, *sql.Conn, *sql.Tx, []bot.Job) error,
	cancel func(context.Context, *sql.Conn, *sql.Tx, []string) error,
) {
	s.jobs = jobs{insert, cancel}
}

// Writer returns the pool of connections for changes. On SQLite it has a single one:
// whoever holds that keeps everybody else waiting.
func (s *Store) Writer() *sql.DB { return s.write }

// wake puts a job in the place of the one that waits under its key. With the zero
// time there is none from then on.
func (t session) wake(ctx context.Context, j bot.Job) error {
	to := t.runner.(transaction)
	switch {
	case to.jobs.insert == nil:
		return nil
	case j.At.IsZero():
		return to.jobs.cancel(ctx, to.conn, to.Tx, []string{j.Key})
	}
	return to.jobs.insert(ctx, to.conn, to.Tx, []bot.Job{j})
}
