package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTyped is how much of a typed line is looked at, in bytes. No title, and no
// form that a person fills in, is longer.
const maxTyped = 4096

// clean makes one line of what was typed: no control characters, no runs of
// blanks, not too long.
func clean(line string) string {
	if len(line) > maxTyped {
		line = strings.ToValidUTF8(line[:maxTyped], "")
	}
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(line, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
}

// cutWord takes the first word off a line.
func cutWord(line string) (word, rest string) {
	word, rest, _ = strings.Cut(line, " ")
	return word, strings.TrimSpace(rest)
}

// quotes are the pairs that force a title.
var quotes = []struct{ open, end string }{{`"`, `"`}, {"“", "”"}, {"«", "»"}, {"„", "“"}, {"„", "”"}, {"'", "'"}}

// unquote takes the quotes off a title, and reports whether it had any. A quote
// that is not closed yet counts, for somebody is still typing.
func unquote(s string) (title string, quoted bool) {
	for _, q := range quotes {
		if rest, ok := strings.CutPrefix(s, q.open); ok {
			return strings.TrimSpace(strings.TrimSuffix(rest, q.end)), true
		}
	}
	return s, false
}

// echo prepares typed text for repeating it in an answer.
func echo(typed string) string {
	const most = 60
	if utf8.RuneCountInString(typed) <= most {
		return typed
	}
	return strings.TrimSpace(string([]rune(typed)[:most])) + "…"
}

// cutPage takes "page 3" off the end of a line. The first page is 1.
func cutPage(line string) (rest string, page int) {
	words := strings.Fields(line)
	n := len(words)
	if n < 2 || words[n-2] != pageWord {
		return line, 1
	}
	page = 0
	for _, d := range words[n-1] {
		if d < '0' || d > '9' || page > 1_000_000 {
			return line, 1
		}
		page = 10*page + int(d-'0')
	}
	return strings.Join(words[:n-2], " "), max(1, page)
}

const pageWord = "page"

// join puts the words of a line together, leaving out empty ones.
func join(words ...string) string {
	var b strings.Builder
	for _, w := range words {
		if w == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}
