package sqlstore

import (
	"context"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/bot/round"
)

// onBoth runs a test on either database.
func onBoth(t *testing.T, test func(t *testing.T, s *Store)) {
	t.Run("sqlite", func(t *testing.T) {
		s := mustOpen(t, filepath.Join(t.TempDir(), "filmbot.db"))
		defer s.Close()
		test(t, s)
	})
	t.Run("postgres", func(t *testing.T) {
		s := mustOpen(t, server.Schema(t))
		defer s.Close()
		test(t, s)
	})
}

// TestFaultsAreDiscreet checks that nothing that a member typed gets into an error.
func TestFaultsAreDiscreet(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		const typed = "whisper"
		suggestion := bot.Suggestion{ID: "s1", Club: "discord:1", Author: bot.Author{Key: typed, Name: typed}, Text: typed}
		if err := s.Suggest(ctx, suggestion, "", 5); err != nil {
			t.Fatal(err)
		}
		if err := s.Turn(ctx, "discord:1", to(bot.Turn{Rounds: []round.Round{roundOf(1)}})); err != nil {
			t.Fatal(err)
		}
		comes := func(round.Round, bot.Said) (bot.Said, error) { return bot.Said{Coming: true}, nil }
		_, tooLong := s.Commit(ctx, bot.Commit{Club: "discord:1", Edits: []bot.Edit{{Film: strings.Repeat(typed+"Ж", 50_000), After: bot.State{Text: typed}}}})
		for name, err := range map[string]error{
			"an id that is taken": s.Suggest(ctx, suggestion, "", 5),
			"a NUL":               s.KeepDraft(ctx, bot.Draft{ID: "d1", Text: typed + "\x00"}),
			"no UTF-8":            s.KeepDraft(ctx, bot.Draft{ID: "d1", Text: typed + "\xff"}),
			"a long key":          tooLong,
			"a NUL in a name":     s.Say(ctx, "discord:1", 1, bot.Author{Key: "discord:2", Name: typed + "\x00"}, comes),
			"a NUL in a film":     s.Turn(ctx, "discord:1", to(bot.Turn{Rounds: []round.Round{{Number: 2, State: round.State{Film: typed + "\x00"}}}})),
		} {
			if err != nil && (strings.Contains(err.Error(), typed) || strings.ContainsRune(err.Error(), '\n')) {
				t.Errorf("%s: the error %q shows what was typed", name, err)
			}
		}
	})
}

// TestSettingsUnknown reads settings with a key that nobody knows, as another version
// may have written them. They are what is known of them.
func TestSettingsUnknown(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		const club = "discord:1"
		if _, err := s.Adjust(ctx, club, func(s *bot.Settings) { s.Zone = "UTC" }); err != nil {
			t.Fatal(err)
		}
		for stored, want := range map[string]bot.Settings{
			`{"former":"discord:3@4"}`:                 {},
			`{"language":"ru","former":["discord:3"]}`: {Language: "ru"},
		} {
			err := s.update(ctx, "store settings", func(t session) error {
				_, err := t.exec(ctx, `UPDATE club SET settings = ? WHERE id = ?`, stored, club)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if got, err := s.Club(ctx, club); err != nil || !reflect.DeepEqual(got.Settings, want) {
				t.Errorf("the settings %s are read as %+v, %v; want %+v", stored, got.Settings, err, want)
			}
		}
	})
}

// TestForgetPrivateChat checks what is kept under the key of a private chat, which
// is on Telegram the key of the person.
func TestForgetPrivateChat(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		const user = "telegram:5"
		draw := func() (before int) {
			err := s.Draw(ctx, user, func(drawn []string) (string, []string) {
				before = len(drawn)
				return "f1", nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return before
		}
		draw()
		if err := s.Suggest(ctx, bot.Suggestion{ID: "s1", Club: "discord:1", Author: bot.Author{Key: user}, Chat: user}, "", 5); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Decline(ctx, "discord:1", "s1", bot.Decision{Outcome: bot.Declined}); err != nil {
			t.Fatal(err)
		}
		if err := s.Forget(ctx, user); err != nil {
			t.Fatal(err)
		}
		if n := draw(); n != 0 {
			t.Errorf("the bag still knows %d films", n)
		}
		if got, err := s.Suggestion(ctx, "discord:1", "s1"); err != nil || got.Chat != "" || !got.Told {
			t.Errorf("the suggestion is %+v, %v; want no chat to tell", got, err)
		}
	})
}

// TestMoveIsPresence checks that a club does not expire because its chat was said to
// be gone when it moved.
func TestMoveIsPresence(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		at := time.Unix(1_000_000, 0)
		if _, err := s.Commit(ctx, bot.Commit{Club: "telegram:-1", Kind: bot.Added}); err != nil {
			t.Fatal(err)
		}
		for _, step := range []func() error{
			func() error { return s.SetPresence(ctx, "telegram:-1", bot.Absent, at) },
			func() error { return s.MoveChat(ctx, "telegram:-1", "telegram:-100") },
			func() error { return s.SetPresence(ctx, "telegram:-1", bot.Absent, at) },
		} {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.Expire(ctx, at.Add(time.Hour)); len(got) != 0 || err != nil {
			t.Errorf("Expire = %q, %v; want none", got, err)
		}
		if got, err := s.ClubOf(ctx, "telegram:-100"); got != "telegram:-1" || err != nil {
			t.Errorf("ClubOf = %q, %v; want the club from before", got, err)
		}
		var left int
		if err := (session{s.read, s.dialect}).row(ctx, `SELECT COUNT(*) FROM place WHERE id = 'telegram:-1'`).Scan(&left); err != nil || left != 0 {
			t.Errorf("%d rows of the place that moved, %v; want none", left, err)
		}
	})
}

// TestCommitTwice refuses two edits of one film, of which the second would be of a
// version that nobody has seen.
func TestCommitTwice(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		edit := bot.Edit{Film: "f1", After: bot.State{Text: "one"}}
		_, err := s.Commit(context.Background(), bot.Commit{Club: "discord:1", Edits: []bot.Edit{edit, edit}})
		if err != bot.ErrConflict {
			t.Errorf("Commit = %v, want %v", err, bot.ErrConflict)
		}
	})
}
