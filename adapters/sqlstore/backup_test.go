package sqlstore

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBackup(t *testing.T) {
	ctx := context.Background()
	folder := t.TempDir()
	file, to := filepath.Join(folder, "filmbot.db"), filepath.Join(folder, "a b?c.backup")
	s := mustOpen(t, file)
	defer s.Close()
	for _, value := range []string{"first", "second"} {
		if err := s.SetNote(ctx, "key", value); err != nil {
			t.Fatal(err)
		}
		if value == "first" {
			if err := Backup(ctx, file, to); err != nil {
				t.Fatalf("Backup: %v", err)
			}
		}
	}
	if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the backup = %v, %v; want it private", info.Mode(), err)
	}
	copied := mustOpen(t, to)
	defer copied.Close()
	if got, err := copied.Note(ctx, "key"); got != "first" || err != nil {
		t.Errorf("in the backup: Note = %q, %v; want first", got, err)
	}
}

func TestBackupRefused(t *testing.T) {
	ctx := context.Background()
	folder := t.TempDir()
	named := func(name string) string { return filepath.Join(folder, name) }
	mustOpen(t, named("filmbot.db")).Close()
	for name, content := range map[string]string{"there": "precious", "text": strings.Repeat("This is not a database.\n", 100)} {
		if err := os.WriteFile(named(name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before := contents(t, folder)
	tests := []struct{ url, to, want string }{
		{named("filmbot.db"), named("there"), "database " + named("filmbot.db") + " cannot be copied to " + named("there") + ": there is such a file already; name another"},
		{named("filmbot.db"), named("filmbot.db"), "database " + named("filmbot.db") + " cannot be copied to " + named("filmbot.db") + ": there is such a file already; name another"},
		{named("filmbot.db"), named("no/x"), "database " + named("filmbot.db") + " cannot be copied to " + named("no/x") + ": name a file in a folder that can be written"},
		{named("none.db"), named("x"), "database " + named("none.db") + " is not there: name another file, or start filmbot once"},
		{named("text"), named("x"), "database " + named("text") + " is not a database file: name another file, or move this one away"},
		{"postgres://bot:secret@host/db", named("x"), "database db on host:5432 is copied by PostgreSQL's own program: run pg_dump"},
	}
	for _, tt := range tests {
		if err := Backup(ctx, tt.url, tt.to); err == nil || err.Error() != tt.want {
			t.Errorf("Backup(%q, %q) = %v, want %q", tt.url, tt.to, err, tt.want)
		}
	}
	if err := Backup(cancelledContext(), named("filmbot.db"), named("x")); err == nil {
		t.Error("a cancelled Backup succeeded")
	}
	after := contents(t, folder)
	for name := range after {
		if _, ok := before[name]; !ok {
			t.Errorf("a backup that failed left %s behind", name)
		}
	}
	if after["there"] != "precious" {
		t.Error("a file that was there was changed")
	}
}

func cancelledContext() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}
