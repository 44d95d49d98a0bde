package sqlstore

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filmbot/bot"
)

// BenchmarkDraw measures a draw out of a half empty bag of sixty films, against
// the bare durable write that it ends in.
func BenchmarkDraw(b *testing.B) {
	s, err := Open(b.Context(), filepath.Join(b.TempDir(), "filmbot.db"), slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	b.Run("write alone", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if err := s.SetNote(b.Context(), "key", fmt.Sprint(i)); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("draw", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			film := fmt.Sprint("sm", i%60)
			err := s.Draw(b.Context(), "telegram:1", func(drawn []string) (string, []string) {
				if len(drawn) > 30 {
					return film, drawn[:1]
				}
				return film, nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// benchmarkBoth runs a benchmark on either database.
func benchmarkBoth(b *testing.B, bench func(b *testing.B, s *Store)) {
	b.Run("sqlite", func(b *testing.B) {
		s := mustOpen(b, filepath.Join(b.TempDir(), "filmbot.db"))
		defer s.Close()
		bench(b, s)
	})
	b.Run("postgres", func(b *testing.B) {
		s := mustOpen(b, server.Schema(b))
		defer s.Close()
		bench(b, s)
	})
}

// addition adds n films of the usual length to a club.
func addition(club string, n int) bot.Commit {
	text := strings.Repeat("Description: Two people climb a mountain.\n", 12)
	c := bot.Commit{Club: club, Kind: bot.Imported, At: time.Unix(0, 0)}
	for i := range n {
		c.Edits = append(c.Edits, bot.Edit{Film: fmt.Sprint("f", i), After: bot.State{Text: fmt.Sprintf("Film %d (1977)\n%s", i, text)}})
	}
	return c
}

// BenchmarkCommit stores one entry after the other in a club that has 10,000.
func BenchmarkCommit(b *testing.B) {
	benchmarkBoth(b, func(b *testing.B, s *Store) {
		if _, err := s.Commit(b.Context(), addition("discord:1", 10_000)); err != nil {
			b.Fatal(err)
		}
		c := bot.Commit{Club: "discord:1", Kind: bot.Added}
		for i := 0; b.Loop(); i++ {
			c.Edits = []bot.Edit{{Film: fmt.Sprint("one", i), After: bot.State{Text: "Film (1977)\n"}}}
			if _, err := s.Commit(b.Context(), c); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkImport stores 10,000 entries in one change.
func BenchmarkImport(b *testing.B) {
	benchmarkBoth(b, func(b *testing.B, s *Store) {
		for i := 0; b.Loop(); i++ {
			if _, err := s.Commit(b.Context(), addition(fmt.Sprint("discord:", i), 10_000)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkClub reads a club with 10,000 entries.
func BenchmarkClub(b *testing.B) {
	benchmarkBoth(b, func(b *testing.B, s *Store) {
		if _, err := s.Commit(b.Context(), addition("discord:1", 10_000)); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if c, err := s.Club(b.Context(), "discord:1"); err != nil || len(c.Entries) != 10_000 {
				b.Fatalf("%d entries, %v", len(c.Entries), err)
			}
		}
	})
}
