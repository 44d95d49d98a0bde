package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"filmbot/bot"
)

func TestTidy(t *testing.T) {
	ctx := context.Background()
	const day = 20_000
	file := filepath.Join(t.TempDir(), "filmbot.db")
	s := openOn(t, file, day)
	begin := s.now()
	for _, d := range []bot.Draft{{ID: "old", At: begin}, {ID: "again", At: begin}} {
		if err := s.KeepDraft(ctx, d); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.KeepCode(ctx, bot.Code{Hash: "hash", Club: "discord:1", Expires: begin.Add(10 * time.Minute)}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Count(ctx, "key", begin, begin); err != nil {
		t.Fatal(err)
	}
	rows := func(s *Store, table string, want int) {
		t.Helper()
		var got int
		if err := s.read.QueryRow(`SELECT COUNT(*) FROM ` + table).Scan(&got); err != nil || got != want {
			t.Errorf("%d rows of %s, %v; want %d", got, table, err, want)
		}
	}
	s.Close()

	s = openOn(t, file, day+keepDraftDays)
	rows(s, "draft", 2)
	rows(s, "code", 0)
	rows(s, "counted", 1)
	if err := s.KeepDraft(ctx, bot.Draft{ID: "again", At: begin}); err != nil {
		t.Fatal(err)
	}
	s.Close()

	s = openOn(t, file, day+keepDraftDays+1)
	rows(s, "counted", 0)
	if _, err := s.Draft(ctx, "old"); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("Draft of what nobody kept: %v, want %v", err, bot.ErrNotFound)
	}
	if _, err := s.Draft(ctx, "again"); err != nil {
		t.Errorf("Draft of what was kept again: %v", err)
	}
	// A bot that runs for long expires clubs now and then.
	s.now = on(day + 3*keepDraftDays).now
	if _, err := s.Expire(ctx, begin); err != nil {
		t.Fatal(err)
	}
	rows(s, "draft", 0)
}

// TestTidyTouched checks that what is gone is remembered for a while only, and what
// is there for good.
func TestTidyTouched(t *testing.T) {
	ctx := context.Background()
	s := mustOpen(t, filepath.Join(t.TempDir(), "filmbot.db"))
	defer s.Close()
	if _, err := s.Commit(ctx, bot.Commit{Club: "discord:1", Kind: bot.Added}); err != nil {
		t.Fatal(err)
	}
	err := s.update(ctx, "touch", func(t session) error {
		rows := [][]any{{"discord:gone", 0, 2}, {"discord:newer", 0, keepTouched + 2}}
		return t.insert(ctx, `INSERT INTO touched (id, place, seq)`, rows, ``)
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Expire(ctx, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	got, err := (session{s.read, s.dialect}).texts(ctx, `SELECT id FROM touched ORDER BY seq`)
	if want := []string{"discord:1", "discord:gone", "discord:newer"}; err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("touched are %q, %v; want %q", got, err, want)
	}
	if err := s.change(ctx, "touch", `UPDATE touched SET seq = seq + 1 WHERE id = 'discord:newer'`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Expire(ctx, time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	got, err = (session{s.read, s.dialect}).texts(ctx, `SELECT id FROM touched ORDER BY seq`)
	if want := []string{"discord:1", "discord:newer"}; err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("later touched are %q, %v; want %q", got, err, want)
	}
}
