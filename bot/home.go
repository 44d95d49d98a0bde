package bot

import (
	"context"
	"errors"
	"fmt"
)

// Home makes places one club, that of the first, with nothing to join by hand.
// What is joined already stays so. It is called before the platforms run.
func (b *Bot) Home(ctx context.Context, places []string) error {
	for _, place := range places[min(1, len(places)):] {
		if err := b.bringHome(ctx, places[0], place); err != nil {
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
