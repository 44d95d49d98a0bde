package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"filmbot/adapters/discord"
	"filmbot/adapters/jobs"
	"filmbot/adapters/sqlstore"
	"filmbot/adapters/telegram"
)

type checkCommand struct{}

// Run says line by line what works, and how to mend what does not.
func (checkCommand) Run(ctx context.Context, p program) error {
	c, err := readConfig(p.lookup)
	if err != nil {
		return err
	}
	r := report{out: p.stdout}
	r.ok("settings", "all can be read")
	for _, name := range slices.Sorted(slices.Values(c.Strange)) {
		r.note("settings", name+" in the file .env is none of filmbot's; is it misspelt? .env.example has them all")
	}
	r.database(ctx, c)
	r.discord(ctx, c)
	r.telegram(ctx, c)
	if r.bad > 0 {
		return settingError{fmt.Errorf("%d of the above must be mended", r.bad)}
	}
	return nil
}

// report prints the outcome of checks and counts what is wrong.
type report struct {
	out io.Writer
	bad int
}

func (r *report) ok(what, text string)   { fmt.Fprintf(r.out, "ok    %-9s %s\n", what, text) }
func (r *report) note(what, text string) { fmt.Fprintf(r.out, "note  %-9s %s\n", what, text) }

func (r *report) fail(what string, err error) {
	r.bad++
	fmt.Fprintf(r.out, "wrong %-9s %v\n", what, err)
}

func (r *report) database(ctx context.Context, c config) {
	found, err := sqlstore.Check(ctx, c.Database)
	if err != nil {
		r.fail("database", err)
		return
	}
	r.ok("database", found)
	if found, err = jobs.Check(ctx, c.Database); err != nil {
		r.fail("jobs", err)
		return
	}
	r.ok("jobs", found)
}

func (r *report) discord(ctx context.Context, c config) {
	if c.DiscordToken == "" {
		r.note("discord", "off; set DISCORD_TOKEN to turn it on")
		return
	}
	a, err := discord.New(discord.Config{Token: c.DiscordToken, APIURL: c.DiscordURL, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		r.fail("discord", err)
		return
	}
	found, err := a.Probe(ctx)
	if err != nil {
		r.fail("discord", err)
		return
	}
	r.ok("discord", "the token is that of "+found.Bot)
	r.note("discord", "add it to a server: "+found.Invite)
	if !found.UserInstall {
		r.note("discord", "people cannot install it for themselves; allow User Install on the Installation page of the developer portal")
	}
}

func (r *report) telegram(ctx context.Context, c config) {
	if c.TelegramToken == "" {
		r.note("telegram", "off; set TELEGRAM_TOKEN to turn it on")
		return
	}
	a := telegram.New(telegram.Config{Token: c.TelegramToken, APIURL: c.TelegramURL, Logger: slog.New(slog.DiscardHandler)})
	found, err := a.Probe(ctx)
	if err != nil {
		r.fail("telegram", err)
		return
	}
	r.ok("telegram", "the token is that of "+found.Name)
	for _, advice := range found.Advice() {
		r.note("telegram", advice)
	}
}
