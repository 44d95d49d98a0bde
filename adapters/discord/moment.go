package discord

import (
	"strconv"
	"strings"

	"filmbot/bot"
)

// timedText is [linkedText], with each moment that the text names shown beside its
// words as Discord shows a time to each reader: in the reader's zone and language
// (https://docs.discord.com/developers/reference#message-formatting-timestamp-styles).
// Words come first: a moment for which a length leaves no room is left out, and so
// are those after it.
func timedText(s string, moments []bot.Moment, limit int) markup {
	s = tidy(s)
	text := linkedText(s)
	room := limit - text.width()
	var stamps []inset
	from := 0
	for _, m := range moments {
		words := tidy(m.Text)
		at := strings.Index(s[from:], words)
		if words == "" || at < 0 {
			continue
		}
		from += at + len(words)
		stamp := " (<t:" + strconv.FormatInt(m.At.Unix(), 10) + ":f>)"
		if room -= width(stamp); room < 0 {
			break
		}
		stamps = append(stamps, inset{from, stamp})
	}
	if len(stamps) == 0 {
		return text
	}
	return escaped(s, true, stamps...)
}

// inset is markup that stands in a text after so many of its bytes.
type inset struct {
	after int
	piece string
}
