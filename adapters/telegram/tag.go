package telegram

import (
	"net/url"
	"strings"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// A prompt has a tag that tells what answering it does, so that nothing has to be
// remembered meanwhile. It is the address of a link on a sign, where nobody has to look
// at it and Telegram shows it to the bot with the answer. Whoever opens the link gets to
// the bot: its parameters are none of those that mean something to Telegram
// (https://core.telegram.org/api/links#public-username-links).
const (
	pen      = "✍️"
	tagSite  = "https://t.me/"
	tagLine  = "line"
	tagField = "field"
)

// writeTag makes a tag of the line and the name of the field that an answer fills in.
func writeTag(bot, line, field string) string {
	return tagSite + bot + "?" + url.Values{tagLine: {line}, tagField: {field}}.Encode()
}

// readTag finds the tag among what a message is marked up with.
func readTag(entities []tgbotapi.MessageEntity) (line, field string, ok bool) {
	for _, e := range entities {
		if e.Type != "text_link" || !strings.HasPrefix(e.URL, tagSite) {
			continue
		}
		u, err := url.Parse(e.URL)
		if err != nil {
			continue
		}
		q, err := url.ParseQuery(u.RawQuery)
		if err == nil && !blank(q.Get(tagLine)) && q.Has(tagField) {
			return q.Get(tagLine), q.Get(tagField), true
		}
	}
	return "", "", false
}
