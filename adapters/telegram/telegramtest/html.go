package telegramtest

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The tags of https://core.telegram.org/bots/api#html-style that take no
// attributes.
var tags = []string{"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "code", "pre", "blockquote"}

var entities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`}

// userLink is the tag of somebody's name.
var userLink = regexp.MustCompile(`^a href="tg://user\?id=[1-9][0-9]*"$`)

// PlainText returns what people read of a text in Telegram's HTML. It is stricter
// than the servers: every < and & has to be a part of markup, and an entity must
// not be empty.
func PlainText(html string) (string, error) {
	if !utf8.ValidString(html) {
		return "", errors.New("text must be encoded in UTF-8")
	}
	var out strings.Builder
	var open []string
	var starts []int
	for len(html) > 0 {
		at := strings.IndexAny(html, "<>&")
		if at < 0 {
			out.WriteString(html)
			break
		}
		out.WriteString(html[:at])
		c := html[at]
		html = html[at+1:]
		end := strings.IndexByte(html, map[byte]byte{'<': '>', '&': ';'}[c])
		if end < 0 || c == '>' {
			return "", fmt.Errorf("%q is not closed or not open", c)
		}
		inner := html[:end]
		html = html[end+1:]
		closes, closing := strings.CutPrefix(inner, "/")
		switch {
		case c == '&':
			text, ok := entities[inner]
			if !ok {
				return "", fmt.Errorf("unknown entity %q", inner)
			}
			out.WriteString(text)
		case !closing && userLink.MatchString(inner):
			open, starts = append(open, "a"), append(starts, out.Len())
		case !closing && slices.Contains(tags, inner):
			open, starts = append(open, inner), append(starts, out.Len())
		case closing && len(open) > 0 && open[len(open)-1] == closes:
			if starts[len(starts)-1] == out.Len() {
				return "", fmt.Errorf("<%s> is empty", closes)
			}
			open, starts = open[:len(open)-1], starts[:len(starts)-1]
		default:
			return "", fmt.Errorf("unexpected tag %q", inner)
		}
	}
	if len(open) > 0 {
		return "", fmt.Errorf("<%s> is not closed", open[len(open)-1])
	}
	return strings.TrimSpace(out.String()), nil
}

// UTF16Length is the length of a text in the units of Telegram's entities.
func UTF16Length(s string) int { return len(utf16.Encode([]rune(s))) }
