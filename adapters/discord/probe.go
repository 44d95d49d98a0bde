package discord

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// A Report is what Discord says about the bot.
type Report struct {
	// Bot and BotID are the name and the id of the bot's account.
	Bot, BotID string
	// ApplicationID is the id of the application that the bot belongs to.
	ApplicationID string
	// Invite is the address at which a server's administrator adds the bot.
	Invite string
	// UserInstall tells that people may install the bot for themselves.
	UserInstall bool
}

// probing is how long a probe may take.
const probing = 15 * time.Second

// Probe asks Discord about the bot. An error is one line that tells an operator
// what is wrong.
func (a *Adapter) Probe(ctx context.Context) (Report, error) {
	ctx, cancel := context.WithTimeout(ctx, probing)
	defer cancel()
	var app struct {
		ID  string `json:"id"`
		Bot struct {
			ID       string `json:"id"`
			Username string `json:"username"`
		} `json:"bot"`
		Name             string         `json:"name"`
		IntegrationTypes map[string]any `json:"integration_types_config"`
	}
	err := a.api.once(ctx, probing, http.MethodGet, pathOf("applications", "@me"), nil, &app)
	if s, _ := status(err); s == http.StatusUnauthorized {
		return Report{}, errToken
	}
	if err != nil {
		return Report{}, fmt.Errorf("%s does not answer as Discord does: %w", a.transit.base.Host, err)
	}
	_, user := app.IntegrationTypes[installedForUser]
	r := Report{Bot: app.Bot.Username, BotID: app.Bot.ID, ApplicationID: app.ID, Invite: invite(app.ID), UserInstall: user}
	if r.Bot == "" {
		r.Bot = app.Name
	}
	return r, nil
}

// needed is what the bot is invited with: to see a chat and to talk in it, and what
// else a film of the week may ask for. Answers to people need none of it. To call
// every role is not among it: a server can allow a role to be called.
const needed = mayViewChannel | maySendMessages | mayEmbedLinks | maySendInThreads |
	mayOpenThreads | mayPinMessages | mayCreateEvents

// invite is the address at which a bot is added to a server
// (https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow).
func invite(application string) string {
	q := url.Values{
		"client_id":   {application},
		"scope":       {"bot applications.commands"},
		"permissions": {strconv.FormatUint(needed, 10)},
	}
	return DefaultURL + "/oauth2/authorize?" + q.Encode()
}
