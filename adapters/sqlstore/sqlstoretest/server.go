package sqlstore

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
