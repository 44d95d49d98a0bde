package sqlstore

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// contents reads all files of a folder, except for SQLite's shared memory, which
// has no content of its own.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	out := map[string]string{}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(e.Name(), "-shm") {
			content = nil
		}
		out[e.Name()] = string(content)
	}
	return out
}

func TestCheck(t *testing.T) {
	n := len(later(t))
	tests := []struct {
		name    string
		prepare func(t *testing.T, file string)
		want    string
	}{
		{"nothing there", func(*testing.T, string) {}, "is not there yet; the first start makes it"},
		{"empty", func(t *testing.T, file string) {
			if err := os.WriteFile(file, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "is empty; the first start sets it up"},
		{"up to date", func(t *testing.T, file string) { mustOpen(t, file).Close() }, "can be read and written"},
		{"a bot is running", func(t *testing.T, file string) {
			s := mustOpen(t, file)
			t.Cleanup(func() { s.Close() })
			if err := s.SetNote(context.Background(), "key", "value"); err != nil {
				t.Fatal(err)
			}
		}, "can be read and written"},
		{"a bot is writing", func(t *testing.T, file string) {
			s := mustOpen(t, file)
			tx, err := s.write.Begin()
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { tx.Rollback(); s.Close() })
		}, "can be read and written"},
		{"a backup", func(t *testing.T, file string) {
			s := mustOpen(t, file+".other")
			defer s.Close()
			if _, err := s.write.Exec("VACUUM INTO ?", file); err != nil {
				t.Fatal(err)
			}
		}, "can be read and written"},
		{"killed before the log was merged", func(t *testing.T, file string) {
			s := mustOpen(t, file+".other")
			defer s.Close()
			for _, suffix := range []string{"", "-wal"} {
				content, err := os.ReadFile(file + ".other" + suffix)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file+suffix, content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}, "can be read and written"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			folder := t.TempDir()
			file := filepath.Join(folder, "a b?c.db")
			tt.prepare(t, file)
			before := contents(t, folder)
			got, err := check(context.Background(), file, impatient())
			if got != tt.want || err != nil {
				t.Errorf("Check = %q, %v; want %q", got, err, tt.want)
			}
			after := contents(t, folder)
			delete(after, filepath.Base(file)+"-shm")
			delete(before, filepath.Base(file)+"-shm")
			if !maps.Equal(before, after) {
				t.Errorf("Check changed %q to %q", slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after)))
			}
		})
	}

	t.Run("older", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "filmbot.db")
		mustOpen(t, file).Close()
		o := impatient()
		o.migrations = later(t, "CREATE TABLE more (x TEXT);", "CREATE TABLE still_more (x TEXT);")
		before := contents(t, filepath.Dir(file))
		want := fmt.Sprintf("can be read and written; the next start updates it from schema %d to %d and keeps a copy", n, n+2)
		if got, err := check(context.Background(), file, o); got != want || err != nil {
			t.Errorf("Check = %q, %v; want %q", got, err, want)
		}
		if !maps.Equal(before, contents(t, filepath.Dir(file))) {
			t.Error("Check changed the older database")
		}
	})
}

func TestCheckRefused(t *testing.T) {
	folder := t.TempDir()
	named := func(name string) string { return filepath.Join(folder, name) }
	text := named("text.txt")
	if err := os.WriteFile(text, []byte(strings.Repeat("This is not a database.\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := openWith(t, named("newer.db"), later(t, "CREATE TABLE more (x TEXT);"))
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	// One that is not in WAL mode, where a writer can keep readers out.
	s = mustOpen(t, named("other.db"))
	if _, err := s.write.Exec("VACUUM INTO ?", named("locked.db")); err != nil {
		t.Fatal(err)
	}
	s.Close()
	holder := connect(named("locked.db"), nil, 1)
	defer holder.Close()
	if _, err := holder.Exec("BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	n := len(later(t))
	tests := []struct{ url, want string }{
		{named("no/x.db"), "database " + named("no/x.db") + ": the folder " + named("no") + " does not exist: create it, or name another file"},
		{text, "database " + text + " is not a database file: name another file, or move this one away"},
		{named("newer.db"), fmt.Sprintf("database %s was written by a newer version of filmbot (schema %d, this program knows %d): "+
			"run that version, or put back the backup from before the update", named("newer.db"), n+1, n)},
		{named("locked.db"), "database " + named("locked.db") + " is locked by another program: end that program, or name another file"},
	}
	for _, tt := range tests {
		if got, err := check(context.Background(), tt.url, impatient()); err == nil || err.Error() != tt.want {
			t.Errorf("Check(%q) = %q, %v; want %q", tt.url, got, err, tt.want)
		}
	}
}

func TestCheckNotWritable(t *testing.T) {
	if _, err := os.Stat("/sys/kernel"); err != nil {
		t.Skip("there is no folder that not even root may write")
	}
	want := "database /sys/filmbot.db cannot be written: allow the user that runs filmbot to write the file and its folder"
	if got, err := Check(context.Background(), "/sys/filmbot.db"); err == nil || err.Error() != want {
		t.Errorf("Check = %q, %v; want %q", got, err, want)
	}
}

func TestCheckCancelled(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	mustOpen(t, file).Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got, err := Check(ctx, file); err == nil {
		t.Errorf("Check = %q, want an error", got)
	}
}
