package main

import (
	"context"
	"errors"
	"io"
	"log/slog"

	"filmbot/adapters/jobs"
	"filmbot/adapters/sqlstore"
	"filmbot/adapters/telegram"
	"filmbot/bot"
	"filmbot/catalog"
)

// core is what every way to run filmbot is built on.
type core struct {
	config config
	log    *slog.Logger
	store  *sqlstore.Store
	// queue holds the jobs of the store. They are kept, but nobody works on them yet.
	queue *jobs.Queue
	bot   *bot.Bot
	pace  telegram.Pace
}

// close closes the database, when nothing that uses it is under way.
func (c *core) close() error {
	c.queue.Close()
	return c.store.Close()
}

// wire opens the database and makes the bot, which sends by post what nobody asked
// for. The caller closes the core.
func (p program) wire(ctx context.Context, c config, quietest slog.Level, post bot.Poster) (*core, error) {
	log := newLogger(p.stderr, c, quietest)
	collections, err := shipped()
	if err != nil {
		return nil, err
	}
	store, err := sqlstore.Open(ctx, c.Database, log)
	switch {
	case ctx.Err() != nil:
		return nil, err
	case err != nil:
		return nil, settingError{err}
	}
	queue, err := jobs.Open(ctx, c.Database, store.Writer(), log, jobs.Clock(p.now))
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	store.KeepJobs(queue.Insert, queue.Cancel)
	out := &core{config: c, log: log, store: store, queue: queue, pace: p.pace}
	since, err := p.putBack(ctx, store, log)
	if err != nil {
		return nil, errors.Join(err, out.close())
	}
	out.bot, err = bot.New(bot.Config{
		Collections: collections, Store: store, Log: log, Post: post, Language: c.Language, Editors: c.Editors, Now: p.now, Since: since,
	})
	if err != nil {
		return nil, errors.Join(err, out.close())
	}
	return out, nil
}

// newLogger logs from the level that is set, but not below quietest.
func newLogger(w io.Writer, c config, quietest slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: max(c.LogLevel, quietest)}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// shipped are all collections that the program brings along.
func shipped() ([]bot.Collection, error) {
	var all []bot.Collection
	for _, name := range catalog.Collections() {
		films, err := catalog.Collection(name)
		if err != nil {
			return nil, err
		}
		all = append(all, bot.Collection{Name: name, Films: films})
	}
	return all, nil
}
