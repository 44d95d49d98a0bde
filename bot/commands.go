package bot

// A Command is a first word that platforms register, with what their menus say
// about it. Texts are keyed by language ("en", "ru"); English is always there.
type Command struct {
	// Name is the word after the slash, in lower-case Latin letters.
	Name         string
	Descriptions map[string]string
	// Argument is the one free text that may follow, nil where there is none.
	Argument *Argument
	// Greeting marks the command that a platform itself sends when somebody opens
	// the bot for the first time; a platform without such a thing leaves it out.
	Greeting bool
}

// An Argument is free text after a command, completed by [Handler.Suggest].
type Argument struct {
	Names        map[string]string
	Descriptions map[string]string
	Required     bool
}
