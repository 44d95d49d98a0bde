package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
)

// Draw implements [bot.Store].
func (s *Store) Draw(ctx context.Context, chat string, choose func(drawn []string) (film string, refill []string)) error {
	return s.update(ctx, "draw a film", func(tx *sql.Tx) error {
		drawn, err := texts(tx.StmtContext(ctx, s.drawn).QueryContext(ctx, chat))
		if err != nil {
			return err
		}
		film, refill := choose(drawn)
		if film == "" {
			return nil
		}
		if err := putBack(ctx, tx, chat, refill); err != nil {
			return err
		}
		_, err = tx.StmtContext(ctx, s.draw).ExecContext(ctx, chat, film, chat)
		return err
	})
}

// prepareDraw makes the statements of a draw ready: to read their text again costs
// more than to run them, and somebody is waiting.
func (s *Store) prepareDraw(ctx context.Context) (err error) {
	s.drawn, err = s.write.PrepareContext(ctx, `SELECT film FROM drawn WHERE chat = ? ORDER BY seq`)
	if err != nil {
		return err
	}
	s.draw, err = s.write.PrepareContext(ctx, `
		INSERT INTO drawn (chat, film, seq)
		SELECT ?, ?, COALESCE(MAX(seq), 0) + 1 FROM drawn WHERE chat = ?
		ON CONFLICT (chat, film) DO UPDATE SET seq = excluded.seq`)
	return err
}

// putBack puts films back into the bag of a chat.
func putBack(ctx context.Context, tx *sql.Tx, chat string, films []string) error {
	if len(films) == 0 {
		return nil
	}
	stmt, err := tx.PrepareContext(ctx, `DELETE FROM drawn WHERE chat = ? AND film = ?`)
	if err != nil {
		return fmt.Errorf("put back: %w", err)
	}
	defer stmt.Close()
	for _, film := range films {
		if _, err := stmt.ExecContext(ctx, chat, film); err != nil {
			return fmt.Errorf("put back: %w", err)
		}
	}
	return nil
}

// MoveChat implements [bot.Store]. In a bag that both had, what the one that
// moved had been given comes after what the other had been given.
func (s *Store) MoveChat(ctx context.Context, from, to string) error {
	if from == to {
		return nil
	}
	return s.update(ctx, "move a chat", func(tx *sql.Tx) error {
		// Keys of topics begin with from and a slash, and so lie between that
		// and from with the next character, 0.
		chats, err := texts(tx.QueryContext(ctx, `
			SELECT DISTINCT chat FROM drawn WHERE chat = ? OR (chat >= ? AND chat < ?)`,
			from, from+"/", from+"0"))
		if err != nil {
			return err
		}
		for _, chat := range chats {
			if err := moveBag(ctx, tx, chat, to+chat[len(from):]); err != nil {
				return err
			}
		}
		return nil
	})
}

func moveBag(ctx context.Context, tx *sql.Tx, from, to string) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO drawn (chat, film, seq)
		SELECT ?, film, seq + (SELECT COALESCE(MAX(seq), 0) FROM drawn WHERE chat = ?)
		FROM drawn WHERE chat = ?
		ON CONFLICT (chat, film) DO NOTHING`, to, to, from)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM drawn WHERE chat = ?`, from)
	return err
}
