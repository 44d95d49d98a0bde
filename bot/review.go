package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"filmbot/catalog"
)

// Words after the id of a suggestion, beside [anyway].
const (
	// plainly declines without asking for a reason.
	plainly = "plainly"
	// onward offers the next one that waits, once this one is decided.
	onward = "onward"
)

// fieldReason is the only field of the form that declines a suggestion.
const (
	fieldReason = "reason"
	mostReason  = 500
)

// showToModerators posts a suggestion to the chat that the club has chosen for
// that. Where this fails the suggestion is still in the review.
func (b *Bot) showToModerators(ctx context.Context, c *call, s Suggestion) {
	if c.settings.Review == "" || b.post == nil {
		return
	}
	to := ChatOf(c.settings.Review)
	if !b.belongs(ctx, to, c.id) {
		return
	}
	m, err := b.post.Post(ctx, to, b.texts.in(c.settings.Language, b.language).proposal(s, ""))
	if err == nil {
		err = b.store.SetPost(ctx, s.Club, s.ID, m)
	}
	if err != nil {
		b.log.WarnContext(ctx, "cannot show a suggestion to moderators", "platform", to.Platform, "err", err)
	}
}

// belongs reports whether a chat is in a club. It may have left since it was kept
// where to write.
func (b *Bot) belongs(ctx context.Context, chat Chat, club string) bool {
	id, err := b.clubs.clubOf(ctx, chat.Place())
	return err == nil && id == club
}

// proposal shows a suggestion to moderators. The word goes along with its buttons.
func (s *speech) proposal(x Suggestion, word string) Reply {
	return Reply{
		Text:  s.say("review.by", "Name", s.name(x.Author)),
		Cards: []Card{s.card(x.film())},
		Buttons: []Button{
			{Label: s.say("button.approve"), Line: join("/catalog approve", x.ID, word)},
			{Label: s.say("button.edit"), Line: join("/catalog revise", x.ID)},
			{Label: s.say("button.decline"), Line: join("/catalog decline", x.ID, word)},
		},
	}
}

// review answers "/catalog review [page N]" with the suggestions that wait, one at
// a time, the oldest first.
func (b *Bot) review(ctx context.Context, c *call) Reply {
	waiting, err := b.store.Waiting(ctx, c.id, "")
	if err != nil {
		return b.fail(ctx, c, err)
	}
	if len(waiting) == 0 {
		return Reply{Text: c.say("review.none"), Private: !c.Pressed, Replace: c.Pressed}
	}
	_, page := cutPage(c.argument)
	page = min(page, len(waiting))
	r := c.proposal(waiting[page-1], onward)
	r.Private, r.Replace = !c.Pressed, c.Pressed
	if len(waiting) == 1 {
		return r
	}
	r.Text = c.say("review.page", "Page", page, "Pages", len(waiting)) + separator + r.Text
	turn := func(label string, to int) {
		r.Buttons = append(r.Buttons, Button{Label: c.say(label), Line: join(c.row.line(), pageWords[0], strconv.Itoa(to))})
	}
	if page > 1 {
		turn("button.previous", page-1)
	}
	if page < len(waiting) {
		turn("button.next", page+1)
	}
	return r
}

// underReview returns the suggestion that a line names, with the words after it,
// if it waits. Otherwise it returns what to answer.
func (b *Bot) underReview(ctx context.Context, c *call) (s Suggestion, words []string, other Reply, ok bool) {
	id, rest := cutWord(c.argument)
	s, err := b.store.Suggestion(ctx, c.id, id)
	switch {
	case errors.Is(err, ErrNotFound):
		return s, nil, c.refuse(c.say("review.unknown")), false
	case err != nil:
		return s, nil, b.fail(ctx, c, err), false
	case s.Decision.Outcome != Waiting:
		return s, nil, b.decidedBefore(ctx, c, id), false
	}
	return s, strings.Fields(rest), Reply{}, true
}

// approve answers "/catalog approve": the suggestion becomes a film of the club.
func (b *Bot) approve(ctx context.Context, c *call) Reply {
	s, words, other, ok := b.underReview(ctx, c)
	if !ok {
		return other
	}
	f, err := catalog.Single(s.Text)
	if err != nil {
		return b.revise(ctx, c)
	}
	if twins := c.catalog.Twins(f); len(twins) > 0 && !slices.Contains(words, anyway) {
		return c.thereByNow(s, twins[0], words)
	}
	f.ID = b.newID()
	_, err = b.commit(ctx, c, Commit{
		Kind: Approved, Suggestion: s.ID, Edits: []Edit{{Film: f.ID, After: State{Text: writeEntry(f)}}},
	})
	switch {
	case errors.Is(err, ErrConflict):
		return b.decidedBefore(ctx, c, s.ID)
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("review.unknown"))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	return b.approved(ctx, c, s.ID, f, words)
}

// thereByNow shows the film that a suggestion would add a second time. The
// suggestion stays where it is.
func (c *call) thereByNow(s Suggestion, there *catalog.Film, words []string) Reply {
	r := c.proposal(s, strings.Join(words, " "))
	r.Text, r.Cards, r.Private = c.say("review.there"), []Card{c.card(there)}, true
	r.Buttons[0] = Button{Label: c.say("button.approveanyway"), Line: r.Buttons[0].Line + " " + anyway}
	return r
}

// approved says that a suggestion has become a film.
func (b *Bot) approved(ctx context.Context, c *call, id string, f *catalog.Film, words []string) Reply {
	s, err := b.store.Suggestion(ctx, c.id, id)
	if err != nil {
		// It is approved all the same; the author hears of it later.
		b.log.WarnContext(ctx, "cannot read an approved suggestion", "platform", c.Chat.Platform, "err", err)
		return Reply{Text: c.say("saved.approved", "Title", f.Heading(c.lang)), Cards: []Card{c.card(f)}, Replace: true}
	}
	return b.ruled(ctx, c, s, words)
}

// revise answers "/catalog revise": the suggestion becomes a draft of the
// moderator's, which approves it when it is saved.
func (b *Bot) revise(ctx context.Context, c *call) Reply {
	s, _, other, ok := b.underReview(ctx, c)
	if !ok {
		return other
	}
	d := b.newDraft(c, EntryDraft, strings.TrimSpace(s.Text))
	d.Suggestion = s.ID
	if err := b.store.KeepDraft(ctx, d); err != nil {
		return b.fail(ctx, c, err)
	}
	return Reply{Form: c.draftForm(d), Private: true}
}

// decline answers "/catalog decline". It asks for a reason first, which may be
// empty.
func (b *Bot) decline(ctx context.Context, c *call) Reply {
	s, words, other, ok := b.underReview(ctx, c)
	if !ok {
		return other
	}
	if c.Fields == nil && !slices.Contains(words, plainly) {
		return c.askReason(s, words)
	}
	reason := []rune(clean(c.Fields[fieldReason]))
	s, err := b.store.Decline(ctx, c.id, s.ID, Decision{
		Outcome: Declined, By: c.author(), At: b.now(), Reason: string(reason[:min(len(reason), mostReason)]),
	})
	switch {
	case errors.Is(err, ErrConflict):
		return b.decidedBefore(ctx, c, s.ID)
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("review.unknown"))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	return b.ruled(ctx, c, s, words)
}

// askReason asks why a suggestion is declined. Where a form cannot be submitted
// empty there is a button for that.
func (c *call) askReason(s Suggestion, words []string) Reply {
	line := join(c.row.line(), s.ID, strings.Join(words, " "))
	return Reply{
		Form: &Form{
			Title: c.say("form.decline"), Line: line, Open: line,
			Fields: []Field{{
				Name: fieldReason, Label: c.say("form.reason"), Hint: c.say("form.reason.hint"), Long: true, Most: mostReason,
			}},
		},
		Buttons: []Button{{Label: c.say("button.plainly"), Line: join(line, plainly)}},
		Private: true,
	}
}
