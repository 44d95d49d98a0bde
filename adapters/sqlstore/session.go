package sqlstore

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"
)

// A session runs statements, in a transaction or each by itself. Queries have a
// ? for each argument.
type session struct {
	runner
	dialect dialect
}

// A runner is a [sql.DB], a [sql.Tx] or a [transaction].
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// exec runs a statement and returns how many rows it changed.
func (t session) exec(ctx context.Context, query string, args ...any) (int64, error) {
	result, err := t.ExecContext(ctx, t.dialect.bind(query), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// do runs statements with the same arguments, one after the other.
func (t session) do(ctx context.Context, args []any, queries ...string) error {
	for _, query := range queries {
		if _, err := t.exec(ctx, query, args...); err != nil {
			return err
		}
	}
	return nil
}

// row runs a query for one row, which is [sql.ErrNoRows] where there is none.
func (t session) row(ctx context.Context, query string, args ...any) *sql.Row {
	return t.QueryRowContext(ctx, t.dialect.bind(query), args...)
}

// prepared returns a statement of the pool for use in the transaction.
func (t session) prepared(ctx context.Context, s *sql.Stmt) *sql.Stmt {
	return t.runner.(transaction).StmtContext(ctx, s)
}

// lock keeps out all others who lock one of the same things, until the end of
// the transaction. Everybody takes locks in the same order.
func (t session) lock(ctx context.Context, kind string, names ...string) error {
	names = slices.Clone(names)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if err := t.dialect.lock(ctx, t, kind+" "+name); err != nil {
			return err
		}
	}
	return nil
}

// all returns what scan makes of the rows that a query gives.
func all[T any](ctx context.Context, t session, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	return read(scan)(t.QueryContext(ctx, t.dialect.bind(query), args...))
}

// read returns a function that takes what a query returns, and gives what scan
// makes of its rows.
func read[T any](scan func(row) (T, error)) func(*sql.Rows, error) ([]T, error) {
	return func(rows *sql.Rows, err error) ([]T, error) {
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var out []T
		for rows.Next() {
			v, err := scan(rows)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		return out, rows.Err()
	}
}

// A row is where columns are read from.
type row interface{ Scan(dest ...any) error }

// text reads a row of one text.
func text(r row) (string, error) {
	var s string
	return s, r.Scan(&s)
}

// texts returns the only column of the rows that a query gives.
func (t session) texts(ctx context.Context, query string, args ...any) ([]string, error) {
	return all(ctx, t, text, query, args...)
}

// batch is how many rows, or values of a list, go into one statement.
const batch = 100

// insert adds rows. into is a statement up to VALUES, end what comes after them.
func (t session) insert(ctx context.Context, into string, rows [][]any, end string) error {
	for some := range slices.Chunk(rows, batch) {
		values := strings.Repeat(", "+list(len(some[0])), len(some))[2:]
		if _, err := t.exec(ctx, into+" VALUES "+values+" "+end, slices.Concat(some...)...); err != nil {
			return err
		}
	}
	return nil
}

// list is a list of n arguments, in brackets.
func list(n int) string { return "(" + strings.Repeat(", ?", n)[2:] + ")" }

// micro is how a time is stored. The zero time comes back from it as it was.
func micro(t time.Time) int64 { return t.UnixMicro() }

func timeOf(micro int64) time.Time { return time.UnixMicro(micro).UTC() }

// stored is what a time comes back as.
func stored(t time.Time) time.Time { return timeOf(micro(t)) }

// flag is how a truth is stored.
func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
