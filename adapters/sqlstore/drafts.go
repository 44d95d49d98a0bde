package sqlstore

import (
	"context"

	"filmbot/bot"
)

const draftColumns = `id, club, owner, kind, film, version, suggestion, content, made`

func scanDraft(r row) (d bot.Draft, err error) {
	var made int64
	err = r.Scan(&d.ID, &d.Club, &d.Owner, &d.Kind, &d.Film, &d.Version, &d.Suggestion, &d.Text, &made)
	d.At = timeOf(made)
	return d, err
}

// KeepDraft implements [bot.Drafts].
func (s *Store) KeepDraft(ctx context.Context, d bot.Draft) error {
	return s.update(ctx, "keep a draft", func(t session) error {
		_, err := t.exec(ctx, `
			INSERT INTO draft (`+draftColumns+`, kept) VALUES `+list(10)+`
			ON CONFLICT (id) DO UPDATE SET club = excluded.club, owner = excluded.owner, kind = excluded.kind, film = excluded.film,
				version = excluded.version, suggestion = excluded.suggestion, content = excluded.content, made = excluded.made, kept = excluded.kept`,
			d.ID, d.Club, d.Owner, string(d.Kind), d.Film, d.Version, d.Suggestion, d.Text, micro(d.At), s.today())
		if err != nil {
			return err
		}
		_, err = t.exec(ctx, `
			DELETE FROM draft WHERE owner = ? AND club = ? AND id <> ? AND id NOT IN (
				SELECT id FROM draft WHERE owner = ? AND club = ? ORDER BY made DESC, id LIMIT ?)`,
			d.Owner, d.Club, d.ID, d.Owner, d.Club, bot.MaxDrafts)
		return err
	})
}

// Draft implements [bot.Drafts].
func (s *Store) Draft(ctx context.Context, id string) (bot.Draft, error) {
	var d bot.Draft
	err := s.ask(ctx, "read a draft", func(t session) (err error) {
		d, err = scanDraft(t.row(ctx, `SELECT `+draftColumns+` FROM draft WHERE id = ?`, id))
		return err
	})
	if err != nil {
		return bot.Draft{}, err
	}
	return d, nil
}

// DropDraft implements [bot.Drafts].
func (s *Store) DropDraft(ctx context.Context, id string) error {
	return s.change(ctx, "drop a draft", `DELETE FROM draft WHERE id = ?`, id)
}

// useDraft uses a draft up, if one is named.
func (t session) useDraft(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	n, err := t.exec(ctx, `DELETE FROM draft WHERE id = ?`, id)
	if err == nil && n == 0 {
		return bot.ErrNotFound
	}
	return err
}
