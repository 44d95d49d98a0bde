package sqlstore

import (
	"context"

	"filmbot/bot"
)

const suggestionColumns = `id, club, author, author_name, chat, lang, made, content,
	outcome, decided_by, decided_by_name, decided, reason, film, post, post_server, post_private, post_message, told`

func scanSuggestion(r row) (s bot.Suggestion, err error) {
	var (
		made, decided int64
		post          string
		where         bot.Chat
	)
	d := &s.Decision
	err = r.Scan(&s.ID, &s.Club, &s.Author.Key, &s.Author.Name, &s.Chat, &s.Lang, &made, &s.Text,
		&d.Outcome, &d.By.Key, &d.By.Name, &decided, &d.Reason, &d.Film, &post, &where.Server, &where.Private, &s.Post.ID, &s.Told)
	s.At, d.At = timeOf(made), timeOf(decided)
	s.Post.Chat = bot.ChatOf(post)
	s.Post.Chat.Server, s.Post.Chat.Private = where.Server, where.Private
	return s, err
}

// Suggest implements [bot.Suggestions].
func (s *Store) Suggest(ctx context.Context, n bot.Suggestion, draft string, limit int) error {
	return s.update(ctx, "keep a suggestion", func(t session) error {
		if err := t.lockClubs(ctx, n.Club); err != nil {
			return err
		}
		if err := t.useDraft(ctx, draft); err != nil {
			return err
		}
		var waiting int
		err := t.row(ctx, `SELECT COUNT(*) FROM suggestion WHERE club = ? AND outcome = '' AND author = ?`, n.Club, n.Author.Key).Scan(&waiting)
		if err != nil {
			return err
		}
		if waiting >= limit {
			return bot.ErrTooMany
		}
		d, at := n.Decision, n.Post.Chat
		_, err = t.exec(ctx, `INSERT INTO suggestion (`+suggestionColumns+`) VALUES `+list(19),
			n.ID, n.Club, n.Author.Key, n.Author.Name, n.Chat, n.Lang, micro(n.At), n.Text,
			string(d.Outcome), d.By.Key, d.By.Name, micro(d.At), d.Reason, d.Film,
			at.Key(), at.Server, flag(at.Private), n.Post.ID, flag(n.Told))
		return err
	})
}

// Suggestion implements [bot.Suggestions].
func (s *Store) Suggestion(ctx context.Context, club, id string) (bot.Suggestion, error) {
	var found bot.Suggestion
	err := s.ask(ctx, "read a suggestion", func(t session) (err error) {
		found, err = t.suggestion(ctx, club, id)
		return err
	})
	if err != nil {
		return bot.Suggestion{}, err
	}
	return found, nil
}

func (t session) suggestion(ctx context.Context, club, id string) (bot.Suggestion, error) {
	return scanSuggestion(t.row(ctx, `SELECT `+suggestionColumns+` FROM suggestion WHERE id = ? AND club = ?`, id, club))
}

// Waiting implements [bot.Suggestions].
func (s *Store) Waiting(ctx context.Context, club, author string) ([]bot.Suggestion, error) {
	return s.suggestions(ctx, "read the suggestions that wait",
		`club = ? AND outcome = '' AND (author = ? OR ? = '') ORDER BY made, id`, club, author, author)
}

// Untold implements [bot.Suggestions].
func (s *Store) Untold(ctx context.Context, limit int) ([]bot.Suggestion, error) {
	return s.suggestions(ctx, "read the suggestions that were not told of",
		`told = 0 AND outcome <> '' ORDER BY made, id LIMIT ?`, max(limit, 0))
}

func (s *Store) suggestions(ctx context.Context, name, where string, args ...any) ([]bot.Suggestion, error) {
	var found []bot.Suggestion
	err := s.ask(ctx, name, func(t session) (err error) {
		found, err = all(ctx, t, scanSuggestion, `SELECT `+suggestionColumns+` FROM suggestion WHERE `+where, args...)
		return err
	})
	return found, err
}

// Decline implements [bot.Suggestions].
func (s *Store) Decline(ctx context.Context, club, id string, d bot.Decision) (bot.Suggestion, error) {
	var found bot.Suggestion
	var late bool
	err := s.update(ctx, "decide on a suggestion", func(t session) error {
		decided, err := t.decide(ctx, club, id, d)
		if err != nil {
			return err
		}
		late = !decided
		found, err = t.suggestion(ctx, club, id)
		return err
	})
	switch {
	case err != nil:
		return bot.Suggestion{}, err
	case late:
		return found, bot.ErrConflict
	}
	return found, nil
}

// decide records what becomes of a suggestion that waits, and reports whether it
// was one.
func (t session) decide(ctx context.Context, club, id string, d bot.Decision) (bool, error) {
	n, err := t.exec(ctx, `
		UPDATE suggestion SET outcome = ?, decided_by = ?, decided_by_name = ?, decided = ?, reason = ?, film = ?
		WHERE id = ? AND club = ? AND outcome = ''`,
		string(d.Outcome), d.By.Key, d.By.Name, micro(d.At), d.Reason, d.Film, id, club)
	return n > 0, err
}

// approve decides for the suggestion that a change makes true, if one is named.
func (t session) approve(ctx context.Context, c bot.Commit) error {
	if c.Suggestion == "" {
		return nil
	}
	d := bot.Decision{Outcome: bot.Accepted, By: c.By, At: c.At}
	if len(c.Edits) > 0 {
		d.Film = c.Edits[0].Film
	}
	decided, err := t.decide(ctx, c.Club, c.Suggestion, d)
	if err != nil || decided {
		return err
	}
	if _, err := t.suggestion(ctx, c.Club, c.Suggestion); err != nil {
		return err
	}
	return bot.ErrConflict
}

// SetPost implements [bot.Suggestions]. The error is [bot.ErrNotFound] where there
// is no such suggestion.
func (s *Store) SetPost(ctx context.Context, club, id string, m bot.Message) error {
	return s.amend(ctx, "record a message", `UPDATE suggestion SET post = ?, post_server = ?, post_private = ?, post_message = ?
		WHERE id = ? AND club = ?`, m.Chat.Key(), m.Chat.Server, flag(m.Chat.Private), m.ID, id, club)
}

// SetTold implements [bot.Suggestions]. The error is [bot.ErrNotFound] where there
// is no such suggestion.
func (s *Store) SetTold(ctx context.Context, club, id string) error {
	return s.amend(ctx, "record that an author was told", `UPDATE suggestion SET told = 1 WHERE id = ? AND club = ?`, id, club)
}

func (s *Store) amend(ctx context.Context, name, query string, args ...any) error {
	return s.update(ctx, name, func(t session) error {
		n, err := t.exec(ctx, query, args...)
		if err == nil && n == 0 {
			return bot.ErrNotFound
		}
		return err
	})
}
