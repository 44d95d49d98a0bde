package sqlstore

import (
	"context"
	"slices"

	"filmbot/bot"
)

// Commit implements [bot.Clubs].
func (s *Store) Commit(ctx context.Context, c bot.Commit) (bot.Change, error) {
	var change bot.Change
	err := s.update(ctx, "commit a change", func(t session) error {
		kept, err := t.lockClub(ctx, c.Club)
		if err != nil {
			return err
		}
		if err := t.useDraft(ctx, c.Draft); err != nil {
			return err
		}
		if err := t.approve(ctx, c); err != nil {
			return err
		}
		if c.Revision != nil && *c.Revision != kept.revision {
			return bot.ErrConflict
		}
		change, err = t.record(ctx, kept, bot.Change{By: c.By, At: c.At, Kind: c.Kind, Edits: c.Edits, Undoes: c.Undoes}, true)
		return err
	})
	if err != nil {
		return bot.Change{}, err
	}
	return change, nil
}

// record makes the edits of a change and logs it. With strict, each edit must name
// the version of the entry that is there.
func (t session) record(ctx context.Context, kept keptClub, c bot.Change, strict bool) (bot.Change, error) {
	c.Edits = slices.Clone(c.Edits)
	if err := t.fillIn(ctx, kept.id, c.Edits, strict); err != nil {
		return bot.Change{}, err
	}
	kept.changes++
	c.Club, c.Number, c.Revision = kept.id, kept.changes, kept.revision+1
	c.At, c.Films = stored(c.At), len(c.Edits)
	if err := t.log(ctx, c); err != nil {
		return bot.Change{}, err
	}
	if err := t.apply(ctx, c); err != nil {
		return bot.Change{}, err
	}
	return c, t.keepClub(ctx, kept)
}

// fillIn gives edits the versions and states of the entries that are there.
func (t session) fillIn(ctx context.Context, club string, edits []bot.Edit, strict bool) error {
	there := make(map[string]bot.Entry, len(edits))
	for some := range slices.Chunk(edits, batch) {
		films := make([]string, 0, len(some))
		for _, e := range some {
			films = append(films, e.Film)
		}
		entries, err := all(ctx, t, scanEntry, `
			SELECT film, version, content, hidden FROM entry WHERE club = ? AND film IN `+list(len(films)), with(club, films)...)
		if err != nil {
			return err
		}
		for _, e := range entries {
			there[e.Film] = e
		}
	}
	edited := make(map[string]bool, len(edits))
	for i := range edits {
		e := &edits[i]
		// A film that comes twice is at another version the second time.
		if edited[e.Film] || strict && e.Version != there[e.Film].Version {
			return bot.ErrConflict
		}
		edited[e.Film] = true
		e.Version, e.Before = there[e.Film].Version, there[e.Film].State
	}
	return nil
}

// apply gives the entries of a club the states that the edits of a change say.
func (t session) apply(ctx context.Context, c bot.Change) error {
	var entries [][]any
	var gone []string
	for i, e := range c.Edits {
		if e.After == (bot.State{}) {
			gone = append(gone, e.Film)
			continue
		}
		entries = append(entries, []any{c.Club, e.Film, c.Number, c.Number, i, e.After.Text, flag(e.After.Hidden)})
	}
	for some := range slices.Chunk(gone, batch) {
		if _, err := t.exec(ctx, `DELETE FROM entry WHERE club = ? AND film IN `+list(len(some)), with(c.Club, some)...); err != nil {
			return err
		}
	}
	return t.insert(ctx, `INSERT INTO entry (club, film, version, came, position, content, hidden)`, entries,
		`ON CONFLICT (club, film) DO UPDATE SET version = excluded.version, content = excluded.content, hidden = excluded.hidden`)
}

// log writes a change into the log of its club.
func (t session) log(ctx context.Context, c bot.Change) error {
	_, err := t.exec(ctx, `INSERT INTO change (`+changeColumns+`) VALUES `+list(10),
		c.Club, c.Number, c.Revision, c.By.Key, c.By.Name, micro(c.At), string(c.Kind), c.Films, c.Undoes, 0)
	if err != nil {
		return err
	}
	if c.Undoes != 0 {
		if _, err := t.exec(ctx, `UPDATE change SET undone_by = ? WHERE club = ? AND number = ?`, c.Number, c.Club, c.Undoes); err != nil {
			return err
		}
	}
	var edits [][]any
	for i, e := range c.Edits {
		edits = append(edits, []any{c.Club, c.Number, e.Film, i, e.Version, e.After.Text, flag(e.After.Hidden)})
	}
	return t.insert(ctx, `INSERT INTO edit (club, number, film, position, version, content, hidden)`, edits, ``)
}
