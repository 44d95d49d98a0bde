package bot

import (
	"context"
	"errors"
	"strings"

	"filmbot/catalog"
)

// publish answers "/catalog publish <title>": the club's entry becomes one that
// every club sees.
func (b *Bot) publish(ctx context.Context, c *call) Reply {
	title, sure := strings.CutSuffix(c.argument, " "+anyway)
	c.argument = title
	f, other := b.entryFilm(c)
	if f == nil {
		return other
	}
	if c.version(f.ID) == 0 {
		return c.refuse(c.say("publish.already", "Title", f.Heading(c.lang)))
	}
	shared, err := b.clubs.get(ctx, Shared)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	if twins := shared.catalog.Twins(f); len(twins) > 0 && !sure {
		return Reply{Text: c.say("publish.there"), Cards: []Card{c.card(twins[0])}, Private: true, Buttons: []Button{
			{Label: c.say("button.publishanyway"), Line: join(c.row.line(), idOf(f), anyway)},
		}}
	}
	change, err := b.commit(ctx, c, Commit{Club: Shared, Kind: Published, Edits: []Edit{
		{Film: f.ID, Version: shared.version(f.ID), After: State{Text: writeEntry(f)}},
	}})
	switch {
	case errors.Is(err, ErrConflict):
		return c.refuse(c.say("conflict.again", "Title", f.Heading(c.lang)))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	return c.savedForAll(Published, change, f, "/catalog withdraw")
}

// withdraw answers "/catalog withdraw <title>": the other clubs no longer see what
// was published, and what was shipped is as it was.
func (b *Bot) withdraw(ctx context.Context, c *call) Reply {
	f, other := b.entryFilm(c)
	if f == nil {
		return other
	}
	shared, err := b.clubs.get(ctx, Shared)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	if shared.version(f.ID) == 0 {
		return c.refuse(c.say("publish.not", "Title", f.Heading(c.lang)))
	}
	change, err := b.commit(ctx, c, Commit{Club: Shared, Kind: Withdrawn, Edits: []Edit{{Film: f.ID, Version: shared.version(f.ID)}}})
	switch {
	case errors.Is(err, ErrConflict):
		return c.refuse(c.say("conflict.again", "Title", f.Heading(c.lang)))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	return c.savedForAll(Withdrawn, change, f, "")
}

// savedForAll is saved for a change of the shared catalog. An editor need not
// moderate the club, so the line that takes the change back is one for editors,
// or none.
func (c *call) savedForAll(kind ChangeKind, change Change, f *catalog.Film, back string) Reply {
	r := c.saved(kind, change, f)
	r.Buttons = nil
	if back != "" {
		r.Buttons = []Button{{Label: c.say("button.withdraw"), Line: join(back, idOf(f))}}
	}
	return r
}
