package bot

import (
	"context"
	"strings"

	"filmbot/bot/round"
)

// startLine begins a round.
const startLine = "/week start"

// saveRitual makes the answers the club's, and begins a round where that is wanted.
func (b *Bot) saveRitual(ctx context.Context, w *walk, start bool) Reply {
	if w.problem(w.ritual.Rules) != "" {
		return b.preview(ctx, w) // it says what is wrong
	}
	saved, now := false, b.now()
	r := b.adjust(ctx, w.call, func(s *Settings) {
		ritual, zone := w.setup.over(w.club, *s, w.Chat, now)
		ritual.Language, ritual.Off = w.lang, false
		s.Ritual, s.Zone = &ritual, zone
	}, func() string {
		saved = true
		text := w.say("week.setup.saved", "Text", w.rhythmAsOf(now), "Zone", w.location().String())
		if moved := b.adapted(ctx, w.call); moved != "" {
			text += "\n" + moved
		}
		return text
	})
	if !saved {
		return r
	}
	if err := b.store.DropDraft(ctx, w.draft.ID); err != nil {
		b.log.WarnContext(ctx, "a draft that is done cannot be deleted", "err", err)
	}
	b.catchUp(ctx, w.club)
	_, underWay := b.underWay(ctx, w.call)
	switch {
	case underWay:
		return r
	case start:
		return b.startAfter(ctx, w.call, r)
	}
	r.Text += "\n" + w.say("week.setup.how", "Line", startLine)
	r.Buttons = []Button{{Label: w.say("week.setup.start"), Line: startLine}}
	return r
}

// startAfter begins a round, and says so below what was said before.
func (b *Bot) startAfter(ctx context.Context, c *call, before Reply) Reply {
	row, _ := b.route(startLine)
	if row == nil || row.line() != startLine {
		before.Text += "\n" + c.say("week.setup.how", "Line", startLine)
		return before
	}
	c.row, c.argument, c.text = row, "", ""
	r := row.run(b, ctx, c)
	r.Text = strings.TrimSpace(before.Text + "\n\n" + r.Text)
	r.Private, r.Replace = before.Private, before.Replace
	return r
}

// underWay is the round of the club that is, and whether there is one.
func (b *Bot) underWay(ctx context.Context, c *call) (round.Round, bool) {
	week, err := b.store.Round(ctx, c.id, 0)
	return week.Round, err == nil && !week.Round.Over()
}
