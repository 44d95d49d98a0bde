package bot

import (
	"context"
	crand "crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// Config is what a [Bot] is made of.
type Config struct {
	Collections []Collection
	Store       Store
	Log         *slog.Logger
	// Post sends what nobody asked for, nil where nothing can be sent.
	Post Poster
	// Language is spoken to people whose language is not known.
	Language string
	// Editors are the keys of the users who may change the shared catalog.
	Editors []string
	// Rand returns a number from 0 to n-1, nil for a fair one.
	Rand func(n int) int
	// Random fills in bytes that nobody can guess, nil for those of the system.
	Random func([]byte)
	// Now tells the time, nil for the clock.
	Now func() time.Time
	// Since is when the store was put back from a copy, zero for never. What was to be
	// posted before that may have been, though the store knows nothing of it, and is not
	// posted again.
	Since time.Time
}

// Bot is the [Handler] of filmbot. It holds no conversation in memory, only
// copies of what the store keeps, so any number of processes may answer side by
// side.
type Bot struct {
	clubs    *clubs
	store    Store
	log      *slog.Logger
	post     Poster
	language string
	editors  []string
	rand     func(n int) int
	fill     func([]byte)
	now      func() time.Time
	texts    texts
	rows     []row
	shipped  int
	since    time.Time
	// bell rings when there is something to post.
	bell   bell
	titles titles
}

// New makes a bot.
func New(c Config) (*Bot, error) {
	all, err := loadTexts()
	if err != nil {
		return nil, err
	}
	b := &Bot{
		clubs: newClubs(c.Store, c.Log, c.Collections), store: c.Store, log: c.Log, post: c.Post, language: c.Language, editors: c.Editors,
		rand: c.Rand, fill: c.Random, now: c.Now, texts: all, rows: table(), since: c.Since,
	}
	if b.rand == nil {
		b.rand = rand.IntN
	}
	if b.fill == nil {
		b.fill = func(p []byte) { _, _ = crand.Read(p) } // it never fails, see its documentation
	}
	if b.now == nil {
		b.now = time.Now
	}
	for _, collection := range c.Collections {
		b.shipped += len(collection.Films)
	}
	return b, nil
}

// Films returns how many films the shipped collections have.
func (b *Bot) Films() int { return b.shipped }

// A call is a request on its way through a row.
type call struct {
	Request
	*speech
	row *row
	// argument is what follows the row's words, as one line.
	argument string
	// text is what follows the row's words as it was typed, with its lines.
	text string
	// club is what the chat belongs to, with the catalog that its members see.
	*club
	// names are what other chats are called, by address, as far as [Bot.learn] has found
	// out.
	names map[string]string
}

// author is the person as a log of changes names them.
func (c *call) author() Author { return Author{Key: c.User.Key(), Name: echo(clean(c.User.Name))} }

// Handle implements [Handler].
func (b *Bot) Handle(ctx context.Context, req Request) (reply Reply) {
	c := b.call(req)
	defer func() {
		if p := recover(); p != nil {
			b.panicked(ctx, req, p)
			reply = c.failed()
		}
	}()
	typed := req.Line
	line, err := b.long(ctx, clean(typed))
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
		line, typed = command(line), command(typed)
	}
	if err := b.enter(ctx, c); err != nil {
		return b.fail(ctx, c, err)
	}
	c.row, c.argument = b.route(line)
	if c.row == nil {
		first, _ := cutWord(line)
		return c.refuse(c.say("command.unknown", "Command", echo(first)))
	}
	c.text = following(typed, c.row)
	if refusal := b.refusal(ctx, c); refusal != "" {
		return c.refuse(refusal)
	}
	reply = c.row.run(b, ctx, c)
	reply.Replace = reply.Replace || req.Pressed && !reply.Private && !c.row.beside
	if reply.Form != nil {
		reply.Form.How = c.say("form.how")
	}
	b.shorten(ctx, &reply)
	return reply
}

// call begins to answer a request.
func (b *Bot) call(req Request) *call {
	return &call{Request: req, speech: b.texts.in(req.Lang, b.language)}
}

// enter finds the club in which the request is made, and speaks its language.
func (b *Bot) enter(ctx context.Context, c *call) error {
	club, err := b.clubs.at(ctx, c.Chat)
	if err != nil {
		return err
	}
	c.club = club
	if lang := club.settings.Language; lang != "" {
		c.speech = b.texts.in(lang, b.language)
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
