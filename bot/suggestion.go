package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"filmbot/catalog"
)

const (
	// mostWaiting is how many suggestions of one member may wait in a club.
	mostWaiting = 5
	// mostDaily is how many a person may send in a day, to all clubs. It keeps
	// somebody who takes them back again and again from flooding moderators.
	mostDaily = 20
)

// newSuggestion answers "/film suggest": with the film in the text form, or with a
// form for it, in which a title alone is filled in.
func (b *Bot) newSuggestion(ctx context.Context, c *call) Reply {
	text := cmp.Or(c.text, c.argument)
	if c.Fields != nil {
		text = entryText(c.Fields)
	}
	switch {
	case c.User.Key() == "":
		return c.refuse(c.say("suggest.nameless"))
	case ownChat(c):
		return b.addInstead(ctx, c, text)
	case c.Fields != nil:
		return b.propose(ctx, c, b.newDraft(c, SuggestionDraft, text))
	}
	mine, err := b.store.Waiting(ctx, c.id, c.User.Key())
	switch {
	case err != nil:
		return b.fail(ctx, c, err)
	case len(mine) >= mostWaiting:
		return c.tooMany(mine)
	case c.unfinished(text):
		return Reply{Form: b.suggestionForm(ctx, c, clean(text)), Private: true}
	}
	return b.propose(ctx, c, b.newDraft(c, SuggestionDraft, text))
}

// unfinished reports whether what follows the line is at most a title, which asks
// for a form with the rest. What a button has brought always does.
func (c *call) unfinished(text string) bool {
	if c.Fields != nil || strings.Contains(text, "\n") || utf8.RuneCountInString(text) > catalog.MaxName {
		return false
	}
	_, err := catalog.Single(text)
	return c.Pressed || err != nil
}

func (b *Bot) suggestionForm(ctx context.Context, c *call, title string) *Form {
	line := c.row.line()
	open := join(line, title)
	if !b.keep(ctx, open) {
		open = line
	}
	return c.entryForm("form.suggest", line, short(open), title)
}

// addInstead is for somebody who has nobody to suggest a film to, and need not.
func (b *Bot) addInstead(ctx context.Context, c *call, text string) Reply {
	d := b.newDraft(c, EntryDraft, text)
	if !c.unfinished(text) {
		return b.propose(ctx, c, d)
	}
	d.Text = cutText(clean(text))
	if err := b.store.KeepDraft(ctx, d); err != nil {
		return b.fail(ctx, c, err)
	}
	return Reply{Text: c.say("suggest.own"), Form: c.draftForm(d), Private: true}
}

// sendSuggestion makes a draft a suggestion that waits for a moderator.
func (b *Bot) sendSuggestion(ctx context.Context, c *call, d Draft) Reply {
	f, err := catalog.Single(d.Text)
	if err != nil {
		return Reply{Text: c.problems(d.Text, err), Form: c.draftForm(d), Private: true}
	}
	mine, err := b.store.Waiting(ctx, c.id, c.User.Key())
	if err != nil {
		return b.fail(ctx, c, err)
	}
	if other := b.dailyLimit(ctx, c); !other.Empty() {
		return other
	}
	s := Suggestion{
		ID: b.newID(), Club: c.id, Author: c.author(), Chat: c.Chat.Address(), Lang: cmp.Or(c.Lang, c.settings.Language),
		At: b.now(), Text: writeEntry(f),
	}
	err = b.store.Suggest(ctx, s, d.ID, mostWaiting)
	switch {
	case errors.Is(err, ErrTooMany):
		r := c.tooMany(mine)
		r.Text += "\n" + c.say("suggest.kept")
		return r
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("draft.gone"))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	b.showToModerators(ctx, c, s)
	return Reply{
		Text:    c.some("suggest.sent", len(mine)+1),
		Buttons: []Button{{Label: c.say("button.takeback"), Line: takebackLine(s)}},
		Private: !c.Pressed, Replace: c.Pressed,
	}
}

// dailyLimit counts what a person sends, and says so where it is enough.
func (b *Bot) dailyLimit(ctx context.Context, c *call) Reply {
	n, err := b.store.Count(ctx, "suggest "+c.User.Key(), b.now(), b.now().Add(-24*time.Hour))
	switch {
	case err != nil:
		return b.fail(ctx, c, err)
	case n > mostDaily:
		return c.refuse(c.say("suggest.enough") + "\n" + c.say("suggest.kept"))
	}
	return Reply{}
}

func takebackLine(s Suggestion) string { return "/film takeback " + s.ID }

// tooMany says that a member has as many suggestions waiting as there may be.
func (c *call) tooMany(mine []Suggestion) Reply {
	return c.mine(c.some("suggest.full", len(mine)), mine, Reply{Private: true})
}

// mine lists what a member has waiting, each with a button to take it back.
func (c *call) mine(text string, mine []Suggestion, r Reply) Reply {
	r.Text = text
	for _, s := range mine {
		title := s.film().Heading(c.lang)
		r.Text += "\n• " + title
		r.Buttons = append(r.Buttons, Button{Label: c.say("button.takebackone", "Title", title), Line: takebackLine(s)})
	}
	return r
}

// withdrawSuggestion answers "/film takeback", which only the author may give.
func (b *Bot) withdrawSuggestion(ctx context.Context, c *call) Reply {
	s, err := b.store.Suggestion(ctx, c.id, strings.TrimSpace(c.argument))
	switch {
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("suggest.unknown"))
	case err != nil:
		return b.fail(ctx, c, err)
	case c.User.Key() == "" || s.Author.Key != c.User.Key():
		return c.refuse(c.say("suggest.foreign"))
	}
	s, err = b.store.Decline(ctx, c.id, s.ID, Decision{Outcome: TakenBack, By: c.author(), At: b.now()})
	switch {
	case errors.Is(err, ErrConflict):
		return b.decidedBefore(ctx, c, s.ID)
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("suggest.unknown"))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	b.settle(ctx, s)
	text := c.say("suggest.takenback", "Title", s.film().Heading(c.lang))
	r := Reply{Private: !c.Pressed, Replace: c.Pressed}
	mine, err := b.store.Waiting(ctx, c.id, c.User.Key())
	mine = slices.DeleteFunc(mine, func(other Suggestion) bool { return other.ID == s.ID })
	if err != nil || len(mine) == 0 {
		r.Text = text
		return r
	}
	return c.mine(text+"\n"+c.say("suggest.waiting"), mine, r)
}

// film reads what was suggested. It was read before it was stored; of what cannot
// be read all the same the first line is the title.
func (s Suggestion) film() *catalog.Film {
	f, err := readEntry("", s.Text)
	if err != nil {
		first, _, _ := strings.Cut(s.Text, "\n")
		return &catalog.Film{Title: echo(clean(first))}
	}
	return f
}
