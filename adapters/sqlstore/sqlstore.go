// Package sqlstore keeps what must survive a restart in an SQL database: it
// implements [bot.Store] and [bot.Notebook] on SQLite, in one file and inside
// the process, and on PostgreSQL.
//
// The databases' drivers, their error codes and their settings stay in this room.
// Each statement is written once and read by both databases. What they do in
// different ways is behind [dialect]: no types, functions or clauses of one of
// them alone outside of it.
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

// A Store is an open database. Several may be open on one database, also in
// several processes.
type Store struct {
	dialect     dialect
	write, read *sql.DB
	// drawn and draw are statements of write, which ends them when it is closed.
	drawn, draw *sql.Stmt
	now         func() time.Time
	log         *slog.Logger
	jobs        jobs
}

var (
	_ bot.Store    = (*Store)(nil)
	_ bot.Notebook = (*Store)(nil)
)

// options are what tests choose differently.
type options struct {
	log *slog.Logger
	// patience is how long to wait for a lock that another process holds.
	patience   time.Duration
	migrations fs.FS
	now        func() time.Time
}

// Open opens the database that url names, a file or the address of a PostgreSQL
// server. It makes the file if it is not there, and brings the schema up to date;
// what is in a file is copied aside before that. It forgets what was not used for
// long. An error is one line that tells an operator what to do. It never contains
// the url itself, which may hold a password, but the name of the file or of the
// database and its server.
func Open(ctx context.Context, url string, log *slog.Logger) (*Store, error) {
	return open(ctx, url, options{log: log, patience: 5 * time.Second, migrations: embedded(), now: time.Now})
}

func open(ctx context.Context, url string, o options) (*Store, error) {
	d, err := dialectOf(url, o)
	if err != nil {
		return nil, err
	}
	s := &Store{dialect: d, now: o.now, log: o.log}
	s.write, s.read = d.pools()
	if err := s.prepare(ctx, o); err != nil {
		_ = s.Close()
		return nil, s.fault("open", err)
	}
	if err := s.update(ctx, "forget what is old", func(t session) error { return s.tidy(ctx, t) }); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// prepare makes sure that the database can be written and has today's schema.
func (s *Store) prepare(ctx context.Context, o options) error {
	if err := s.dialect.usable(ctx, s.write); err != nil {
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
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	// Whoever writes is told what this tells; here it only tidies up. It comes first,
	// for a reader that opened another file may leave something in it when it is closed.
	_ = s.dialect.inPlace(ctx, s.write)
	if err := errors.Join(s.read.Close(), s.write.Close()); err != nil {
		return s.fault("close", err)
	}
	return nil
}

// Follow implements [bot.Clubs].
func (s *Store) Follow(ctx context.Context, changed func(id string, revision int64)) error {
	if ctx.Err() != nil {
		return nil
	}
	return s.dialect.follow(ctx, s.log, changed)
}
