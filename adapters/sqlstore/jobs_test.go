package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/bot/round"
)

// withJobs is a store that keeps jobs in a table of the tests.
type withJobs struct{ *Store }

func keepJobs(t testing.TB, plain *Store) withJobs {
	t.Helper()
	s := withJobs{plain}
	if err := s.keep(context.Background()); err != nil {
		t.Fatalf("keep jobs: %v", err)
	}
	return s
}

// keep makes the table, which is there if the database was open before, and has the
// store keep jobs in it.
func (s withJobs) keep(ctx context.Context) error {
	err := s.change(ctx, "make a table", `CREATE TABLE IF NOT EXISTS kept_job (name TEXT NOT NULL PRIMARY KEY, due BIGINT NOT NULL)`)
	if err != nil {
		return err
	}
	s.KeepJobs(
		func(ctx context.Context, _ *sql.Conn, tx *sql.Tx, jobs []bot.Job) error {
			for _, j := range jobs {
				_, err := session{tx, s.dialect}.exec(ctx, `
					INSERT INTO kept_job (name, due) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET due = excluded.due`, j.Key, micro(j.At))
				if err != nil {
					return err
				}
			}
			return nil
		},
		func(ctx context.Context, _ *sql.Conn, tx *sql.Tx, keys []string) error {
			for _, key := range keys {
				if _, err := (session{tx, s.dialect}).exec(ctx, `DELETE FROM kept_job WHERE name = ?`, key); err != nil {
					return err
				}
			}
			return nil
		})
	return nil
}

// WaitingJob tells when the job under a key is due, and whether there is one.
func (s withJobs) WaitingJob(ctx context.Context, key string) (time.Time, bool, error) {
	var due int64
	err := session{s.read, s.dialect}.row(ctx, `SELECT due FROM kept_job WHERE name = ?`, key).Scan(&due)
	if isNone(err) {
		return time.Time{}, false, nil
	}
	return timeOf(due), err == nil, err
}

// wantJob checks when the club is to be woken; zero for not at all.
func (s withJobs) wantJob(t *testing.T, club string, want time.Time) {
	t.Helper()
	due, ok, err := s.WaitingJob(context.Background(), bot.WeekKey(club))
	if err != nil || ok == want.IsZero() || !want.IsZero() && !due.Equal(want) {
		t.Errorf("the job of %q is due at %v, %v, %v; want %v", club, due, ok, err, want)
	}
}

// roundOf is some round with a number.
func roundOf(number int) round.Round {
	return round.Round{Number: number, State: round.State{Phase: round.Voting, Ballot: []string{"f1", "f2"}}}
}

// to is a turn that does the same whatever there was.
func to(turn bot.Turn) func(bot.Latest) (bot.Turn, error) {
	return func(bot.Latest) (bot.Turn, error) { return turn, nil }
}

// TestJobs checks that jobs are changed together with rounds, or not at all.
func TestJobs(t *testing.T) {
	const club = "telegram:1"
	at := func(hour int) time.Time { return time.Unix(int64(hour)*3600, 0).UTC() }
	onBoth(t, func(t *testing.T, plain *Store) {
		s := keepJobs(t, plain)
		turn := func(hour time.Time, rounds ...round.Round) {
			t.Helper()
			if err := s.Turn(t.Context(), club, to(bot.Turn{Rounds: rounds, Wake: hour})); err != nil {
				t.Fatalf("Turn: %v", err)
			}
		}
		turn(at(1))
		s.wantJob(t, club, time.Time{}) // without a round nothing is stored
		turn(at(2), roundOf(1))
		s.wantJob(t, club, at(2))
		turn(at(1), roundOf(1))
		s.wantJob(t, club, at(1))

		wrong := errors.New("wrong")
		err := s.Turn(t.Context(), club, func(bot.Latest) (bot.Turn, error) {
			return bot.Turn{Rounds: []round.Round{roundOf(2)}, Wake: at(3)}, wrong
		})
		if err != wrong {
			t.Errorf("Turn = %v, want %v", err, wrong)
		}
		s.wantJob(t, club, at(1))
		turn(time.Time{}, roundOf(1))
		s.wantJob(t, club, time.Time{})
		turn(time.Time{}, roundOf(1))
		s.wantJob(t, club, time.Time{})
	})
}

// TestJobsFail checks that a turn whose job cannot be changed is not stored.
func TestJobsFail(t *testing.T) {
	onBoth(t, func(t *testing.T, plain *Store) {
		s := keepJobs(t, plain)
		if err := s.Turn(t.Context(), "telegram:1", to(bot.Turn{Rounds: []round.Round{roundOf(1)}})); err != nil {
			t.Fatal(err)
		}
		wrong := errors.New("wrong")
		post := bot.Post{PostKey: bot.PostKey{Club: "telegram:1", Round: 2, Effect: 1, Chat: "telegram:1"}}
		for name, insert := range map[string]func(context.Context, *sql.Conn, *sql.Tx, []bot.Job) error{
			"fails": func(context.Context, *sql.Conn, *sql.Tx, []bot.Job) error { return wrong },
			"breaks the connection off": func(_ context.Context, _ *sql.Conn, tx *sql.Tx, _ []bot.Job) error {
				return errors.Join(wrong, tx.Rollback())
			},
		} {
			s.KeepJobs(insert, nil)
			err := s.Turn(t.Context(), "telegram:1", to(bot.Turn{
				Rounds: []round.Round{roundOf(1), roundOf(2)}, Posts: []bot.Post{post}, Wake: time.Unix(1, 0),
			}))
			if !errors.Is(err, wrong) {
				t.Errorf("insert %s: Turn = %v, want %v", name, err, wrong)
			}
			if w, err := s.Round(t.Context(), "telegram:1", 0); err != nil || w.Round.Number != 1 || w.Version != 1 {
				t.Errorf("insert %s: there is round %d at version %d, %v; want 1 at 1", name, w.Round.Number, w.Version, err)
			}
			if posts, err := s.PostsOf(t.Context(), "telegram:1", 2); err != nil || len(posts) != 0 {
				t.Errorf("insert %s: there are posts %+v, %v", name, posts, err)
			}
		}
	})
}

// TestJobsInTransaction checks that jobs get the connection that the transaction was
// begun on.
func TestJobsInTransaction(t *testing.T) {
	onBoth(t, func(t *testing.T, plain *Store) {
		s := keepJobs(t, plain)
		called := 0
		s.KeepJobs(func(ctx context.Context, conn *sql.Conn, tx *sql.Tx, _ []bot.Job) error {
			called++
			if _, err := tx.ExecContext(ctx, `CREATE TABLE inside (x BIGINT)`); err != nil {
				return err
			}
			// Only the connection itself sees the table yet.
			return session{conn, s.dialect}.do(ctx, nil, `INSERT INTO inside (x) VALUES (1)`)
		}, nil)
		if err := s.Turn(t.Context(), "telegram:1", to(bot.Turn{Rounds: []round.Round{roundOf(1)}, Wake: time.Unix(1, 0)})); err != nil {
			t.Fatalf("Turn: %v", err)
		}
		var n int
		if err := s.Writer().QueryRow(`SELECT COUNT(*) FROM inside`).Scan(&n); err != nil || n != 1 || called != 1 {
			t.Errorf("%d rows, %v; insert was called %d times", n, err, called)
		}
	})
}

// TestExpireCancels checks that no club is woken that is no longer there.
func TestExpireCancels(t *testing.T) {
	onBoth(t, func(t *testing.T, plain *Store) {
		s := keepJobs(t, plain)
		ctx := t.Context()
		for _, club := range []string{"telegram:1", "telegram:2"} {
			if err := s.Turn(ctx, club, to(bot.Turn{Rounds: []round.Round{roundOf(1)}, Wake: time.Unix(1, 0)})); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.SetPresence(ctx, "telegram:1", bot.Absent, time.Unix(10, 0)); err != nil {
			t.Fatal(err)
		}
		for before, want := range []time.Time{10: time.Unix(1, 0), 11: {}} {
			if before < 10 {
				continue
			}
			if _, err := s.Expire(ctx, time.Unix(int64(before), 0)); err != nil {
				t.Fatal(err)
			}
			s.wantJob(t, "telegram:1", want)
			s.wantJob(t, "telegram:2", time.Unix(1, 0))
		}
	})
}

// TestNoJobs checks that a store that keeps no jobs does all the rest.
func TestNoJobs(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "filmbot.db"))
	defer s.Close()
	if err := s.Turn(t.Context(), "telegram:1", to(bot.Turn{Rounds: []round.Round{roundOf(1)}, Wake: time.Unix(1, 0)})); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Round(t.Context(), "telegram:1", 1); err != nil {
		t.Errorf("Round: %v", err)
	}
}
