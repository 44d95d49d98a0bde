package sqlstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"filmbot/bot/storetest"
)

// server is the PostgreSQL server of this run of the tests. It is started when it
// is first needed.
var server postgresServer

// postgresServer is one that the tests started, or that TEST_POSTGRES names, a URL
// of a database whose user may make others.
type postgresServer struct {
	once   sync.Once
	admin  string // the URL of a database to begin with
	missed error  // why there is none
	folder string
	as     *syscall.Credential
	made   atomic.Int64
}

// bin returns the path of one of PostgreSQL's programs.
func bin(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		return "", fmt.Errorf("%s is not installed (Debian: apt-get install postgresql), and TEST_POSTGRES names no server", name)
	}
	return found[len(found)-1], nil
}

func (p *postgresServer) start() {
	if p.admin = os.Getenv("TEST_POSTGRES"); p.admin != "" {
		return
	}
	p.missed = p.launch()
}

// launch makes a cluster and starts a server on it that listens on a socket in the
// same folder. What it keeps need not survive a power failure.
func (p *postgresServer) launch() error {
	initdb, err := bin("initdb")
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "filmbot-pg-")
	if err != nil {
		return err
	}
	p.folder = folder
	if err := p.handOver(); err != nil {
		return err
	}
	data := filepath.Join(folder, "data")
	if err := p.run(initdb, "--pgdata="+data, "--username=filmbot", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"); err != nil {
		return err
	}
	settings := "-c listen_addresses= -c fsync=off -c max_connections=200 -c unix_socket_directories=" + folder
	pgctl, err := bin("pg_ctl")
	if err != nil {
		return err
	}
	if err := p.run(pgctl, "start", "--pgdata="+data, "--wait", "--timeout=60", "--log="+filepath.Join(folder, "log"), "--options="+settings); err != nil {
		return err
	}
	p.admin = "postgres:///postgres?user=filmbot&host=" + url.QueryEscape(folder)
	return nil
}

// handOver gives the folder to somebody whom PostgreSQL lets start a server, which
// it does not let root.
func (p *postgresServer) handOver() error {
	if os.Getuid() != 0 {
		return nil
	}
	id := 65534
	if out, err := exec.Command("id", "-u", "postgres").Output(); err == nil {
		if n, err := strconv.Atoi(strings.TrimSpace(string(out))); err == nil {
			id = n
		}
	}
	p.as = &syscall.Credential{Uid: uint32(id), Gid: uint32(id)}
	return os.Chown(p.folder, id, id)
}

func (p *postgresServer) run(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = p.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.as}
	// The server that pg_ctl leaves running keeps what it is given as its output, so
	// that must not be a pipe.
	out, err := os.Create(filepath.Join(os.TempDir(), filepath.Base(p.folder)+".out"))
	if err != nil {
		return err
	}
	defer os.Remove(out.Name())
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(out.Name())
		return fmt.Errorf("%s: %w: %s", filepath.Base(name), err, bytes.TrimSpace(said))
	}
	return nil
}

// stop ends the server, if the tests started one.
func (p *postgresServer) stop() {
	if p.folder == "" {
		return
	}
	if pgctl, err := bin("pg_ctl"); err == nil && p.missed == nil {
		if err := p.run(pgctl, "stop", "--pgdata="+filepath.Join(p.folder, "data"), "--mode=immediate", "--wait"); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.RemoveAll(p.folder)
}

// postgresURL returns the URL of a new schema, which lasts as long as the test.
// Where there can be none the test is skipped, but never where everything is
// tested.
func postgresURL(t testing.TB) string {
	t.Helper()
	server.once.Do(server.start)
	if server.missed != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("PostgreSQL: %v", server.missed)
		}
		t.Skipf("PostgreSQL: %v", server.missed)
	}
	schema := newName()
	administer(t, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { administer(t, "DROP SCHEMA "+schema+" CASCADE") })
	return changed(t, server.admin, func(u *url.URL, q url.Values) { q.Set("search_path", schema) })
}

// newName is a name that nothing on the server has.
func newName() string { return fmt.Sprintf("filmbot_test_%d_%d", os.Getpid(), server.made.Add(1)) }

// newDatabase returns the URL of a new database, for tests of what a schema cannot
// be.
func newDatabase(t *testing.T, options string) string {
	t.Helper()
	name := newName()
	administer(t, "CREATE DATABASE "+name+options)
	t.Cleanup(func() { administer(t, "DROP DATABASE "+name+" WITH (FORCE)") })
	return changed(t, server.admin, func(u *url.URL, _ url.Values) { u.Path = "/" + name })
}

// changed is an address with some part of it changed.
func changed(t testing.TB, address string, change func(u *url.URL, q url.Values)) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	change(u, q)
	u.RawQuery = q.Encode()
	return u.String()
}

// administer runs a statement on the server.
func administer(t testing.TB, statement string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server.admin)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func TestStorePostgres(t *testing.T) {
	postgresURL(t) // so that the suite is skipped as a whole
	storetest.Run(t, func(t *testing.T) func() storetest.Store {
		url := postgresURL(t)
		return func() storetest.Store { return mustOpen(t, url) }
	})
}

// TestPostgresAtOnce lets many processes set one database up.
func TestPostgresAtOnce(t *testing.T) {
	url := postgresURL(t)
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
	s := mustOpen(t, postgresURL(t))
	defer s.Close()
	var got string
	if err := s.write.QueryRow(`SHOW synchronous_commit`).Scan(&got); err != nil || got != "on" {
		t.Errorf("synchronous_commit = %q, %v; want on", got, err)
	}
}

// TestPostgresBytewise checks that keys are compared byte by byte, whatever the
// language of the database is.
func TestPostgresBytewise(t *testing.T) {
	s := mustOpen(t, postgresURL(t))
	defer s.Close()
	columns, err := (session{s.read, s.dialect}).texts(context.Background(), `
		SELECT table_name || '.' || column_name FROM information_schema.columns
		WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'`)
	if err != nil || len(columns) != 0 {
		t.Errorf("columns that are not compared byte by byte: %q, %v", columns, err)
	}
}

func TestPostgresMigrate(t *testing.T) {
	url := postgresURL(t)
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
	url := postgresURL(t)
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
	base := postgresURL(t)
	with := func(change func(u *url.URL, q url.Values)) string { return changed(t, base, change) }
	user := func(name string) string {
		return with(func(u *url.URL, q url.Values) {
			u.User = nil
			q.Set("user", name)
			q.Set("password", "secret")
		})
	}
	readOnly := with(func(_ *url.URL, q url.Values) { q.Set("default_transaction_read_only", "on") })
	latin := newDatabase(t, " ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
	guest := newName()
	administer(t, "CREATE ROLE "+guest+" LOGIN PASSWORD 'secret'")
	t.Cleanup(func() { administer(t, "DROP ROLE "+guest) })

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
	name := newName()
	s := mustOpen(t, changed(t, postgresURL(t), func(_ *url.URL, q url.Values) { q.Set("application_name", name) }))
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
		administer(t, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"+name+"'")
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
	url := postgresURL(t)
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
	s := mustOpen(t, postgresURL(t))
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
