package discord

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"filmbot/bot"
)

// recognising is for how long Discord makes one message of all requests with the
// same nonce. "The past few minutes" is all that it says about that
// (https://docs.discord.com/developers/resources/message#create-message).
const recognising = 2 * time.Minute

// Recognises implements [bot.Poster].
func (a *Adapter) Recognises(platform string) time.Duration {
	if platform != Platform {
		return 0
	}
	return recognising
}

// post is a new message with a nonce, so that it can be tried again.
type post struct {
	message
	Nonce   string `json:"nonce"`
	Enforce bool   `json:"enforce_nonce"`
}

// maxNonce is how long a nonce may be.
const maxNonce = 25

// flagSilent is SUPPRESS_NOTIFICATIONS
// (https://docs.discord.com/developers/resources/message#message-object-message-flags).
const flagSilent = 1 << 12

var errElsewhere = errors.New("a post with this name was just sent to another channel")

// Post implements [bot.Poster]. A failure after which the message may be there is
// tried again; when that leads nowhere the error is [bot.ErrUnsure], also for a post
// with a name: it is recognised for a while only.
func (a *Adapter) Post(ctx context.Context, to bot.Chat, r bot.Reply) (bot.Message, error) {
	if r.Ping == bot.RoleKey(Platform, to.Server) {
		r.Ping = "" // The role that everybody has cannot be called.
	}
	p := post{message: a.compose(r), Nonce: r.Once, Enforce: true}
	if p.Nonce == "" {
		p.Nonce = rand.Text()[:maxNonce]
	}
	if r.Silent {
		p.Flags |= flagSilent
	}
	var sent struct {
		ID        string `json:"id"`
		ChannelID string `json:"channel_id"`
	}
	patient := unhurried.heavy(p.weight())
	patient.begin = r.Begin
	unsure, err := a.api.persist(ctx, patient, http.MethodPost, pathOf("channels", to.ID, "messages"), p, &sent)
	switch {
	case unsure && err != nil:
		return bot.Message{}, fmt.Errorf("post to discord: %w: %w", bot.ErrUnsure, err)
	case err != nil:
		return bot.Message{}, chatError("post to discord", err)
	case sent.ChannelID != "" && sent.ChannelID != to.ID:
		// A nonce counts for all that the bot posts.
		return bot.Message{}, fmt.Errorf("post to discord: %w", errElsewhere)
	}
	return bot.Message{Chat: to, ID: sent.ID}, nil
}

// Edit implements [bot.Poster]. A role that the reply calls is still named, because
// those whom it called would look for that in vain; an edit calls nobody.
func (a *Adapter) Edit(ctx context.Context, m bot.Message, r bot.Reply) error {
	to := a.compose(r).edit()
	path := pathOf("channels", m.Chat.ID, "messages", m.ID)
	return chatError("edit on discord", a.awake(ctx, m.Chat, func() error {
		return a.api.call(ctx, unhurried.heavy(to.weight()), http.MethodPatch, path, to, nil)
	}))
}

// compose renders a reply, and logs what of it cannot be sent.
func (a *Adapter) compose(r bot.Reply) message {
	m := render(r)
	if m.left > 0 {
		a.log.Warn("files are left out: they are too large or too many", "count", m.left)
	}
	return m
}

// mentions is who a message may ping.
type mentions struct {
	Parse []string `json:"parse"`
	Roles []string `json:"roles,omitempty"`
}

var nobody = mentions{Parse: []string{}}

// call returns what stands in front of a text to call the members of a role, and
// leave to do so. Both are empty for what is no role on Discord.
func call(role string) (text string, to mentions) {
	id, ok := strings.CutPrefix(role, bot.RoleKey(Platform, ""))
	if !ok || id == "" || strings.Trim(id, "0123456789") != "" {
		return "", nobody
	}
	return "<@&" + id + ">", mentions{Parse: []string{}, Roles: []string{id}}
}
