package sqlstore

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
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
