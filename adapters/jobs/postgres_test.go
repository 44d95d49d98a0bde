package jobs

import (
	"bytes"
	"context"
	"database/sql"
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
	_ "github.com/jackc/pgx/v5/stdlib"
)

// server is the PostgreSQL server of this run of the tests: the one that
// TEST_POSTGRES names, or one that is started when it is first needed.
var server testServer

type testServer struct {
	once    sync.Once
	admin   string // the URL of a database to begin with
	missing error  // why there is none
	folder  string
	as      *syscall.Credential
	made    atomic.Int64
}

func (s *testServer) start() {
	if s.admin = os.Getenv("TEST_POSTGRES"); s.admin != "" {
		return
	}
	s.missing = s.launch()
}

// launch starts a server on a new cluster, which listens on a socket only and
// need not survive a power failure.
func (s *testServer) launch() (err error) {
	if s.folder, err = os.MkdirTemp("", "filmbot-jobs-"); err != nil {
		return err
	}
	if os.Getuid() == 0 { // for whom PostgreSQL does not start
		id, err := exec.Command("id", "-u", "postgres").Output()
		if err != nil {
			return fmt.Errorf("find the user postgres: %w", err)
		}
		n, err := strconv.Atoi(strings.TrimSpace(string(id)))
		if err != nil {
			return err
		}
		s.as = &syscall.Credential{Uid: uint32(n), Gid: uint32(n)}
		if err := os.Chown(s.folder, n, n); err != nil {
			return err
		}
	}
	if err := s.run("initdb", "--username=filmbot", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"); err != nil {
		return err
	}
	options := "-c listen_addresses= -c fsync=off -c max_connections=300 -c unix_socket_directories=" + s.folder
	if err := s.run("pg_ctl", "start", "--wait", "--log="+filepath.Join(s.folder, "log"), "--options="+options); err != nil {
		return err
	}
	s.admin = "postgres:///postgres?user=filmbot&host=" + url.QueryEscape(s.folder)
	return nil
}

// run runs one of PostgreSQL's programs on the cluster.
func (s *testServer) run(name string, args ...string) error {
	path, err := exec.LookPath(name)
	if err != nil {
		found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
		if len(found) == 0 {
			return fmt.Errorf("%s is not installed (Debian: apt-get install postgresql), and TEST_POSTGRES names no server", name)
		}
		path = found[len(found)-1]
	}
	// A pipe would stay open as long as the server that pg_ctl leaves behind.
	out, err := os.CreateTemp("", "filmbot-jobs-*.out")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name())
	defer out.Close()
	cmd := exec.Command(path, append(args, "--pgdata="+filepath.Join(s.folder, "data"))...)
	cmd.Dir = s.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(out.Name())
		return fmt.Errorf("%s: %w: %s", name, err, bytes.TrimSpace(said))
	}
	return nil
}

func (s *testServer) stop() {
	if s.folder == "" {
		return
	}
	if s.missing == nil {
		if err := s.run("pg_ctl", "stop", "--mode=immediate", "--wait"); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.RemoveAll(s.folder)
}

// postgresURL returns the URL of a new schema, which lasts as long as the test.
// Where there can be none the test is skipped, but never where everything is
// tested.
func postgresURL(t testing.TB) string {
	t.Helper()
	server.once.Do(server.start)
	if server.missing != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("PostgreSQL: %v", server.missing)
		}
		t.Skipf("PostgreSQL: %v", server.missing)
	}
	schema := fmt.Sprintf("filmbot_jobs_%d_%d", os.Getpid(), server.made.Add(1))
	administer(t, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { administer(t, "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(server.admin)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
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

func openPostgresProcess(t testing.TB, url string, o options) process {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	q, err := openPostgres(context.Background(), url, o)
	if err != nil {
		db.Close()
		t.Fatalf("openPostgres: %v", err)
	}
	return process{q, db}
}
