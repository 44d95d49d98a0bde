package sqlstore

import (
	"context"
	"database/sql"
	"errors"
)

// Seen implements [bot.Store].
func (s *Store) Seen(ctx context.Context, user string) ([]string, error) {
	films, err := texts(s.read.QueryContext(ctx, `SELECT film FROM seen WHERE person = ?`, user))
	if err != nil {
		return nil, s.fault("read what a person has seen", err)
	}
	return films, nil
}

// MarkSeen implements [bot.Store].
func (s *Store) MarkSeen(ctx context.Context, user, film string, seen bool) error {
	query := `INSERT INTO seen (person, film) VALUES (?, ?) ON CONFLICT (person, film) DO NOTHING`
	if !seen {
		query = `DELETE FROM seen WHERE person = ? AND film = ?`
	}
	return s.change(ctx, "mark a film as seen", query, user, film)
}

// Note implements [bot.Notebook].
func (s *Store) Note(ctx context.Context, key string) (string, error) {
	value, err := s.text(ctx, `SELECT content FROM note WHERE subject = ?`, key)
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

// change runs one statement in a transaction of its own: outside of one, a
// statement may have been stored although it returns that ctx is done.
func (s *Store) change(ctx context.Context, name, query string, args ...any) error {
	return s.update(ctx, name, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
}

// text returns the one text that a query gives, or [sql.ErrNoRows].
func (s *Store) text(ctx context.Context, query string, args ...any) (string, error) {
	var text string
	err := s.read.QueryRowContext(ctx, query, args...).Scan(&text)
	return text, err
}
