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
	ctx, cancel := context.WithTimeout(ctx, sending)
	defer cancel()
	var sent struct {
		ID string `json:"id"`
	}
	p := post{message: render(r), Nonce: rand.Text()[:maxNonce], Enforce: true}
	err := a.api.call(ctx, calm, http.MethodPost, pathOf("channels", to.ID, "messages"), p, &sent)
	if err != nil {
		return bot.Message{}, chatError("post to discord", err)
	}
	return bot.Message{Chat: to, ID: sent.ID}, nil
}

// Edit implements [bot.Adapter]. The error for a message that was deleted is
// [bot.ErrNotFound].
func (a *Adapter) Edit(ctx context.Context, m bot.Message, r bot.Reply) error {
	ctx, cancel := context.WithTimeout(ctx, sending)
	defer cancel()
	err := a.api.call(ctx, calm, http.MethodPatch, pathOf("channels", m.Chat.ID, "messages", m.ID), render(r), nil)
	return chatError("edit on discord", err)
}
