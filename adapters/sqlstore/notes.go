package sqlstore

import (
	"context"

	"filmbot/bot"
)

// Note implements [bot.Notebook].
func (s *Store) Note(ctx context.Context, key string) (string, error) {
	var value string
	err := s.ask(ctx, "read a note", func(t session) (err error) {
		value, err = text(t.row(ctx, `SELECT content FROM note WHERE subject = ?`, key))
		return err
	})
	if err == bot.ErrNotFound {
		return "", nil
	}
	return value, err
}

// SetNote implements [bot.Notebook].
func (s *Store) SetNote(ctx context.Context, key, value string) error {
	return s.change(ctx, "write a note", `
		INSERT INTO note (subject, content) VALUES (?, ?)
		ON CONFLICT (subject) DO UPDATE SET content = excluded.content WHERE note.content <> excluded.content`, key, value)
}
