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
	if place == c.Chat.Place() || !slices.Contains(c.places, place) {
		return c.refuse(c.say("club.nopart"))
	}
	b.learn(ctx, c, c.placesElsewhere()...)
	if word != sureWord {
		return Reply{Text: c.say("club.parting", "Chat", c.placeName(place)), Private: true, Buttons: []Button{
			{Label: c.say("button.part", "Chat", c.placeName(place)), Line: join(c.row.line(), place, sureWord)},
		}}
	}
	_, other := b.partFrom(ctx, c, place)
	if !other.Empty() {
		return other
	}
	return Reply{Text: c.say("club.parted", "Chat", c.placeName(place)), Private: !c.Pressed, Replace: c.Pressed}
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

// elsewhere are the other places of the club.
func (c *call) elsewhere() []string {
	return slices.DeleteFunc(slices.Clone(c.places), func(place string) bool { return place == c.Chat.Place() })
}

// placesElsewhere are the addresses of the other places of the club.
func (c *call) placesElsewhere() []string {
	out := c.elsewhere()
	for i, place := range out {
		out[i] = serverAt(place).Address()
	}
	return out
}

// partButtons offer to part with other places of the club.
func (c *call) partButtons() []Button {
	const most = 5
	var out []Button
	for _, place := range c.elsewhere() {
		if len(out) == most {
			break
		}
		out = append(out, Button{Label: c.say("button.part", "Chat", c.placeName(place)), Line: "/club part " + place})
	}
	return out
}

// placeName is what a place is called, as far as [Bot.learn] has found out, or else how
// its platform names it.
func (c *call) placeName(place string) string {
	return orElse(c.names[serverAt(place).Address()], addressName(place))
}
