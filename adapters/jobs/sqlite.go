package jobs

import (
	"context"
	"database/sql"
	"fmt"
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
func OpenSQLite(ctx context.Context, db *sql.DB, log *slog.Logger) (*Queue, error) {
	return openSQLite(ctx, db, defaults(log))
}

func openSQLite(ctx context.Context, db *sql.DB, o options) (*Queue, error) {
	r, err := newOnRiver(riversqlite.New(db), o, func(_ *sql.Conn, tx *sql.Tx, do func(*sql.Tx) error) error { return do(tx) })
	if err != nil {
		return nil, fmt.Errorf("open the jobs: %w", err)
	}
	if err := r.migrate(ctx); err != nil {
		return nil, fmt.Errorf("update the tables of the jobs: %w", err)
	}
	return &Queue{engine: r, close: func() {}}, nil
}
