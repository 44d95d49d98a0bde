package sqlstore

import (
	"context"
	"time"
)

// Seen implements [bot.People].
func (s *Store) Seen(ctx context.Context, user string) ([]string, error) {
	var films []string
	err := s.ask(ctx, "read what a person has seen", func(t session) (err error) {
		films, err = t.texts(ctx, seenQuery, user)
		return err
	})
	return films, err
}

const seenQuery = `SELECT film FROM seen WHERE person = ? ORDER BY film`

// MarkSeen implements [bot.People].
func (s *Store) MarkSeen(ctx context.Context, user, film string, seen bool) error {
	query := `INSERT INTO seen (person, film) VALUES (?, ?) ON CONFLICT (person, film) DO NOTHING`
	if !seen {
		query = `DELETE FROM seen WHERE person = ? AND film = ?`
	}
	return s.change(ctx, "mark a film as seen", query, user, film)
}

// Count implements [bot.People].
func (s *Store) Count(ctx context.Context, key string, now, since time.Time) (int, error) {
	var times int
	err := s.update(ctx, "count", func(t session) error {
		if err := t.lock(ctx, "count", key); err != nil {
			return err
		}
		if _, err := t.exec(ctx, `DELETE FROM counted WHERE subject = ? AND made < ?`, key, micro(since)); err != nil {
			return err
		}
		_, err := t.exec(ctx, `
			INSERT INTO counted (subject, made, times) VALUES (?, ?, 1)
			ON CONFLICT (subject, made) DO UPDATE SET times = counted.times + 1`, key, micro(now))
		if err != nil {
			return err
		}
		return t.row(ctx, `SELECT CAST(SUM(times) AS BIGINT) FROM counted WHERE subject = ?`, key).Scan(&times)
	})
	return times, err
}
