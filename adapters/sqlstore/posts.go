package sqlstore

import (
	"context"
	"time"

	"filmbot/bot"
)

// DuePosts implements [bot.Posts]. The posts that are being sent and the others have
// an index each, so that it reads no more posts than it returns, or twice as many.
func (s *Store) DuePosts(ctx context.Context, platform string, now time.Time, limit int) ([]bot.PostKey, error) {
	var keys []bot.PostKey
	err := s.ask(ctx, "read which posts are due", func(t session) (err error) {
		keys, err = all(ctx, t, func(r row) (k bot.PostKey, err error) {
			return k, r.Scan(&k.Club, &k.Round, &k.Effect, &k.Chat, &k.Try)
		}, duePosts, platform, micro(now), max(limit, 0), platform, micro(now), max(limit, 0), max(limit, 0))
		return err
	})
	return keys, err
}

const (
	duePosts = `SELECT ` + postKeyColumns + ` FROM (
		SELECT * FROM (SELECT 0 AS urgency, ` + duePost + ` AND state = 'sending' ` + longestDue + `) AS sending
		UNION ALL
		SELECT * FROM (SELECT 1 AS urgency, ` + duePost + ` AND state <> 'sending' ` + longestDue + `) AS others
	) AS due ORDER BY urgency, next, ` + postKeyColumns + ` LIMIT ?`

	duePost    = `next, ` + postKeyColumns + ` FROM post WHERE platform = ? AND next <= ?`
	longestDue = `ORDER BY next, ` + postKeyColumns + ` LIMIT ?`
)

// ClaimPost implements [bot.Posts]. A change of the round does not make a post that
// was sent due before the claim has ended, and it makes no other post due at all.
func (s *Store) ClaimPost(ctx context.Context, key bot.PostKey, now, until time.Time) (bot.Post, error) {
	var p bot.Post
	err := s.update(ctx, "claim a post", func(t session) (err error) {
		if err := t.lockClubs(ctx, key.Club); err != nil {
			return err
		}
		p, err = scanPost(t.row(ctx, `SELECT `+postColumns+` FROM post WHERE `+isPost+` AND next <= ?`, append(keyValues(key), micro(now))...))
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, `UPDATE post SET next = ?, soon = ? WHERE `+isPost, append([]any{micro(until), micro(until)}, keyValues(key)...)...)
		return err
	})
	if err != nil {
		return bot.Post{}, err
	}
	return p, nil
}

// SavePost implements [bot.Posts]. Only a post that was sent shows a version of its
// round.
func (s *Store) SavePost(ctx context.Context, p bot.Post, soon time.Time) error {
	return s.update(ctx, "save a post", func(t session) error {
		if err := t.lockClubs(ctx, p.Club); err != nil {
			return err
		}
		args := append([]any{max(micro(soon), soonest)}, postValues(p)...)
		n, err := t.exec(ctx, `UPDATE post SET (soon, `+postContent+`) = `+list(len(args))+` WHERE `+isPost, append(args, keyValues(p.PostKey)...)...)
		switch {
		case err != nil:
			return err
		case n == 0:
			return bot.ErrNotFound
		}
		version, err := t.version(ctx, p.Club, p.Round)
		if err != nil || version == 0 || version == p.Version {
			return err
		}
		return t.hurry(ctx, `'sent', 'gone', 'dropped'`, isPost, keyValues(p.PostKey)...)
	})
}

// version returns the version of a round, 0 where there is none.
func (t session) version(ctx context.Context, club string, number int) (version int64, err error) {
	err = t.row(ctx, `SELECT version FROM round WHERE club = ? AND number = ?`, club, number).Scan(&version)
	if isNone(err) {
		return 0, nil
	}
	return version, err
}

// hurryPosts makes the posts of a round that has changed due.
func (t session) hurryPosts(ctx context.Context, club string, number int) error {
	return t.hurry(ctx, `'sent'`, `club = ? AND number = ?`, club, number)
}

// hurry makes the posts that where picks, if they are in one of some states, due as soon
// as they may be.
func (t session) hurry(ctx context.Context, states, where string, args ...any) error {
	return t.do(ctx, args, `UPDATE post SET next = soon WHERE `+where+` AND state IN (`+states+`) AND (next IS NULL OR next > soon)`)
}

// AddPost implements [bot.Posts].
func (s *Store) AddPost(ctx context.Context, p bot.Post) error {
	return s.update(ctx, "add a post", func(t session) error {
		if err := t.lockClubs(ctx, p.Club); err != nil {
			return err
		}
		return t.addPosts(ctx, p)
	})
}

// addPosts adds posts of clubs that are locked, but for those that are there.
func (t session) addPosts(ctx context.Context, posts ...bot.Post) error {
	rows := make([][]any, 0, len(posts))
	for _, p := range posts {
		row := append(keyValues(p.PostKey), bot.ChatOf(p.Chat).Platform, soonest)
		rows = append(rows, append(row, postValues(p)...))
	}
	return t.insert(ctx, `INSERT INTO post (`+postKeyColumns+`, platform, soon, `+postContent+`)`, rows,
		`ON CONFLICT (`+postKeyColumns+`) DO NOTHING`)
}

// PostsOf implements [bot.Posts].
func (s *Store) PostsOf(ctx context.Context, club string, number int) ([]bot.Post, error) {
	var posts []bot.Post
	err := s.ask(ctx, "read the posts of a round", func(t session) (err error) {
		posts, err = all(ctx, t, scanPost, `SELECT `+postColumns+` FROM post WHERE club = ? AND number = ? ORDER BY effect, chat, try`, club, number)
		return err
	})
	return posts, err
}

// movePosts moves the posts that wait in a chat, and in its topics, to another. What
// was posted there cannot be edited in the other one; what may be on its way is left
// to whoever sends it.
func (t session) movePosts(ctx context.Context, from, to string) error {
	chats, err := t.texts(ctx, `SELECT DISTINCT chat FROM post WHERE `+inChat, within(from)...)
	if err != nil {
		return err
	}
	for _, chat := range chats {
		there := moved(chat, from, to)
		if err := t.do(ctx, []any{chat}, `UPDATE post SET state = 'gone', next = NULL WHERE chat = ? AND state = 'sent'`); err != nil {
			return err
		}
		err := t.do(ctx, []any{there, bot.ChatOf(there).Platform, chat, there}, `
			UPDATE post SET chat = ?, platform = ? WHERE chat = ? AND state = 'waits' AND NOT EXISTS (
				SELECT 1 FROM post AS other WHERE other.club = post.club AND other.number = post.number
					AND other.effect = post.effect AND other.chat = ? AND other.try = post.try)`)
		if err != nil {
			return err
		}
		if err := t.do(ctx, []any{chat}, `DELETE FROM post WHERE chat = ? AND state = 'waits'`); err != nil {
			return err
		}
	}
	return nil
}

// clubsPosting returns the clubs that have posts in a chat or its topics.
func (t session) clubsPosting(ctx context.Context, chat string) ([]string, error) {
	return t.texts(ctx, `SELECT DISTINCT club FROM post WHERE `+inChat, within(chat)...)
}

const inChat = `chat = ? OR (chat >= ? AND chat < ?)`
