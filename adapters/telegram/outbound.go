package telegram

import (
	"encoding/json"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// How long texts may be after the entities are parsed
// (https://core.telegram.org/bots/api#sendmessage, #answercallbackquery).
const (
	maxText   = 4096
	maxNotice = 200
)

// noPreview keeps Telegram from showing a page that a text happens to link to.
const noPreview = `{"is_disabled":true}`

// maxCaption is the limit of https://core.telegram.org/bots/api#senddocument.
const maxCaption = 1024

// A message is one as Telegram shows it. Its markup is a keyboard, or asks for an
// answer.
type message struct {
	html  string
	keys  keyboard
	force *forceReply
	// file makes the text a caption, which may be empty.
	file *bot.Attachment
}

// editable reports whether Telegram edits a message into this one.
func (m message) editable() bool { return m.force == nil && m.file == nil }

// A place is where an answer goes.
type place struct {
	chat    bot.Chat
	channel bool
	// bot is the bot's username.
	bot string
	// reply is the message that is answered, 0 where the answer stands by itself.
	reply int
	// asker is who gets the answer. name tells that a message that is meant for
	// that person has to say so, because it answers none of that person's.
	asker bot.User
	name  bool
}

// compose makes of a reply the messages that it takes. Cards and buttons cannot
// stand in a message that asks for an answer, so they come before it, with the
// text. Where the text is to stand apart, it is not a part of what comes later,
// so that it can take the place of another message.
func compose(r bot.Reply, at place, apart bool) []message {
	var out []message
	said, text := r, ""
	said.Form, said.Files = nil, nil
	if textOnly(said) && !apart {
		switch {
		case r.Form != nil:
			text, said.Text = r.Text, ""
		case len(r.Files) > 0 && lay(said).units() <= maxCaption:
			text, said.Text = r.Text, ""
		}
	}
	if !said.Empty() {
		if r.Form != nil && blank(said.Text) && len(said.Cards) == 0 {
			said.Text = r.Form.Title
		}
		out = append(out, render(said))
	}
	for i := range r.Files {
		m := message{file: &r.Files[i]}
		if i == 0 && r.Form == nil {
			m.html = lay(bot.Reply{Text: text}).html()
		}
		out = append(out, m)
	}
	if r.Form != nil {
		out = append(out, prompts(r.Form, text, at)...)
	}
	return out
}

func textOnly(r bot.Reply) bool {
	r.Text = ""
	return r.Empty()
}

// render makes of a reply, but for its form and its files, one message within
// Telegram's limits.
func render(r bot.Reply) message {
	l := lay(r).fit(maxText)
	m := message{html: l.html(), keys: keys(r, l.choices())}
	if m.html == "" {
		// Telegram knows no message of buttons alone.
		m.html = ellipsis
	}
	return m
}

// params are what messages have in common when they are sent and edited.
func (m message) params() tgbotapi.Params {
	if m.file != nil {
		p := tgbotapi.Params{}
		if m.html != "" {
			p["caption"], p["parse_mode"] = m.html, tgbotapi.ModeHTML
		}
		return p
	}
	p := tgbotapi.Params{
		"text":                 m.html,
		"parse_mode":           tgbotapi.ModeHTML,
		"link_preview_options": noPreview,
		"reply_markup":         encode(m.keys),
	}
	if m.force != nil {
		p["reply_markup"] = encode(m.force)
	}
	return p
}

// notice makes of a reply what one person sees after pressing a button. It is
// an alert, which has to be closed, where it does not fit a passing line.
func notice(r bot.Reply) (text string, alert bool) {
	l := lay(r)
	if !listed(r.Choices) {
		for _, c := range r.Choices {
			l.add(rankChoice, line, run{plain, cleanLine(c.Label)})
		}
	}
	text = cut(l.plain(), maxNotice)
	return text, text != "" && (len(r.Cards) > 0 || len(r.Choices) > 0 || l.units() > maxNotice)
}

// encode writes what consists of strings, numbers and booleans only, which
// cannot fail.
func encode(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}
