package bot

import (
	"context"
	"slices"
)

// seen answers "/film seen <title>": it notes that the person has seen the film,
// or takes the note back.
func (b *Bot) seen(ctx context.Context, c *call) Reply {
	if c.User.Key() == "" {
		return c.refuse(c.say("seen.nameless"))
	}
	f, other := b.oneFilm(c, c.row.line(), c.argument)
	if f == nil {
		return other
	}
	films, err := b.store.Seen(ctx, c.User.Key())
	if err != nil {
		return b.fail(ctx, c, err)
	}
	before := slices.Contains(films, f.ID)
	if err := b.store.MarkSeen(ctx, c.User.Key(), f.ID, !before); err != nil {
		return b.fail(ctx, c, err)
	}
	text := "seen.noted"
	if before {
		text = "seen.forgotten"
	}
	return Reply{Text: c.say(text, "Title", f.Heading(c.lang)), Private: true}
}
