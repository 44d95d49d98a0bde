package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"filmbot/catalog"
)

// ruled answers the moderator who has decided, in the place of what was decided
// on.
func (b *Bot) ruled(ctx context.Context, c *call, s Suggestion, words []string) Reply {
	told := b.settle(ctx, s)
	more := slices.Contains(words, onward) && b.anyWaiting(ctx, c)
	if told && !more && !c.Pressed && !c.Whispers && c.Chat.Address() == s.Chat {
		// What the author was told stands in this chat, for the moderator too.
		return Reply{}
	}
	r := b.verdict(ctx, c.speech, s)
	r.Replace = true
	if more {
		r.Buttons = append(r.Buttons, Button{Label: c.say("button.onward"), Line: "/catalog review"})
	}
	return r
}

// anyWaiting reports whether there is more to review.
func (b *Bot) anyWaiting(ctx context.Context, c *call) bool {
	waiting, err := b.store.Waiting(ctx, c.id, "")
	return err == nil && len(waiting) > 0
}

// settle makes a decision known: to the moderators in the message that showed
// them the suggestion, and to the author. It reports whether the author was told.
func (b *Bot) settle(ctx context.Context, s Suggestion) (told bool) {
	b.closePost(ctx, s)
	return b.tell(ctx, s)
}

// verdict says what became of a suggestion, to moderators.
func (b *Bot) verdict(ctx context.Context, sp *speech, s Suggestion) Reply {
	f := b.filmOf(ctx, s)
	facts := []any{"Title", f.Heading(sp.lang), "Name", sp.name(s.Author), "By", sp.name(s.Decision.By)}
	switch s.Decision.Outcome {
	case Accepted:
		r := Reply{Text: sp.say("outcome.accepted", facts...), Cards: []Card{sp.card(f)}}
		if line := b.undoApproval(ctx, s); line != "" {
			r.Buttons = []Button{{Label: sp.say("button.undo"), Line: line}}
		}
		return r
	case Declined:
		r := Reply{Text: sp.say("outcome.declined", facts...)}
		if s.Decision.Reason != "" {
			r.Text += "\n" + sp.whyNot(s.Decision)
		}
		return r
	}
	return Reply{Text: sp.say("outcome.takenback", facts...)}
}

// whyNot says why a suggestion was declined.
func (s *speech) whyNot(d Decision) string { return s.say("outcome.reason", "Text", d.Reason) }

// filmOf is the film that a suggestion has become, or would have.
func (b *Bot) filmOf(ctx context.Context, s Suggestion) *catalog.Film {
	if club, err := b.clubs.get(ctx, s.Club); err == nil && s.Decision.Film != "" {
		if f, ok := club.catalog.ByID(s.Decision.Film); ok {
			return f
		}
	}
	return s.film()
}

// undoApproval is the line that takes the approval of a suggestion back, empty
// where that was done or cannot be found out.
func (b *Bot) undoApproval(ctx context.Context, s Suggestion) string {
	const most = 100
	changes, err := b.store.Changes(ctx, s.Club, s.Decision.Film, 0, most)
	at := slices.IndexFunc(changes, func(c Change) bool { return c.Kind == Approved })
	if err != nil || at < 0 || changes[at].UndoneBy > 0 {
		return ""
	}
	return undoLine(changes[at])
}

// closePost makes the message in which moderators see a suggestion say what
// became of it.
func (b *Bot) closePost(ctx context.Context, s Suggestion) {
	if s.Post.ID == "" || b.post == nil || !b.belongs(ctx, s.Post.Chat, s.Club) {
		return
	}
	club, err := b.clubs.get(ctx, s.Club)
	if err == nil {
		r := b.verdict(ctx, b.texts.in(club.settings.Language, b.language), s)
		err = b.post.Edit(ctx, s.Post, r)
	}
	if err != nil && !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrChatGone) {
		b.log.WarnContext(ctx, "cannot edit the post of a suggestion", "platform", s.Post.Chat.Platform, "err", err)
	}
}

// decidedBefore tells the second of two who was first.
func (b *Bot) decidedBefore(ctx context.Context, c *call, id string) Reply {
	s, err := b.store.Suggestion(ctx, c.id, id)
	switch {
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("review.unknown"))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	b.closePost(ctx, s)
	f := b.filmOf(ctx, s)
	facts := []any{"Title", f.Heading(c.lang), "By", c.name(s.Decision.By), "When", c.named(nil, s.Decision.At, zoneOf(c.settings))}
	r := Reply{Private: true}
	switch s.Decision.Outcome {
	case Accepted:
		r.Text = c.say("outcome.before.accepted", facts...)
		if _, there := c.catalog.ByID(f.ID); there {
			r.Buttons = []Button{{Label: f.Heading(c.lang), Line: "/film " + idOf(f)}}
		}
	case Declined:
		r.Text = c.say("outcome.before.declined", facts...)
		if s.Decision.Reason != "" {
			r.Text += "\n" + c.whyNot(s.Decision)
		}
	default:
		r.Text = c.say("outcome.before.takenback", facts...)
	}
	return r
}

// How outcomes are told where telling them at once has failed.
const (
	// mostUntold is how many are looked at in one go.
	mostUntold = 200
	// tellingPause leaves an outcome to the process that decided it.
	tellingPause = time.Minute
	// oldNews is when trying on would surprise more than it would please.
	oldNews = 30 * 24 * time.Hour
)

// tellOutcomes tells authors what they have not been told yet. An author is told
// at least once: again only if the process ends, or the store fails, between
// telling and recording that.
func (b *Bot) tellOutcomes(ctx context.Context) {
	if b.post == nil {
		return
	}
	untold, err := b.store.Untold(ctx, mostUntold)
	if err != nil {
		if ctx.Err() == nil {
			b.log.ErrorContext(ctx, "cannot read untold outcomes", "err", err)
		}
		return
	}
	for _, s := range untold {
		if ctx.Err() != nil {
			return
		}
		switch age := b.now().Sub(s.Decision.At); {
		case age > oldNews:
			b.setTold(ctx, s)
		case age >= tellingPause:
			b.tell(ctx, s)
		}
	}
}

// tell tells the author what became of a suggestion, where it was made, unless
// there is nothing to tell. It reports whether the author was told.
func (b *Bot) tell(ctx context.Context, s Suggestion) (told bool) {
	if s.Author.Key == "" || s.Decision.Outcome == TakenBack {
		b.setTold(ctx, s)
		return false
	}
	if b.post == nil {
		return false
	}
	at := ChatOf(s.Chat)
	switch id, err := b.store.ClubOf(ctx, at.Place()); {
	case err != nil:
		b.log.ErrorContext(ctx, "cannot find the chat of a suggestion", "err", err)
		return false
	case id != s.Club:
		// What its club does is not for a chat that has left.
		b.setTold(ctx, s)
		return false
	}
	_, err := b.post.Post(ctx, at, b.news(ctx, s))
	if err != nil && !errors.Is(err, ErrChatGone) {
		b.log.WarnContext(ctx, "cannot tell an outcome", "platform", at.Platform, "err", err)
		return false
	}
	b.setTold(ctx, s)
	return err == nil
}

func (b *Bot) setTold(ctx context.Context, s Suggestion) {
	if err := b.store.SetTold(ctx, s.Club, s.ID); err != nil {
		b.log.ErrorContext(ctx, "cannot record that an outcome was told", "err", err)
	}
}

// news is what the author hears, in the author's language.
func (b *Bot) news(ctx context.Context, s Suggestion) Reply {
	sp := b.texts.in(s.Lang, b.language)
	f := b.filmOf(ctx, s)
	name := cmp.Or(s.Author.Name, sp.say("outcome.friend"))
	facts := []any{"Name", name, "Title", f.Heading(sp.lang), "By", sp.name(s.Decision.By)}
	if s.Decision.Outcome == Declined {
		text := sp.say("outcome.told.declined", facts...)
		if s.Decision.Reason != "" {
			text += "\n" + sp.say("outcome.told.reason", "By", sp.name(s.Decision.By), "Text", s.Decision.Reason)
		}
		return Reply{Text: text}
	}
	r := Reply{Text: sp.say("outcome.told.accepted", facts...), Cards: []Card{sp.card(f)}}
	if f.ID != "" {
		r.Buttons = sp.cardButtons(f)
	}
	return r
}
