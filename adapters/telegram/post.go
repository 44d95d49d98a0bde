package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"filmbot/bot"
)

// Recognises implements [bot.Poster]. Telegram knows no names of messages.
func (a *Adapter) Recognises(string) time.Duration { return 0 }

// Post implements [bot.Poster]. It keeps to Telegram's limits for messages that
// nobody asked for, so it may wait. A reply may take more than one message; the one
// that is returned is the first, and the others wait as long as they have to. Where not
// all of them could be sent the error is [bot.ErrUnsure]: to post the reply again would
// repeat what was.
func (a *Adapter) Post(ctx context.Context, to bot.Chat, r bot.Reply) (bot.Message, error) {
	if r.Empty() {
		return bot.Message{}, errors.New("post to telegram: there is nothing to say")
	}
	var first bot.Message
	// Captions are not texts that Edit could give a new content.
	for i, m := range compose(r, place{chat: to, bot: a.name()}, r.Form == nil) {
		c := newMessage(to, 0, m)
		c.once = true
		most := forever
		if i == 0 {
			c.begin, c.brief, most = r.Begin, true, maxRest
		}
		c.params.AddBool("disable_notification", r.Silent)
		sent, err := a.sendInTurn(ctx, to, c, most)
		switch {
		case err != nil && i > 0:
			return bot.Message{}, fmt.Errorf("post to telegram: %w, after its beginning: %v", bot.ErrUnsure, err)
		case err != nil:
			return bot.Message{}, fmt.Errorf("post to telegram: %w", err)
		case i == 0:
			first = sent
		}
	}
	return first, nil
}

// name is the bot's username, empty as long as Telegram has not told it.
func (a *Adapter) name() string {
	if self := a.self.Load(); self != nil {
		return self.UserName
	}
	return ""
}

// Edit implements [bot.Poster]. It waits as Post does. A form and files cannot
// come into a message by editing it.
func (a *Adapter) Edit(ctx context.Context, m bot.Message, r bot.Reply) error {
	id, err := numberOf(m)
	if err == nil {
		c := newEdit(m.Chat.ID, id, "", render(r))
		c.brief = true
		_, err = a.doInTurn(ctx, c, maxRest)
	}
	if err != nil {
		return fmt.Errorf("edit on telegram: %w", err)
	}
	return nil
}

// numberOf is the number of a message in its chat.
func numberOf(m bot.Message) (int, error) {
	id, err := strconv.Atoi(m.ID)
	if err != nil {
		return 0, fmt.Errorf("%w: this is no message of telegram's", bot.ErrNotFound)
	}
	return id, nil
}

// doInTurn makes a call about a chat when it may be written to, or edited in, which
// counts as much. Where the chat alone would take longer than a time the error is a
// [*bot.Later].
func (a *Adapter) doInTurn(ctx context.Context, c call, most time.Duration) (json.RawMessage, error) {
	t, err := a.admit(ctx, c.chat, most)
	if err != nil {
		return nil, err
	}
	defer t.end()
	c.turn = t
	return a.do(ctx, nil, c)
}

// sendInTurn is doInTurn for a message.
func (a *Adapter) sendInTurn(ctx context.Context, to bot.Chat, c call, most time.Duration) (bot.Message, error) {
	t, err := a.admit(ctx, to.ID, most)
	if err != nil {
		return bot.Message{}, err
	}
	defer t.end()
	c.turn = t
	return a.send(ctx, nil, to, c)
}

// admit waits for the turn in a chat.
func (a *Adapter) admit(ctx context.Context, id string, most time.Duration) (*turn, error) {
	next, err := a.reach(id)
	if err != nil {
		return nil, err
	}
	if d := a.chats.wait(next); d > most {
		return nil, &bot.Later{After: d}
	}
	return a.chats.pace(ctx, next, most)
}

// reach returns what became of a chat that the bot can reach, as far as it has
// heard.
func (a *Adapter) reach(id string) (next string, err error) {
	if _, err := strconv.ParseInt(id, 10, 64); err != nil {
		return "", bot.ErrChatGone
	}
	next, _ = a.chats.now(id)
	if a.chats.gone(next) {
		return "", bot.ErrChatGone
	}
	return next, nil
}
