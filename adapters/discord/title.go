package discord

import (
	"context"
	"net/http"
	"time"

	"filmbot/bot"
)

// naming is patience for what a person may be waiting for and can do without.
var naming = patience{
	attempt: 5 * time.Second, whole: asking, hold: unhurried.hold, pause: unhurried.pause, longest: unhurried.longest,
}

// Title implements [bot.Poster].
func (a *Adapter) Title(ctx context.Context, at bot.Chat) (string, error) {
	name, err := a.title(ctx, at)
	if err != nil {
		return "", chatError("look up a name on discord", err)
	}
	return name, nil
}

func (a *Adapter) title(ctx context.Context, at bot.Chat) (string, error) {
	if at.ID == "" {
		s, err := a.server(ctx, naming, at.Server)
		return s.Name, err
	}
	var c place
	err := a.api.call(ctx, naming, http.MethodGet, pathOf("channels", at.ID), nil, &c)
	switch {
	case err != nil:
		return "", err
	case c.Name == "":
		return "", bot.ErrUnsupported
	case c.Type == channelText || c.Type == channelNews:
		return "#" + c.Name, nil
	}
	return c.Name, nil
}
