package sqlstore

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"filmbot/bot"
)

// on are options for a store that is open on some day.
func on(day int64) options {
	o := impatient()
	o.now = func() time.Time { return time.Unix(day*24*60*60+60*60, 0) }
	return o
}

func openOn(t *testing.T, file string, day int64) *Store {
	t.Helper()
	s, err := open(context.Background(), file, on(day))
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func keepLine(t *testing.T, s *Store, name, line string) {
	t.Helper()
	if err := s.KeepLine(context.Background(), name, line); err != nil {
		t.Errorf("KeepLine(%q): %v", name, err)
	}
}

func wantUsed(t *testing.T, s *Store, name string, want int64) {
	t.Helper()
	var used int64
	err := s.read.QueryRow(`SELECT used FROM kept_line WHERE name = ?`, name).Scan(&used)
	if err != nil || used != want {
		t.Errorf("the line %q was used on day %d, %v; want %d", name, used, err, want)
	}
}

func TestForgetLines(t *testing.T) {
	ctx := context.Background()
	const day = 20_000
	file := filepath.Join(t.TempDir(), "filmbot.db")
	s := openOn(t, file, day)
	for _, name := range []string{"left", "read", "kept", "changed"} {
		keepLine(t, s, name, "line")
	}
	s.Close()

	s = openOn(t, file, day+keepLineDays)
	if _, err := s.KeptLine(ctx, "read"); err != nil {
		t.Errorf("KeptLine on the last day: %v", err)
	}
	keepLine(t, s, "kept", "line")
	keepLine(t, s, "changed", "another")
	s.Close()

	s = openOn(t, file, day+keepLineDays+1)
	if _, err := s.KeptLine(ctx, "left"); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("KeptLine of what nobody used: %v, want %v", err, bot.ErrNotFound)
	}
	for _, name := range []string{"read", "kept", "changed"} {
		wantUsed(t, s, name, day+keepLineDays)
	}
}

// TestUseIsNotedOnceADay counts the changes that keeping and reading make.
func TestUseIsNotedOnceADay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	s := openOn(t, file, 20_000)
	keepLine(t, s, "name", "line")
	s.Close()
	s = openOn(t, file, 20_001)
	for _, day := range []int64{20_001, 20_002, 20_001} { // and a clock that is put back
		s.now = on(day).now
		for range 3 {
			if got, err := s.KeptLine(context.Background(), "name"); got != "line" || err != nil {
				t.Errorf("KeptLine = %q, %v", got, err)
			}
			keepLine(t, s, "name", "line")
		}
	}
	wantUsed(t, s, "name", 20_002)
	var changes int
	if err := s.write.QueryRow(`SELECT total_changes()`).Scan(&changes); err != nil || changes != 2 {
		t.Errorf("%d changes on two days, %v; want 2", changes, err)
	}
}

// TestReadWhileLocked checks that a read does not wait for somebody who writes.
func TestReadWhileLocked(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	o := on(20_000)
	o.patience = 20 * time.Second
	s, err := open(context.Background(), file, o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	keepLine(t, s, "name", "line")
	s.now = on(20_001).now
	other := connect(file, forWriting(0), 1)
	defer other.Close()
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if got, err := s.KeptLine(context.Background(), "name"); got != "line" || err != nil {
		t.Errorf("KeptLine = %q, %v", got, err)
	}
	if d := time.Since(begin); d > o.patience/2 {
		t.Errorf("KeptLine took %v", d)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	wantUsed(t, s, "name", 20_000)
	if _, err := s.KeptLine(context.Background(), "name"); err != nil {
		t.Errorf("KeptLine: %v", err)
	}
	wantUsed(t, s, "name", 20_001)
}

// TestLinesFromBefore checks that lines of which no day is known are kept as if
// they were new.
func TestLinesFromBefore(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	first := fstest.MapFS{"00001_start.sql": later(t)["00001_start.sql"]}
	before := connect(file, forWriting(0), 1)
	defer before.Close()
	o := impatient()
	o.migrations = first
	if err := (&Store{dialect: &sqliteFile{file: file}, write: before, log: o.log}).migrate(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	if _, err := before.Exec(`INSERT INTO kept_line (name, line) VALUES ('name', 'line')`); err != nil {
		t.Fatal(err)
	}
	s := openOn(t, file, 20_000)
	wantUsed(t, s, "name", 20_000)
	// The program from before may still be running.
	if _, err := before.Exec(`INSERT INTO kept_line (name, line) VALUES ('late', 'line')`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.KeptLine(context.Background(), "late"); err != nil {
		t.Errorf("KeptLine: %v", err)
	}
	wantUsed(t, s, "late", 20_000)
}
