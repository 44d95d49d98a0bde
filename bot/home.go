package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Home makes places one club, that of the first, with nothing to join by hand.
// What has joined a club of other places stays there, for these would find their
// catalog in the home club. It is called before the platforms run.
func (b *Bot) Home(ctx context.Context, places []string) error {
	for _, place := range places[min(1, len(places)):] {
		if err := b.bringHome(ctx, places, place); err != nil {
			return fmt.Errorf("make the home chats one club: %w", err)
		}
	}
	return nil
}

func (b *Bot) bringHome(ctx context.Context, home []string, place string) error {
	const tries = 5 // another process may be doing the same
	for i := 0; ; i++ {
		to, err := b.store.ClubOf(ctx, home[0])
		if err != nil {
			return err
		}
		from, err := b.store.ClubOf(ctx, place)
		if err != nil || from == to {
			return err
		}
		b.moved(place, from, to)
		shared, err := b.sharedWithOthers(ctx, from, home)
		if err != nil || shared {
			return err
		}
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

// sharedWithOthers reports whether a club has places that are none of home.
func (b *Bot) sharedWithOthers(ctx context.Context, club string, home []string) (bool, error) {
	c, err := b.clubs.get(ctx, club)
	if err != nil {
		return false, err
	}
	others := slices.ContainsFunc(c.places, func(place string) bool { return !slices.Contains(home, place) })
	if others {
		b.log.WarnContext(ctx, "a home chat has joined another club and stays there; /club leave there makes it come home", "platform", ChatOf(c.places[0]).Platform)
	}
	return others, nil
}
