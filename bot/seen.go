package bot

import (
	"context"
	"slices"
)

// seen answers "/film seen <title>": it notes that the person has seen the film.
func (b *Bot) seen(ctx context.Context, c *call) Reply { return b.markSeen(ctx, c, true) }

// unseen answers "/film unseen <title>": it takes the note back. Without a title
// it lists what the person has not seen.
func (b *Bot) unseen(ctx context.Context, c *call) Reply {
	if c.argument == "" {
		c.row, c.argument = b.route("/film list unseen")
		return c.row.run(b, ctx, c)
	}
	return b.markSeen(ctx, c, false)
}

// markSeen says what it has done to the person alone. Doing it twice is no
// harm: a press may be delivered again.
func (b *Bot) markSeen(ctx context.Context, c *call, seen bool) Reply {
	if c.User.Key() == "" {
		return c.refuse(c.say("seen.nameless"))
	}
	f, other := b.thisFilm(c)
	if f == nil {
		return other
	}
	films, err := b.store.Seen(ctx, c.User.Key())
	if err != nil {
		return b.fail(ctx, c, err)
	}
	if err := b.store.MarkSeen(ctx, c.User.Key(), f.ID, seen); err != nil {
		return b.fail(ctx, c, err)
	}
	text, undo := "seen.noted", "/film unseen "
	switch {
	case !seen:
		text, undo = "seen.forgotten", "/film seen "
	case slices.Contains(films, f.ID):
		text = "seen.already"
	}
	return Reply{
		Text:    c.say(text, "Title", f.Heading(c.lang), "Short", idOf(f)),
		Buttons: []Button{{Label: c.say("button.undo"), Line: undo + idOf(f)}},
		Private: true,
	}
}
