package bot

import (
	"context"
	"slices"
	"strings"
)

// help answers "/help" with what this person can do in this chat. Moderators
// also read what the bot may not do here.
func (b *Bot) help(ctx context.Context, c *call) Reply {
	may := b.accessOf(ctx, c)
	var t strings.Builder
	t.WriteString(c.say("help.intro"))
	for _, r := range b.rows {
		if !may.may(r.who) || r.greeting || !b.helpful(&r) {
			continue
		}
		t.WriteString("\n" + b.usage(c, &r))
	}
	t.WriteString("\n\n" + c.say("help.words"))
	if may.moderator && len(may.standing.Lacks) > 0 {
		t.WriteString("\n\n" + c.say("help.lacks"))
		for _, p := range may.standing.Lacks {
			t.WriteString("\n• " + c.say("permission."+string(p)))
		}
	}
	return Reply{Text: t.String(), Buttons: []Button{c.randomButton(), c.listButton()}, Private: !c.Chat.Private}
}

// helpful reports whether a row has a line in the help. Of a command that can tell
// by itself what it does, the verbs have none.
func (b *Bot) helpful(r *row) bool {
	if r.help == "" || r.verb == "" {
		return r.help != ""
	}
	return !slices.ContainsFunc(b.rows, func(other row) bool {
		return other.command == r.command && other.verb == "" && other.argument == "" && other.help != ""
	})
}

// verbs answers a command that lacks its second word with those that there are.
func (b *Bot) verbs(ctx context.Context, c *call) Reply {
	may := b.accessOf(ctx, c)
	var t strings.Builder
	if word, _ := cutWord(c.argument); word != "" {
		t.WriteString(c.say("command.noverb", "Text", echo(word), "Command", "/"+c.row.command))
	} else {
		t.WriteString(c.say("command.verbs", "Command", "/"+c.row.command))
	}
	for _, r := range b.rows {
		if r.command == c.row.command && r.verb != "" && r.help != "" && may.may(r.who) {
			t.WriteString("\n" + b.usage(c, &r))
		}
	}
	return c.refuse(t.String())
}

// usage is a row's line in a help.
func (b *Bot) usage(c *call, r *row) string {
	line := r.line()
	if r.argument != "" {
		line += " " + c.say("argument."+r.argument)
	}
	return line + " — " + c.say(r.help)
}

// start answers what a platform sends when somebody opens the bot.
func (b *Bot) start(_ context.Context, c *call) Reply {
	return Reply{Text: c.say("start", "Films", c.catalog.Len()), Buttons: []Button{c.randomButton(), c.listButton()}}
}

// Greeting is what a console shows first: two lines on what to type, each short
// enough for a terminal of 80 columns.
func (b *Bot) Greeting(lang string) string {
	return b.texts.in(lang, b.language).say("greeting", "Films", b.shipped)
}

// You is what a console calls a person without a name: nobody else is there.
func (b *Bot) You(lang string) string {
	return b.texts.in(lang, b.language).say("log.you")
}

// FormHelp is what a console shows above the first field of a form: two lines on
// how to fill it in, as short as the greeting's.
func (b *Bot) FormHelp(lang string) string {
	return b.texts.in(lang, b.language).say("form.help")
}
