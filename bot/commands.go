package bot

import "slices"

// A Command is a first word that platforms register, with what their menus say
// about it. Texts are keyed by language ("en", "ru"); English is always there.
type Command struct {
	// Name is the word after the slash, in lower-case Latin letters.
	Name         string
	Descriptions map[string]string
	// Argument is what may follow, nil where nothing does, or where a verb comes
	// first.
	Argument *Argument
	// Verbs are the second words, one of which must follow where there are any.
	Verbs []Verb
	// Greeting marks the command that a platform itself sends when somebody opens
	// the bot for the first time; a platform without such a thing leaves it out.
	Greeting bool
	// Moderators marks a command that only moderators can use; a platform may
	// keep it out of the menus of others.
	Moderators bool
}

// A Verb is a second word: "add" in "/catalog add".
type Verb struct {
	// Name is a word in lower-case Latin letters.
	Name         string
	Descriptions map[string]string
	// Argument is what may follow, nil where nothing does.
	Argument *Argument
}

// An Argument is what follows the words of a command.
type Argument struct {
	Kind         ArgumentKind
	Names        map[string]string
	Descriptions map[string]string
	Required     bool
	// Suggested tells that [Handler.Suggest] completes it. Only text is.
	Suggested bool
}

// An ArgumentKind says what an argument is. What is not text comes along in the
// fields of a [Request] and not in its line.
type ArgumentKind int

// An argument is a text, a file ([Request.Files]), or a person or role
// ([Request.Mentions]).
const (
	TextArgument ArgumentKind = iota
	FileArgument
	MentionArgument
)

// Commands returns what platforms register, read from the table. A command
// whose row without a verb takes free text has that one argument; any other has
// its verbs.
func (b *Bot) Commands() []Command {
	var out []Command
	for i := range b.rows {
		r := &b.rows[i]
		if r.help == "" || slices.ContainsFunc(out, func(c Command) bool { return c.Name == r.command }) {
			continue
		}
		out = append(out, b.command(r.command))
	}
	return out
}

func (b *Bot) command(name string) Command {
	c := Command{Name: name, Descriptions: b.texts.every("menu." + name), Moderators: true}
	for i := range b.rows {
		r := &b.rows[i]
		switch {
		case r.command != name || r.help == "":
			continue
		case r.verb == "":
			c.Argument, c.Greeting = b.argument(r), r.greeting
			if c.Argument != nil {
				c.Verbs = nil
			}
		default:
			c.Verbs = append(c.Verbs, Verb{Name: r.verb, Descriptions: b.texts.every(r.help), Argument: b.argument(r)})
		}
		c.Moderators = c.Moderators && r.who != anyone
	}
	return c
}

func (b *Bot) argument(r *row) *Argument {
	if r.argument == "" {
		return nil
	}
	option := "option." + r.argument
	if r.verb == "" {
		option = "option." + r.command
	}
	return &Argument{
		Kind: r.kind, Names: b.texts.every(option), Descriptions: b.texts.every(option + ".about"),
		Required: r.required, Suggested: r.suggest != nil,
	}
}
