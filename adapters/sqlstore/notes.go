package sqlstore

import (
	"context"
	"database/sql"
	"errors"
)

// Note implements [bot.Notebook].
func (s *Store) Note(ctx context.Context, key string) (string, error) {
	value, err := text(s.reading().row(ctx, `SELECT content FROM note WHERE subject = ?`, key))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", s.fault("read a note", err)
	}
	return value, nil
}

// SetNote implements [bot.Notebook].
func (s *Store) SetNote(ctx context.Context, key, value string) error {
	return s.change(ctx, "write a note", `
		INSERT INTO note (subject, content) VALUES (?, ?)
		ON CONFLICT (subject) DO UPDATE SET content = excluded.content WHERE note.content <> excluded.content`, key, value)
}
