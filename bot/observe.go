package bot

import (
	"context"
	"fmt"
)

// Observe implements [Handler].
func (b *Bot) Observe(ctx context.Context, e Event) error {
	if e.Moved != nil {
		if err := b.moveChat(ctx, e.Chat, *e.Moved); err != nil {
			return fmt.Errorf("move a chat: %w", err)
		}
	}
	if e.Presence != PresenceUnknown {
		if err := b.setPresence(ctx, e.Chat, e.Presence); err != nil {
			return fmt.Errorf("record where the bot is: %w", err)
		}
	}
	return nil
}

// moveChat carries a chat along, with what it lacks of its club's round under the new
// identity.
func (b *Bot) moveChat(ctx context.Context, from, to Chat) error {
	if err := b.store.MoveChat(ctx, from.Key(), to.Key()); err != nil {
		return err
	}
	// The settings of a club that names the chat have changed with it.
	b.clubs.changed("", 0)
	c, err := b.clubs.at(ctx, to)
	if err != nil || c.settings.Ritual == nil {
		return err
	}
	b.catchUp(ctx, c, to.Place())
	return nil
}

// setPresence records whether the bot is in a place, and goes on there when it comes
// back.
func (b *Bot) setPresence(ctx context.Context, at Chat, p Presence) error {
	was, err := b.store.PresenceIn(ctx, at.Place())
	if err != nil {
		return err
	}
	if err := b.store.SetPresence(ctx, at.Place(), p, b.now()); err != nil {
		return err
	}
	if was == Absent && p == Present {
		return b.awaken(ctx, at)
	}
	return nil
}
