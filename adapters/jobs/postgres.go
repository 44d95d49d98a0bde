package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

const (
	// connections is how many a process has open at most for its jobs, beside those
	// of the store.
	connections = 4
	// patience is how long to wait for a connection, and for a lock that another
	// transaction holds; longest is how long a statement may take.
	patience = 10 * time.Second
	longest  = 30 * time.Second
	// migrating is the advisory lock of the process that brings the tables up to
	// date.
	migrating = 0x66696c6d6a6f6273 // "filmjobs"
)

// OpenPostgres opens the jobs of the PostgreSQL database that url names, the
// store's, and brings their tables up to date. Processes that do so at the same
// time wait for each other. An error never contains the url, which may hold a
// password.
func OpenPostgres(ctx context.Context, url string, log *slog.Logger, some ...Option) (*Queue, error) {
	return openPostgres(ctx, url, defaults(log).with(some))
}

func openPostgres(ctx context.Context, url string, o options) (*Queue, error) {
	pool, err := newPool(ctx, url)
	if err != nil {
		return nil, err
	}
	r := &onRiver[pgx.Tx]{
		driver: riverpgxv5.New(pool),
		inside: insidePostgres,
		alone: func(ctx context.Context, do func(pgx.Tx) error) error {
			return pgx.BeginFunc(ctx, pool, do)
		},
		options: o,
	}
	inTurn := func(ctx context.Context, migrate func(context.Context) error) error {
		return inTurn(ctx, pool, migrate)
	}
	if err := r.prepare(ctx, inTurn); err != nil {
		pool.Close()
		return nil, err
	}
	return &Queue{engine: r, close: pool.Close}, nil
}

func newPool(ctx context.Context, url string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errors.New("database: the address of PostgreSQL cannot be read: write it as postgres://user:password@host:5432/name")
	}
	config.MaxConns = connections
	config.MinConns = 0
	config.MaxConnIdleTime = 5 * time.Minute
	to := config.ConnConfig
	if to.ConnectTimeout <= 0 || to.ConnectTimeout > patience {
		to.ConnectTimeout = patience
	}
	if to.RuntimeParams["application_name"] == "" {
		to.RuntimeParams["application_name"] = "filmbot jobs"
	}
	config.AfterConnect = settle
	return pgxpool.NewWithConfig(ctx, config)
}

// settle sets a connection up. A pooler in between may refuse these settings where
// they are asked for while connecting.
func settle(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, fmt.Sprintf(`SET lock_timeout = %d; SET statement_timeout = %d; SET idle_in_transaction_session_timeout = 60000`,
		patience.Milliseconds(), longest.Milliseconds()))
	return err
}

// inTurn calls do while no other process is in here. The lock belongs to a
// transaction that stays empty, so that it is given back whatever happens.
func inTurn(ctx context.Context, pool *pgxpool.Pool, do func(context.Context) error) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(migrating)); err != nil {
			return err
		}
		return do(ctx)
	})
}

var errNoTransaction = errors.New("the transaction is over")

// insidePostgres takes the connection out of database/sql, which keeps everybody
// else from it until do has returned. Should the transaction have been rolled back
// meanwhile, because its context ended, what do does would be stored by itself, so
// it is not called.
func insidePostgres(conn *sql.Conn, _ *sql.Tx, do func(pgx.Tx) error) error {
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("a %T is no connection to PostgreSQL", driver)
		}
		const open = 'T' // https://www.postgresql.org/docs/current/protocol-message-formats.html, ReadyForQuery
		if c.Conn().PgConn().TxStatus() != open {
			return errNoTransaction
		}
		return do(borrowed{c.Conn()})
	})
}
