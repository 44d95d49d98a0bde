package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// postgres is the dialect of PostgreSQL. Transactions see what others have
// committed (https://www.postgresql.org/docs/current/transaction-iso.html), so
// those that read before they write take a lock first.
type postgres struct {
	config *pgx.ConnConfig
	// patience is how long to wait for a lock that another transaction holds.
	patience time.Duration
}

const (
	// connections is how many a process has open at most, beside the one that
	// follows.
	connections = 8
	// connectPatience is how long connecting may take.
	connectPatience = 10 * time.Second
	// longest is how long a transaction may take. What cannot be told to stop,
	// because its outcome would be unknown, ends then.
	longest = 2 * time.Minute
)

func isPostgres(url string) bool {
	scheme, _, isURL := strings.Cut(url, "://")
	return isURL && (scheme == "postgres" || scheme == "postgresql")
}

// newPostgres reads the address of a database. Its errors do not show the
// address.
func newPostgres(url string, patience time.Duration) (*postgres, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errors.New("database: the address of PostgreSQL cannot be read: write it as postgres://user:password@host:5432/name")
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "filmbot"
	}
	if config.ConnectTimeout <= 0 || config.ConnectTimeout > connectPatience {
		config.ConnectTimeout = connectPatience
	}
	return &postgres{config: config, patience: patience}, nil
}

func (d *postgres) name() string {
	database := d.config.Database
	if database == "" {
		database = d.config.User
	}
	if strings.HasPrefix(d.config.Host, "/") {
		return fmt.Sprintf("%s on %s", database, d.config.Host)
	}
	return fmt.Sprintf("%s on %s:%d", database, d.config.Host, d.config.Port)
}

// pools returns one pool for everything: readers and writers do not get into each
// other's way.
func (d *postgres) pools() (write, read *sql.DB) {
	db := stdlib.OpenDB(*d.config, stdlib.OptionAfterConnect(d.settle))
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	db.SetConnMaxIdleTime(5 * time.Minute)
	return db, db
}

// settle sets a connection up. The server ends a transaction whose program is no
// longer there to go on with it, for it may hold locks.
func (d *postgres) settle(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, fmt.Sprintf(`SET lock_timeout = %d; SET idle_in_transaction_session_timeout = 60000`, d.patience.Milliseconds()))
	return err
}

func (d *postgres) usable(ctx context.Context, write *sql.DB) error {
	var (
		encoding, readOnly string
		mayCreate          bool
	)
	err := write.QueryRowContext(ctx, `
		SELECT current_setting('server_encoding'), current_setting('transaction_read_only'),
			COALESCE(has_schema_privilege(current_schema(), 'CREATE'), FALSE)`).Scan(&encoding, &readOnly, &mayCreate)
	switch {
	case err != nil:
		return err
	case encoding != "UTF8":
		return &advice{text: "cannot hold every language: create one with ENCODING 'UTF8'"}
	case readOnly != "off":
		return &advice{text: onlyRead}
	case !mayCreate:
		return &advice{text: mayNotCreate}
	}
	return nil
}

// goose makes processes that start at the same time wait for each other.
func (d *postgres) goose(migrations fs.FS) (goose.Dialect, fs.FS, []goose.ProviderOption, error) {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120))
	return goose.DialectPostgres, bytewise{migrations}, []goose.ProviderOption{goose.WithSessionLocker(locker)}, err
}

func (d *postgres) tables() string {
	return `SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?`
}

// copyAside copies nothing: a server's operator has better means, and each
// migration is made as a whole or not at all.
func (d *postgres) copyAside(context.Context, *sql.DB, int64) (string, error) { return "", nil }

func (d *postgres) inPlace(context.Context, runner) error { return nil }

func (d *postgres) bind(query string) string { return numbered(query) }

// lasting keeps a transaction from being cancelled while it is committed, when
// nobody could tell whether it was. Its statements are cancelled by their own
// context.
func (d *postgres) lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), longest)
}

// lock takes an advisory lock. That two names may share one costs only time.
func (d *postgres) lock(ctx context.Context, t session, what string) error {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(what)) // never fails
	_, err := t.exec(ctx, `SELECT pg_advisory_xact_lock(?)`, int64(hash.Sum64()))
	return err
}
