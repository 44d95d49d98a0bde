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

// A message is a reply as Telegram shows it.
type message struct {
	html string
	keys keyboard
}

// render makes a message of a reply, within Telegram's limits.
func render(r bot.Reply) message {
	l := lay(r).fit(maxText)
	m := message{l.html(), keys(r, l.choices())}
	if m.html == "" {
		// Telegram knows no message of buttons alone.
		m.html = ellipsis
	}
	return m
}

// params are what sendMessage and editMessageText have in common.
func (m message) params() tgbotapi.Params {
	return tgbotapi.Params{
		"text":                 m.html,
		"parse_mode":           tgbotapi.ModeHTML,
		"link_preview_options": noPreview,
		"reply_markup":         encode(m.keys),
	}
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
