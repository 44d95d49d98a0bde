package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"filmbot/bot"
)

const (
	// keepDays is how long a line is kept that nobody uses.
	keepDays = 400
	// notingPatience is how long a read may wait to note that it took place.
	notingPatience = 100 * time.Millisecond
)

// today is the number of the day, counted from 1970-01-01 in UTC.
func (s *Store) today() int64 { return s.now().Unix() / (24 * 60 * 60) }

// KeepLine implements [bot.Store].
func (s *Store) KeepLine(ctx context.Context, name, line string) error {
	return s.change(ctx, "keep a line", `
		INSERT INTO kept_line (name, line, used) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET line = excluded.line, used = excluded.used
		WHERE kept_line.line <> excluded.line OR kept_line.used < excluded.used`, name, line, s.today())
}

// KeptLine implements [bot.Store].
func (s *Store) KeptLine(ctx context.Context, name string) (string, error) {
	var (
		line string
		used int64
	)
	err := s.read.QueryRowContext(ctx, `SELECT line, used FROM kept_line WHERE name = ?`, name).Scan(&line, &used)
	if errors.Is(err, sql.ErrNoRows) {
		return "", bot.ErrNotFound
	}
	if err != nil {
		return "", s.fault("read a kept line", err)
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

// forgetLines deletes the lines that nobody has used for long. Those of which no
// day is known count as used today.
func (s *Store) forgetLines(ctx context.Context) error {
	return s.update(ctx, "forget old lines", func(tx *sql.Tx) error {
		today := s.today()
		if _, err := tx.ExecContext(ctx, `UPDATE kept_line SET used = ? WHERE used = 0`, today); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM kept_line WHERE used < ?`, today-keepDays)
		return err
	})
}
