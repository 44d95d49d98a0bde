package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"filmbot/bot/round"
)

const (
	// nightLength is how long a film night is where nobody knows how long the film
	// is, and nightMore what comes before and after a film.
	nightLength = 3 * time.Hour
	nightMore   = 30 * time.Minute
)

// plan has the night stand among the events of a server. Several chats of one server
// have one event, which belongs to the post in the first of them.
func (b *Bot) plan(ctx context.Context, t *tended) error {
	if t.Kind != FilmPost {
		return nil
	}
	ritual, r := t.club.settings.Ritual, t.week.Round
	want := ritual != nil && ritual.Plan && t.Film == r.Film && r.Phase == round.Chosen && t.holds() && t.first()
	switch {
	case !want && t.Event != "" && (r.Phase == round.Chosen || r.Phase == round.Failed || t.Film != r.Film) && b.now().Before(r.Night):
		if err := b.post.CallOff(ctx, t.chat, t.Event); err != nil {
			return err
		}
		t.Event, t.Planned = "", ""
		return nil
	case !want || !b.now().Before(r.Night) || b.without(ctx, t, CreateEvents):
		return nil
	}
	e := b.gathering(t)
	planned := planDigest(e)
	if t.Event != "" && planned == t.Planned {
		return nil
	}
	id, err := b.post.Plan(ctx, t.chat, t.Event, e)
	switch {
	case err == nil:
		t.Event, t.Planned = id, planned
	case errors.Is(err, ErrForbidden):
		t.lacking(CreateEvents)
		return nil
	case errors.Is(err, ErrNotFound):
		// Somebody has deleted the event; it is theirs to decide.
		t.Planned = planned
		return nil
	}
	return err
}

func planDigest(e Gathering) string {
	sum := sha256.Sum256(fmt.Append(nil, e))
	return hex.EncodeToString(sum[:8])
}

// first reports whether no chat before this one is on the same server.
func (t *tended) first() bool {
	for _, chat := range t.club.weekChats() {
		if chat == t.Chat {
			return true
		}
		if ChatOf(chat).Place() == t.chat.Place() {
			return false
		}
	}
	return true
}

// gathering is what the event says.
func (b *Bot) gathering(t *tended) Gathering {
	length := nightLength
	about := ""
	if f, ok := t.club.catalog.ByID(t.Film); ok {
		if f.Runtime > 0 {
			length = time.Duration(f.Runtime)*time.Minute + nightMore
		}
		about = t.brief(f)
	}
	return Gathering{
		Name:  cutRunes(t.say("week.event", "Title", t.heading(t.club, t.Film)), 100),
		About: cutRunes(about, 1000),
		Where: cutRunes(t.say("week.eventwhere"), 100),
		Start: t.week.Round.Night, End: t.week.Round.Night.Add(length),
	}
}
