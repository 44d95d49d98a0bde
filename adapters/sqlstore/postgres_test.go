package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"filmbot/adapters/sqlstore/sqlstoretest"
	"filmbot/bot/storetest"
)

func TestStorePostgres(t *testing.T) {
	server.Schema(t) // so that the suite is skipped as a whole
	storetest.Run(t, func(t *testing.T) func() storetest.Store {
		url := server.Schema(t)
		return func() storetest.Store { return keepJobs(t, mustOpen(t, url)) }
	})
}

// TestPostgresAtOnce lets many processes set one database up.
func TestPostgresAtOnce(t *testing.T) {
	url := server.Schema(t)
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			s, err := Open(context.Background(), url, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Errorf("Open: %v", err)
				return
			}
			if err := s.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		})
	}
	wg.Wait()
}

func TestPostgresDurable(t *testing.T) {
	s := mustOpen(t, server.Schema(t))
	defer s.Close()
	var got string
	if err := s.write.QueryRow(`SHOW synchronous_commit`).Scan(&got); err != nil || got != "on" {
		t.Errorf("synchronous_commit = %q, %v; want on", got, err)
	}
}

// TestPostgresBytewise checks that keys are compared byte by byte, whatever the
// language of the database is.
func TestPostgresBytewise(t *testing.T) {
	s := mustOpen(t, server.Schema(t))
	defer s.Close()
	columns, err := (session{s.read, s.dialect}).texts(context.Background(), `
		SELECT table_name || '.' || column_name FROM information_schema.columns
		WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`)
	if err != nil || len(columns) != 0 {
		t.Errorf("columns that are not compared byte by byte: %q, %v", columns, err)
	}
}

func TestPostgresMigrate(t *testing.T) {
	url := server.Schema(t)
	mustOpen(t, url).Close()
	n := len(later(t))
	more := later(t, "CREATE TABLE more (x TEXT);", "CREATE TABLE still_more (x TEXT);")
	o := impatient()
	o.migrations = more
	want := fmt.Sprintf("can be read and written; the next start updates it from schema %d to %d and keeps no copy: take one with pg_dump", n, n+2)
	if got, err := check(context.Background(), url, o); got != want || err != nil {
		t.Errorf("Check = %q, %v; want %q", got, err, want)
	}
	s, err := openWith(t, url, more)
	if err != nil {
		t.Fatal(err)
	}
	name := s.dialect.name()
	want = fmt.Sprintf("database %s was written by a newer version of filmbot (schema %d, this program knows %d): "+
		"run that version, or put back the backup from before the update", name, n+2, n)
	if _, err := openWith(t, url, embedded()); err == nil || err.Error() != want {
		t.Errorf("Open = %v, want %q", err, want)
	}
	if _, err := Check(context.Background(), url); err == nil || err.Error() != want {
		t.Errorf("Check = %v, want %q", err, want)
	}
}

func TestPostgresCheck(t *testing.T) {
	ctx := context.Background()
	url := server.Schema(t)
	if got, err := Check(ctx, url); got != "is empty; the first start sets it up" || err != nil {
		t.Errorf("Check of a new database = %q, %v", got, err)
	}
	s := mustOpen(t, url)
	defer s.Close()
	if got, err := Check(ctx, url); got != "can be read and written" || err != nil {
		t.Errorf("Check = %q, %v", got, err)
	}
}

// TestPostgresRefused checks the lines that operators read. None of them may show
// the password.
func TestPostgresRefused(t *testing.T) {
	base := server.Schema(t)
	with := func(change func(u *url.URL, q url.Values)) string { return sqlstoretest.Changed(t, base, change) }
	user := func(name string) string {
		return with(func(u *url.URL, q url.Values) {
			u.User = nil
			q.Set("user", name)
			q.Set("password", "secret")
		})
	}
	readOnly := with(func(_ *url.URL, q url.Values) { q.Set("default_transaction_read_only", "on") })
	latin := server.Database(t, "ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
	guest := server.Name()
	server.Administer(t, "CREATE ROLE "+guest+" LOGIN PASSWORD 'secret'")
	t.Cleanup(func() { server.Administer(t, "DROP ROLE "+guest) })

	tests := []struct{ name, url, want string }{
		{"unreadable", "postgres://bot:secret@host:port/db", "database: the address of PostgreSQL cannot be read: write it as postgres://user:password@host:5432/name"},
		{"unreadable query", "postgresql://bot:secret@host/db?sslmode=secret", "database: the address of PostgreSQL cannot be read: write it as postgres://user:password@host:5432/name"},
		{"unreachable", "postgres://bot:secret@127.0.0.1:1/db", "database db on 127.0.0.1:1 cannot be reached: start the server, or correct its address"},
		{"unknown database", with(func(u *url.URL, _ url.Values) { u.Path = "/nowhere" }), "does not exist: create it, or correct the name in its address"},
		{"unknown user", user("stranger"), "refuses the user or the password: correct them in its address"},
		{"read only", readOnly, "can only be read: name the primary server, and a user who may write"},
		{"latin", latin, "cannot hold every language: create one with ENCODING 'UTF8'"},
		{"may not create", user(guest), "does not let its user create tables: GRANT CREATE ON SCHEMA to that user"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Open(context.Background(), tt.url, slog.New(slog.DiscardHandler))
			if err == nil {
				s.Close()
				t.Fatalf("Open succeeded, want %q", tt.want)
			}
			_, checked := Check(context.Background(), tt.url)
			for _, err := range []error{err, checked} {
				if err == nil || !strings.HasSuffix(err.Error(), tt.want) || strings.ContainsRune(err.Error(), '\n') || strings.Contains(err.Error(), "secret") {
					t.Errorf("the error is %q, want %q", err, tt.want)
				}
			}
		})
	}
}

// TestPostgresLostConnections cuts all connections off, as a restart of the server
// does: what comes next works, and who follows learns that something may have been
// missed.
func TestPostgresLostConnections(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	name := server.Name()
	s := mustOpen(t, sqlstoretest.Changed(t, server.Schema(t), func(_ *url.URL, q url.Values) { q.Set("application_name", name) }))
	defer s.Close()
	heard, done := make(chan string, 100), make(chan error, 1)
	go func() { done <- s.Follow(ctx, func(id string, _ int64) { heard <- id }) }()
	for range 2 {
		select {
		case id := <-heard:
			if id != "" {
				t.Errorf("Follow began with a change of %q, want everything", id)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("Follow does not come back")
		}
		server.Administer(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"+name+"'")
		if err := s.SetNote(ctx, "key", "value"); err != nil {
			t.Errorf("SetNote after the connections were lost: %v", err)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Follow: %v", err)
	}
}

// TestPostgresLocked holds a lock for longer than anybody waits.
func TestPostgresLocked(t *testing.T) {
	ctx := context.Background()
	url := server.Schema(t)
	mustOpen(t, url).Close()
	s, err := open(ctx, url, impatient())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	tx, err := s.write.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if err := (session{tx, s.dialect}).lock(ctx, "bag", "telegram:1"); err != nil {
		t.Fatal(err)
	}
	draw := func(chat string) error {
		return s.Draw(ctx, chat, func([]string) (string, []string) { return "f1", nil })
	}
	if err := draw("telegram:1"); err == nil || !strings.HasSuffix(err.Error(), busyServer) {
		t.Errorf("Draw from a locked bag: %v, want %q", err, busyServer)
	}
	if err := draw("telegram:2"); err != nil {
		t.Errorf("Draw from another bag: %v", err)
	}
}

// TestPostgresDeadlock lets two transactions wait for each other: one of them is
// done again.
func TestPostgresDeadlock(t *testing.T) {
	ctx := context.Background()
	s := mustOpen(t, server.Schema(t))
	defer s.Close()
	var first sync.WaitGroup
	first.Add(2)
	var calls atomic.Int64
	both := func(one, two string) error {
		var met bool
		return s.update(ctx, "lock", func(t session) error {
			calls.Add(1)
			if err := t.lock(ctx, "bag", one); err != nil {
				return err
			}
			if !met {
				met = true
				first.Done()
				first.Wait()
			}
			return t.lock(ctx, "bag", two)
		})
	}
	errs := make(chan error)
	go func() { errs <- both("a", "b") }()
	go func() { errs <- both("b", "a") }()
	if err := errors.Join(<-errs, <-errs); err != nil {
		t.Errorf("update: %v", err)
	}
	if calls.Load() < 3 {
		t.Errorf("%d calls, want one done again", calls.Load())
	}
}

func TestNumbered(t *testing.T) {
	tests := []struct{ query, want string }{
		{"SELECT 1", "SELECT 1"},
		{"?", "$1"},
		{"a = ? AND b IN (?, ?)", "a = $1 AND b IN ($2, $3)"},
		{strings.Repeat("?", 11), "$1$2$3$4$5$6$7$8$9$10$11"},
	}
	for _, tt := range tests {
		if got := numbered(tt.query); got != tt.want {
			t.Errorf("numbered(%q) = %q, want %q", tt.query, got, tt.want)
		}
	}
}
