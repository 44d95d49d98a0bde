package sqlstore

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"

	"filmbot/bot"
)

// Club implements [bot.Clubs].
func (s *Store) Club(ctx context.Context, id string) (bot.Club, error) {
	club := bot.Club{ID: id}
	err := s.view(ctx, "read a club", func(t session) error {
		kept, err := t.keptClub(ctx, id)
		if err != nil {
			return err
		}
		club.Revision, club.Settings = kept.revision, kept.settings
		if club.Places, err = t.texts(ctx, `SELECT id FROM place WHERE club = ? ORDER BY id`, id); err != nil {
			return err
		}
		// A place that came back, by joining, is one of the club's places.
		club.Adrift = kept.adrift && !slices.Contains(club.Places, id)
		club.Entries, err = t.entries(ctx, id)
		return err
	})
	if err != nil {
		return bot.Club{}, err
	}
	return club, nil
}

// entries returns those of a club, in the order in which their films came in.
func (t session) entries(ctx context.Context, club string) ([]bot.Entry, error) {
	return all(ctx, t, scanEntry, `
		SELECT film, version, content, hidden FROM entry WHERE club = ? ORDER BY came, position`, club)
}

func scanEntry(r row) (e bot.Entry, err error) {
	return e, r.Scan(&e.Film, &e.Version, &e.Text, &e.Hidden)
}

// Revision implements [bot.Clubs].
func (s *Store) Revision(ctx context.Context, id string) (int64, error) {
	var revision int64
	err := s.ask(ctx, "read a revision", func(t session) error {
		return t.row(ctx, `SELECT revision FROM club WHERE id = ?`, id).Scan(&revision)
	})
	if err == bot.ErrNotFound {
		return 0, nil
	}
	return revision, err
}

// Adjust implements [bot.Clubs].
func (s *Store) Adjust(ctx context.Context, club string, change func(*bot.Settings)) (bot.Settings, error) {
	var settings bot.Settings
	err := s.update(ctx, "change the settings of a club", func(t session) error {
		kept, err := t.lockClub(ctx, club)
		if err != nil {
			return err
		}
		changed := copied(kept.settings)
		change(&changed)
		settings = copied(changed)
		if reflect.DeepEqual(settings, kept.settings) {
			return nil
		}
		kept.settings = settings
		return t.keepClub(ctx, kept)
	})
	if err != nil {
		return bot.Settings{}, err
	}
	return copied(settings), nil
}

// copied is a copy that shares nothing, with nil for empty lists.
func copied(s bot.Settings) bot.Settings {
	s.Moderators = append([]bot.Mention(nil), s.Moderators...)
	s.Off = append([]string(nil), s.Off...)
	if s.Ritual != nil {
		ritual := *s.Ritual
		ritual.Chats = append([]string(nil), ritual.Chats...)
		s.Ritual = &ritual
	}
	return s
}

// keptClub is the row of a club.
type keptClub struct {
	id                string
	revision, changes int64
	settings          bot.Settings
	// adrift tells that the place with the club's id does not belong to the club by
	// default.
	adrift bool
}

// lockClubs keeps out all others who change one of the clubs, until the end of the
// transaction.
func (t session) lockClubs(ctx context.Context, ids ...string) error {
	return t.lock(ctx, "club", ids...)
}

// lockClub returns a club that nobody else can change until the end of the
// transaction.
func (t session) lockClub(ctx context.Context, id string) (keptClub, error) {
	if err := t.lockClubs(ctx, id); err != nil {
		return keptClub{}, err
	}
	return t.keptClub(ctx, id)
}

// keptClub returns what is kept of a club, which may be nothing.
func (t session) keptClub(ctx context.Context, id string) (keptClub, error) {
	k, err := scanClub(t.row(ctx, `SELECT `+clubColumns+` FROM club WHERE id = ?`, id))
	if isNone(err) {
		return keptClub{id: id}, nil
	}
	return k, err
}

const clubColumns = `id, revision, changes, settings, adrift`

func scanClub(r row) (k keptClub, err error) {
	var settings string
	if err := r.Scan(&k.id, &k.revision, &k.changes, &settings, &k.adrift); err != nil {
		return keptClub{}, err
	}
	return k, json.Unmarshal([]byte(settings), &k.settings)
}

// keepClub stores a club that is locked, at its next revision, and tells of it.
func (t session) keepClub(ctx context.Context, k keptClub) error {
	settings, err := json.Marshal(k.settings)
	if err != nil {
		return err
	}
	k.revision++
	_, err = t.exec(ctx, `
		INSERT INTO club (`+clubColumns+`) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, changes = excluded.changes,
			settings = excluded.settings, adrift = excluded.adrift`,
		k.id, k.revision, k.changes, string(settings), flag(k.adrift))
	if err != nil {
		return err
	}
	return t.dialect.tell(ctx, t, k.id, k.revision)
}
