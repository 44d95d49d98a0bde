package telegram

import (
	"cmp"
	"strings"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// What a prompt shows of a field at most, and the limit of
// https://core.telegram.org/bots/api#forcereply.
const (
	maxPromptLabel = 128
	maxPromptHint  = 256
	maxPlaceholder = 64
)

// A forceReply is Telegram's ForceReply. It begins the answer to a message for
// the people it is meant for; others can answer as well.
type forceReply struct {
	Force       bool   `json:"force_reply"`
	Placeholder string `json:"input_field_placeholder,omitempty"`
	Selective   bool   `json:"selective,omitempty"`
}

// prompts makes of a form the messages that ask for it, the prompt last. The text
// comes first in the prompt. What is filled in already stands there to be copied,
// or in messages before it where it does not fit: it is never cut.
func prompts(f *bot.Form, text string, at place) []message {
	field := asked(f)
	// What is copied is to be what was typed. It stands in a block of its own, so
	// that characters that turn the direction of writing turn nothing else.
	value := strings.ToValidUTF8(field.Value, "\uFFFD")
	l := prompt(f, field, text, value, at)
	var out []message
	if l.units() > maxText {
		for _, piece := range pieces(value, maxText) {
			out = append(out, message{html: layout{{rankFixed, "", []run{{pre, piece}}}}.html()})
		}
		l = prompt(f, field, text, "", at)
	}
	m := message{html: l.fit(maxText).html()}
	// Telegram refuses any but inline keyboards in channels.
	if !at.channel {
		m.force = &forceReply{
			Force:       true,
			Placeholder: cut(cleanLine(cmp.Or(field.Hint, field.Label)), maxPlaceholder),
			Selective:   isGroup(at.chat.ID),
		}
	}
	return append(out, m)
}

// asked is the field that a person can fill in with one message.
func asked(f *bot.Form) bot.Field {
	switch {
	case f.Whole != nil:
		return *f.Whole
	case len(f.Fields) > 0:
		return f.Fields[0]
	}
	return bot.Field{}
}

func prompt(f *bot.Form, field bot.Field, text, value string, at place) layout {
	var l layout
	if at.name && isGroup(at.chat.ID) && at.asker.ID != "" {
		l.add(rankFixed, paragraph, run{mention(at.asker.ID), shown(cut(cleanLine(at.asker.Name), maxName))})
	}
	l.add(rankText, paragraph, run{plain, clean(text)})
	label := cut(cleanLine(field.Label), maxPromptLabel)
	if blank(label) {
		label = cut(cleanLine(f.Title), maxPromptLabel)
	}
	title := []run{{link(writeTag(at.bot, f.Line, field.Name)), pen}}
	if !blank(label) {
		title = append(title, run{plain, " "}, run{bold, label})
	}
	l.add(rankFixed, paragraph, title...)
	l.add(rankFixed, line, run{italic, cut(cleanLine(field.Hint), maxPromptHint)})
	l.add(rankFixed, line, run{plain, cut(cleanLine(f.How), maxPromptHint)})
	l.add(rankFixed, line, run{pre, value})
	return l
}

// pieces cuts a text into pieces of at most limit units, between lines where it
// can be.
func pieces(s string, limit int) []string {
	var out []string
	for !blank(s) {
		h := s
		if units(s) > limit {
			if h = head(s, limit); h == "" {
				h = s[:firstRunes(s, limit)]
			}
			if end := strings.LastIndexByte(h, '\n'); end > 0 && len(h) < len(s) {
				h = h[:end+1]
			}
		}
		s = s[len(h):]
		if !blank(h) {
			out = append(out, h)
		}
	}
	return out
}

// firstRunes is the length in bytes of the characters that fit.
func firstRunes(s string, limit int) int {
	for i, r := range s {
		if limit -= units(string(r)); limit < 0 {
			return i
		}
	}
	return len(s)
}

// fill makes a request of the answer to a form. It reports false where a message
// is none: it answers something else, or it is a command, for which people do not
// always leave the form first.
func (r reader) fill(req *bot.Request, text string, file bool, replied *tgbotapi.Message) bool {
	if replied == nil || !r.own(replied) || blank(text) && !file {
		return false
	}
	command, name, _, ok := splitCommand(text)
	if ok && (name != "" || r.commands[strings.ToLower(command)]) {
		return false
	}
	line, field, ok := readTag(replied.Entities)
	if !ok {
		return false
	}
	req.Line, req.Fields = line, map[string]string{field: text}
	return true
}

// own reports whether a message is the bot's. In a channel nobody can tell, and
// who writes there may do everything anyway.
func (r reader) own(m *tgbotapi.Message) bool {
	if m.From == nil {
		return m.Chat != nil && m.Chat.IsChannel()
	}
	return m.From.ID == r.self
}
