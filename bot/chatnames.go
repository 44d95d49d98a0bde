package bot

import (
	"context"
	"maps"
	"slices"
)

// names are what chats are called by somebody who is in another one, by address, as far
// as that can be had: "Mountain Club (Telegram)", on the same server "#attic", and where
// the club has several servers "#film-night (Alpine Club, Discord)". Of several with the
// same name each has the platform's number, too. Chats that are not the club's are left
// out.
func (b *Bot) names(ctx context.Context, s *speech, c *club, here Chat, chats []string) map[string]string {
	chats = slices.DeleteFunc(slices.Clone(chats), func(chat string) bool { return chat == here.Address() || !c.owns(chat) })
	if b.post == nil || len(chats) == 0 {
		return nil
	}
	asked := slices.Clone(chats)
	for _, chat := range chats {
		if server := c.serverOf(chat, here); server != "" {
			asked = append(asked, server)
		}
	}
	titles := b.titlesOf(ctx, asked)
	names, times := make(map[string]string), make(map[string]int)
	for _, chat := range slices.Compact(slices.Sorted(slices.Values(chats))) {
		if titles[chat] == "" {
			continue
		}
		names[chat] = s.called(ChatOf(chat), titles[chat], titles[c.serverOf(chat, here)], here, "")
		times[names[chat]]++
	}
	for chat, name := range names {
		if at := ChatOf(chat); times[name] > 1 {
			names[chat] = s.called(at, titles[chat], titles[c.serverOf(chat, here)], here, orElse(at.ID, at.Server))
		}
	}
	return names
}

// called is what somebody calls a chat with a title who is in another one. The server
// and the number may be empty.
func (s *speech) called(at Chat, title, server string, here Chat, number string) string {
	if at.Topic != "" {
		title = s.say("week.setup.topic", "Chat", title, "Number", at.Topic)
	}
	where := number
	if at.Place() != here.Place() {
		where = join(platformName(at.Platform), number)
	}
	if server != "" {
		where = server + ", " + where
	}
	if where == "" {
		return title
	}
	return s.say("week.setup.chat", "Chat", title, "Name", where)
}

// serverOf is the address of the server that a chat is on, where its name tells people
// elsewhere which chat is meant, and otherwise empty.
func (c *club) serverOf(chat string, here Chat) string {
	at := ChatOf(chat)
	if at.ID == "" || at.Server == "" || at.Place() == here.Place() {
		return ""
	}
	servers := 0
	for _, place := range c.places {
		if ChatOf(place).Platform == at.Platform {
			servers++
		}
	}
	if servers < 2 {
		return ""
	}
	return serverAt(at.Place()).Address()
}

// serverAt is a place as a chat: on Discord nothing but a server.
func serverAt(place string) Chat {
	at := ChatOf(place)
	if at.Platform != "discord" {
		return at
	}
	return Chat{Platform: at.Platform, Server: at.ID}
}

// learn finds out what other chats of the club are called, so that they can be named to
// the person, and to whoever else reads the answer.
func (b *Bot) learn(ctx context.Context, c *call, chats ...string) {
	if c.names == nil {
		c.names = make(map[string]string)
	}
	chats = slices.DeleteFunc(slices.Clone(chats), c.hides)
	maps.Copy(c.names, b.names(ctx, c.speech, c.club, c.Chat, chats))
}

// hides reports whether a chat is not to be named in the answer, because others read it
// to whom the name of the moderators' chat may say too much. Where the film of the week
// is announced there, its name is no secret.
func (c *call) hides(chat string) bool {
	review := c.settings.Review
	if c.Whispers || c.Chat.Private || review == "" || untopical(chat) != untopical(review) {
		return false
	}
	return !slices.ContainsFunc(c.weekChats(), func(at string) bool {
		// A topic is called by its number and the name of its group.
		return at == chat || chat == untopical(at)
	})
}

// untopical is the address of the chat that a topic is in.
func untopical(address string) string {
	at := ChatOf(address)
	at.Topic = ""
	return at.Address()
}
