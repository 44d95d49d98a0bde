package telegram

import (
	"strconv"
	"strings"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// platform is this adapter's name in keys of chats and users.
const platform = "telegram"

// An event is what an update means to the bot. At most one of the pointers, or
// rest, is set.
type event struct {
	// lane is what the event has to keep its order within.
	lane string
	// heard is the chat that the bot hears from, empty where there is none.
	heard string
	typed *typed
	press *press
	query *query
	moved *moved
	// presence tells that the bot came into a group or was removed from it.
	presence *presence
	// rest is what is left to do of an update that has left another lane.
	rest func(*task) bool
	// left is a chat that the bot was removed from.
	left string
	// changed is the member whose standing changed, or the chat where that of all
	// may have.
	changed seat
}

// asks reports whether the event asks the bot to do something.
func (e event) asks() bool {
	return e.typed != nil || e.press != nil || e.query != nil || e.moved != nil || e.presence != nil
}

// typed is a line that somebody wrote.
type typed struct {
	req bot.Request
	who standing
	// documents came along with the line.
	documents []document
	// reply is the message to answer to, 0 where the answer stands by itself.
	reply int
}

// A document is a file that can be fetched.
type document struct {
	id, name string
	size     int64
}

// press is a pressed button. It has a lane for the person, who waits for an answer
// to it alone; what it changes in the chat has to keep the order there.
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

// presence is whether the bot is in a chat.
type presence struct {
	chat string
	is   bot.Presence
}

// standing is whose standing in a chat can be asked for.
type standing struct {
	chat, user string
	channel    bool
	// administrator tells that the person writes as only administrators can.
	administrator bool
}

// A reader tells what updates mean. It is pure.
type reader struct {
	self     int64  // the bot's account
	name     string // of the bot, without the @
	commands map[string]bool
}

func newReader(self tgbotapi.User, commands []bot.Command) reader {
	r := reader{self: self.ID, name: self.UserName, commands: map[string]bool{}}
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
		return membership(u.MyChatMember)
	case u.ChatMember != nil:
		return memberChange(u.ChatMember)
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
	text, entities := writing(m)
	replied := repliedTo(m, t)
	in := &typed{
		req: bot.Request{User: user, Chat: chatOf(m.Chat, t), Lang: language(m.From), Mentions: mentions(entities, replied), Whispers: m.Chat.IsPrivate()},
		who: standing{chat: id, user: user.ID, channel: m.Chat.IsChannel(), administrator: administrator},
	}
	if !m.Chat.IsPrivate() {
		in.reply = m.MessageID
	}
	in.documents = documents(m)
	if !r.fill(&in.req, text, len(in.documents) > 0, replied) {
		if in.req.Line, ok = r.line(text, m.Chat.IsPrivate()); !ok {
			return ev
		}
		if len(in.documents) == 0 && replied != nil {
			in.documents = documents(replied)
		}
	}
	ev.typed = in
	return ev
}

// writing is what a person wrote in a message. Of captions only those of files
// count: what stands under a picture is not meant for a bot.
func writing(m *tgbotapi.Message) (string, []tgbotapi.MessageEntity) {
	if m.Document != nil {
		return m.Caption, m.CaptionEntities
	}
	return m.Text, m.Entities
}

func documents(m *tgbotapi.Message) []document {
	d := m.Document
	if d == nil {
		return nil
	}
	return []document{{id: d.FileID, name: d.FileName, size: int64(d.FileSize)}}
}

// repliedTo is the message that a message answers. In a forum topic a message that
// answers none comes as one that answers the message that began the topic, whose
// number is that of the topic.
func repliedTo(m *tgbotapi.Message, t *inTopic) *tgbotapi.Message {
	r := m.ReplyToMessage
	if r == nil || t != nil && t.Topic && int64(r.MessageID) == t.Thread {
		return nil
	}
	return r
}

// migration has a lane of its own: it must neither wait for a chat that
// Telegram slows down, nor be done twice at the same time by the messages in
// both chats that announce it.
func migration(from, to string) event {
	return event{lane: "moved " + from, moved: &moved{from, to}}
}

func (r reader) callback(q *tgbotapi.CallbackQuery, t *inTopic) event {
	p := &press{id: q.ID, inline: q.InlineMessageID}
	ev := event{lane: "press " + q.ID, press: p}
	if q.From == nil {
		return ev
	}
	p.req = bot.Request{
		Line: q.Data, Pressed: true, Lang: language(q.From),
		User: person(q.From),
	}
	switch {
	case q.InlineMessageID != "":
		p.req.Chat = bot.Chat{Platform: platform, ID: inlineChat + q.ChatInstance}
		ev.lane = p.req.Chat.ID
	case q.Message != nil && q.Message.Chat != nil:
		chat := q.Message.Chat
		p.message, p.faded = q.Message.MessageID, q.Message.Date == 0
		p.req.Chat, p.req.Whispers = chatOf(chat, t), chat.IsPrivate()
		p.who = standing{chat: p.req.Chat.ID, user: p.req.User.ID, channel: chat.IsChannel()}
		ev.lane, ev.heard = p.req.Chat.ID+" "+p.req.User.ID, p.req.Chat.ID
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
		User: person(q.From),
		// Telegram does not tell where the query is typed; what is suggested
		// there is the person's own affair.
		Chat: bot.Chat{Platform: platform, ID: id, Private: true},
	}}}
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
