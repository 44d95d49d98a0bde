package bot

import (
	"context"
	"slices"

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
	r := Reply{
		Cards:   []Card{c.card(drawn)},
		Buttons: append([]Button{{Label: c.say("button.another"), Line: join(c.row.line(), c.argument)}}, c.cardButtons(drawn)...),
	}
	switch {
	case again:
		r.Text = c.say("random.again", "N", len(films))
	case reads != "":
		r.Text = c.say("random.among", "N", len(films), "Filter", reads)
	}
	return r
}

// pick chooses among the films that a bag has not given yet. Where it has given
// all of them it begins again, but not with the one that it gave last.
func (b *Bot) pick(films []*catalog.Film, given []string) (f *catalog.Film, again bool) {
	left := slices.DeleteFunc(slices.Clone(films), func(f *catalog.Film) bool { return slices.Contains(given, f.ID) })
	if len(left) > 0 {
		return left[b.rand(len(left))], false
	}
	last := given[len(given)-1]
	left = slices.DeleteFunc(slices.Clone(films), func(f *catalog.Film) bool { return f.ID == last })
	if len(left) == 0 {
		left = films
	}
	return left[b.rand(len(left))], true
}
