package sqlstore

import (
	"context"
	"database/sql"
	"errors"
)

// transaction is one that changes something, and was begun on conn.
type transaction struct {
	*sql.Tx
	conn *sql.Conn
	jobs jobs
}

// update runs do in a transaction of its own. Nothing is stored if do, or update,
// returns an error. Where the database gives up because of what others are doing,
// or the connection to it was lost, do is called again.
//
// One error leaves open whether anything was stored: the connection to a database
// server broke while the server was asked to store it.
func (s *Store) update(ctx context.Context, name string, do func(session) error) error {
	return s.try(ctx, name, func() (bool, error) {
		conn, err := s.write.Conn(ctx)
		if err != nil {
			return false, err
		}
		defer conn.Close()
		if err := s.dialect.inPlace(ctx, conn); err != nil {
			return true, err
		}
		lasting, cancel := s.dialect.lasting(ctx)
		defer cancel()
		tx, err := conn.BeginTx(lasting, nil)
		if err != nil {
			return true, err
		}
		// After a commit this does nothing; after an error or a panic it frees the
		// connection.
		defer func() { _ = tx.Rollback() }()
		if err := do(session{transaction{tx, conn, s.jobs}, s.dialect}); err != nil {
			return true, err
		}
		if err := ctx.Err(); err != nil {
			return false, err
		}
		return false, tx.Commit()
	})
}

// try calls attempt, and calls it again where it says that this does no harm and
// the error is one that another attempt may not meet.
func (s *Store) try(ctx context.Context, name string, attempt func() (harmless bool, err error)) error {
	const attempts = 8
	for n := 1; ; n++ {
		harmless, err := attempt()
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			// Drivers have other words for what fails because ctx is done.
			return s.fault(name, ctx.Err())
		case n == attempts || !harmless || !s.dialect.again(err):
			return s.fault(name, err)
		}
	}
}

// change runs one statement in a transaction of its own: outside of one, a
// statement may have been stored although it returns that ctx is done.
func (s *Store) change(ctx context.Context, name, query string, args ...any) error {
	return s.update(ctx, name, func(t session) error {
		_, err := t.exec(ctx, query, args...)
		return err
	})
}

// ask runs do, which makes one query. Where it finds no row that it needs, the
// error is [bot.ErrNotFound].
func (s *Store) ask(ctx context.Context, name string, do func(session) error) error {
	return s.try(ctx, name, func() (bool, error) { return true, do(session{s.read, s.dialect}) })
}

// view runs do in a transaction that reads, and sees the database as of one
// moment. Its error is that of ask.
func (s *Store) view(ctx context.Context, name string, do func(session) error) error {
	return s.try(ctx, name, func() (bool, error) {
		tx, err := s.read.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
		if err != nil {
			return true, err
		}
		defer func() { _ = tx.Rollback() }()
		return true, do(session{tx, s.dialect})
	})
}

// refusal is an error of a function that a caller gave to decide what is stored. It
// comes back to the caller as it is.
type refusal struct{ error }

// isNone tells that a query for one row found none.
func isNone(err error) bool { return errors.Is(err, sql.ErrNoRows) }
