package main

import (
	"cmp"
	"context"
	"log/slog"
	"sync"

	"filmbot/adapters/console"
)

type chatCommand struct{}

// Run talks to whoever sits here, or answers the lines that are piped in.
func (chatCommand) Run(ctx context.Context, p program) error {
	config, err := readConfig(p.lookup)
	if err != nil {
		return err
	}
	posts := newPosters(ctx)
	c, err := p.wire(ctx, config, slog.LevelWarn, posts)
	if err != nil {
		return err
	}
	defer c.close()
	lang := language(p.lookup)
	talk := console.New(console.Config{
		In: p.stdin, Out: p.stdout, Terminal: p.terminal, Lang: lang, Name: cmp.Or(name(p.lookup), c.bot.You(lang)), Log: c.log,
		Greeting: c.bot.Greeting(lang), FormHelp: c.bot.FormHelp(lang), Commands: c.bot.Commands(),
	})
	posts.serve("console", talk)
	running, stop := context.WithCancel(ctx)
	var background sync.WaitGroup
	background.Go(func() { c.background(running, "console") })
	defer background.Wait()
	defer stop()
	return talk.Run(ctx, c.bot)
}

// language is the language of the environment, as POSIX names it: ru_RU.UTF-8.
func language(lookup func(string) (string, bool)) string {
	locale := ""
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale, _ = lookup(name); locale != "" {
			break
		}
	}
	if locale == "C" || locale == "POSIX" || len(locale) > 1 && locale[:2] == "C." {
		return ""
	}
	return locale
}

// name is the account's name, as the system has it.
func name(lookup func(string) (string, bool)) string {
	for _, variable := range []string{"USER", "USERNAME"} {
		if name, ok := lookup(variable); ok {
			return name
		}
	}
	return ""
}
