package bot

import (
	"context"
	"strings"
)

// help answers "/help" with what this person can do in this chat. Moderators
// also read what the bot may not do here.
func (b *Bot) help(ctx context.Context, c *call) Reply {
	role, standing := b.roleOf(ctx, c.Request)
	var t strings.Builder
	t.WriteString(c.say("help.intro"))
	for _, r := range b.rows {
		if r.who > role || r.greeting {
			continue
		}
		t.WriteString("\n" + r.line())
		if r.argument != "" {
			t.WriteString(" " + c.say(r.argument))
		}
		t.WriteString(" — " + c.say(r.help))
	}
	t.WriteString("\n\n" + c.say("help.words"))
	if role >= moderator && len(standing.Lacks) > 0 {
		t.WriteString("\n\n" + c.say("help.lacks"))
		for _, p := range standing.Lacks {
			t.WriteString("\n• " + c.say("permission."+string(p)))
		}
	}
	return Reply{Text: t.String(), Buttons: []Button{c.randomButton(), c.listButton()}, Private: !c.Chat.Private}
}

// start answers what a platform sends when somebody opens the bot.
func (b *Bot) start(_ context.Context, c *call) Reply {
	return Reply{Text: c.say("start", "Films", b.catalog.Len()), Buttons: []Button{c.randomButton(), c.listButton()}}
}

// Greeting is what a console shows first: two lines on what to type, each short
// enough for a terminal of 80 columns.
func (b *Bot) Greeting(lang string) string {
	return b.texts.in(lang, b.language).say("greeting", "Films", b.catalog.Len())
}
