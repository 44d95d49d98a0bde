package telegram

import (
	"fmt"
	"strings"
	"time"

	"filmbot/bot"
)

// clockFace is the style of a time that Telegram shows as clocks show it where the reader
// is, with the day of the week
// (https://core.telegram.org/bots/api#date-time-entity-formatting).
func clockFace(at time.Time) style {
	return style(fmt.Sprintf(`tg-time unix="%d" format="wt"`, at.Unix()))
}

// unclocked is what programs show in its place that do not know of such times. It
// needs no words.
const unclocked = "2006-01-02 15:04 UTC"

// timed arranges a reply as lay does, with a clock beside each moment that the text
// names. It is nil where there is none.
func timed(r bot.Reply) layout {
	var runs []run
	text, before := clean(r.Text), ""
	for _, m := range r.Moments {
		words := clean(m.Text)
		at := strings.Index(text, words)
		if at < 0 || blank(words) {
			continue
		}
		end := at + len(words)
		runs = append(runs, run{plain, before + text[:end] + " ("}, run{clockFace(m.At), m.At.UTC().Format(unclocked)})
		text, before = text[end:], ")"
	}
	if runs == nil {
		return nil
	}
	l := lay(r)
	l[0].runs = append(runs, run{plain, before + text})
	return l
}
