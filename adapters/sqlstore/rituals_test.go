package sqlstore

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/bot/round"
)

// TestAdjustShares checks that what comes back shares nothing with what was given.
func TestAdjustShares(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "filmbot.db"))
	defer s.Close()
	given := &bot.Ritual{Chats: []string{"telegram:1"}}
	got, err := s.Adjust(t.Context(), "telegram:1", func(s *bot.Settings) { s.Ritual = given })
	given.Chats[0], given.Off = "telegram:2", true
	if err != nil || got.Ritual.Off || !slices.Equal(got.Ritual.Chats, []string{"telegram:1"}) {
		t.Errorf("Adjust = %+v, %v; want what was given then", got.Ritual, err)
	}
}

// TestRitualAlone checks that a club of which nothing but its ritual is kept is no
// empty one.
func TestRitualAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		if _, err := s.Adjust(t.Context(), "club", func(s *bot.Settings) { s.Ritual = &bot.Ritual{} }); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Leave(t.Context(), bot.Leaving{Place: "telegram:1", From: "telegram:1", To: "club"}); !errors.Is(err, bot.ErrConflict) {
			t.Errorf("Leave = %v, want %v", err, bot.ErrConflict)
		}
	})
}

// TestExpireLeavesNothing checks that no table names a club that has expired.
func TestExpireLeavesNothing(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "filmbot.db"))
	defer s.Close()
	ctx := t.Context()
	const club = "telegram:1"
	who := bot.Author{Key: "telegram:2", Name: "Ann"}
	r := roundOf(1)
	r.Nominations = []round.Nomination{{Film: "f1", By: round.Who(who)}}
	post := bot.Post{PostKey: bot.PostKey{Club: club, Round: 1, Effect: 1, Chat: club}, State: bot.PostWaits}
	_, commit := s.Commit(ctx, bot.Commit{Club: club, Edits: []bot.Edit{{Film: "f1", After: bot.State{Text: "text"}}}})
	err := errors.Join(commit,
		s.Turn(ctx, club, to(bot.Turn{Rounds: []round.Round{r}, Posts: []bot.Post{post}})),
		s.Say(ctx, club, 1, who, func(round.Round, bot.Said) (bot.Said, error) { return bot.Said{Ballot: 1}, nil }),
		s.Suggest(ctx, bot.Suggestion{ID: "s1", Club: club}, "", 1),
		s.KeepDraft(ctx, bot.Draft{ID: "d1", Club: club}),
		s.KeepCode(ctx, bot.Code{Hash: "h1", Club: club}),
		s.SetPresence(ctx, club, bot.Absent, time.Unix(1, 0)))
	if err != nil {
		t.Fatal(err)
	}
	tables, err := session{s.read, s.dialect}.texts(ctx, `
		SELECT t.name FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table' AND c.name = 'club' AND t.name <> 'place'`)
	if err != nil || len(tables) < 10 {
		t.Fatalf("tables of what clubs have: %q, %v", tables, err)
	}
	want := func(there bool) {
		t.Helper()
		for _, table := range tables {
			var rows int
			query := fmt.Sprintf(`SELECT COUNT(*) FROM %s WHERE club = ?`, table)
			if err := s.read.QueryRow(query, club).Scan(&rows); err != nil || (rows > 0) != there {
				t.Errorf("%d rows of %s are about the club, %v; there should be some: %v", rows, table, err, there)
			}
		}
	}
	want(true)
	if _, err := s.Expire(ctx, time.Unix(2, 0)); err != nil {
		t.Fatal(err)
	}
	want(false)
}
