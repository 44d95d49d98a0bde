package main

import (
	"context"
	"io"
	"log/slog"

	"filmbot/adapters/sqlstore"
	"filmbot/bot"
	"filmbot/catalog"
)

// core is what every way to run filmbot is built on.
type core struct {
	config config
	log    *slog.Logger
	store  *sqlstore.Store
	bot    *bot.Bot
}

// wire opens the database and makes the bot, which sends by post what nobody asked
// for. The caller closes the store.
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
	b, err := bot.New(bot.Config{
		Collections: collections, Store: store, Log: log, Post: post, Language: c.Language, Editors: c.Editors,
	})
	if err != nil {
		store.Close()
		return nil, err
	}
	return &core{config: c, log: log, store: store, bot: b}, nil
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
