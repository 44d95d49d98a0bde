package telegramtest

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var entities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`}

// A link is the tag of somebody's name, or leads to a public page.
var (
	userLink = regexp.MustCompile(`^a href="tg://user\?id=([1-9][0-9]*)"$`)
	pageLink = regexp.MustCompile(`^a href="(https://[a-z0-9-]+(?:\.[a-z0-9-]+)+/[!#-~]*)"$`)
)

// An Entity is a part of a text that is marked up, or the address that it leads to
// (https://core.telegram.org/bots/api#messageentity).
type Entity struct {
	Type   string `json:"type"`
	Offset int    `json:"offset"`
	Length int    `json:"length"`
	URL    string `json:"url,omitempty"`
}

// kinds are the entities of the tags that take no attributes
// (https://core.telegram.org/bots/api#html-style).
var kinds = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline", "s": "strikethrough",
	"strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "code": "code", "pre": "pre", "blockquote": "blockquote",
}

// maxURL is far below what the servers are known to keep of an address.
const maxURL = 2000

// PlainText returns what people read of a text in Telegram's HTML. It is stricter
// than the servers: every < and & has to be a part of markup, and an entity must
// not be empty.
func PlainText(html string) (string, error) {
	text, _, err := Parse(html)
	return text, err
}

// Parse is PlainText with what is marked up, but for names.
func Parse(html string) (string, []Entity, error) {
	if !utf8.ValidString(html) {
		return "", nil, errors.New("text must be encoded in UTF-8")
	}
	var out strings.Builder
	var found []Entity
	var open []string
	var starts []int
	var pages []string
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
			return "", nil, fmt.Errorf("%q is not closed or not open", c)
		}
		inner := html[:end]
		html = html[end+1:]
		closes, closing := strings.CutPrefix(inner, "/")
		switch {
		case c == '&':
			text, ok := entities[inner]
			if !ok {
				return "", nil, fmt.Errorf("unknown entity %q", inner)
			}
			out.WriteString(text)
		case !closing && userLink.MatchString(inner):
			open, starts, pages = append(open, "a"), append(starts, out.Len()), append(pages, "")
		case !closing && pageLink.MatchString(inner):
			page := strings.ReplaceAll(pageLink.FindStringSubmatch(inner)[1], "&amp;", "&")
			if len(page) > maxURL {
				return "", nil, fmt.Errorf("an address has %d bytes", len(page))
			}
			open, starts, pages = append(open, "a"), append(starts, out.Len()), append(pages, page)
		case !closing && kinds[inner] != "":
			open, starts, pages = append(open, inner), append(starts, out.Len()), append(pages, "")
		case closing && len(open) > 0 && open[len(open)-1] == closes:
			last := len(open) - 1
			begin := starts[last]
			if begin == out.Len() {
				return "", nil, fmt.Errorf("<%s> is empty", closes)
			}
			e := Entity{Type: kinds[closes], Offset: UTF16Length(out.String()[:begin]), Length: UTF16Length(out.String()[begin:]), URL: pages[last]}
			if e.URL != "" {
				e.Type = "text_link"
			}
			if e.Type != "" {
				found = append(found, e)
			}
			open, starts, pages = open[:last], starts[:last], pages[:last]
		default:
			return "", nil, fmt.Errorf("unexpected tag %q", inner)
		}
	}
	if len(open) > 0 {
		return "", nil, fmt.Errorf("<%s> is not closed", open[len(open)-1])
	}
	text := strings.TrimSpace(out.String())
	for i, before := 0, strings.Index(out.String(), text); i < len(found); i++ {
		found[i].Offset -= UTF16Length(out.String()[:before])
	}
	return text, found, nil
}

// UTF16Length is the length of a text in the units of Telegram's entities.
func UTF16Length(s string) int { return len(utf16.Encode([]rune(s))) }
