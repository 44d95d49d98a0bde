package bot

import (
	"context"
	"slices"
	"strings"
)

// mostChats is in how many chats a club can announce.
const mostChats = 20

// weekHere answers "/week here [off]": the film of the week is announced in this
// chat, too, or not any more.
func (b *Bot) weekHere(ctx context.Context, c *call) Reply {
	set, address := c.settings.Ritual, c.Chat.Address()
	word, mark := cutWord(c.argument)
	end := off(word)
	if set != nil && end && mark != "" {
		// A button leaves out another chat, in which the bot may not be reachable.
		i := slices.IndexFunc(set.Chats, func(chat string) bool { return chatMark(chat) == mark })
		if i < 0 {
			return c.refuse(c.say("week.here.gone"))
		}
		address = set.Chats[i]
	}
	others := func(chats []string) []string {
		return slices.DeleteFunc(slices.Clone(chats), func(chat string) bool { return chat == address })
	}
	switch {
	case c.Chat.Private && !ownChat(c):
		return c.refuse(c.say("club.private"))
	case c.argument != "" && !end && !here(c.argument), mark != "" && !end:
		return c.refuse(c.say("club.hereoroff", "Line", c.row.line()))
	case set == nil:
		return c.notSetUp()
	case end && len(others(c.weekChats())) == 0:
		return c.refuse(c.say("week.here.only", "Line", "/week pause"))
	case !end && len(others(set.Chats)) >= mostChats:
		return c.refuse(c.say("week.here.full", "Count", mostChats))
	}
	var back []string
	if !end {
		back = []string{ChatOf(address).Place()}
		if err := b.goOn(ctx, c.club); err != nil {
			return b.fail(ctx, c, err)
		}
	}
	return b.changeRitual(ctx, c, func(r *Ritual) {
		r.Chats = others(r.Chats)
		if !end {
			r.Chats = append(r.Chats, address)
		}
	}, func() string {
		b.learn(ctx, c, append(c.weekChats(), address)...)
		text := c.say("week.here.now", "Chat", c.chatNames(c.weekChats()))
		if end && address != c.Chat.Address() {
			left := orElse(c.names[address], addressName(address))
			text = c.say("week.here.left", "Chat", left, "Line", c.row.line()) + "\n" + text
		}
		if end || c.settings.Ritual == nil {
			return text
		}
		if lacks := b.lacksIn(ctx, c, *c.settings.Ritual, []string{address}); lacks != "" {
			text += "\n\n" + lacks
		}
		return text
	}, back...)
}

// callRole answers "/week call" with a role: its members are called out to when the
// vote begins and when the film is announced. "/week call off" ends that.
func (b *Bot) callRole(ctx context.Context, c *call) Reply {
	switch {
	case c.settings.Ritual == nil:
		return c.notSetUp()
	case off(c.argument):
		return b.setRole(ctx, c, Mention{})
	case len(c.Mentions) == 0:
		return c.called()
	}
	m := c.Mentions[0]
	id, role := strings.CutPrefix(m.Key, RoleKey(c.Chat.Platform, ""))
	switch {
	case !role:
		return c.refuse(c.say("week.call.person"))
	case id == c.Chat.Server:
		// On Discord everybody holds the role with the id of the server.
		return c.refuse(c.say("week.call.everyone"))
	}
	m.Name = echo(clean(m.Name))
	return b.setRole(ctx, c, m)
}

// setRole has the members of a role called out to, or nobody for none.
func (b *Bot) setRole(ctx context.Context, c *call, m Mention) Reply {
	return b.changeRitual(ctx, c, func(r *Ritual) {
		r.Role, r.At = m, c.Chat.Place()
		if m == (Mention{}) {
			r.At = ""
		}
	}, func() string {
		if m == (Mention{}) {
			return c.say("week.call.nobody")
		}
		text := c.say("week.call.now", "Name", m.Name)
		r := c.settings.Ritual
		if r == nil {
			return text
		}
		there := slices.DeleteFunc(c.weekChats(), func(chat string) bool { return ChatOf(chat).Place() != r.At })
		if len(there) == 0 {
			return text + "\n" + c.say("week.call.nowhere", "Line", "/week here")
		}
		if lacks := b.lacksIn(ctx, c, *r, there); lacks != "" {
			text += "\n\n" + lacks
		}
		return text
	})
}

// called says whose members are called out to, and how to change it.
func (c *call) called() Reply {
	m := c.settings.Ritual.Role
	if m.Key == "" {
		return c.refuse(c.say("week.call.nobody") + "\n" + c.say("week.call.how", "Line", c.row.line()))
	}
	r := c.refuse(c.say("week.call.now", "Name", m.Name) + "\n" + c.say("week.call.how", "Line", c.row.line()))
	r.Buttons = []Button{{Label: c.say("week.call.end"), Line: c.row.line() + " off"}}
	return r
}

// changeRitual changes how the club keeps its film of the week and says the text that
// tell makes of it. Places that are back are those of [Bot.catchUp].
func (b *Bot) changeRitual(ctx context.Context, c *call, change func(*Ritual), tell func() string, back ...string) Reply {
	if _, err := b.setRitual(ctx, c, change); err != nil {
		return b.fail(ctx, c, err)
	}
	b.catchUp(ctx, c.club, back...)
	return Reply{Text: tell(), Private: !c.Pressed, Replace: c.Pressed}
}

// notSetUp says that the club has no film of the week yet.
func (c *call) notSetUp() Reply {
	r := c.refuse(c.say("week.nonesetup"))
	r.Buttons = []Button{{Label: c.say("button.setup"), Line: "/week setup"}}
	return r
}
