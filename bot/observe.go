package bot

import (
	"context"
	"fmt"
)

// Observe implements [Handler].
func (b *Bot) Observe(ctx context.Context, e Event) error {
	if e.Moved != nil {
		if err := b.store.MoveChat(ctx, e.Chat.Key(), e.Moved.Key()); err != nil {
			return fmt.Errorf("move a chat: %w", err)
		}
		// The settings of a club that names the chat have changed with it.
		b.clubs.changed("", 0)
	}
	if e.Presence != PresenceUnknown {
		if err := b.store.SetPresence(ctx, e.Chat.Place(), e.Presence, b.now()); err != nil {
			return fmt.Errorf("record where the bot is: %w", err)
		}
	}
	if e.Presence == Present {
		if err := b.awaken(ctx, e.Chat); err != nil {
			return fmt.Errorf("go on with a round: %w", err)
		}
	}
	return nil
}
