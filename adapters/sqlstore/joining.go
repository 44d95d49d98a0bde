package sqlstore

import (
	"context"
	"slices"

	"filmbot/bot"
)

// Join implements [bot.Places].
func (s *Store) Join(ctx context.Context, j bot.Joining) (bot.Change, error) {
	var change bot.Change
	err := s.update(ctx, "join a club", func(t session) error {
		place, to, err := t.meet(ctx, j)
		if err != nil {
			return err
		}
		if err := t.put(ctx, place, j.To); err != nil {
			return err
		}
		if err := t.part(ctx, j.From, j.To); err != nil {
			return err
		}
		change, err = t.record(ctx, to, bot.Change{By: j.By, At: j.At, Kind: bot.Joined, Edits: j.Edits}, false)
		return err
	})
	if err != nil {
		return bot.Change{}, err
	}
	return change, nil
}

// meet returns the place and the club that are to come together, after making sure
// that they are as they were looked at and using the code up.
func (t session) meet(ctx context.Context, j bot.Joining) (keptPlace, keptClub, error) {
	if err := t.lockPlaces(ctx); err != nil {
		return keptPlace{}, keptClub{}, err
	}
	if err := t.lockClubs(ctx, j.From, j.To); err != nil {
		return keptPlace{}, keptClub{}, err
	}
	if err := t.useCode(ctx, j); err != nil {
		return keptPlace{}, keptClub{}, err
	}
	place, err := t.keptPlace(ctx, j.Place)
	if err != nil {
		return keptPlace{}, keptClub{}, err
	}
	from, err := t.keptClub(ctx, j.From)
	if err != nil {
		return keptPlace{}, keptClub{}, err
	}
	to, err := t.keptClub(ctx, j.To)
	if err != nil {
		return keptPlace{}, keptClub{}, err
	}
	if place.belongsTo() != j.From || from.revision != j.FromRevision || to.revision != j.ToRevision || j.From == j.To {
		return keptPlace{}, keptClub{}, bot.ErrConflict
	}
	return place, to, nil
}

// useCode uses up the code of a joining, if it needs one.
func (t session) useCode(ctx context.Context, j bot.Joining) error {
	if j.Code == "" {
		return nil
	}
	n, err := t.exec(ctx, `DELETE FROM code WHERE hash = ? AND club = ? AND expires > ?`, j.Code, j.To, micro(j.At))
	if err == nil && n == 0 {
		return bot.ErrNotFound
	}
	return err
}

// part does what is left to do with a club that a place has left for another.
func (t session) part(ctx context.Context, from, to string) error {
	left, err := t.keptClub(ctx, from)
	if err != nil {
		return err
	}
	if err := t.keepClub(ctx, left); err != nil {
		return err
	}
	places, err := t.placesOf(ctx, left)
	if err != nil || len(places) > 0 {
		return err
	}
	return t.moveWaiting(ctx, from, to)
}

// moveWaiting moves the suggestions that wait in a club to another.
func (t session) moveWaiting(ctx context.Context, from, to string) error {
	_, err := t.exec(ctx, `UPDATE suggestion SET club = ? WHERE club = ? AND outcome = ''`, to, from)
	return err
}

// Leave implements [bot.Places].
func (s *Store) Leave(ctx context.Context, l bot.Leaving) (bot.Change, error) {
	var change bot.Change
	err := s.update(ctx, "leave a club", func(t session) error {
		if err := t.lockPlaces(ctx); err != nil {
			return err
		}
		if err := t.lockClubs(ctx, l.From, l.To); err != nil {
			return err
		}
		place, err := t.keptPlace(ctx, l.Place)
		if err != nil {
			return err
		}
		to, empty, err := t.isEmpty(ctx, l.To)
		if err != nil {
			return err
		}
		if !empty || place.belongsTo() != l.From {
			return bot.ErrConflict
		}
		if err := t.put(ctx, place, l.To); err != nil {
			return err
		}
		change, err = t.split(ctx, l, to)
		return err
	})
	if err != nil {
		return bot.Change{}, err
	}
	return change, nil
}

// isEmpty returns a club and whether nothing is kept of it.
func (t session) isEmpty(ctx context.Context, id string) (keptClub, bool, error) {
	k, err := t.keptClub(ctx, id)
	if err != nil {
		return keptClub{}, false, err
	}
	var others int
	err = t.row(ctx, `SELECT (SELECT COUNT(*) FROM place WHERE club = ?) + (SELECT COUNT(*) FROM round WHERE club = ?)`, id, id).Scan(&others)
	if err != nil {
		return keptClub{}, false, err
	}
	return k, k.changes == 0 && others == 0 && isZero(k.settings), nil
}

func isZero(s bot.Settings) bool {
	return s.Language == "" && s.Zone == "" && s.Review == "" && len(s.Moderators) == 0 && len(s.Off) == 0 && s.Ritual == nil
}

// split copies what a club has to the club of a place that has left it.
func (t session) split(ctx context.Context, l bot.Leaving, to keptClub) (bot.Change, error) {
	from, err := t.keptClub(ctx, l.From)
	if err != nil {
		return bot.Change{}, err
	}
	to.adrift = true
	to.settings = copied(from.settings)
	if bot.ChatOf(to.settings.Review).Place() != l.Place {
		to.settings.Review = ""
	}
	to.settings.Ritual, from.settings.Ritual = divided(from.settings.Ritual, l.Place)
	if err := t.keepClub(ctx, from); err != nil {
		return bot.Change{}, err
	}
	entries, err := t.entries(ctx, l.From)
	if err != nil {
		return bot.Change{}, err
	}
	edits := make([]bot.Edit, 0, len(entries))
	for _, e := range entries {
		edits = append(edits, bot.Edit{Film: e.Film, After: e.State})
	}
	return t.record(ctx, to, bot.Change{By: l.By, At: l.At, Kind: bot.Left, Edits: slices.Clip(edits)}, true)
}

// divided is what a place takes along of the ritual of its club when it leaves, nil
// for nothing, and what is left of it.
func divided(r *bot.Ritual, place string) (taken, left *bot.Ritual) {
	if r == nil {
		return nil, nil
	}
	gone, stays := *r, *r
	gone.Chats, stays.Chats = nil, nil
	for _, chat := range r.Chats {
		if bot.ChatOf(chat).Place() == place {
			gone.Chats = append(gone.Chats, chat)
			continue
		}
		stays.Chats = append(stays.Chats, chat)
	}
	if r.At == place {
		stays.Role, stays.At = bot.Mention{}, ""
	} else {
		gone.Role, gone.At = bot.Mention{}, ""
	}
	if len(gone.Chats) == 0 {
		return nil, &stays
	}
	return &gone, &stays
}
