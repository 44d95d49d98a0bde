package console

import (
	"context"
	"time"

	"filmbot/bot"
)

// A console is a sheet that is written on: nothing on it can be found again, pinned or
// talked about elsewhere, and nobody forbids anything.

// Recognises implements [bot.Poster].
func (a *Adapter) Recognises(string) time.Duration { return 0 }

// Pin implements [bot.Poster].
func (a *Adapter) Pin(context.Context, bot.Message, bool) error { return bot.ErrUnsupported }

// Talk implements [bot.Poster].
func (a *Adapter) Talk(context.Context, bot.Message, string) (bot.Chat, error) {
	return bot.Chat{}, bot.ErrUnsupported
}

// Plan implements [bot.Poster].
func (a *Adapter) Plan(context.Context, bot.Chat, string, bot.Gathering) (string, error) {
	return "", bot.ErrUnsupported
}

// CallOff implements [bot.Poster].
func (a *Adapter) CallOff(context.Context, bot.Chat, string) error { return bot.ErrUnsupported }

// Lacks implements [bot.Poster].
func (a *Adapter) Lacks(context.Context, bot.Chat, []bot.Permission) ([]bot.Permission, error) {
	return nil, nil
}

// Title implements [bot.Poster].
func (a *Adapter) Title(context.Context, bot.Chat) (string, error) { return "", bot.ErrUnsupported }
