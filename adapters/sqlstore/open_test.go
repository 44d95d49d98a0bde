package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// impatient are options for tests in which a lock is not given back.
func impatient() options {
	return options{log: slog.New(slog.DiscardHandler), patience: 20 * time.Millisecond, migrations: embedded(), now: time.Now}
}

func TestOpenOddNames(t *testing.T) {
	ctx := context.Background()
	for _, name := range []string{
		"плёнка.db", "a b.db", "a?b=c&d.db", "a#b.db", "100%.db", "%41.db", "a+b;c.db", "'\".db", ":x:.db", "😀", "file.db?mode=memory",
		"?vfs=none", "a:b", "-", "[x].db",
	} {
		folder := t.TempDir()
		file := filepath.Join(folder, name)
		s := mustOpen(t, file)
		if err := s.SetNote(ctx, "key", name); err != nil {
			t.Errorf("SetNote in %q: %v", name, err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("Close of %q: %v", name, err)
		}
		entries, err := os.ReadDir(folder)
		if err != nil || len(entries) != 1 || entries[0].Name() != name {
			t.Errorf("after Open and Close of %q the folder holds %v, %v", name, entries, err)
		}
		s = mustOpen(t, file)
		if got, err := s.Note(ctx, "key"); got != name || err != nil {
			t.Errorf("Note in %q = %q, %v", name, got, err)
		}
		s.Close()
	}
}

func TestOpenRelativeName(t *testing.T) {
	folder := t.TempDir()
	t.Chdir(folder)
	s := mustOpen(t, "filmbot.db")
	defer s.Close()
	t.Chdir(t.TempDir())
	if err := s.SetNote(context.Background(), "key", "value"); err != nil {
		t.Errorf("SetNote after the working folder changed: %v", err)
	}
	if _, err := os.Stat(filepath.Join(folder, "filmbot.db")); err != nil {
		t.Error(err)
	}
}

// TestOpenRefused checks the lines that operators read.
func TestOpenRefused(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	text := write("text.txt", strings.Repeat("This is not a database.\n", 100))
	tests := []struct{ url, want string }{
		{"mysql://bot:secret@host/db", "database: name a file without anything before it, such as filmbot.db, or a PostgreSQL address that begins with postgres://"},
		{"sqlite:x.db", "database: name a file without anything before it, such as filmbot.db, or a PostgreSQL address that begins with postgres://"},
		{"file:x.db", "database: name a file without anything before it, such as filmbot.db, or a PostgreSQL address that begins with postgres://"},
		{":memory:", "database: what is kept in memory is lost at the end: name a file, such as filmbot.db"},
		{" ", "database: no file is named: name one, such as filmbot.db"},
		{"a\x00b", "database: the name of a file cannot contain a NUL character"},
		{folder, "database " + folder + " is a folder: name a file, such as " + folder + "/filmbot.db"},
		{folder + "/no/x.db", "database " + folder + "/no/x.db: the folder " + folder + "/no does not exist: create it, or name another file"},
		{text + "/x.db", "database " + text + "/x.db: " + text + " is not a folder: name another file"},
		{text + "/y/x.db", "database " + text + "/y/x.db: the folder " + text + "/y cannot be used: not a directory"},
		{text, "database " + text + " is not a database file: name another file, or move this one away"},
	}
	for _, tt := range tests {
		s, err := Open(context.Background(), tt.url, slog.New(slog.DiscardHandler))
		if err == nil {
			s.Close()
			t.Errorf("Open(%q) succeeded", tt.url)
			continue
		}
		if got := filepath.ToSlash(err.Error()); got != filepath.ToSlash(tt.want) {
			t.Errorf("Open(%q) = %q, want %q", tt.url, got, tt.want)
		}
	}
	if got, err := os.ReadFile(text); err != nil || !strings.HasPrefix(string(got), "This is not") {
		t.Errorf("the file that is no database was changed: %v", err)
	}
}

// adviceOnWriting is what an operator reads of a database that cannot be written.
const adviceOnWriting = "allow the user that runs filmbot to write the file and its folder"

func TestOpenNotWritable(t *testing.T) {
	if runtime.GOOS == "linux" {
		// Not even root may make files there.
		if _, err := Open(context.Background(), "/sys/filmbot.db", slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), adviceOnWriting) {
			t.Errorf("Open in /sys = %v, want %q", err, adviceOnWriting)
		}
	}
	file := filepath.Join(t.TempDir(), "filmbot.db")
	mustOpen(t, file).Close()
	db := connect(file, forReading(0), 1)
	s := &Store{dialect: &sqliteFile{file: file}, write: db, read: db, log: slog.New(slog.DiscardHandler)}
	defer s.Close()
	if err := s.fault("open", s.prepare(context.Background(), impatient())); !strings.Contains(err.Error(), adviceOnWriting) {
		t.Errorf("preparing a database that can only be read: %v, want %q", err, adviceOnWriting)
	}
}

// TestOpenReadOnlyFile needs a user whom the mode of a file binds; .ci/run makes
// itself one.
func TestOpenReadOnlyFile(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write any file")
	}
	file := filepath.Join(t.TempDir(), "filmbot.db")
	mustOpen(t, file).Close()
	if err := os.Chmod(file, 0o400); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), file, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), adviceOnWriting) {
		t.Errorf("Open of a read-only file = %v, want %q", err, adviceOnWriting)
	}
}

func TestOpenDamaged(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	mustOpen(t, file).Close()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := 100; i < len(content); i++ { // after the header
		content[i] = 0xAA
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(context.Background(), file, slog.New(slog.DiscardHandler))
	if want := "database " + file + " is damaged: put back a backup"; err == nil || err.Error() != want {
		t.Errorf("Open = %v, want %q", err, want)
	}
}

func TestLocked(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "filmbot.db")
	s, err := open(ctx, file, impatient())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	other := connect(file, forWriting(0), 1)
	defer other.Close()
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	want := "database " + file + " is locked by another program: end that program, or name another file"
	if _, err := open(ctx, file, impatient()); err == nil || err.Error() != want {
		t.Errorf("Open = %v, want %q", err, want)
	}
	if err := s.SetNote(ctx, "key", "value"); err == nil || err.Error() != want {
		t.Errorf("SetNote = %v, want %q", err, want)
	}
	if _, err := s.Note(ctx, "key"); err != nil {
		t.Errorf("reading while another program writes: %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := s.SetNote(ctx, "key", "value"); err != nil {
		t.Errorf("SetNote after the lock is gone: %v", err)
	}
}

// TestLockedUntilCancelled checks that somebody who waits for a lock can give up.
func TestLockedUntilCancelled(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	s := mustOpen(t, file)
	defer s.Close()
	other := connect(file, forWriting(0), 1)
	defer other.Close()
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	if err := s.SetNote(ctx, "key", "value"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("SetNote = %v, want %v", err, context.DeadlineExceeded)
	}
}

func TestOpenAtOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			s, err := Open(context.Background(), file, slog.New(slog.DiscardHandler))
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

func TestOpenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Open(ctx, filepath.Join(t.TempDir(), "filmbot.db"), slog.New(slog.DiscardHandler))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Open = %v, want %v", err, context.Canceled)
	}
}

// TestSettings asks the connections how they are set.
func TestSettings(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "filmbot.db"))
	defer s.Close()
	tests := []struct {
		db           *sql.DB
		pragma, want string
	}{
		{s.write, "journal_mode", "wal"},
		{s.write, "synchronous", "2"},
		{s.write, "busy_timeout", "5000"},
		{s.write, "foreign_keys", "1"},
		{s.write, "cache_size", "-1024"},
		{s.read, "journal_mode", "wal"},
		{s.read, "query_only", "1"},
		{s.read, "busy_timeout", "5000"},
		{s.read, "cache_size", "-512"},
	}
	for _, tt := range tests {
		var got string
		if err := tt.db.QueryRow("PRAGMA " + tt.pragma).Scan(&got); err != nil || got != tt.want {
			t.Errorf("%s = %q, %v; want %q", tt.pragma, got, err, tt.want)
		}
	}
}

func TestCloseTwice(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	s := mustOpen(t, file)
	for range 2 {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	}
	left, err := filepath.Glob(file + "*")
	if err != nil || !slices.Equal(left, []string{file}) {
		t.Errorf("after Close there are %q, want one file", left)
	}
	if err := s.SetNote(context.Background(), "key", "value"); err == nil {
		t.Error("a closed store takes notes")
	}
}
