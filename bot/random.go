package bot

import (
	"context"

	"filmbot/catalog"
)

// random answers "/film random [words]" with a film that the chat has not been
// given until all that pass the filter have been.
func (b *Bot) random(ctx context.Context, c *call) Reply {
	films, reads, other := b.filtered(ctx, c, c.row.line(), c.argument)
	if !other.Empty() {
		return other
	}
	var drawn *catalog.Film
	var again bool
	err := b.store.Draw(ctx, c.Chat.Key(), func(given []string) (string, []string) {
		drawn, again = b.pick(films, given)
		if !again {
			return drawn.ID, nil
		}
		back := make([]string, len(films))
		for i, f := range films {
			back[i] = f.ID
		}
		return drawn.ID, back
	})
	if err != nil {
		return b.fail(ctx, c, err)
	}
	r := Reply{Cards: []Card{c.card(drawn)}}
	if len(films) > 1 {
		r.Buttons = []Button{{Label: c.say("button.another"), Line: join(c.row.line(), c.argument)}}
	}
	r.Buttons = append(r.Buttons, c.cardButtons(drawn)...)
	switch {
	case again && len(films) > 1:
		r.Text = c.say("random.again", "N", len(films), "Filter", reads)
	case reads != "":
		r.Text = c.some("random.among", len(films), "Filter", reads)
	}
	return r
}

// pick chooses among the films that a bag has not given yet. Where it has given
// all of them it begins again, but not with the one that it gave last.
func (b *Bot) pick(films []*catalog.Film, given []string) (f *catalog.Film, again bool) {
	left := without(films, given)
	if len(left) > 0 {
		return left[b.rand(len(left))], false
	}
	if left = without(films, given[len(given)-1:]); len(left) == 0 {
		left = films
	}
	return left[b.rand(len(left))], true
}
