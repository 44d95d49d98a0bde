package bot

import (
	"context"
	"strings"
)

// A row is one kind of line that people can give. The table of rows is the only
// place that knows which there are: routing, permission, help, suggestions and
// what platforms register are all read from it.
type row struct {
	// command is the first word without its slash; verb is the second one, empty
	// where what follows is free text.
	command, verb string
	// argument names what follows in the help, as the id of a text; empty where
	// nothing does.
	argument string
	// who may give the line.
	who role
	// help is the id of the text that says what the line does.
	help string
	// greeting marks a line that people do not type but that opens the bot.
	greeting bool
	run      func(*Bot, context.Context, *call) Reply
	// suggest completes what follows; nil where nothing can be suggested.
	suggest func(*Bot, context.Context, *call) []Choice
}

// table returns the rows, in the order of the help. Of one command, the row
// without a verb comes last and takes what the others do not.
func table() []row {
	return []row{
		{command: "film", verb: "random", argument: "argument.words", who: anyone, help: "help.random", run: (*Bot).random, suggest: (*Bot).suggestRandom},
		{command: "film", verb: "like", argument: "argument.title", who: anyone, help: "help.like", run: (*Bot).like, suggest: (*Bot).suggestTitles},
		{command: "film", verb: "list", argument: "argument.words", who: anyone, help: "help.list", run: (*Bot).list, suggest: (*Bot).suggestWords},
		{command: "film", verb: "seen", argument: "argument.title", who: anyone, help: "help.seen", run: (*Bot).seen, suggest: (*Bot).suggestTitles},
		{command: "film", verb: "unseen", argument: "argument.title", who: anyone, help: "help.unseen", run: (*Bot).unseen, suggest: (*Bot).suggestTitles},
		{command: "film", argument: "argument.title", who: anyone, help: "help.film", run: (*Bot).film, suggest: (*Bot).suggestFilm},
		{command: "help", who: anyone, help: "help.help", run: (*Bot).help},
		{command: "start", who: anyone, help: "help.start", greeting: true, run: (*Bot).start},
	}
}

// line is the line without its argument: "/film random".
func (r *row) line() string { return join("/"+r.command, r.verb) }

// route finds the row for a line and splits the argument off. Punctuation after a
// verb does no harm; a verb in quotes is a title.
func (b *Bot) route(line string) (*row, string) {
	first, rest := cutWord(line)
	command, ok := strings.CutPrefix(strings.ToLower(first), "/")
	if !ok {
		return nil, ""
	}
	command, _, _ = strings.Cut(command, "@") // "/film@FilmBot" is typed in groups
	verb, after := cutWord(rest)
	verb = strings.TrimRight(verb, ",.:;!?")
	for i := range b.rows {
		r := &b.rows[i]
		switch {
		case r.command != command:
		case r.verb == "":
			return r, rest
		case strings.EqualFold(r.verb, verb):
			return r, after
		}
	}
	return nil, ""
}

// Commands returns what platforms register, read from the table.
func (b *Bot) Commands() []Command {
	var out []Command
	for _, r := range b.rows {
		if r.verb != "" {
			continue
		}
		c := Command{Name: r.command, Descriptions: b.texts.every("menu." + r.command), Greeting: r.greeting}
		if r.argument != "" {
			c.Argument = &Argument{
				Names:        b.texts.every("option." + r.command),
				Descriptions: b.texts.every("option." + r.command + ".about"),
				Required:     true,
			}
		}
		out = append(out, c)
	}
	return out
}
