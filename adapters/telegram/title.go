package telegram

import (
	"context"
	"fmt"

	"filmbot/bot"
)

// Title implements [bot.Poster]. Telegram has no method that tells what a topic is
// called.
func (a *Adapter) Title(ctx context.Context, at bot.Chat) (string, error) {
	title, err := a.title(ctx, at.ID)
	if err != nil {
		return "", fmt.Errorf("title on telegram: %w", err)
	}
	return title, nil
}

func (a *Adapter) title(ctx context.Context, id string) (string, error) {
	next, err := a.reach(id)
	if err != nil {
		return "", err
	}
	if !isGroup(next) {
		return "", bot.ErrUnsupported
	}
	info, err := a.info(ctx, next)
	if err == nil && info.Title == "" {
		err = bot.ErrUnsupported
	}
	return info.Title, err
}
