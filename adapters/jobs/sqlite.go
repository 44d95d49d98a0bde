package jobs

import (
	"context"
	"database/sql"
	"log/slog"

	"github.com/riverqueue/river/riverdriver/riversqlite"
)

// OpenSQLite opens the jobs of an SQLite database, and brings their tables up to
// date. db is the store's pool for changes, of one connection, whose transactions
// take the lock of the database when they begin: so River and the store take turns
// inside the process and never find the file locked by each other. River's
// documentation advises a single connection
// (https://pkg.go.dev/github.com/riverqueue/river/riverdriver/riversqlite). Close
// leaves db open.
//
// One process at a time is to work on a file. Others that write to it make River
// wait for the lock, where waiting means polling: under much load it gives up now
// and then, logs that, and goes on later.
func OpenSQLite(ctx context.Context, db *sql.DB, log *slog.Logger, some ...Option) (*Queue, error) {
	return openSQLite(ctx, db, defaults(log).with(some))
}

func openSQLite(ctx context.Context, db *sql.DB, o options) (*Queue, error) {
	r := &onRiver[*sql.Tx]{
		driver:  riversqlite.New(db),
		inside:  func(_ *sql.Conn, tx *sql.Tx, do func(*sql.Tx) error) error { return do(tx) },
		alone:   func(ctx context.Context, do func(*sql.Tx) error) error { return inTx(ctx, db, do) },
		options: o,
	}
	if err := r.prepare(ctx, func(ctx context.Context, migrate func(context.Context) error) error { return migrate(ctx) }); err != nil {
		return nil, err
	}
	return &Queue{engine: r, close: func() {}}, nil
}

func inTx(ctx context.Context, db *sql.DB, do func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}
