package telegram

import (
	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Accounts under which Telegram shows people who do not write under their own
// name (https://core.telegram.org/bots/api#message, "from" and "sender_chat").
const (
	groupAnonymousBot = 1087968824
	channelBot        = 136817688
)

// maxName is how long a person's name is at most.
const maxName = 64

// author tells who wrote a message. Bots do not count: they never answer each
// other.
func author(m *tgbotapi.Message) (u bot.User, administrator, ok bool) {
	switch {
	case m.ViaBot != nil || m.IsAutomaticForward:
		return bot.User{}, false, false
	case m.Chat.IsChannel():
		return nameless(m), true, true
	case m.From == nil:
		return bot.User{}, false, false
	case m.From.ID == groupAnonymousBot:
		ok := m.SenderChat != nil && m.SenderChat.ID == m.Chat.ID
		return nameless(m), ok, ok
	case m.From.ID == channelBot:
		return nameless(m), false, m.SenderChat != nil
	case m.From.IsBot:
		return bot.User{}, false, false
	}
	return person(m.From), false, true
}

func person(u *tgbotapi.User) bot.User {
	return bot.User{Platform: platform, ID: formatID(u.ID), Name: nameOf(u)}
}

func nameOf(u *tgbotapi.User) string {
	return cut(cleanLine(u.FirstName+" "+u.LastName), maxName)
}

// nameless is somebody who writes in the name of a chat.
func nameless(m *tgbotapi.Message) bot.User {
	name := cleanLine(m.AuthorSignature)
	if name == "" && m.SenderChat != nil {
		name = cleanLine(m.SenderChat.Title)
	}
	if name == "" {
		name = cleanLine(m.Chat.Title)
	}
	return bot.User{Platform: platform, Name: cut(name, maxName)}
}

// mentions are the people that a message points at. Telegram tells who is meant
// only of those without a username (https://core.telegram.org/bots/api#messageentity,
// "text_mention"); to point at others one replies to them, so the person replied
// to is meant where the text names nobody.
func mentions(entities []tgbotapi.MessageEntity, replied *tgbotapi.Message) []bot.Mention {
	var out []bot.Mention
	seen := map[int64]bool{}
	add := func(u *tgbotapi.User) {
		if u == nil || u.IsBot || u.ID == 0 || seen[u.ID] {
			return
		}
		seen[u.ID] = true
		out = append(out, bot.Mention{Key: person(u).Key(), Name: nameOf(u)})
	}
	for _, e := range entities {
		if e.Type == "text_mention" {
			add(e.User)
		}
	}
	if len(out) == 0 && replied != nil && replied.SenderChat == nil {
		add(replied.From)
	}
	return out
}
