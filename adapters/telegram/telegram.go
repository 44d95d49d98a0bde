// Package telegram connects filmbot to Telegram. It turns updates into requests
// and replies into messages, within Telegram's limits, and keeps the connection
// alive. What is said is decided in package bot.
//
// The library beneath it knows the Bot API of 2021. It serves as a transport:
// newer fields are read and written here, and only here.
package telegram

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"filmbot/bot"
)

// A Config says how to connect to Telegram. Only the token is required.
type Config struct {
	// Token is what @BotFather gives out.
	Token string
	// APIURL is the base address of the Bot API, without the token. The default
	// is [DefaultAPIURL].
	APIURL string
	// Commands are offered in Telegram's menus, and answered in groups.
	Commands []bot.Command
	// Notebook remembers which commands are registered. Without it they are
	// registered at every start.
	Notebook bot.Notebook
	// Logger is where the adapter logs. The default is slog's.
	Logger *slog.Logger
	// Transport carries the requests. The default is one of the adapter's own.
	Transport http.RoundTripper
}

// An Adapter is a [bot.Adapter] for Telegram.
type Adapter struct {
	client   *client
	commands []bot.Command
	notebook bot.Notebook
	log      *slog.Logger
	chats    *chats
	members  *members
	ready    atomic.Bool
	// handler is set from the beginning of Run on.
	handler atomic.Pointer[bot.Handler]
}

var _ bot.Adapter = (*Adapter)(nil)

// New returns an adapter. It does not connect before Run.
func New(c Config) *Adapter {
	return &Adapter{
		client:   newClient(c.Token, c.APIURL, c.Transport),
		commands: c.Commands,
		notebook: c.Notebook,
		log:      cmp.Or(c.Logger, slog.Default()).With("platform", platform),
		chats:    newChats(),
		members:  newMembers(time.Now),
	}
}

// Ready reports whether updates are coming in: the last call for them worked.
func (a *Adapter) Ready() bool { return a.ready.Load() }

// Post implements [bot.Adapter]. It keeps to Telegram's limits for messages that
// nobody asked for, so it may wait. A post whose outcome is unknown, because the
// connection broke before the answer came, is not tried again. A reply may take
// more than one message; the one that is returned is the first.
func (a *Adapter) Post(ctx context.Context, to bot.Chat, r bot.Reply) (bot.Message, error) {
	if r.Empty() {
		return bot.Message{}, errors.New("post to telegram: there is nothing to say")
	}
	var first bot.Message
	// Captions are not texts that Edit could give a new content.
	for i, m := range compose(r, place{chat: to}, r.Form == nil) {
		err := a.admit(ctx, to.ID)
		var sent bot.Message
		if err == nil {
			sent, err = a.send(ctx, nil, to, newMessage(to, 0, m))
		}
		if err != nil {
			return bot.Message{}, fmt.Errorf("post to telegram: %w", err)
		}
		if i == 0 {
			first = sent
		}
	}
	return first, nil
}

// Edit implements [bot.Adapter]. It waits as Post does. A form and files cannot
// come into a message by editing it.
func (a *Adapter) Edit(ctx context.Context, m bot.Message, r bot.Reply) error {
	id, err := strconv.Atoi(m.ID)
	if err != nil {
		return errors.New("edit on telegram: this is no message of telegram's")
	}
	if err = a.admit(ctx, m.Chat.ID); err == nil {
		err = a.edit(ctx, nil, m.Chat.ID, id, "", render(r))
	}
	if err != nil {
		return fmt.Errorf("edit on telegram: %w", err)
	}
	return nil
}

// admit waits until a chat may be written to.
func (a *Adapter) admit(ctx context.Context, id string) error {
	if _, err := strconv.ParseInt(id, 10, 64); err != nil {
		return bot.ErrChatGone
	}
	next, _ := a.chats.now(id)
	if a.chats.gone(next) {
		return bot.ErrChatGone
	}
	return a.chats.pace(ctx, next)
}
