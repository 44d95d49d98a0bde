package bot

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"filmbot/catalog"
)

// newDraft begins a draft for the person who asks.
func (b *Bot) newDraft(c *call, kind DraftKind, text string) Draft {
	return Draft{ID: b.newID(), Club: c.id, Owner: c.User.Key(), Kind: kind, Text: text, At: b.now()}
}

// newID is short, and nobody can guess it.
func (b *Bot) newID() string { return catalog.NewID(b.fill) }

// Lines of a draft's form and buttons.
func draftLine(verb string, d Draft) string { return "/draft " + verb + " " + d.ID }

// myDraft returns the draft that a line names, if the person may go on with it.
// Otherwise it returns what to answer.
func (b *Bot) myDraft(ctx context.Context, c *call) (Draft, Reply, bool) {
	id, _ := cutWord(c.argument)
	d, err := b.store.Draft(ctx, id)
	switch {
	case errors.Is(err, ErrNotFound) || err == nil && (d.Club != c.id || d.Kind == RitualDraft):
		return Draft{}, c.refuse(c.say("draft.gone")), false
	case err != nil:
		return Draft{}, b.fail(ctx, c, err), false
	case d.Owner != "" && d.Owner != c.User.Key():
		// What an anonymous administrator begins has no owner, and the press of a
		// button does not come from an anonymous one any more.
		return Draft{}, c.refuse(c.say("draft.foreign")), false
	}
	who, line := anyone, "/film suggest"
	if d.Kind != SuggestionDraft {
		who, line = moderator, "/catalog"
	}
	if refusal := b.refusalTo(ctx, c, who, line); refusal != "" {
		return Draft{}, c.refuse(refusal), false
	}
	return d, Reply{}, true
}

// openDraft answers "/draft form": the form as it was filled in.
func (b *Bot) openDraft(ctx context.Context, c *call) Reply {
	d, other, ok := b.myDraft(ctx, c)
	switch {
	case !ok:
		return other
	case d.Kind == ImportDraft:
		return c.refuse(c.say("draft.gone"))
	}
	return Reply{Form: c.draftForm(d), Private: true}
}

func (c *call) draftForm(d Draft) *Form {
	title := "form.add"
	switch {
	case d.Kind == SuggestionDraft:
		title = "form.suggest"
	case d.Film != "" || d.Suggestion != "":
		title = "form.edit"
	}
	return c.entryForm(title, draftLine("fill", d), draftLine("form", d), d.Text)
}

// fillDraft answers "/draft fill", the form of a draft filled in anew.
func (b *Bot) fillDraft(ctx context.Context, c *call) Reply {
	d, other, ok := b.myDraft(ctx, c)
	switch {
	case !ok:
		return other
	case c.Fields == nil || d.Kind == ImportDraft:
		return c.refuse(c.say("draft.gone"))
	}
	d.Text = entryText(c.Fields)
	return b.propose(ctx, c, d)
}

// propose keeps a draft of a film and shows what it would become, or what is
// wrong with it.
func (b *Bot) propose(ctx context.Context, c *call, d Draft) Reply {
	d.Text = cutText(d.Text)
	f, err := catalog.Single(d.Text)
	if keep := b.store.KeepDraft(ctx, d); keep != nil {
		r := b.fail(ctx, c, keep)
		r.Text += "\n\n" + d.Text
		return r
	}
	if err != nil {
		return Reply{Text: c.problems(d.Text, err), Form: c.draftForm(d), Private: true}
	}
	f.ID = d.Film
	if twins := c.catalog.Twins(f); len(twins) > 0 && d.Film == "" {
		return c.alreadyThere(Reply{Private: true}, twins[0], d)
	}
	r := Reply{Text: c.say("draft.preview"), Cards: []Card{c.card(f)}, Buttons: c.draftButtons(d), Private: true}
	if d.Kind == SuggestionDraft {
		r.Text = c.say("draft.suggestion")
	}
	if now, there := c.catalog.ByID(d.Film); there {
		if changes := c.difference(now, f, someKeys); changes != "" {
			r.Text += "\n" + changes
		}
	}
	return r
}

// draftButtons are Save, Edit and Cancel.
func (c *call) draftButtons(d Draft) []Button {
	save := "button.save"
	if d.Kind == SuggestionDraft {
		save = "button.send"
	}
	return []Button{
		{Label: c.say(save), Line: draftLine("save", d)},
		{Label: c.say("button.edit"), Line: draftLine("form", d)},
		{Label: c.say("button.cancel"), Line: draftLine("cancel", d)},
	}
}

// alreadyThere shows the film that is there, in place of the one that is about to
// be added a second time.
func (c *call) alreadyThere(r Reply, there *catalog.Film, d Draft) Reply {
	r.Text, r.Cards = c.say("draft.there"), []Card{c.card(there)}
	b := c.draftButtons(d)
	save, change, cancel := b[0], b[1], b[2]
	save.Label, change.Label = c.say("button.anyway"), c.say("button.change")
	save.Line += " " + anyway
	if d.Kind == SuggestionDraft {
		save.Label = c.say("button.suggestanyway")
		r.Buttons = []Button{cancel, change, save}
		return r
	}
	r.Buttons = []Button{{Label: c.say("button.thatone"), Line: "/catalog edit " + idOf(there)}, save, change, cancel}
	return r
}

// saveDraft answers "/draft save": the draft becomes what it is to become.
func (b *Bot) saveDraft(ctx context.Context, c *call) Reply {
	d, other, ok := b.myDraft(ctx, c)
	if !ok {
		return other
	}
	switch d.Kind {
	case SuggestionDraft:
		return b.sendSuggestion(ctx, c, d)
	case ImportDraft:
		return b.runImport(ctx, c, d)
	}
	_, word := cutWord(c.argument)
	return b.saveEntry(ctx, c, d, word == anyway)
}

// cancelDraft answers "/draft cancel".
func (b *Bot) cancelDraft(ctx context.Context, c *call) Reply {
	d, other, ok := b.myDraft(ctx, c)
	if !ok {
		return other
	}
	if err := b.store.DropDraft(ctx, d.ID); err != nil {
		return b.fail(ctx, c, err)
	}
	return Reply{Text: c.say("draft.cancelled"), Private: !c.Pressed, Replace: c.Pressed}
}

// cutText bounds what is kept of a text that somebody filled in. What is too long
// is refused when it is read; this keeps somebody from filling the disk with it.
func cutText(text string) string {
	const most = 6 * MaxField // all fields of a form, with their keys
	return cutRunes(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), ""), most)
}

// cutRunes is the beginning of a text, in at most so many characters.
func cutRunes(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}
