// Package console lets one person talk to the bot in a terminal or through a
// pipe: the operator, somebody who tries the bot, a script. It implements
// [bot.Adapter] over a reader and a writer.
//
// What is said comes from package bot; here are only its layout on lines of
// text, the reading of lines and of answers, and the reading and writing of
// files.
package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"filmbot/bot"
)

// Config says where and how to talk.
type Config struct {
	// In and Out are where lines come from and answers go. Out gets each answer,
	// with an empty line after it, in one write.
	In  io.Reader
	Out io.Writer
	// Terminal tells that In and Out are the standard input and output of this
	// process and a terminal. Lines can be edited there, Tab completes them, the
	// arrow keys bring back earlier ones, Ctrl-D and Ctrl-C end the talk.
	Terminal bool
	// Greeting is shown first on a terminal.
	Greeting string
	// FormHelp, if any, tells how a form is filled in. It is shown once below the
	// title of a form, not when a submission brings the form back.
	FormHelp string
	// Lang is the person's language, as in [bot.Request].
	Lang string
	// Name is what the person is called.
	Name string
	// Commands tell which lines take a file.
	Commands []bot.Command
	// Folder is where files that the bot sends are written, and where relative
	// paths begin; empty means the current one.
	Folder string
	// Width is how many columns a line has; 0 means 80.
	Width int
	// Log is where mistakes of the program are reported; nil means nowhere.
	Log *slog.Logger
}

// An Adapter is a console. There is one person at it, who administers its only
// chat.
//
// A number presses what the last answer with numbers shows under it. Only those
// numbers do: every other line goes to the handler as it is, so "1917" is a film's
// title below a list of ten.
//
// The fields of a form are asked for in turn, each with its hint and, in
// brackets, what is filled in already. The next line is the answer, whatever it
// looks like; after a field for several lines, all lines up to an empty one are.
// An empty answer keeps what is filled in, a single "-" clears it, and an empty
// required field is asked for again, without a terminal once. Ctrl-C, Ctrl-D or
// the end of the input gives the form up. A form that a submission brings back is
// asked for at once on a terminal; who wrote lines into a file beforehand did not
// expect it, so there it has a number, as in a post.
//
// After the words of a command that takes a file, a path to a readable regular
// file stands for it: as it is, in quotes, or with blanks escaped, and "~" for the
// home folder.
// Files that the bot sends are written without overwriting anything; the answer
// tells where.
type Adapter struct {
	config Config

	mu sync.Mutex // guards what follows, and writing
	// pressable are the lines under the numbers of the last answer that had any,
	// from 1 on.
	pressable []string
	// shown is the number of the last message. It begins with the time, so that no
	// number that somebody has kept from another run means a message of this one.
	shown int64
}

// New returns a console. It does nothing before it runs.
func New(c Config) *Adapter {
	if c.Width <= 0 {
		c.Width = 80
	}
	if c.Folder == "" {
		c.Folder = "."
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Adapter{config: c, shown: time.Now().UnixMicro()}
}

var chat = bot.Chat{Platform: "console", ID: "local", Private: true}

// patience is how long the answer to one line may take, also after the end was
// asked for.
const patience = 10 * time.Second

// Run implements [bot.Adapter]. It also ends, with nil, at the end of the input,
// and with an error when nothing can be written any more.
//
// A read that is under way when ctx is done is interrupted where the input
// allows that (it has a SetReadDeadline method that works, as pipes and
// connections made in Go do). A blocked standard input does not; Run returns and
// leaves that one read behind, to end with the process.
func (a *Adapter) Run(ctx context.Context, h bot.Handler) error {
	in := a.input(ctx, h)
	defer in.close()
	if a.config.Terminal && a.config.Greeting != "" {
		if err := a.write(wrap(clean(a.config.Greeting), a.config.Width, "") + "\n\n"); err != nil {
			return err
		}
	}
	for {
		line, err := await(ctx, in, in.line)
		switch {
		case ctx.Err() != nil || errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("console: read a line: %w", err)
		case strings.TrimSpace(line) == "":
			continue
		}
		err = a.converse(ctx, h, in, a.typed(line))
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			return err
		}
	}
}

func (a *Adapter) input(ctx context.Context, h bot.Handler) input {
	if !a.config.Terminal {
		return newLines(a.config.In)
	}
	return newTerminal(
		func() { _ = a.write("\n") },
		func(line string) []string { return a.complete(ctx, h, line) },
	)
}

// converse gives a request to the handler and shows the answer. Where that asks
// for something to be filled in, it asks the person, gives the submission to the
// handler, and so on.
func (a *Adapter) converse(ctx context.Context, h bot.Handler, in input, req bot.Request) error {
	for {
		reply := a.handle(ctx, h, req)
		if reply.Form == nil || !a.config.Terminal && req.Fields != nil {
			if reply.Empty() {
				return nil
			}
			_, err := a.show(reply, "")
			return err
		}
		help := a.config.FormHelp
		if req.Fields != nil {
			help = "" // stands above
		}
		fields, err := a.fill(ctx, in, reply, help)
		if err != nil || fields == nil {
			return err
		}
		req = a.request(reply.Form.Line)
		req.Fields = fields
	}
}

// handle asks the handler. What was asked before ctx was done is still answered.
func (a *Adapter) handle(ctx context.Context, h bot.Handler, req bot.Request) (reply bot.Reply) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	a.guard(func() { reply = h.Handle(ctx, req) })
	return reply
}

// guard runs do and outlives its panic. The value of the panic may contain what
// a person typed, so only its type is logged.
func (a *Adapter) guard(do func()) {
	defer func() {
		if p := recover(); p != nil {
			a.config.Log.Error("handler panicked", "platform", chat.Platform, "type", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
		}
	}()
	do()
}

// Post implements [bot.Adapter].
func (a *Adapter) Post(ctx context.Context, to bot.Chat, r bot.Reply) (bot.Message, error) {
	if to.Key() != chat.Key() {
		return bot.Message{}, fmt.Errorf("console: post to another chat: %w", bot.ErrChatGone)
	}
	if err := ctx.Err(); err != nil {
		return bot.Message{}, err
	}
	if r.Begin != nil {
		if err := r.Begin(ctx); err != nil {
			return bot.Message{}, fmt.Errorf("console: post: %w", err)
		}
	}
	before := ""
	if a.config.Terminal {
		before = "\n" // below the line that is being typed
	}
	return a.show(r, before)
}

// Edit implements [bot.Adapter]. What was written stays; the new content follows.
func (a *Adapter) Edit(ctx context.Context, m bot.Message, r bot.Reply) error {
	r.Begin = nil
	_, err := a.Post(ctx, m.Chat, r)
	return err
}

// show saves the files of a reply and writes the reply. Where it shows numbers,
// they press from now on.
func (a *Adapter) show(r bot.Reply, before string) (bot.Message, error) {
	text, pressable := render(r, a.save(r.Files), a.config.Width)
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.writeLocked(before + text + "\n"); err != nil {
		return bot.Message{}, err
	}
	if len(pressable) > 0 {
		a.pressable = pressable
	}
	a.shown++
	return bot.Message{Chat: chat, ID: strconv.FormatInt(a.shown, 10)}, nil
}

func (a *Adapter) write(text string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.writeLocked(text)
}

func (a *Adapter) writeLocked(text string) error {
	if _, err := io.WriteString(a.config.Out, text); err != nil {
		return fmt.Errorf("console: write an answer: %w", err)
	}
	return nil
}
