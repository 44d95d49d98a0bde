package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Home makes places one club, that of the first, with nothing to join by hand.
// What has joined a club of other places stays there, and none follows it: these
// would find their catalog in another club. It is called before the platforms run.
func (b *Bot) Home(ctx context.Context, places []string) error {
	home := ""
	for _, place := range places {
		away, err := b.away(ctx, places, place)
		switch {
		case err != nil || away:
		case home == "":
			home = place
		default:
			err = b.bringHome(ctx, home, place)
		}
		if err != nil {
			return fmt.Errorf("make the home chats one club: %w", err)
		}
	}
	return nil
}

func (b *Bot) bringHome(ctx context.Context, home, place string) error {
	const tries = 5 // another process may be doing the same
	for i := 0; ; i++ {
		to, err := b.store.ClubOf(ctx, home)
		if err != nil {
			return err
		}
		from, err := b.store.ClubOf(ctx, place)
		if err != nil || from == to {
			return err
		}
		b.moved(place, from, to)
		m, err := b.merge(ctx, from, to)
		if err != nil {
			return err
		}
		m.joining.Place, m.joining.By, m.joining.At = place, Author{Name: "HOME_CHATS"}, b.now()
		_, err = b.store.Join(ctx, m.joining)
		b.moved(place, from, to)
		if err == nil || !errors.Is(err, ErrConflict) || i == tries {
			return err
		}
	}
}

// away reports whether a place is in a club that began with a place that is none of
// home, and has such places.
func (b *Bot) away(ctx context.Context, home []string, place string) (bool, error) {
	id, err := b.store.ClubOf(ctx, place)
	if err != nil {
		return false, err
	}
	c, err := b.clubs.get(ctx, id)
	if err != nil {
		return false, err
	}
	others := !slices.Contains(home, id) && slices.ContainsFunc(c.places, func(other string) bool { return !slices.Contains(home, other) })
	if others {
		b.log.WarnContext(ctx, "a home chat has joined another club and stays there; /club leave there makes it come home", "platform", ChatOf(place).Platform)
	}
	return others, nil
}
