package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	_ "modernc.org/sqlite"

	"filmbot/bot"
	"filmbot/bot/jobstest"
)

func TestMain(m *testing.M) {
	if how := os.Getenv(victim); how != "" {
		fmt.Fprintln(os.Stderr, suffer(how))
		os.Exit(1)
	}
	code := m.Run()
	server.stop()
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// quick are options for tests, in which nobody waits for long.
func quick() options {
	o := defaults(slog.New(slog.DiscardHandler))
	o.look = 100 * time.Millisecond
	o.retry = 100 * time.Millisecond
	o.prompt = true
	return o
}

// process is a store and the jobs beside it, as a process has them open.
type process struct {
	*Queue
	db *sql.DB
}

// Change changes jobs as a store does it.
func (p process) Change(ctx context.Context, c jobstest.Change) error {
	return p.inTx(ctx, func(conn *sql.Conn, tx *sql.Tx) (bool, error) {
		if err := p.Cancel(ctx, conn, tx, c.Cancel); err != nil {
			return false, err
		}
		return !c.RollBack, p.Insert(ctx, conn, tx, c.Insert)
	})
}

// inTx commits what do does if it says so.
func (p process) inTx(ctx context.Context, do func(*sql.Conn, *sql.Tx) (bool, error)) error {
	conn, err := p.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	keep, err := do(conn, tx)
	if err != nil || !keep {
		return err
	}
	return tx.Commit()
}

func (p process) Close() {
	p.Queue.Close()
	_ = p.db.Close()
}

// openFile opens a file with the settings that the store has for its changes, but
// for more patience with other processes.
func openFile(t testing.TB, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_txlock=immediate&_busy_timeout=60000&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	return db
}

func openProcess(t testing.TB, file string, o options) process {
	t.Helper()
	db := openFile(t, file)
	q, err := openSQLite(context.Background(), db, o)
	if err != nil {
		db.Close()
		t.Fatalf("openSQLite: %v", err)
	}
	return process{q, db}
}

func TestSQLite(t *testing.T) {
	jobstest.Run(t, func(t *testing.T) func(t *testing.T) jobstest.Jobs {
		// One process at a time works on a file, so what the suite has for processes
		// shares one connection.
		db := openFile(t, filepath.Join(t.TempDir(), "filmbot.db"))
		t.Cleanup(func() { db.Close() })
		return func(t *testing.T) jobstest.Jobs {
			q, err := openSQLite(context.Background(), db, quick())
			if err != nil {
				t.Fatalf("openSQLite: %v", err)
			}
			return tenant{process{q, db}}
		}
	})
}

// A tenant leaves the connection open.
type tenant struct{ process }

func (t tenant) Close() { t.Queue.Close() }

// TestOpenAtOnce has many processes bring the tables of one database up to date.
func TestOpenAtOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	openFile(t, file).Close()
	openAtOnce(t, func() (*Queue, error) {
		db := openFile(t, file)
		t.Cleanup(func() { db.Close() })
		return OpenSQLite(context.Background(), db, slog.New(slog.DiscardHandler))
	})
}

func TestOpenAtOncePostgres(t *testing.T) {
	url := postgresURL(t)
	openAtOnce(t, func() (*Queue, error) {
		return OpenPostgres(context.Background(), url, slog.New(slog.DiscardHandler))
	})
}

func openAtOnce(t *testing.T, open func() (*Queue, error)) {
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			q, err := open()
			if err != nil {
				t.Errorf("Open: %v", err)
				return
			}
			q.Close()
		})
	}
	all.Wait()
}

func TestPostgres(t *testing.T) {
	postgresURL(t) // so that the suite is skipped as a whole
	jobstest.Run(t, func(t *testing.T) func(t *testing.T) jobstest.Jobs {
		url := postgresURL(t)
		return func(t *testing.T) jobstest.Jobs { return openPostgresProcess(t, url, quick()) }
	})
}

// due is a job that is due some time from the present.
func due(d time.Duration, key string) bot.Job {
	return bot.Job{Key: key, At: time.Now().Add(d).UTC().Truncate(time.Microsecond)}
}

// insert inserts jobs in a transaction of their own.
func (p process) insert(t testing.TB, jobs ...bot.Job) {
	t.Helper()
	if err := p.Change(context.Background(), jobstest.Change{Insert: jobs}); err != nil {
		t.Fatal(err)
	}
}

// work works in the background until stop is called, which returns what Work
// returns.
func (p process) work(do func(context.Context, bot.Job) error) (stop func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.Work(ctx, do) }()
	return func() error {
		cancel()
		return <-ended
	}
}

// limit is how long tests wait for what must happen.
const limit = 2 * time.Minute

// next waits for something to come.
func next[T any](t testing.TB, c <-chan T) (v T) {
	t.Helper()
	select {
	case v = <-c:
	case <-time.After(limit):
		t.Fatalf("nothing came in %v", limit)
	}
	return v
}

// onBoth runs a test on both databases. open opens the same one each time.
func onBoth(t *testing.T, test func(t *testing.T, open func(options) process)) {
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(t.TempDir(), "filmbot.db")
		test(t, func(o options) process { return openProcess(t, file, o) })
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		url := postgresURL(t)
		test(t, func(o options) process { return openPostgresProcess(t, url, o) })
	})
}
