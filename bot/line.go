package bot

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// command makes a line of what somebody wrote to the bot in private: a title,
// unless it is a cry for help.
func command(said string) string {
	switch strings.ToLower(strings.Trim(said, " !?.")) {
	case "", "help", "помощь", "помоги", "справка":
		return "/help"
	case "hi", "hello", "start", "привет", "здравствуйте":
		return "/start"
	}
	return "/film " + said
}

// maxTyped is how much of a typed line is looked at, in bytes. No title, and no
// form that a person fills in, is longer.
const maxTyped = 4096

// clean makes one line of what was typed: no control characters, no characters
// that turn the text around them, no runs of blanks, not too long.
func clean(line string) string {
	if len(line) > maxTyped {
		line = strings.ToValidUTF8(line[:maxTyped], "")
	}
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(line, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	}), " ")
}

// cutWord takes the first word off a line.
func cutWord(line string) (word, rest string) {
	word, rest, _ = strings.Cut(line, " ")
	return word, strings.TrimSpace(rest)
}

// following returns what follows the words of a row in a line as it was typed,
// with its line breaks.
func following(typed string, r *row) string {
	text := strings.TrimSpace(typed)
	words := 1
	if r.verb != "" {
		words = 2
	}
	for range words {
		i := strings.IndexFunc(text, unicode.IsSpace)
		if i < 0 {
			return ""
		}
		text = strings.TrimSpace(text[i:])
	}
	return text
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

// pageWords are the words before the number of a page. The first is what the
// bot's own buttons say.
var pageWords = []string{"page", "страница", "стр"}

// cutPage takes "page 3" off the end of a line, or just the 3. The first page
// is 1.
func cutPage(line string) (rest string, page int) {
	words := strings.Fields(line)
	n := len(words)
	if n == 0 || len(words[n-1]) > 3 {
		return line, 1
	}
	page, err := strconv.Atoi(words[n-1])
	if err != nil || page < 1 {
		return line, 1
	}
	words = words[:n-1]
	if n > 1 && slices.Contains(pageWords, strings.ToLower(strings.Trim(words[n-2], "."))) {
		words = words[:n-2]
	} else if n > 1 && strings.HasSuffix(words[n-2], "<") || n > 1 && strings.HasSuffix(words[n-2], ">") {
		return line, 1
	}
	return strings.Join(words, " "), page
}

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
