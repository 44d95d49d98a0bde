// Package sqlstoretest starts a PostgreSQL server for tests, of whoever may know the
// store's database.
package sqlstoretest

import (
	"bytes"
	"context"
	"fmt"
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

	"github.com/jackc/pgx/v5"
)

// A Server is a PostgreSQL server of one run of tests: the one that TEST_POSTGRES names
// by the URL of a database whose user may make others, or else one that is started when
// it is first needed. The zero value is ready. Its methods may be called concurrently,
// but for Stop, which comes last.
//
// Where there can be none a test that needs one is skipped, but never where CI is set.
type Server struct {
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

func (s *Server) start() {
	if s.admin = os.Getenv("TEST_POSTGRES"); s.admin != "" {
		return
	}
	s.missed = s.launch()
}

// launch makes a cluster and starts a server on it that listens on a socket in the
// same folder. What it keeps need not survive a power failure.
func (s *Server) launch() error {
	initdb, err := bin("initdb")
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "filmbot-pg-")
	if err != nil {
		return err
	}
	s.folder = folder
	if err := s.handOver(); err != nil {
		return err
	}
	data := filepath.Join(folder, "data")
	if err := s.run(initdb, "--pgdata="+data, "--username=filmbot", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"); err != nil {
		return err
	}
	settings := "-c listen_addresses= -c fsync=off -c max_connections=200 -c unix_socket_directories=" + folder
	pgctl, err := bin("pg_ctl")
	if err != nil {
		return err
	}
	if err := s.run(pgctl, "start", "--pgdata="+data, "--wait", "--timeout=60", "--log="+filepath.Join(folder, "log"), "--options="+settings); err != nil {
		return err
	}
	s.admin = "postgres:///postgres?user=filmbot&host=" + url.QueryEscape(folder)
	return nil
}

// handOver gives the folder to somebody whom PostgreSQL lets start a server, which
// it does not let root.
func (s *Server) handOver() error {
	if os.Getuid() != 0 {
		return nil
	}
	id := 65534
	if out, err := exec.Command("id", "-u", "postgres").Output(); err == nil {
		if n, err := strconv.Atoi(strings.TrimSpace(string(out))); err == nil {
			id = n
		}
	}
	s.as = &syscall.Credential{Uid: uint32(id), Gid: uint32(id)}
	return os.Chown(s.folder, id, id)
}

func (s *Server) run(name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = s.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	// The server that pg_ctl leaves running keeps what it is given as its output, so
	// that must not be a pipe.
	out, err := os.Create(filepath.Join(os.TempDir(), filepath.Base(s.folder)+".out"))
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

// Stop ends the server, if the tests started one.
func (s *Server) Stop() {
	if s.folder == "" {
		return
	}
	if pgctl, err := bin("pg_ctl"); err == nil && s.missed == nil {
		if err := s.run(pgctl, "stop", "--pgdata="+filepath.Join(s.folder, "data"), "--mode=immediate", "--wait"); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.RemoveAll(s.folder)
}

// need fails or skips a test that needs a server where there is none.
func (s *Server) need(t testing.TB) {
	t.Helper()
	s.once.Do(s.start)
	switch {
	case s.missed == nil:
	case os.Getenv("CI") != "":
		t.Fatalf("PostgreSQL: %v", s.missed)
	default:
		t.Skipf("PostgreSQL: %v", s.missed)
	}
}

// Schema returns the URL of a new schema, which lasts as long as the test.
func (s *Server) Schema(t testing.TB) string {
	t.Helper()
	schema := s.Name()
	s.Administer(t, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { s.Administer(t, "DROP SCHEMA "+schema+" CASCADE") })
	return Changed(t, s.admin, func(_ *url.URL, q url.Values) { q.Set("search_path", schema) })
}

// Database returns the URL of a new database, which lasts as long as the test. It is
// made with options of CREATE DATABASE.
func (s *Server) Database(t testing.TB, options string) string {
	t.Helper()
	name := s.Name()
	s.Administer(t, "CREATE DATABASE "+name+" "+options)
	t.Cleanup(func() { s.Administer(t, "DROP DATABASE "+name+" WITH (FORCE)") })
	return Changed(t, s.admin, func(u *url.URL, _ url.Values) { u.Path = "/" + name })
}

// Name returns a name that nothing on the server has.
func (s *Server) Name() string {
	return fmt.Sprintf("filmbot_test_%d_%d", os.Getpid(), s.made.Add(1))
}

// Administer runs a statement on the server.
func (s *Server) Administer(t testing.TB, statement string) {
	t.Helper()
	s.need(t)
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, s.admin)
	if err != nil {
		t.Fatalf("connect: %v", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// Changed is an address of a database with some part of it changed.
func Changed(t testing.TB, address string, change func(u *url.URL, q url.Values)) string {
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
