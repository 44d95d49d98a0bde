package sqlstore

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"filmbot/bot"
)

// MoveChat implements [bot.Places].
func (s *Store) MoveChat(ctx context.Context, from, to string) error {
	if from == to {
		return nil
	}
	return s.update(ctx, "move a chat", func(t session) error {
		if err := t.lockPlaces(ctx); err != nil {
			return err
		}
		if err := t.moveBags(ctx, from, to); err != nil {
			return err
		}
		naming, err := t.clubsNaming(ctx, from)
		if err != nil {
			return err
		}
		posting, err := t.clubsPosting(ctx, from)
		if err != nil {
			return err
		}
		place, err := t.keptPlace(ctx, from)
		if err != nil {
			return err
		}
		if err := t.lockClubs(ctx, slices.Concat(naming, posting, []string{from, to, place.belongsTo()})...); err != nil {
			return err
		}
		if err := t.movePlace(ctx, place, to); err != nil {
			return err
		}
		for _, club := range naming {
			if err := t.moveSettings(ctx, club, from, to); err != nil {
				return err
			}
		}
		if err := t.movePosts(ctx, from, to); err != nil {
			return err
		}
		return t.moveSuggestions(ctx, from, to)
	})
}

// clubsNaming returns the clubs whose settings may name a chat, and more: settings
// are searched as the text that they are kept as.
func (t session) clubsNaming(ctx context.Context, chat string) ([]string, error) {
	quoted, err := json.Marshal(chat)
	if err != nil {
		return nil, err
	}
	needle := strings.Trim(string(quoted), `"`)
	pattern := strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(needle)
	return t.texts(ctx, `SELECT id FROM club WHERE settings LIKE ? ESCAPE '!'`, "%"+pattern+"%")
}

// movePlace makes another place belong to the club of one that is no longer there,
// unless the other has something. The club keeps its id.
func (t session) movePlace(ctx context.Context, from keptPlace, id string) error {
	to, err := t.keptPlace(ctx, id)
	if err != nil {
		return err
	}
	left, nothing, err := t.isEmpty(ctx, from.belongsTo())
	if err != nil {
		return err
	}
	if _, err := t.exec(ctx, `DELETE FROM place WHERE id = ?`, from.id); err != nil {
		return err
	}
	// The chat goes on, so the bot has not been absent from it.
	if to.presence == bot.PresenceUnknown && from.presence == bot.Present {
		to.presence, to.since = from.presence, from.since
		if err := t.keepPlace(ctx, to); err != nil {
			return err
		}
	}
	if from.club == "" && nothing {
		return nil
	}
	if err := t.dialect.tell(ctx, t, from.id, 0); err != nil {
		return err
	}
	if err := t.takeOver(ctx, to, left.id); err != nil {
		return err
	}
	switch {
	case left.id == from.id:
		left.adrift = true
	case left.id == to.id && to.club == "":
		left.adrift = false // its place is back under the old key
	}
	if err := t.keepClub(ctx, left); err != nil {
		return err
	}
	return t.castOff(ctx, from.id)
}

// castOff makes a club, if there is one with that id, go on without the place that
// it was by default, because that goes on under another key.
func (t session) castOff(ctx context.Context, id string) error {
	club, err := t.keptClub(ctx, id)
	if err != nil || club.adrift || club.revision == 0 {
		return err
	}
	club.adrift = true
	return t.keepClub(ctx, club)
}

// takeOver makes a place belong to a club, unless something is kept of the club
// that it belongs to.
func (t session) takeOver(ctx context.Context, place keptPlace, club string) error {
	_, empty, err := t.isEmpty(ctx, place.id)
	if err != nil || place.club != "" || !empty {
		return err
	}
	if err := t.moveWaiting(ctx, place.id, club); err != nil {
		return err
	}
	return t.put(ctx, place, club)
}

// moveSettings makes the settings of a club name a chat that moved by its new key.
func (t session) moveSettings(ctx context.Context, club, from, to string) error {
	k, err := t.keptClub(ctx, club)
	if err != nil {
		return err
	}
	s := copied(k.settings)
	s.Review = moved(s.Review, from, to)
	if r := s.Ritual; r != nil {
		r.At, r.Chats = moved(r.At, from, to), movedAll(r.Chats, from, to)
	}
	if reflect.DeepEqual(s, copied(k.settings)) {
		return nil
	}
	k.settings = s
	return t.keepClub(ctx, k)
}

// movedAll is what chats are called after one of them has moved, each once.
func movedAll(chats []string, from, to string) []string {
	var out []string
	for _, chat := range chats {
		if chat = moved(chat, from, to); !slices.Contains(out, chat) {
			out = append(out, chat)
		}
	}
	return out
}

// moveSuggestions makes suggestions name a chat that moved by its new key.
func (t session) moveSuggestions(ctx context.Context, from, to string) error {
	for _, column := range []string{"chat", "post"} {
		where := ` WHERE ` + column + ` = ? OR (` + column + ` >= ? AND ` + column + ` < ?)`
		chats, err := t.texts(ctx, `SELECT DISTINCT `+column+` FROM suggestion`+where, within(from)...)
		if err != nil {
			return err
		}
		for _, chat := range chats {
			if _, err := t.exec(ctx, `UPDATE suggestion SET `+column+` = ? WHERE `+column+` = ?`, moved(chat, from, to), chat); err != nil {
				return err
			}
		}
	}
	return nil
}
