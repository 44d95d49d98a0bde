package main

import (
	"context"
	"errors"
	"time"

	"filmbot/bot"
)

// posters sends what nobody asked for by the adapter of each platform.
type posters map[string]bot.Poster

// errNotServed says that this process does not serve a platform. Another one may.
var errNotServed = errors.New("the platform is not served here")

// of returns the adapter of a platform.
func (p posters) of(platform string) (bot.Poster, error) {
	if out, ok := p[platform]; ok {
		return out, nil
	}
	return nil, errNotServed
}

// Post implements [bot.Poster].
func (p posters) Post(ctx context.Context, to bot.Chat, r bot.Reply) (bot.Message, error) {
	out, err := p.of(to.Platform)
	if err != nil {
		return bot.Message{}, err
	}
	return out.Post(ctx, to, r)
}

// Recognises implements [bot.Poster].
func (p posters) Recognises(platform string) time.Duration {
	out, err := p.of(platform)
	if err != nil {
		return 0
	}
	return out.Recognises(platform)
}

// Edit implements [bot.Poster].
func (p posters) Edit(ctx context.Context, m bot.Message, r bot.Reply) error {
	out, err := p.of(m.Chat.Platform)
	if err != nil {
		return err
	}
	return out.Edit(ctx, m, r)
}

// Pin implements [bot.Poster].
func (p posters) Pin(ctx context.Context, m bot.Message, pinned bool) error {
	out, err := p.of(m.Chat.Platform)
	if err != nil {
		return err
	}
	return out.Pin(ctx, m, pinned)
}

// Talk implements [bot.Poster].
func (p posters) Talk(ctx context.Context, m bot.Message, title string) (bot.Chat, error) {
	out, err := p.of(m.Chat.Platform)
	if err != nil {
		return bot.Chat{}, err
	}
	return out.Talk(ctx, m, title)
}

// Plan implements [bot.Poster].
func (p posters) Plan(ctx context.Context, at bot.Chat, id string, e bot.Gathering) (string, error) {
	out, err := p.of(at.Platform)
	if err != nil {
		return "", err
	}
	return out.Plan(ctx, at, id, e)
}

// CallOff implements [bot.Poster].
func (p posters) CallOff(ctx context.Context, at bot.Chat, id string) error {
	out, err := p.of(at.Platform)
	if err != nil {
		return err
	}
	return out.CallOff(ctx, at, id)
}

// Lacks implements [bot.Poster].
func (p posters) Lacks(ctx context.Context, at bot.Chat, wanted []bot.Permission) ([]bot.Permission, error) {
	out, err := p.of(at.Platform)
	if err != nil {
		return nil, err
	}
	return out.Lacks(ctx, at, wanted)
}
