package sqlstore

import (
	"context"
	"slices"
	"time"

	"filmbot/bot"
)

// SetPresence implements [bot.Places].
func (s *Store) SetPresence(ctx context.Context, place string, p bot.Presence, at time.Time) error {
	return s.update(ctx, "record whether the bot is in a place", func(t session) error {
		if err := t.lockPlaces(ctx); err != nil {
			return err
		}
		kept, err := t.keptPlace(ctx, place)
		if err != nil || kept.presence == p {
			return err
		}
		kept.presence, kept.since = p, micro(at)
		return t.keepPlace(ctx, kept)
	})
}

// PresenceIn implements [bot.Places].
func (s *Store) PresenceIn(ctx context.Context, place string) (p bot.Presence, err error) {
	err = s.ask(ctx, "read whether the bot is in a place", func(t session) error {
		kept, err := t.keptPlace(ctx, place)
		p = kept.presence
		return err
	})
	return p, err
}

// Expire implements [bot.Places]. Of the bags of a place it finds those whose keys
// tell where they belong: the place's own and its topics'. It also forgets what
// was not used for long.
func (s *Store) Expire(ctx context.Context, before time.Time) ([]string, error) {
	var expired []string
	err := s.update(ctx, "expire clubs", func(t session) error {
		expired = nil
		if err := t.lockPlaces(ctx); err != nil {
			return err
		}
		// Whoever is away may be in a club that all are away from.
		away, err := all(ctx, t, scanPlace, `SELECT `+placeColumns+` FROM place WHERE presence = ? AND since < ?`, int64(bot.Absent), micro(before))
		if err != nil {
			return err
		}
		var clubs []string
		for _, p := range away {
			clubs = append(clubs, p.belongsTo())
		}
		slices.Sort(clubs)
		for _, id := range slices.Compact(clubs) {
			gone, err := t.expire(ctx, id, micro(before))
			if err != nil {
				return err
			}
			if gone {
				expired = append(expired, id)
			}
		}
		return s.tidy(ctx, t)
	})
	if err != nil {
		return nil, err
	}
	return expired, nil
}

// expire deletes a club if the bot is away from all its places.
func (t session) expire(ctx context.Context, id string, before int64) (bool, error) {
	club, err := t.lockClub(ctx, id)
	if err != nil {
		return false, err
	}
	if club.adrift {
		// All that is kept of a place that moved is that the bot is away.
		if _, err := t.exec(ctx, `DELETE FROM place WHERE id = ? AND club = '' AND presence = ?`, id, int64(bot.Absent)); err != nil {
			return false, err
		}
	}
	places, err := t.placesOf(ctx, club)
	if err != nil {
		return false, err
	}
	for _, p := range places {
		if p.presence != bot.Absent || p.since >= before {
			return false, nil
		}
	}
	if len(places) == 0 {
		return false, nil
	}
	for _, p := range places {
		if err := t.dropPlace(ctx, p.id); err != nil {
			return false, err
		}
	}
	return true, t.dropClub(ctx, id)
}

func (t session) dropPlace(ctx context.Context, id string) error {
	if err := t.do(ctx, []any{id}, `DELETE FROM place WHERE id = ?`); err != nil {
		return err
	}
	if err := t.do(ctx, within(id), `DELETE FROM drawn WHERE chat = ? OR (chat >= ? AND chat < ?)`); err != nil {
		return err
	}
	return t.dialect.tell(ctx, t, id, 0)
}

func (t session) dropClub(ctx context.Context, id string) error {
	err := t.do(ctx, []any{id},
		`DELETE FROM edit WHERE club = ?`,
		`DELETE FROM change WHERE club = ?`,
		`DELETE FROM entry WHERE club = ?`,
		`DELETE FROM suggestion WHERE club = ?`,
		`DELETE FROM draft WHERE club = ?`,
		`DELETE FROM code WHERE club = ?`,
		`DELETE FROM post WHERE club = ?`,
		`DELETE FROM said WHERE club = ?`,
		`DELETE FROM named WHERE club = ?`,
		`DELETE FROM round WHERE club = ?`,
		`DELETE FROM club WHERE id = ?`)
	if err != nil {
		return err
	}
	if err := t.wake(ctx, bot.Job{Key: bot.WeekKey(id)}); err != nil {
		return err
	}
	return t.dialect.tell(ctx, t, id, 0)
}
