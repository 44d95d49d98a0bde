package sqlstore

import (
	"context"
	"slices"
	"strings"
)

// Draw implements [bot.Bags].
func (s *Store) Draw(ctx context.Context, chat string, choose func(drawn []string) (film string, refill []string)) error {
	return s.update(ctx, "draw a film", func(t session) error {
		if err := t.lock(ctx, "bag", chat); err != nil {
			return err
		}
		drawn, err := read(text)(t.prepared(ctx, s.drawn).QueryContext(ctx, chat))
		if err != nil {
			return err
		}
		film, refill := choose(drawn)
		if film == "" {
			return nil
		}
		if err := t.putBack(ctx, chat, refill); err != nil {
			return err
		}
		_, err = t.prepared(ctx, s.draw).ExecContext(ctx, chat, film, chat)
		return err
	})
}

// prepareDraw makes the statements of a draw ready: to read their text again costs
// more than to run them, and somebody is waiting.
func (s *Store) prepareDraw(ctx context.Context) (err error) {
	s.drawn, err = s.write.PrepareContext(ctx, s.dialect.bind(`SELECT film FROM drawn WHERE chat = ? ORDER BY seq`))
	if err != nil {
		return err
	}
	s.draw, err = s.write.PrepareContext(ctx, s.dialect.bind(`
		INSERT INTO drawn (chat, film, seq)
		SELECT ?, ?, COALESCE(MAX(seq), 0) + 1 FROM drawn WHERE chat = ?
		ON CONFLICT (chat, film) DO UPDATE SET seq = excluded.seq`))
	return err
}

// putBack puts films back into the bag of a chat.
func (t session) putBack(ctx context.Context, chat string, films []string) error {
	for some := range slices.Chunk(films, batch) {
		if _, err := t.exec(ctx, `DELETE FROM drawn WHERE chat = ? AND film IN `+list(len(some)), with(chat, some)...); err != nil {
			return err
		}
	}
	return nil
}

// with is an argument followed by a list of them.
func with[T any](first string, rest []T) []any {
	out := []any{first}
	for _, v := range rest {
		out = append(out, v)
	}
	return out
}

// within are the arguments of a search for a chat and its topics, whose keys begin
// with that of the chat and a slash: they lie between that and the key followed by
// the next character, 0.
func within(chat string) []any { return []any{chat, chat + "/", chat + "0"} }

// moved is what a chat is called after one chat has moved with its topics.
func moved(chat, from, to string) string {
	topic, ok := strings.CutPrefix(chat, from)
	if !ok || topic != "" && topic[0] != '/' {
		return chat
	}
	return to + topic
}

// moveBags moves the bags of a chat and its topics. In a bag that both had, what
// the one that moved had been given comes after what the other had been given.
func (t session) moveBags(ctx context.Context, from, to string) error {
	chats, err := t.texts(ctx, `SELECT DISTINCT chat FROM drawn WHERE chat = ? OR (chat >= ? AND chat < ?)`, within(from)...)
	if err != nil {
		return err
	}
	var bags []string
	for _, chat := range chats {
		bags = append(bags, chat, moved(chat, from, to))
	}
	if err := t.lock(ctx, "bag", bags...); err != nil {
		return err
	}
	for _, chat := range chats {
		if err := t.moveBag(ctx, chat, moved(chat, from, to)); err != nil {
			return err
		}
	}
	return nil
}

func (t session) moveBag(ctx context.Context, from, to string) error {
	_, err := t.exec(ctx, `
		INSERT INTO drawn (chat, film, seq)
		SELECT ?, film, seq + (SELECT COALESCE(MAX(seq), 0) FROM drawn WHERE chat = ?)
		FROM drawn WHERE chat = ?
		ON CONFLICT (chat, film) DO NOTHING`, to, to, from)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `DELETE FROM drawn WHERE chat = ?`, from)
	return err
}
