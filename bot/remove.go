package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"filmbot/catalog"
)

// remove answers "/catalog remove <title>": the club does without the film.
func (b *Bot) remove(ctx context.Context, c *call) Reply {
	f, other := b.entryFilm(c)
	if f == nil {
		return other
	}
	after := State{Hidden: true}
	version := c.version(f.ID)
	if version > 0 {
		after.Text = writeEntry(f)
	}
	return b.changeOne(ctx, c, Removed, f, Edit{Film: f.ID, Version: version, After: after})
}

// restore answers "/catalog restore <title>": it brings back a film that was
// removed, or what the shared catalog says of one that the club has changed.
// Without a title it lists what can be brought back.
func (b *Bot) restore(ctx context.Context, c *call) Reply {
	if c.argument == "" {
		return c.removedFilms()
	}
	among := *c
	among.club = c.withRemoved()
	m, several := b.oneFilm(&among, c.argument)
	if m.Film != nil && m.Score >= catalog.Sure {
		return b.bringBack(ctx, c, m.Film)
	}
	if title, _ := unquote(c.argument); m.Film == nil && best(among.catalog.Search(title, 1)) >= catalog.Sure {
		several.Private = true
		return several
	}
	f, other := b.entryFilm(c)
	if f == nil {
		return other
	}
	base, err := b.clubs.base(ctx, c.settings.Off)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	below, there := base.ByID(f.ID)
	if !there || c.version(f.ID) == 0 {
		return c.refuse(c.say("restore.there", "Title", f.Heading(c.lang)))
	}
	r := b.changeOne(ctx, c, Restored, below, Edit{Film: f.ID, Version: c.version(f.ID)})
	if len(r.Cards) > 0 {
		r.Text = c.say("saved.reverted", "Title", below.Heading(c.lang))
	}
	return r
}

// bringBack shows a removed film again. One that has only been hidden is again
// what the catalog below says.
func (b *Bot) bringBack(ctx context.Context, c *call, f *catalog.Film) Reply {
	entries, err := b.store.Change(ctx, c.id, c.version(f.ID))
	if err != nil && !errors.Is(err, ErrNotFound) {
		return b.fail(ctx, c, err)
	}
	after := State{}
	if i := slices.IndexFunc(entries.Edits, func(e Edit) bool { return e.Film == f.ID }); i >= 0 {
		after.Text = entries.Edits[i].After.Text
	}
	return b.changeOne(ctx, c, Restored, f, Edit{Film: f.ID, Version: c.version(f.ID), After: after})
}

// removedFilms lists what the club does without.
func (c *call) removedFilms() Reply {
	if len(c.removed) == 0 {
		return c.refuse(c.say("restore.none"))
	}
	r := c.refuse(c.say("restore.which"))
	for _, f := range c.withRemoved().catalog.First(mostRivals) {
		r.Choices = append(r.Choices, Choice{Label: f.Heading(c.lang), Line: "/catalog restore " + idOf(f)})
	}
	if more := len(c.removed) - len(r.Choices); more > 0 {
		r.Text += " " + c.say("restore.more", "Count", more)
	}
	return r
}

// changeOne makes a change of one film and says so.
func (b *Bot) changeOne(ctx context.Context, c *call, kind ChangeKind, f *catalog.Film, e Edit) Reply {
	change, err := b.commit(ctx, c, Commit{Kind: kind, Edits: []Edit{e}})
	switch {
	case errors.Is(err, ErrConflict):
		return c.refuse(c.say("conflict.again", "Title", f.Heading(c.lang)))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	return c.saved(kind, change, f)
}

// suggestRemoved completes the titles of films that can be brought back.
func (b *Bot) suggestRemoved(ctx context.Context, c *call) []Choice {
	among := *c
	among.club = c.withRemoved()
	out := b.suggestTitles(ctx, &among)
	base, err := b.clubs.base(ctx, c.settings.Off)
	if err != nil {
		return out
	}
	// What was changed here goes back to what every club sees.
	for _, choice := range b.suggestTitles(ctx, c) {
		_, id, _ := strings.Cut(choice.Line, idMark)
		if _, below := base.ByID(id); below && c.version(id) > 0 {
			out = append(out, choice)
		}
	}
	return out
}
