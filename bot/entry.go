package bot

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"filmbot/catalog"
)

// add answers "/catalog add": with the film in the text form, or with a form for
// it.
func (b *Bot) add(ctx context.Context, c *call) Reply {
	text := c.text
	if c.Fields != nil {
		text = entryText(c.Fields)
	}
	if text == "" {
		return Reply{Form: c.entryForm("form.add", c.row.line(), c.row.line(), "")}
	}
	return b.propose(ctx, c, b.newDraft(c, EntryDraft, text))
}

// edit answers "/catalog edit <title>" with a form filled with what the club sees.
func (b *Bot) edit(ctx context.Context, c *call) Reply {
	f, other := b.entryFilm(c)
	if f == nil {
		return other
	}
	d := b.newDraft(c, EntryDraft, strings.TrimSpace(writeEntry(f)))
	d.Film, d.Version = f.ID, c.version(f.ID)
	if err := b.store.KeepDraft(ctx, d); err != nil {
		return b.fail(ctx, c, err)
	}
	return Reply{Form: c.draftForm(d), Private: true}
}

// entryFilm is thisFilm for those who look after the catalog: which film they mean
// is not for the whole chat to read.
func (b *Bot) entryFilm(c *call) (*catalog.Film, Reply) {
	f, other := b.thisFilm(c)
	other.Private = true
	return f, other
}

// saveEntry makes a draft an entry of the club. A new film that has come in by
// another way since is shown instead, unless the person knows.
func (b *Bot) saveEntry(ctx context.Context, c *call, d Draft, knows bool) Reply {
	f, err := catalog.Single(d.Text)
	if err != nil {
		return Reply{Text: c.problems(d.Text, err), Form: c.draftForm(d), Private: true}
	}
	commit := Commit{Kind: Edited, Draft: d.ID, Suggestion: d.Suggestion}
	fresh := d.Film == ""
	if fresh {
		commit.Kind, d.Film = Added, b.newID()
	}
	if d.Suggestion != "" {
		commit.Kind = Approved
	}
	f.ID = d.Film
	if now, there := c.catalog.ByID(f.ID); there && writeEntry(now) == writeEntry(f) {
		return b.unchanged(ctx, c, d, f)
	}
	commit.Edits = []Edit{{Film: f.ID, Version: d.Version, After: State{Text: writeEntry(f)}}}
	if fresh && !knows && d.Suggestion == "" {
		return b.saveFresh(ctx, c, d, f, commit)
	}
	change, err := b.commit(ctx, c, commit)
	switch {
	case errors.Is(err, ErrConflict) && d.Suggestion == "":
		return b.editConflict(ctx, c, d, f)
	case errors.Is(err, ErrConflict):
		return b.decidedBefore(ctx, c, d.Suggestion)
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("draft.gone"))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	if d.Suggestion != "" {
		return b.approved(ctx, c, d.Suggestion, f, nil)
	}
	return c.saved(commit.Kind, change, f)
}

// mostRetries is how often a change is decided on anew because the club has changed
// meanwhile.
const mostRetries = 5

// saveFresh adds a film that is not there, also where somebody else adds it at the
// same moment. Where the club does not come to rest, the film is added all the same:
// twice is better than not at all.
func (b *Bot) saveFresh(ctx context.Context, c *call, d Draft, f *catalog.Film, commit Commit) Reply {
	for i := range mostRetries {
		if twins := c.catalog.Twins(f); len(twins) > 0 {
			d.Film = ""
			return c.alreadyThere(Reply{Private: true}, twins[0], d)
		}
		commit.Revision = &c.revision
		if i == mostRetries-1 {
			commit.Revision = nil
		}
		change, err := b.commit(ctx, c, commit)
		switch {
		case errors.Is(err, ErrNotFound):
			return c.refuse(c.say("draft.gone"))
		case err != nil && !errors.Is(err, ErrConflict):
			return b.fail(ctx, c, err)
		case err == nil:
			return c.saved(Added, change, f)
		}
		if err := b.enter(ctx, c); err != nil {
			return b.fail(ctx, c, err)
		}
	}
	return c.refuse(c.say("club.changed"))
}

// unchanged ends an edit that would leave a film as it is.
func (b *Bot) unchanged(ctx context.Context, c *call, d Draft, f *catalog.Film) Reply {
	if err := b.store.DropDraft(ctx, d.ID); err != nil {
		return b.fail(ctx, c, err)
	}
	return Reply{Text: c.say("saved.same", "Title", f.Heading(c.lang)), Private: !c.Pressed, Replace: c.Pressed}
}

// commit changes the club's catalog for the person who asks, and makes the
// change visible.
func (b *Bot) commit(ctx context.Context, c *call, commit Commit) (Change, error) {
	if commit.Club == "" {
		commit.Club = c.id
	}
	commit.By, commit.At = c.author(), b.now()
	change, err := b.store.Commit(ctx, commit)
	if err != nil {
		if errors.Is(err, ErrConflict) {
			// What this process holds may be what is out of date.
			b.clubs.changed(commit.Club, 0)
		}
		return Change{}, err
	}
	b.clubs.committed(ctx, change)
	return change, nil
}

// saved says what was stored, with the card as everybody sees it, if anybody does.
func (c *call) saved(kind ChangeKind, change Change, f *catalog.Film) Reply {
	r := Reply{
		Text:    c.say("saved."+string(kind), "Title", f.Heading(c.lang), "Short", idOf(f)),
		Buttons: []Button{{Label: c.say("button.undo"), Line: undoLine(change)}},
		Replace: c.Pressed,
	}
	if kind != Removed && kind != Withdrawn {
		r.Cards = []Card{c.card(f)}
	}
	return r
}

// editConflict tells the second of two moderators what the first one did, and
// lets them choose.
func (b *Bot) editConflict(ctx context.Context, c *call, d Draft, mine *catalog.Film) Reply {
	club, err := b.clubs.at(ctx, c.Chat)
	if err != nil {
		return b.fail(ctx, c, err)
	}
	c.club = club
	by := c.say("log.nobody")
	if last, err := b.store.Changes(ctx, c.id, d.Film, 0, 1); err == nil && len(last) > 0 {
		by = c.name(last[0].By)
	}
	theirs, there := c.catalog.ByID(d.Film)
	if there && writeEntry(theirs) == writeEntry(mine) {
		return b.unchanged(ctx, c, d, mine)
	}
	d.Version = c.version(d.Film)
	if err := b.store.KeepDraft(ctx, d); err != nil {
		return b.fail(ctx, c, err)
	}
	text := c.say("conflict.removed", "Name", by, "Title", mine.Heading(c.lang))
	if there {
		text = c.say("conflict.edited", "Name", by, "Title", theirs.Heading(c.lang)) + "\n" + c.difference(theirs, mine, someKeys)
	}
	return Reply{Text: text, Private: true, Buttons: []Button{
		{Label: c.say("button.mine"), Line: draftLine("save", d)},
		{Label: c.say("button.edit"), Line: draftLine("form", d)},
		{Label: c.say("button.theirs"), Line: draftLine("cancel", d)},
	}}
}

// name is an author as others see them.
func (s *speech) name(a Author) string {
	if a.Name == "" {
		return s.say("log.nobody")
	}
	return quiet(a.Name)
}

// quiet writes a name that strangers chose so that no platform calls anybody by it or
// makes a link of it.
func quiet(name string) string {
	return dotted.ReplaceAllString(strings.ReplaceAll(name, "@", "＠"), "$1․$2") // U+2024
}

var dotted = regexp.MustCompile(`([\pL\pN])\.([\pL\pN])`)
