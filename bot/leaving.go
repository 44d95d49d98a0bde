package bot

import (
	"context"
	"errors"
	"slices"
)

// leave answers "/club leave": the chat becomes a club of its own, with a copy of
// the catalog.
func (b *Bot) leave(ctx context.Context, c *call) Reply {
	switch {
	case len(c.places) < 2:
		return c.refuse(c.say("club.alone"))
	case c.argument != sureWord:
		return Reply{Text: c.say("club.leaving"), Private: true, Buttons: []Button{
			{Label: c.say("button.leave"), Line: join(c.row.line(), sureWord)},
		}}
	}
	films, other := b.partFrom(ctx, c, c.Chat.Place())
	if !other.Empty() {
		return other
	}
	return Reply{Text: orNone(films, c.say("club.left.none"), c.some("club.left", films)), Replace: c.Pressed}
}

// part answers "/club part <place>": another chat becomes a club of its own, with a
// copy of the catalog. Whoever administers it loses nothing but the say in this
// club.
func (b *Bot) part(ctx context.Context, c *call) Reply {
	place, word := cutWord(c.argument)
	switch {
	case place == c.Chat.Place() || !slices.Contains(c.places, place):
		return c.refuse(c.say("club.nopart"))
	case word != sureWord:
		return Reply{Text: c.say("club.parting", "Chat", placeName(place)), Private: true, Buttons: []Button{
			{Label: c.say("button.part", "Chat", placeName(place)), Line: join(c.row.line(), place, sureWord)},
		}}
	}
	_, other := b.partFrom(ctx, c, place)
	if !other.Empty() {
		return other
	}
	return Reply{Text: c.say("club.parted", "Chat", placeName(place)), Replace: c.Pressed}
}

// partFrom makes a place a club of its own, and returns how many films it takes
// along, or what to answer where that fails.
func (b *Bot) partFrom(ctx context.Context, c *call, place string) (films int, other Reply) {
	l := Leaving{Place: place, From: c.id, To: b.newID(), By: c.author(), At: b.now()}
	change, err := b.store.Leave(ctx, l)
	switch {
	case errors.Is(err, ErrConflict):
		b.moved(place, c.id)
		return 0, c.refuse(c.say("club.changed"))
	case err != nil:
		return 0, b.fail(ctx, c, err)
	}
	b.moved(place, c.id, l.To)
	return change.Films, Reply{}
}

// partButtons offer to part with each other place of the club.
func (c *call) partButtons() []Button {
	const most = 5
	var out []Button
	for _, place := range c.places {
		if place != c.Chat.Place() && len(out) < most {
			out = append(out, Button{Label: c.say("button.part", "Chat", placeName(place)), Line: "/club part " + place})
		}
	}
	return out
}

// placeName is a place as its platform names it: there is no other name that the
// people of every chat would know it by.
func placeName(place string) string {
	at := ChatOf(place)
	return platformName(at.Platform) + " " + at.ID
}
