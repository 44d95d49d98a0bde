package sqlstore

import (
	"context"
	"time"

	"filmbot/bot"
)

// ClubOf implements [bot.Places].
func (s *Store) ClubOf(ctx context.Context, place string) (string, error) {
	var kept keptPlace
	err := s.ask(ctx, "find the club of a place", func(t session) (err error) {
		kept, err = t.keptPlace(ctx, place)
		return err
	})
	return kept.belongsTo(), err
}

// KeepCode implements [bot.Places].
func (s *Store) KeepCode(ctx context.Context, c bot.Code) error {
	return s.change(ctx, "keep a code", `
		INSERT INTO code (hash, club, expires) VALUES (?, ?, ?)
		ON CONFLICT (hash) DO UPDATE SET club = excluded.club, expires = excluded.expires`, c.Hash, c.Club, micro(c.Expires))
}

// CodeOf implements [bot.Places].
func (s *Store) CodeOf(ctx context.Context, hash string, now time.Time) (bot.Code, error) {
	var (
		code    = bot.Code{Hash: hash}
		expires int64
	)
	err := s.ask(ctx, "read a code", func(t session) error {
		return t.row(ctx, `SELECT club, expires FROM code WHERE hash = ? AND expires > ?`, hash, micro(now)).Scan(&code.Club, &expires)
	})
	if err != nil {
		return bot.Code{}, err
	}
	code.Expires = timeOf(expires)
	return code, nil
}

// keptPlace is the row of a place.
type keptPlace struct {
	id string
	// club is empty where the place belongs to the one that it is by default.
	club     string
	presence bot.Presence
	since    int64
}

func (p keptPlace) belongsTo() string {
	if p.club == "" {
		return p.id
	}
	return p.club
}

// lockPlaces keeps out all others who change which places there are in which club.
// It is taken before the locks of clubs.
func (t session) lockPlaces(ctx context.Context) error { return t.lock(ctx, "places", "all") }

const placeColumns = `id, club, presence, since`

func scanPlace(r row) (p keptPlace, err error) {
	return p, r.Scan(&p.id, &p.club, &p.presence, &p.since)
}

// keptPlace returns what is kept of a place, which may be nothing.
func (t session) keptPlace(ctx context.Context, id string) (keptPlace, error) {
	p, err := scanPlace(t.row(ctx, `SELECT `+placeColumns+` FROM place WHERE id = ?`, id))
	if isNone(err) {
		return keptPlace{id: id}, nil
	}
	return p, err
}

func (t session) keepPlace(ctx context.Context, p keptPlace) error {
	_, err := t.exec(ctx, `
		INSERT INTO place (`+placeColumns+`) VALUES (?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET club = excluded.club, presence = excluded.presence, since = excluded.since`,
		p.id, p.club, int64(p.presence), p.since)
	return err
}

// put makes a place belong to a club, and tells of it.
func (t session) put(ctx context.Context, p keptPlace, club string) error {
	p.club = club
	if err := t.keepPlace(ctx, p); err != nil {
		return err
	}
	return t.dialect.tell(ctx, t, p.id, 0)
}

// placesOf returns the places of a club, also the one that it is by default. Of
// that one there may be no row.
func (t session) placesOf(ctx context.Context, club keptClub) ([]keptPlace, error) {
	places, err := all(ctx, t, scanPlace, `SELECT `+placeColumns+` FROM place WHERE club = ? ORDER BY id`, club.id)
	if err != nil || club.adrift {
		return places, err
	}
	own, err := t.keptPlace(ctx, club.id)
	if err == nil && own.club == "" {
		places = append(places, own)
	}
	return places, err
}
