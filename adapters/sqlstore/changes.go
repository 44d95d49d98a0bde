package sqlstore

import (
	"context"
	"database/sql"
	"slices"

	"filmbot/bot"
)

const changeColumns = `club, number, revision, author, author_name, made, kind, films, undoes, undone_by`

func scanChange(r row) (c bot.Change, err error) {
	var made int64
	err = r.Scan(&c.Club, &c.Number, &c.Revision, &c.By.Key, &c.By.Name, &made, &c.Kind, &c.Films, &c.Undoes, &c.UndoneBy)
	c.At = timeOf(made)
	return c, err
}

// Changes implements [bot.Clubs].
func (s *Store) Changes(ctx context.Context, club, film string, before int64, limit int) ([]bot.Change, error) {
	if limit <= 0 {
		return nil, nil
	}
	query, args := `SELECT `+changeColumns+` FROM change WHERE club = ?`, []any{club}
	if before > 0 {
		query, args = query+` AND number < ?`, append(args, before)
	}
	if film != "" {
		query, args = query+` AND number IN (SELECT number FROM edit WHERE club = ? AND film = ?)`, append(args, club, film)
	}
	var changes []bot.Change
	err := s.view(ctx, "read the log of a club", func(t session) (err error) {
		changes, err = all(ctx, t, scanChange, query+` ORDER BY number DESC LIMIT ?`, append(args, limit)...)
		if err != nil {
			return err
		}
		for some := range slices.Chunk(changes, batch) {
			if err := t.fillOutlines(ctx, club, some); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return changes, nil
}

// fillOutlines gives changes of a club their edits without the texts.
func (t session) fillOutlines(ctx context.Context, club string, changes []bot.Change) error {
	byNumber := make(map[int64]*bot.Change, len(changes))
	numbers := make([]int64, 0, len(changes))
	for i := range changes {
		byNumber[changes[i].Number] = &changes[i]
		numbers = append(numbers, changes[i].Number)
	}
	edits, err := all(ctx, t, func(r row) (e numberedEdit, err error) {
		var before sql.NullBool
		err = r.Scan(&e.number, &e.Film, &e.Version, &e.After.Hidden, &before)
		e.Before.Hidden = before.Bool
		return e, err
	}, `SELECT edit.number, edit.film, edit.version, edit.hidden, was.hidden `+editsAndWhatWas+`
		WHERE edit.club = ? AND edit.number IN `+list(len(numbers))+` ORDER BY edit.number, edit.position`, with(club, numbers)...)
	for _, e := range edits {
		c := byNumber[e.number]
		c.Edits = append(c.Edits, e.Edit)
	}
	return err
}

type numberedEdit struct {
	number int64
	bot.Edit
}

// editsAndWhatWas joins edits with those that made what was there before them.
const editsAndWhatWas = `FROM edit LEFT JOIN edit AS was ON was.club = edit.club AND was.number = edit.version AND was.film = edit.film`

// Change implements [bot.Clubs].
func (s *Store) Change(ctx context.Context, club string, number int64) (bot.Change, error) {
	var change bot.Change
	err := s.view(ctx, "read a change", func(t session) (err error) {
		change, err = scanChange(t.row(ctx, `SELECT `+changeColumns+` FROM change WHERE club = ? AND number = ?`, club, number))
		if err != nil {
			return err
		}
		change.Edits, err = all(ctx, t, scanEdit, `
			SELECT edit.film, edit.version, edit.content, edit.hidden, was.content, was.hidden `+editsAndWhatWas+`
			WHERE edit.club = ? AND edit.number = ? ORDER BY edit.position`, club, number)
		return err
	})
	if err != nil {
		return bot.Change{}, err
	}
	return change, nil
}

func scanEdit(r row) (e bot.Edit, err error) {
	var (
		text   sql.NullString
		hidden sql.NullBool
	)
	err = r.Scan(&e.Film, &e.Version, &e.After.Text, &e.After.Hidden, &text, &hidden)
	e.Before = bot.State{Text: text.String, Hidden: hidden.Bool}
	return e, err
}
