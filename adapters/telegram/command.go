package telegram

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is the line in a text, if there is one for this bot. Where people talk
// with each other only commands are: those that name this bot, and those that it
// knows and that name nobody.
func (r reader) line(text string, private bool) (string, bool) {
	command, name, rest, ok := splitCommand(text)
	if !ok {
		return text, private && !blank(text)
	}
	if name != "" {
		return "/" + command + rest, strings.EqualFold(name, r.name)
	}
	return text, private || r.commands[strings.ToLower(command)]
}

// splitCommand splits "/command@name rest".
func splitCommand(text string) (command, name, rest string, ok bool) {
	text, ok = strings.CutPrefix(text, "/")
	if !ok {
		return "", "", "", false
	}
	command, rest = cutWord(text)
	if after, named := strings.CutPrefix(rest, "@"); named {
		if name, rest = cutWord(after); name == "" {
			return "", "", "", false
		}
	}
	next, _ := utf8.DecodeRuneInString(rest)
	if command == "" || rest != "" && !unicode.IsSpace(next) {
		return "", "", "", false
	}
	return command, name, rest, true
}

// cutWord cuts off the characters that commands and names consist of
// (https://core.telegram.org/bots/features#commands).
func cutWord(s string) (word, rest string) {
	end := strings.IndexFunc(s, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_')
	})
	if end < 0 {
		return s, ""
	}
	return s[:end], s[end:]
}
