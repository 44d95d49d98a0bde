// Package sqlstore keeps what must survive a restart in an SQL database: it
// implements [bot.Store] and [bot.Notebook] on SQLite, in one file and inside
// the process.
//
// The database's driver, its error codes and its settings stay in this room. SQL
// is written so that other databases read it too: no types, functions or clauses
// of SQLite alone outside of file.go and migrate.go.
package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"log/slog"
	"time"

	"filmbot/bot"
)

// A Store is an open database. Several may be open on one file, also in several
// processes.
type Store struct {
	file string
	// write has a single connection, so that writers of this process queue for it
	// and not at the file's lock, where waiting means polling.
	write *sql.DB
	read  *sql.DB
	// drawn and draw are statements of write, which ends them when it is closed.
	drawn, draw *sql.Stmt
	now         func() time.Time
}

var (
	_ bot.Store    = (*Store)(nil)
	_ bot.Notebook = (*Store)(nil)
)

// readers is how many reads run at the same time. Each connection has a page
// cache of its own.
const readers = 2

// options are what tests choose differently.
type options struct {
	log *slog.Logger
	// patience is how long to wait for a lock that another process holds.
	patience   time.Duration
	migrations fs.FS
	now        func() time.Time
}

// Open opens the database that url names, a file, makes the file if it is not
// there, and brings its schema up to date; what is there is copied aside before
// that. It forgets lines that were not used for long. An error is one line that tells an operator what to do. It never
// contains the url itself, which may hold a password, but a file's name.
func Open(ctx context.Context, url string, log *slog.Logger) (*Store, error) {
	return open(ctx, url, options{log: log, patience: 5 * time.Second, migrations: embedded(), now: time.Now})
}

func open(ctx context.Context, url string, o options) (*Store, error) {
	file, err := fileOf(url)
	if err != nil {
		return nil, err
	}
	s := &Store{
		file:  file,
		write: connect(file, forWriting(o.patience), 1),
		read:  connect(file, forReading(o.patience), readers),
		now:   o.now,
	}
	if err := s.prepare(ctx, o); err != nil {
		_ = s.Close()
		return nil, s.fault("open", err)
	}
	if err := s.forgetLines(ctx); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// prepare makes sure that the database can be written and has today's schema.
func (s *Store) prepare(ctx context.Context, o options) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	// On a database that can only be read, SQLite begins every transaction and
	// refuses the first change.
	_, err = tx.ExecContext(ctx, `CREATE TABLE can_write (x INTEGER)`)
	if err := errors.Join(err, tx.Rollback()); err != nil {
		return err
	}
	if err := s.migrate(ctx, o); err != nil {
		return err
	}
	if err := s.prepareDraw(ctx); err != nil {
		return err
	}
	return s.read.PingContext(ctx)
}

// Close closes the database, which nobody may be using any more. To close it
// again is no error.
func (s *Store) Close() error {
	if err := errors.Join(s.read.Close(), s.write.Close()); err != nil {
		return s.fault("close", err)
	}
	return nil
}

// update runs do in a transaction of its own. The transaction holds the
// database's write lock from the beginning: what do reads cannot change before
// what it writes is stored. Nothing is stored if do, or update, returns an error.
func (s *Store) update(ctx context.Context, name string, do func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.fault(name, err)
	}
	// After a commit this does nothing; after an error or a panic it frees the
	// connection.
	defer func() { _ = tx.Rollback() }()
	if err := do(tx); err != nil {
		return s.fault(name, err)
	}
	err = tx.Commit()
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		// It was rolled back because ctx is done.
		err = ctx.Err()
	}
	if err != nil {
		return s.fault(name, err)
	}
	return nil
}

// texts returns the only column of the rows that a query gives.
func texts(rows *sql.Rows, err error) ([]string, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		out = append(out, text)
	}
	return out, rows.Err()
}
