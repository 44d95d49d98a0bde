package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"filmbot/adapters/discord"
	"filmbot/adapters/telegram"
	"filmbot/adapters/web"
	"filmbot/bot"
)

type runCommand struct {
	Restored bool `help:"Tell that the database was put back from a copy, after which nothing that was due before is posted again. A copy that filmbot backup made tells by itself."`
}

// grace is how long what is under way may take after a signal.
const grace = 10 * time.Second

// A platform is an adapter at work.
type platform struct {
	name string
	bot.Adapter
	ready func() bool
}

// Run serves the platforms that have a token until ctx is done.
func (cmd runCommand) Run(ctx context.Context, p program) error {
	p.restored = cmd.Restored
	config, err := readConfig(p.lookup)
	if err != nil {
		return err
	}
	if config.DiscordToken == "" && config.TelegramToken == "" {
		return settingError{errors.New("there is no token: set DISCORD_TOKEN or TELEGRAM_TOKEN (README.md says how to get one), or try filmbot chat")}
	}
	posts := newPosters(ctx)
	c, err := p.wire(ctx, config, slog.LevelDebug, posts)
	if err != nil {
		return err
	}
	platforms, err := c.platforms()
	if err != nil {
		return errors.Join(err, c.close())
	}
	for _, a := range platforms {
		posts.serve(a.name, a)
	}
	if err := c.bot.Home(ctx, c.config.Home); err != nil {
		return errors.Join(err, c.close())
	}
	var h bot.Handler = c.bot
	if c.config.HTTPAddr != "" {
		server, err := web.Listen(ctx, c.config.HTTPAddr, c.log, ready(platforms))
		if err != nil {
			return errors.Join(settingError{fmt.Errorf("HTTP_ADDR: %w", err)}, c.close())
		}
		defer server.Close()
		h = server.Measure(h, c.bot.Commands())
	}
	c.log.InfoContext(ctx, "started", "version", version(), "films", c.bot.Films(), "platforms", len(platforms))
	finished, err := c.serve(ctx, platforms, h)
	if !finished {
		// What is still at work would find the database closed; its file is whole
		// at any moment, so the end of the process is the better end.
		c.log.Warn("stopped before everything under way was finished")
		return nil
	}
	c.log.Info("stopped")
	return errors.Join(err, c.close())
}

// platforms makes an adapter for each platform with a token.
func (c *core) platforms() ([]platform, error) {
	var out []platform
	if token := c.config.DiscordToken; token != "" {
		a, err := discord.New(discord.Config{
			Token: token, APIURL: c.config.DiscordURL, Commands: c.bot.Commands(), Notebook: c.store, Logger: c.log,
		})
		if err != nil {
			return nil, settingError{err}
		}
		out = append(out, platform{"discord", a, a.Ready})
	}
	if token := c.config.TelegramToken; token != "" {
		a := telegram.New(telegram.Config{
			Token: token, APIURL: c.config.TelegramURL, Commands: c.bot.Commands(), Notebook: c.store, Logger: c.log, Pace: c.pace,
		})
		out = append(out, platform{"telegram", a, a.Ready})
	}
	return out, nil
}

// ready reports whether all platforms are connected.
func ready(platforms []platform) func() bool {
	return func() bool {
		for _, p := range platforms {
			if !p.ready() {
				return false
			}
		}
		return true
	}
}

// serve runs the platforms side by side until ctx is done, or until all of them
// have given up. One that gives up does not stop the others. It reports whether
// everything under way was finished.
func (c *core) serve(ctx context.Context, platforms []platform, h bot.Handler) (finished bool, err error) {
	running, stop := context.WithCancel(ctx)
	defer stop()
	names := make([]string, 0, len(platforms))
	for _, p := range platforms {
		names = append(names, p.name)
	}
	var group, background sync.WaitGroup
	background.Go(func() { c.background(running, names...) })
	gaveUp := make([]error, len(platforms))
	for i, p := range platforms {
		group.Go(func() {
			if err := p.Run(ctx, h); err != nil {
				gaveUp[i] = err
				c.log.Error("a platform gave up", "platform", p.name, "err", err)
			}
		})
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		group.Wait()
		stop()
		background.Wait()
	}()
	select {
	case <-done:
	case <-ctx.Done():
		select {
		case <-done:
		case <-time.After(grace):
			return false, nil
		}
	}
	if ctx.Err() != nil {
		return true, nil
	}
	return true, settingError{errors.Join(gaveUp...)}
}
