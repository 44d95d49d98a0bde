package telegram

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// platform is this adapter's name in keys of chats and users.
const platform = "telegram"

// Accounts under which Telegram shows people who do not write under their own
// name (https://core.telegram.org/bots/api#message, "from" and "sender_chat").
const (
	groupAnonymousBot = 1087968824
	channelBot        = 136817688
)

// An event is what an update means to the bot. At most one of the pointers is
// set.
type event struct {
	// lane is what the event has to keep its order within.
	lane string
	// heard is the chat that the bot hears from, empty where there is none.
	heard string
	typed *typed
	press *press
	query *query
	moved *moved
	// left is a chat that the bot was removed from.
	left string
}

// asks reports whether the event asks the bot to do something.
func (e event) asks() bool {
	return e.typed != nil || e.press != nil || e.query != nil || e.moved != nil
}

// typed is a line that somebody wrote.
type typed struct {
	req bot.Request
	who standing
	// reply is the message to answer to, 0 where the answer stands by itself.
	reply int
}

// press is a pressed button.
type press struct {
	id  string
	req bot.Request
	who standing
	// message is the one with the button. For a message that was posted through
	// inline mode, inline is set instead, and there is no chat to write to.
	message int
	inline  string
	// faded tells that Telegram does not show the message to the bot any more,
	// nor which topic it stands in.
	faded bool
}

// query is a line that somebody types in inline mode.
type query struct {
	id  string
	req bot.Request
}

// moved tells that a group goes on as another chat.
type moved struct{ from, to string }

// standing is whose standing in a chat can be asked for.
type standing struct {
	chat, user string
	channel    bool
	// administrator tells that the person writes as only administrators can.
	administrator bool
}

// A reader tells what updates mean. It is pure.
type reader struct {
	name     string // of the bot, without the @
	commands map[string]bool
}

func newReader(name string, commands []bot.Command) reader {
	r := reader{name: name, commands: map[string]bool{}}
	for _, c := range commands {
		r.commands[strings.ToLower(c.Name)] = true
	}
	return r
}

// read tells what an update means. It is the zero event for what the bot leaves
// alone.
func (r reader) read(u update) event {
	switch {
	case u.Message != nil:
		return r.message(u.Message, u.topics.Message)
	case u.ChannelPost != nil:
		return r.message(u.ChannelPost, u.topics.ChannelPost)
	case u.CallbackQuery != nil:
		var t *inTopic
		if u.topics.CallbackQuery != nil {
			t = u.topics.CallbackQuery.Message
		}
		return r.callback(u.CallbackQuery, t)
	case u.InlineQuery != nil:
		return r.inline(u.InlineQuery)
	case u.MyChatMember != nil:
		return r.membership(u.MyChatMember)
	}
	return event{}
}

func (r reader) message(m *tgbotapi.Message, t *inTopic) event {
	if m.Chat == nil {
		return event{}
	}
	id := formatID(m.Chat.ID)
	switch {
	case m.MigrateToChatID != 0:
		return migration(id, formatID(m.MigrateToChatID))
	case m.MigrateFromChatID != 0:
		return migration(formatID(m.MigrateFromChatID), id)
	}
	ev := event{lane: id, heard: id}
	user, administrator, ok := author(m)
	if !ok {
		return ev
	}
	line, ok := r.line(m.Text, m.Chat.IsPrivate())
	if !ok {
		return ev
	}
	ev.typed = &typed{
		req: bot.Request{Line: line, User: user, Chat: chatOf(m.Chat, t), Lang: language(m.From)},
		who: standing{chat: id, user: user.ID, channel: m.Chat.IsChannel(), administrator: administrator},
	}
	if !m.Chat.IsPrivate() {
		ev.typed.reply = m.MessageID
	}
	return ev
}

// migration has a lane of its own: it must neither wait for a chat that
// Telegram slows down, nor be done twice at the same time by the messages in
// both chats that announce it.
func migration(from, to string) event {
	return event{lane: "moved " + from, moved: &moved{from, to}}
}

// author tells who wrote a message. Bots do not count: they never answer each
// other.
func author(m *tgbotapi.Message) (u bot.User, administrator, ok bool) {
	nameless := bot.User{Platform: platform}
	switch {
	case m.ViaBot != nil || m.IsAutomaticForward:
		return nameless, false, false
	case m.Chat.IsChannel():
		return nameless, true, true
	case m.From == nil:
		return nameless, false, false
	case m.From.ID == groupAnonymousBot:
		ok := m.SenderChat != nil && m.SenderChat.ID == m.Chat.ID
		return nameless, ok, ok
	case m.From.ID == channelBot:
		return nameless, false, m.SenderChat != nil
	case m.From.IsBot:
		return nameless, false, false
	}
	return bot.User{Platform: platform, ID: formatID(m.From.ID)}, false, true
}

// line is the line in a text, if there is one for this bot. Where people talk
// with each other only commands are: those that name this bot, and those that it
// knows and that name nobody.
func (r reader) line(text string, private bool) (string, bool) {
	command, name, rest, ok := splitCommand(text)
	if !ok {
		return text, private && !blank(text)
	}
	if name != "" {
		return "/" + command + rest, strings.EqualFold(name, r.name)
	}
	return text, private || r.commands[strings.ToLower(command)]
}

// splitCommand splits "/command@name rest".
func splitCommand(text string) (command, name, rest string, ok bool) {
	text, ok = strings.CutPrefix(text, "/")
	if !ok {
		return "", "", "", false
	}
	command, rest = cutWord(text)
	if after, named := strings.CutPrefix(rest, "@"); named {
		if name, rest = cutWord(after); name == "" {
			return "", "", "", false
		}
	}
	next, _ := utf8.DecodeRuneInString(rest)
	if command == "" || rest != "" && !unicode.IsSpace(next) {
		return "", "", "", false
	}
	return command, name, rest, true
}

// cutWord cuts off the characters that commands and names consist of
// (https://core.telegram.org/bots/features#commands).
func cutWord(s string) (word, rest string) {
	end := strings.IndexFunc(s, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_')
	})
	if end < 0 {
		return s, ""
	}
	return s[:end], s[end:]
}

func (r reader) callback(q *tgbotapi.CallbackQuery, t *inTopic) event {
	p := &press{id: q.ID, inline: q.InlineMessageID}
	ev := event{lane: "press " + q.ID, press: p}
	if q.From == nil {
		return ev
	}
	p.req = bot.Request{
		Line: q.Data, Pressed: true, Lang: language(q.From),
		User: bot.User{Platform: platform, ID: formatID(q.From.ID)},
	}
	switch {
	case q.InlineMessageID != "":
		p.req.Chat = bot.Chat{Platform: platform, ID: inlineChat + q.ChatInstance}
		ev.lane = p.req.Chat.ID
	case q.Message != nil && q.Message.Chat != nil:
		chat := q.Message.Chat
		p.message, p.faded = q.Message.MessageID, q.Message.Date == 0
		p.req.Chat = chatOf(chat, t)
		p.who = standing{chat: p.req.Chat.ID, user: p.req.User.ID, channel: chat.IsChannel()}
		ev.lane, ev.heard = p.req.Chat.ID, p.req.Chat.ID
	default:
		p.req.Line = ""
	}
	return ev
}

// inlineChat begins the ID of a chat that the bot knows only by the messages
// that people post there through inline mode. It cannot write there.
const inlineChat = "i"

func (r reader) inline(q *tgbotapi.InlineQuery) event {
	if q.From == nil {
		return event{}
	}
	id := formatID(q.From.ID)
	return event{lane: "query " + id, query: &query{id: q.ID, req: bot.Request{
		Line: "/film " + q.Query, Inline: true, Lang: language(q.From),
		User: bot.User{Platform: platform, ID: id},
		// Telegram does not tell where the query is typed; what is suggested
		// there is the person's own affair.
		Chat: bot.Chat{Platform: platform, ID: id, Private: true},
	}}}
}

func (r reader) membership(m *tgbotapi.ChatMemberUpdated) event {
	id := formatID(m.Chat.ID)
	if s := m.NewChatMember.Status; s == "left" || s == "kicked" {
		return event{left: id}
	}
	return event{heard: id}
}

func chatOf(c *tgbotapi.Chat, t *inTopic) bot.Chat {
	chat := bot.Chat{Platform: platform, ID: formatID(c.ID), Private: c.IsPrivate()}
	if t != nil && t.Topic && t.Thread != 0 {
		chat.Topic = formatID(t.Thread)
	}
	return chat
}

func language(u *tgbotapi.User) string {
	if u == nil {
		return ""
	}
	return u.LanguageCode
}

func formatID(id int64) string { return strconv.FormatInt(id, 10) }
