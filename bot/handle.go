package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"strings"

	"filmbot/catalog"
)

// Config is what a [Bot] is made of.
type Config struct {
	Catalog *catalog.Catalog
	Store   Store
	Log     *slog.Logger
	// Language is spoken to people whose language is not known.
	Language string
	// Rand returns a number from 0 to n-1, nil for a fair one.
	Rand func(n int) int
}

// Bot is the [Handler] of filmbot. It keeps nothing in memory between two lines,
// so any number of processes may answer side by side.
type Bot struct {
	catalog  *catalog.Catalog
	store    Store
	log      *slog.Logger
	language string
	rand     func(n int) int
	texts    texts
	rows     []row
}

// New makes a bot.
func New(c Config) (*Bot, error) {
	all, err := loadTexts()
	if err != nil {
		return nil, err
	}
	b := &Bot{catalog: c.Catalog, store: c.Store, log: c.Log, language: c.Language, rand: c.Rand, texts: all, rows: table()}
	if b.rand == nil {
		b.rand = rand.IntN
	}
	return b, nil
}

// Films returns how many films the shared catalog has.
func (b *Bot) Films() int { return b.catalog.Len() }

// A call is a request on its way through a row.
type call struct {
	Request
	*speech
	row *row
	// argument is what follows the row's words.
	argument string
}

// Handle implements [Handler].
func (b *Bot) Handle(ctx context.Context, req Request) (reply Reply) {
	c := &call{Request: req, speech: b.texts.in(req.Lang, b.language)}
	defer func() {
		if p := recover(); p != nil {
			b.panicked(ctx, req, p)
			reply = c.failed()
		}
	}()
	line, err := b.long(ctx, clean(req.Line))
	switch {
	case errors.Is(err, ErrNotFound):
		return c.refuse(c.say("button.old"))
	case err != nil:
		return b.fail(ctx, c, err)
	}
	if !strings.HasPrefix(line, "/") {
		if !req.Chat.Private {
			return Reply{}
		}
		line = command(line)
	}
	c.row, c.argument = b.route(line)
	if c.row == nil {
		first, _ := cutWord(line)
		return c.refuse(c.say("command.unknown", "Command", echo(first)))
	}
	if c.row.who > anyone {
		if role, _ := b.roleOf(ctx, req); role < c.row.who {
			return c.refuse(c.say("role.moderator", "Command", c.row.line()))
		}
	}
	reply = c.row.run(b, ctx, c)
	reply.Replace = reply.Replace || req.Pressed && !reply.Private
	b.shorten(ctx, &reply)
	return reply
}

// Observe implements [Handler].
func (b *Bot) Observe(ctx context.Context, e Event) error {
	if e.Moved == nil {
		return nil
	}
	if err := b.store.MoveChat(ctx, e.Chat.Key(), e.Moved.Key()); err != nil {
		return fmt.Errorf("move a chat: %w", err)
	}
	return nil
}

// panicked logs a mistake in the program. The value of a panic may contain what
// a person typed, except where the runtime made it.
func (b *Bot) panicked(ctx context.Context, req Request, p any) {
	value := fmt.Sprintf("%T", p)
	if err, ok := p.(runtime.Error); ok {
		value = err.Error()
	}
	b.log.ErrorContext(ctx, "panic", "platform", req.Chat.Platform, "err", value, "stack", string(debug.Stack()))
}

// refuse says, privately where the platform can, why nothing was done.
func (c *call) refuse(text string) Reply { return Reply{Text: text, Private: true} }

// failed says that the bot itself is at fault.
func (c *call) failed() Reply { return c.refuse(c.say("failed")) }

// fail logs what went wrong inside and says so in words.
func (b *Bot) fail(ctx context.Context, c *call, err error) Reply {
	command := ""
	if c.row != nil {
		command = c.row.line()
	}
	b.log.ErrorContext(ctx, "a command failed", "platform", c.Chat.Platform, "command", command, "err", err)
	return c.failed()
}
