package sqlstore

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// later returns the migrations of a program that has more of them.
func later(t *testing.T, more ...string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	names, err := fs.Glob(embedded(), "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		content, err := fs.ReadFile(embedded(), name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: content}
	}
	for i, sql := range more {
		out[fmt.Sprintf("%05d_later.sql", len(names)+1+i)] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + sql)}
	}
	return out
}

func openWith(t *testing.T, file string, migrations fs.FS) (*Store, error) {
	t.Helper()
	o := impatient()
	o.migrations = migrations
	s, err := open(context.Background(), file, o)
	if err == nil {
		t.Cleanup(func() { s.Close() })
	}
	return s, err
}

func backups(t *testing.T, file string) []string {
	t.Helper()
	names, err := filepath.Glob(file + ".*")
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestMigrate(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "filmbot.db")
	s := mustOpen(t, file)
	if err := s.SetNote(ctx, "key", "old"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	mustOpen(t, file).Close()
	if got := backups(t, file); len(got) != 0 {
		t.Errorf("without an update there are backups: %q", got)
	}

	s, err := openWith(t, file, later(t, "UPDATE note SET content = 'new';", "CREATE TABLE more (x TEXT);"))
	if err != nil {
		t.Fatalf("open with later migrations: %v", err)
	}
	if got, err := s.Note(ctx, "key"); got != "new" || err != nil {
		t.Errorf("after the update: Note = %q, %v; want %q", got, err, "new")
	}
	version := len(later(t)) + 2
	backup := fmt.Sprintf("%s.before-v%d", file, version)
	if got := backups(t, file); !slices.Contains(got, backup) {
		t.Fatalf("there are %q, want a backup %q", got, backup)
	}
	if info, err := os.Stat(backup); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the backup = %v, %v; want it private", info.Mode(), err)
	}

	old := mustOpen(t, backup)
	defer old.Close()
	if got, err := old.Note(ctx, "key"); got != "old" || err != nil {
		t.Errorf("in the backup: Note = %q, %v; want %q", got, err, "old")
	}
}

// TestMigrateTwice updates, puts the backup back, goes on, and updates again: the
// backup is then of what there was before the second update.
func TestMigrateTwice(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "filmbot.db")
	backup := fmt.Sprintf("%s.before-v%d", file, len(later(t))+1)
	for _, value := range []string{"first", "second"} {
		s := mustOpen(t, file)
		if err := s.SetNote(ctx, "key", value); err != nil {
			t.Fatal(err)
		}
		s.Close()
		s, err := openWith(t, file, later(t, "CREATE TABLE more (x TEXT);"))
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
		content, err := os.ReadFile(backup)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		s = mustOpen(t, file)
		if got, err := s.Note(ctx, "key"); got != value || err != nil {
			t.Errorf("in the backup: Note = %q, %v; want %q", got, err, value)
		}
		s.Close()
	}
}

func TestMigrateFails(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "filmbot.db")
	s := mustOpen(t, file)
	if err := s.SetNote(ctx, "key", "old"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	_, err := openWith(t, file, later(t, "UPDATE note SET content = 'new';\nINSERT INTO nowhere VALUES (1);"))
	if err == nil || !strings.Contains(err.Error(), "update the schema") || strings.Contains(err.Error(), "\n") {
		t.Errorf("a migration that fails: %v, want one line on the update", err)
	}
	s = mustOpen(t, file)
	defer s.Close()
	if got, err := s.Note(ctx, "key"); got != "old" || err != nil {
		t.Errorf("after the failure: Note = %q, %v; want %q", got, err, "old")
	}
}

func TestNewerRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	s, err := openWith(t, file, later(t, "CREATE TABLE more (x TEXT);"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	n := len(later(t))
	want := fmt.Sprintf("database %s was written by a newer version of filmbot (schema %d, this program knows %d): "+
		"run that version, or put back the backup from before the update", file, n+1, n)
	if _, err := openWith(t, file, embedded()); err == nil || err.Error() != want {
		t.Errorf("Open = %v, want %q", err, want)
	}
	after, err := os.ReadFile(file)
	if err != nil || !slices.Equal(before, after) {
		t.Errorf("the newer database was changed (%v)", err)
	}
}

// TestMigrateAtOnce lets two openings update one database.
func TestMigrateAtOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	mustOpen(t, file).Close()
	more := later(t, "CREATE TABLE a (x TEXT);", "CREATE TABLE b (x TEXT);", "CREATE TABLE c (x TEXT);")
	errs := make(chan error)
	for range 4 {
		go func() {
			o := impatient()
			o.migrations, o.patience = more, 5e9
			s, err := open(context.Background(), file, o)
			if err == nil {
				err = s.Close()
			}
			errs <- err
		}()
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Errorf("open: %v", err)
		}
	}
}

// TestMigrateFromBefore brings a database up to date that the program left which knew
// no clubs.
func TestMigrateFromBefore(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "filmbot.db")
	before := fstest.MapFS{}
	for _, name := range []string{"00001_start.sql", "00002_used.sql"} {
		before[name] = later(t)[name]
	}
	db := connect(file, forWriting(0), 1)
	defer db.Close()
	o := impatient()
	o.migrations = before
	if err := (&Store{dialect: &sqliteFile{file: file}, write: db, log: o.log}).migrate(ctx, o); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO drawn (chat, film, seq) VALUES ('telegram:1', 'sm1', 1), ('telegram:1', 'sm2', 2)`,
		`INSERT INTO seen (person, film) VALUES ('discord:1', 'sm1')`,
		`INSERT INTO kept_line (name, line, used) VALUES ('name', 'line', 999999)`,
		`INSERT INTO note (subject, content) VALUES ('key', 'value')`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	want := fmt.Sprintf("can be read and written; the next start updates it from schema 2 to %d and keeps a copy", len(later(t)))
	if got, err := Check(ctx, file); got != want || err != nil {
		t.Errorf("Check = %q, %v; want %q", got, err, want)
	}

	s := mustOpen(t, file)
	defer s.Close()
	err := s.Draw(ctx, "telegram:1", func(drawn []string) (string, []string) {
		if !slices.Equal(drawn, []string{"sm1", "sm2"}) {
			t.Errorf("drawn = %q", drawn)
		}
		return "sm3", nil
	})
	if err != nil {
		t.Errorf("Draw: %v", err)
	}
	if got, err := s.Seen(ctx, "discord:1"); err != nil || !slices.Equal(got, []string{"sm1"}) {
		t.Errorf("Seen = %q, %v", got, err)
	}
	if got, err := s.KeptLine(ctx, "name"); got != "line" || err != nil {
		t.Errorf("KeptLine = %q, %v", got, err)
	}
	if got, err := s.Note(ctx, "key"); got != "value" || err != nil {
		t.Errorf("Note = %q, %v", got, err)
	}
	if got := backups(t, file); !slices.Contains(got, fmt.Sprintf("%s.before-v%d", file, len(later(t)))) {
		t.Errorf("there are %q, want a backup", got)
	}
}
