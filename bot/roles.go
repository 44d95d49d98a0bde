package bot

import (
	"context"
	"slices"
)

// A role is what a line asks of whoever gives it.
type role int

const (
	// anyone may write in the chat.
	anyone role = iota
	// moderator looks after the club that the chat belongs to.
	moderator
	// administrator is a moderator because the platform says so, and may name
	// others.
	administrator
	// editor looks after the catalog that every club sees. An editor is no
	// moderator of clubs, nor a moderator an editor.
	editor
)

// access is what a person may do in a chat, with what the platform reports
// beside it.
type access struct {
	moderator, administrator, editor bool
	standing                         Standing
}

func (a access) may(who role) bool {
	switch who {
	case moderator:
		return a.moderator
	case administrator:
		return a.administrator
	case editor:
		return a.editor
	}
	return true
}

// accessOf decides what the person who asks may do. Adapters report facts; only
// this file draws conclusions from them. Where the platform cannot tell, the
// person is anyone.
func (b *Bot) accessOf(ctx context.Context, c *call) access {
	a := access{editor: c.User.Key() != "" && slices.Contains(b.editors, c.User.Key())}
	if c.Standing != nil {
		a.standing = b.standing(ctx, c, c.Chat)
	}
	a.administrator = ownChat(c) || a.standing.Administrator || b.administersAnother(ctx, c)
	a.moderator = a.administrator || named(c, a.standing)
	return a
}

// ownChat reports whether the chat is a person's own with the bot, which is a
// club of one. It cannot be joined to others, so it gives no say in theirs.
func ownChat(c *call) bool { return c.Chat.Private && c.id == c.Chat.Place() }

// named reports whether the club's settings name the person, or a role that the
// person holds, a moderator.
func named(c *call, s Standing) bool {
	return slices.ContainsFunc(c.settings.Moderators, func(m Mention) bool {
		return m.Key != "" && (m.Key == c.User.Key() || slices.Contains(s.Roles, m.Key))
	})
}

// mostOthers is how many other places of a club the platform is asked about.
const mostOthers = 5

// administersAnother reports whether the person administers another place of the
// club on the same platform.
func (b *Bot) administersAnother(ctx context.Context, c *call) bool {
	if c.Standing == nil || c.User.ID == "" {
		return false
	}
	asked := 0
	for _, place := range c.places {
		at := ChatOf(place)
		if at.Platform != c.Chat.Platform || place == c.Chat.Place() || asked == mostOthers {
			continue
		}
		asked++
		if b.standing(ctx, c, at).Administrator {
			return true
		}
	}
	return false
}

func (b *Bot) standing(ctx context.Context, c *call, at Chat) Standing {
	s, err := c.Standing(ctx, at)
	if err != nil {
		b.log.WarnContext(ctx, "cannot tell a member's standing", "platform", c.Chat.Platform, "err", err)
		return Standing{}
	}
	return s
}

// refusal says why the person may not give the line, and nothing where they may.
func (b *Bot) refusal(ctx context.Context, c *call) string {
	if c.aboutShared() {
		return b.refusalTo(ctx, c, editor, join(c.row.line(), sharedWord))
	}
	return b.refusalTo(ctx, c, c.row.who, c.row.line())
}

// aboutShared reports whether the line is about the catalog that every club sees.
func (c *call) aboutShared() bool {
	word, _ := cutWord(c.argument)
	return c.row.shared && word == sharedWord
}

// refusalTo is refusal for a line that stands for another one.
func (b *Bot) refusalTo(ctx context.Context, c *call, who role, line string) string {
	if who == anyone || b.accessOf(ctx, c).may(who) {
		return ""
	}
	switch who {
	case editor:
		return c.say("role.editor", "Command", line)
	case administrator:
		return c.say("role.administrator", "Command", line)
	}
	return c.say("role.moderator", "Command", line)
}
