package jobs

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// borrowed is a transaction that somebody else began on a connection, and ends.
type borrowed struct{ conn *pgx.Conn }

var _ pgx.Tx = borrowed{}

var errNested = errors.New("a borrowed transaction has no transactions inside")

// Begin implements [pgx.Tx].
func (b borrowed) Begin(context.Context) (pgx.Tx, error) { return nil, errNested }

// Commit implements [pgx.Tx].
func (b borrowed) Commit(context.Context) error { return nil }

// Rollback implements [pgx.Tx].
func (b borrowed) Rollback(context.Context) error { return nil }

// CopyFrom implements [pgx.Tx].
func (b borrowed) CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, from pgx.CopyFromSource) (int64, error) {
	return b.conn.CopyFrom(ctx, table, columns, from)
}

// SendBatch implements [pgx.Tx].
func (b borrowed) SendBatch(ctx context.Context, batch *pgx.Batch) pgx.BatchResults {
	return b.conn.SendBatch(ctx, batch)
}

// LargeObjects implements [pgx.Tx]. The result is not of use: only pgx can make
// one.
func (b borrowed) LargeObjects() pgx.LargeObjects { return pgx.LargeObjects{} }

// Prepare implements [pgx.Tx].
func (b borrowed) Prepare(ctx context.Context, name, query string) (*pgconn.StatementDescription, error) {
	return b.conn.Prepare(ctx, name, query)
}

// Exec implements [pgx.Tx].
func (b borrowed) Exec(ctx context.Context, query string, args ...any) (pgconn.CommandTag, error) {
	return b.conn.Exec(ctx, query, args...)
}

// Query implements [pgx.Tx].
func (b borrowed) Query(ctx context.Context, query string, args ...any) (pgx.Rows, error) {
	return b.conn.Query(ctx, query, args...)
}

// QueryRow implements [pgx.Tx].
func (b borrowed) QueryRow(ctx context.Context, query string, args ...any) pgx.Row {
	return b.conn.QueryRow(ctx, query, args...)
}

// Conn implements [pgx.Tx].
func (b borrowed) Conn() *pgx.Conn { return b.conn }
