package main

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// cluster is the PostgreSQL server of this run of the tests, which is started when
// it is first needed.
var cluster postgres

type postgres struct {
	once    sync.Once
	missing error // why there is none
	folder  string
	as      *syscall.Credential
	made    int
}

// url returns the address of a new database. Where there can be none the test is
// skipped, but never where everything is tested.
func (p *postgres) url(t testing.TB) string {
	t.Helper()
	p.once.Do(func() { p.missing = p.launch() })
	if p.missing != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("PostgreSQL: %v", p.missing)
		}
		t.Skipf("PostgreSQL: %v", p.missing)
	}
	p.made++
	name := "filmbot" + strconv.Itoa(p.made)
	if err := p.run("createdb", "--username=filmbot", "--host="+p.folder, name); err != nil {
		t.Fatal(err)
	}
	return "postgres:///" + name + "?user=filmbot&host=" + url.QueryEscape(p.folder)
}

// launch starts a server on a new cluster, which listens on a socket only and need
// not survive a power failure.
func (p *postgres) launch() (err error) {
	if p.folder, err = os.MkdirTemp("", "filmbot-week-"); err != nil {
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
		p.as = &syscall.Credential{Uid: uint32(n), Gid: uint32(n)}
		if err := os.Chown(p.folder, n, n); err != nil {
			return err
		}
	}
	data := "--pgdata=" + filepath.Join(p.folder, "data")
	if err := p.run("initdb", data, "--username=filmbot", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"); err != nil {
		return err
	}
	options := "-c listen_addresses= -c fsync=off -c unix_socket_directories=" + p.folder
	return p.run("pg_ctl", "start", data, "--wait", "--log="+filepath.Join(p.folder, "log"), "--options="+options)
}

// run runs one of PostgreSQL's programs.
func (p *postgres) run(name string, args ...string) error {
	path, err := exec.LookPath(name)
	if err != nil {
		found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
		if len(found) == 0 {
			return fmt.Errorf("%s is not installed (Debian: apt-get install postgresql)", name)
		}
		path = found[len(found)-1]
	}
	// A pipe would stay open as long as the server that pg_ctl leaves behind.
	out, err := os.CreateTemp("", "filmbot-week-*.out")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name())
	defer out.Close()
	cmd := exec.Command(path, args...)
	cmd.Dir = p.folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.as}
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Run(); err != nil {
		said, _ := os.ReadFile(out.Name())
		return fmt.Errorf("%s: %w: %s", name, err, bytes.TrimSpace(said))
	}
	return nil
}

// stop stops the server, if one was started.
func (p *postgres) stop() {
	if p.folder == "" {
		return
	}
	if p.missing == nil {
		if err := p.run("pg_ctl", "stop", "--pgdata="+filepath.Join(p.folder, "data"), "--mode=immediate", "--wait"); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.RemoveAll(p.folder)
}
