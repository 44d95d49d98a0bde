package bot

import (
	"context"
	"slices"
	"strings"
)

// maxModerators is how many persons and roles a club may name.
const maxModerators = 25

// setModerator answers "/club moderator" with a person or a role: they moderate
// from here on. Without one it lists who does.
func (b *Bot) setModerator(ctx context.Context, c *call) Reply {
	if len(c.Mentions) == 0 {
		return c.moderatorList()
	}
	named := c.Mentions[:min(len(c.Mentions), maxModerators)]
	if len(c.settings.Moderators)+len(named) > maxModerators {
		return c.refuse(c.say("moderators.full", "Count", maxModerators))
	}
	return b.adjust(ctx, c, func(s *Settings) {
		list := slices.Clone(s.Moderators)
		for _, m := range named {
			m.Name = echo(clean(m.Name))
			list = append(slices.DeleteFunc(list, func(other Mention) bool { return other.Key == m.Key }), m)
		}
		s.Moderators = list
	}, func() string { return c.say("moderators.named", "Names", c.moderatorNames()) })
}

// dismiss answers "/club dismiss <key>": the person or role no longer moderates.
func (b *Bot) dismiss(ctx context.Context, c *call) Reply {
	key := c.argument
	if len(c.Mentions) > 0 {
		key = c.Mentions[0].Key
	}
	is := func(m Mention) bool { return m.Key == key }
	if !slices.ContainsFunc(c.settings.Moderators, is) {
		return c.moderatorList()
	}
	return b.adjust(ctx, c, func(s *Settings) {
		s.Moderators = slices.DeleteFunc(slices.Clone(s.Moderators), is)
	}, func() string { return c.say("moderators.now", "Names", c.moderatorNames()) })
}

// moderatorList shows who moderates, with a button to dismiss each.
func (c *call) moderatorList() Reply {
	r := c.refuse(c.say("moderators.now", "Names", c.moderatorNames()) + "\n" + c.say("moderators.how"))
	for _, m := range c.settings.Moderators {
		r.Buttons = append(r.Buttons, Button{Label: c.say("button.dismiss", "Name", orElse(m.Name, m.Key)), Line: "/club dismiss " + m.Key})
	}
	return r
}

// moderatorNames lists who moderates.
func (c *call) moderatorNames() string {
	names := []string{c.say("moderators.administrators")}
	for _, m := range c.settings.Moderators {
		names = append(names, orElse(m.Name, m.Key))
	}
	return strings.Join(names, ", ")
}
