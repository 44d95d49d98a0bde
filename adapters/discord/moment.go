package discord

import (
	"strconv"
	"strings"

	"filmbot/bot"
)

// timedText is [linkedText], with each moment that the text names shown beside its
// words as Discord shows a time to each reader: in the reader's zone and language
// (https://docs.discord.com/developers/reference#message-formatting-timestamp-styles).
// A time that is named again is shown the first time only. Words come first: a moment
// for which a length leaves no room is left out, and so are those after it.
func timedText(s string, moments []bot.Moment, limit int) markup {
	s = tidy(s)
	text := linkedText(s)
	room := limit - text.width()
	var stamps []inset
	shown := make(map[int64]bool)
	from := 0
	for _, m := range moments {
		words := tidy(m.Text)
		at := strings.Index(s[from:], words)
		if words == "" || at < 0 {
			continue
		}
		from += at + len(words)
		if shown[m.At.Unix()] {
			continue
		}
		shown[m.At.Unix()] = true
		stamp := stampOf(m, words)
		stamp.after += from
		if room -= width(stamp.piece); room < 0 {
			break
		}
		stamps = append(stamps, stamp)
	}
	if len(stamps) == 0 {
		return text
	}
	return escaped(s, true, stamps...)
}

// stampOf is what shows a moment, and where it goes, counted from the end of the words:
// one that is shown in full stands beside them, another one in their parentheses or in
// its own.
func stampOf(m bot.Moment, words string) inset {
	at := "<t:" + strconv.FormatInt(m.At.Unix(), 10)
	switch {
	case m.Full:
		return inset{0, " · " + at + ":f>"}
	case strings.Contains(words, "(") && strings.HasSuffix(words, ")"):
		return inset{-len(")"), ", " + at + ":R>"}
	}
	return inset{0, " (" + at + ":R>)"}
}

// inset is markup that stands in a text after so many of its bytes.
type inset struct {
	after int
	piece string
}
