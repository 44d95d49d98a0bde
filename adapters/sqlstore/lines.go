package sqlstore

import (
	"context"
	"time"
)

// notingPatience is how long a read may wait to note that it took place.
const notingPatience = 100 * time.Millisecond

// KeepLine implements [bot.Lines].
func (s *Store) KeepLine(ctx context.Context, name, line string) error {
	return s.change(ctx, "keep a line", `
		INSERT INTO kept_line (name, line, used) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET line = excluded.line, used = excluded.used
		WHERE kept_line.line <> excluded.line OR kept_line.used < excluded.used`, name, line, s.today())
}

// KeptLine implements [bot.Lines].
func (s *Store) KeptLine(ctx context.Context, name string) (string, error) {
	var (
		line string
		used int64
	)
	err := s.ask(ctx, "read a kept line", func(t session) error {
		return t.row(ctx, `SELECT line, used FROM kept_line WHERE name = ?`, name).Scan(&line, &used)
	})
	if err != nil {
		return "", err
	}
	if used < s.today() {
		s.noteUse(ctx, name)
	}
	return line, nil
}

// noteUse notes that a line was read today. That it fails is no trouble for whoever
// reads, and the next read tries again.
func (s *Store) noteUse(ctx context.Context, name string) {
	ctx, cancel := context.WithTimeout(ctx, notingPatience)
	defer cancel()
	today := s.today()
	_ = s.change(ctx, "note the use of a line", `UPDATE kept_line SET used = ? WHERE name = ? AND used < ?`, today, name, today)
}
