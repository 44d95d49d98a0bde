package sqlstore

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"filmbot/bot"
)

// TestDeleted takes the file away from under an open store: what it then stored
// would be gone with the file, so it must not say that it did.
func TestDeleted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps an open file where it is")
	}
	tests := []struct {
		name string
		do   func(t *testing.T, file, backup string)
		want string // what is noted in the database that is there afterwards
	}{
		{"deleted", func(t *testing.T, file, _ string) { removeAll(t, file) }, ""},
		{"deleted alone", func(t *testing.T, file, _ string) { remove(t, file) }, ""},
		{"replaced", func(t *testing.T, file, backup string) { rename(t, backup, file) }, "old"},
		{"deleted and put back", func(t *testing.T, file, backup string) {
			removeAll(t, file)
			rename(t, backup, file)
		}, "old"},
		{"moved", func(t *testing.T, file, _ string) { rename(t, file, file+".away") }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { testDeleted(t, tt.do, tt.want, true) })
		t.Run(tt.name+" while nobody writes", func(t *testing.T) { testDeleted(t, tt.do, tt.want, false) })
	}
}

func testDeleted(t *testing.T, do func(t *testing.T, file, backup string), want string, writing bool) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	s := mustOpen(t, file)
	defer s.Close()
	setNote(t, s, "old")
	if err := Backup(context.Background(), file, file+".backup"); err != nil {
		t.Fatal(err)
	}
	// More than there is in the backup, so that pages of the one are none of the other.
	if _, err := s.Commit(context.Background(), addition("discord:1", 200)); err != nil {
		t.Fatal(err)
	}
	setNote(t, s, "new")
	do(t, file, file+".backup")
	if writing {
		wantRefused(t, s, "database "+file+" was moved or deleted while it was open: restart filmbot")
	}
	wantNothingMade(t, s, file)
	if err := s.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	if _, err := os.Stat(file + ".away"); err == nil {
		wantNoted(t, file+".away", "new")
	}
	wantNoted(t, file, want)
}

// TestMovedAndBack checks that nothing is refused once the file is back.
func TestMovedAndBack(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps an open file where it is")
	}
	file := filepath.Join(t.TempDir(), "filmbot.db")
	s := mustOpen(t, file)
	defer s.Close()
	rename(t, file, file+".away")
	if err := s.SetNote(context.Background(), "key", "lost"); err == nil {
		t.Error("a store whose file was moved takes notes")
	}
	rename(t, file+".away", file)
	setNote(t, s, "new")
	if err := s.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
	wantNoted(t, file, "new")
}

// wantRefused checks that nothing is stored, and that what was can still be read.
func wantRefused(t *testing.T, s *Store, want string) {
	t.Helper()
	ctx := context.Background()
	_, committed := s.Commit(ctx, bot.Commit{Club: "discord:1", Kind: bot.Added})
	_, adjusted := s.Adjust(ctx, "discord:1", func(s *bot.Settings) { s.Language = "ru" })
	for name, err := range map[string]error{
		"SetNote": s.SetNote(ctx, "key", "lost"),
		"Draw":    s.Draw(ctx, "discord:1", func([]string) (string, []string) { return "f1", nil }),
		"Commit":  committed,
		"Adjust":  adjusted,
	} {
		if err == nil || err.Error() != want {
			t.Errorf("%s = %v, want %q", name, err, want)
		}
	}
	if got, err := s.Note(ctx, "key"); got != "new" || err != nil {
		t.Errorf("Note = %q, %v; want new", got, err)
	}
}

// wantNothingMade checks that a reader that comes late makes no empty database.
func wantNothingMade(t *testing.T, s *Store, file string) {
	t.Helper()
	_, before := os.Stat(file)
	var conns []*sql.Conn
	for range readers {
		if conn, err := s.read.Conn(context.Background()); err == nil {
			conns = append(conns, conn)
		}
	}
	for _, conn := range conns {
		conn.Close()
	}
	if _, after := os.Stat(file); (before == nil) != (after == nil) {
		t.Errorf("the file was there: %v; and after some looked at it: %v", before, after)
	}
}

// wantNoted opens a database, which must be whole.
func wantNoted(t *testing.T, file, want string) {
	t.Helper()
	s := mustOpen(t, file)
	defer s.Close()
	if got, err := s.Note(context.Background(), "key"); got != want || err != nil {
		t.Errorf("after a restart Note = %q, %v; want %q", got, err, want)
	}
	var state string
	if err := s.read.QueryRow("PRAGMA integrity_check").Scan(&state); err != nil || state != "ok" {
		t.Errorf("after a restart the database is %q, %v", state, err)
	}
}

func setNote(t *testing.T, s *Store, value string) {
	t.Helper()
	if err := s.SetNote(context.Background(), "key", value); err != nil {
		t.Fatal(err)
	}
}

func removeAll(t *testing.T, file string) {
	t.Helper()
	all, err := filepath.Glob(file + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range all {
		if name != file+".backup" {
			remove(t, name)
		}
	}
}

func remove(t *testing.T, file string) {
	t.Helper()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}
