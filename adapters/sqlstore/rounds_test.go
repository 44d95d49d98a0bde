package sqlstore

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"filmbot/bot"
	"filmbot/bot/round"
)

// TestRefusal checks that what change says comes back as it is, also if it looks
// like an error of the database.
func TestRefusal(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		if err := s.Turn(t.Context(), "telegram:1", to(bot.Turn{Rounds: []round.Round{roundOf(1)}})); err != nil {
			t.Fatal(err)
		}
		for _, want := range []error{&round.Refusal{Why: round.NotVoting}, bot.ErrConflict, fmt.Errorf("no: %w", errors.ErrUnsupported)} {
			calls := 0
			err := s.Turn(t.Context(), "telegram:1", func(bot.Latest) (bot.Turn, error) {
				calls++
				return bot.Turn{}, want
			})
			if err != want || calls != 1 {
				t.Errorf("Turn = %v after %d calls, want %v after one", err, calls, want)
			}
			calls = 0
			err = s.Say(t.Context(), "telegram:1", 1, bot.Author{Key: "telegram:2"}, func(round.Round, bot.Said) (bot.Said, error) {
				calls++
				return bot.Said{}, want
			})
			if err != want || calls != 1 {
				t.Errorf("Say = %v after %d calls, want %v after one", err, calls, want)
			}
		}
	})
}

// TestSayAgain checks that to say the same again neither changes the round nor has
// its posts edited.
func TestSayAgain(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "filmbot.db"))
	defer s.Close()
	if err := s.Turn(t.Context(), "telegram:1", to(bot.Turn{Rounds: []round.Round{roundOf(1)}})); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		name    string
		said    bot.Said
		version int64
	}{
		{"Ann", bot.Said{}, 1},
		{"Ann", bot.Said{Ballot: 1}, 2},
		{"Ann", bot.Said{Ballot: 1}, 2},
		{"Anna", bot.Said{Ballot: 1}, 3},
		{"Anna", bot.Said{}, 4},
		{"Ann", bot.Said{}, 4},
	} {
		who := bot.Author{Key: "telegram:2", Name: step.name}
		err := s.Say(t.Context(), "telegram:1", 1, who, func(round.Round, bot.Said) (bot.Said, error) { return step.said, nil })
		if err != nil {
			t.Fatal(err)
		}
		if w, err := s.Round(t.Context(), "telegram:1", 1); err != nil || w.Version != step.version {
			t.Errorf("after %s said %+v the round is at version %d, %v; want %d", step.name, step.said, w.Version, err, step.version)
		}
	}
}

// TestForgetMeanwhile lets somebody vote while being forgotten: whatever comes
// first, the ballots that are counted are those that are kept.
func TestForgetMeanwhile(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		clubs := []string{"telegram:1", "telegram:2", "telegram:3"}
		for _, club := range clubs {
			if err := s.Turn(ctx, club, to(bot.Turn{Rounds: []round.Round{roundOf(1)}})); err != nil {
				t.Fatal(err)
			}
		}
		who := bot.Author{Key: "telegram:9", Name: "Ann"}
		var all sync.WaitGroup
		for _, club := range clubs {
			all.Go(func() {
				for range 20 {
					err := s.Say(ctx, club, 1, who, func(_ round.Round, was bot.Said) (bot.Said, error) {
						return bot.Said{Ballot: was.Ballot + 1}, nil
					})
					if err != nil {
						t.Errorf("Say: %v", err)
					}
				}
			})
		}
		all.Go(func() {
			for range 20 {
				if err := s.Forget(ctx, who.Key); err != nil {
					t.Errorf("Forget: %v", err)
				}
			}
		})
		all.Wait()
		for _, club := range clubs {
			w, err := s.Round(ctx, club, 1)
			said, saidErr := s.Said(ctx, club, 1, who.Key)
			if err != nil || saidErr != nil || (said.Ballot != 0) != (len(w.Votes) == 1) || w.Version < 20 {
				t.Errorf("in %s: votes %v at version %d, said %+v; %v, %v", club, w.Votes, w.Version, said, err, saidErr)
			}
		}
		if err := s.Forget(ctx, who.Key); err != nil {
			t.Fatal(err)
		}
		if traces, err := s.Traces(ctx, who.Key); err != nil || len(traces.Rounds) != 0 {
			t.Errorf("forgotten, there are traces %+v, %v", traces.Rounds, err)
		}
	})
}

// TestPlans checks that what is asked often, or of many, is found by an index.
func TestPlans(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "filmbot.db"))
	defer s.Close()
	for _, tt := range []struct{ query, index string }{
		{`SELECT ` + duePost + ` AND state = 'sending' ` + longestDue, "post_sending"},
		{`SELECT ` + duePost + ` AND state <> 'sending' ` + longestDue, "post_due"},
		{`SELECT 1 FROM post WHERE chat = ? OR (chat >= ? AND chat < ?)`, "post_chat"},
		{`SELECT number, film, night FROM round WHERE club = ? AND watched = 1 ORDER BY number`, "round_watched"},
		{votesQuery, "said_ballot"},
		{comingQuery, "said_coming"},
		{ratingsQuery, "said_rating"},
		{`SELECT club, number FROM said WHERE person = ?`, "said_person"},
		{`SELECT club, number FROM named WHERE person = ?`, "named_person"},
	} {
		args := []any{"x", 1, 1}[:strings.Count(tt.query, "?")]
		plan, err := all(t.Context(), session{s.read, s.dialect}, func(r row) (detail string, err error) {
			var skip any
			return detail, r.Scan(&skip, &skip, &skip, &detail)
		}, `EXPLAIN QUERY PLAN `+tt.query, args...)
		if got := strings.Join(plan, "; "); err != nil || !strings.Contains(got, tt.index) || strings.Contains(got, "TEMP B-TREE") || strings.Contains(got, "SCAN") {
			t.Errorf("the plan of %s is %q, %v; want it to use %s alone", tt.query, got, err, tt.index)
		}
	}
}
