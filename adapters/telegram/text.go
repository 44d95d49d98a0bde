package telegram

import (
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

const ellipsis = "…"

// clean takes out of a text what is not writing: control characters, and those
// that turn the direction of whatever follows.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.Is(unicode.Cc, r) || turnsDirection(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.TrimSpace(s)
}

// cleanLine is clean for a text that stands on a line of its own.
func cleanLine(s string) string {
	return clean(strings.ReplaceAll(s, "\n", " "))
}

// turnsDirection reports whether a character embeds, overrides or isolates a
// direction of writing (https://www.unicode.org/reports/tr9/, 2.1 to 2.5).
func turnsDirection(r rune) bool {
	return '\u202a' <= r && r <= '\u202e' || '\u2066' <= r && r <= '\u2069'
}

// blank reports whether nothing of a text can be seen. Telegram refuses such
// texts and labels.
func blank(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) && r != '\u2800' && r != '\u3164'
	})
}

// units is the length of a text in UTF-16 code units, in which Telegram measures
// entities (https://core.telegram.org/api/entities#entity-length). It is never
// less than the number of characters.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// cut shortens a text to a number of units, with an ellipsis where something is
// missing: between words if one ends near, and never within what a reader takes
// for one character.
func cut(s string, limit int) string {
	if units(s) <= limit {
		return s
	}
	if limit < 1 {
		return ""
	}
	h := head(s, limit-units(ellipsis))
	if next := s[len(h):]; !strings.ContainsAny(next[:1], " \n") {
		if end := strings.LastIndexAny(h, " \n"); end >= len(h)*2/3 {
			h = h[:end]
		}
	}
	return strings.TrimRightFunc(h, unicode.IsSpace) + ellipsis
}

// head is the longest beginning of a text that fits.
func head(s string, limit int) string {
	end, n := 0, 0
	for it := graphemes.FromString(s); it.Next(); {
		if n += units(it.Value()); n > limit {
			break
		}
		end = it.End()
	}
	return s[:end]
}

// htmlEscaper makes a text safe for Telegram's HTML
// (https://core.telegram.org/bots/api#html-style).
var htmlEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
