package discord

import (
	"context"
	"crypto/rand"
	"net/http"
	"time"

	"filmbot/bot"
)

// sending is how long a post or an edit is tried.
const sending = 45 * time.Second

// post is a new message with a nonce: Discord makes one message of all requests
// with the same one within a few minutes, so that a post can be tried again
// (https://docs.discord.com/developers/resources/message#create-message).
type post struct {
	message
	Nonce   string `json:"nonce"`
	Enforce bool   `json:"enforce_nonce"`
}

// maxNonce is how long a nonce may be.
const maxNonce = 25

// Post implements [bot.Adapter].
func (a *Adapter) Post(ctx context.Context, to bot.Chat, r bot.Reply) (bot.Message, error) {
	p := post{message: a.compose(r), Nonce: rand.Text()[:maxNonce], Enforce: true}
	ctx, cancel := context.WithTimeout(ctx, sending+sendTime(p.weight()))
	defer cancel()
	var sent struct {
		ID string `json:"id"`
	}
	err := a.api.call(ctx, calm.heavy(p.weight()), http.MethodPost, pathOf("channels", to.ID, "messages"), p, &sent)
	if err != nil {
		return bot.Message{}, chatError("post to discord", err)
	}
	return bot.Message{Chat: to, ID: sent.ID}, nil
}

// Edit implements [bot.Adapter]. The error for a message that was deleted is
// [bot.ErrNotFound].
func (a *Adapter) Edit(ctx context.Context, m bot.Message, r bot.Reply) error {
	to := a.compose(r).edit()
	ctx, cancel := context.WithTimeout(ctx, sending+sendTime(to.weight()))
	defer cancel()
	err := a.api.call(ctx, calm.heavy(to.weight()), http.MethodPatch, pathOf("channels", m.Chat.ID, "messages", m.ID), to, nil)
	return chatError("edit on discord", err)
}

// compose renders a reply, and logs what of it cannot be sent.
func (a *Adapter) compose(r bot.Reply) message {
	m := render(r)
	if m.left > 0 {
		a.log.Warn("files are left out: they are too large or too many", "count", m.left)
	}
	return m
}
