package main

import (
	"context"
	"errors"
	"time"

	"filmbot/bot"
)

// posters sends what nobody asked for by the adapter of each platform.
type posters struct {
	served map[string]bot.Poster
	// ending is done when whoever waits to send something should give up.
	ending context.Context
}

// lastPosts is how long posts may still wait to be sent when the program is to end.
// What has not been sent by then will be by the next one, which cannot be said of
// what the end of the process breaks off.
const lastPosts = 3 * time.Second

// newPosters serves no platform yet. Its posts are to end soon after ctx.
func newPosters(ctx context.Context) *posters {
	ending, end := context.WithCancel(context.Background())
	context.AfterFunc(ctx, func() { time.AfterFunc(lastPosts, end) })
	return &posters{served: make(map[string]bot.Poster), ending: ending}
}

// serve has an adapter send what is for its platform. It is called before anything
// is sent.
func (p *posters) serve(platform string, by bot.Poster) { p.served[platform] = by }

// errNotServed says that this process does not serve a platform. Another one may.
var errNotServed = errors.New("the platform is not served here")

// of returns the adapter of a platform, and the context for what it does.
func (p *posters) of(ctx context.Context, platform string) (bot.Poster, context.Context, context.CancelFunc, error) {
	out, ok := p.served[platform]
	if !ok {
		return nil, ctx, func() {}, errNotServed
	}
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(p.ending, cancel)
	return out, ctx, func() { stop(); cancel() }, nil
}

// Post implements [bot.Poster].
func (p *posters) Post(ctx context.Context, to bot.Chat, r bot.Reply) (bot.Message, error) {
	out, ctx, end, err := p.of(ctx, to.Platform)
	defer end()
	if err != nil {
		return bot.Message{}, err
	}
	return out.Post(ctx, to, r)
}

// Recognises implements [bot.Poster].
func (p *posters) Recognises(platform string) time.Duration {
	if out, ok := p.served[platform]; ok {
		return out.Recognises(platform)
	}
	return 0
}

// Edit implements [bot.Poster].
func (p *posters) Edit(ctx context.Context, m bot.Message, r bot.Reply) error {
	out, ctx, end, err := p.of(ctx, m.Chat.Platform)
	defer end()
	if err != nil {
		return err
	}
	return out.Edit(ctx, m, r)
}

// Pin implements [bot.Poster].
func (p *posters) Pin(ctx context.Context, m bot.Message, pinned bool) error {
	out, ctx, end, err := p.of(ctx, m.Chat.Platform)
	defer end()
	if err != nil {
		return err
	}
	return out.Pin(ctx, m, pinned)
}

// Talk implements [bot.Poster].
func (p *posters) Talk(ctx context.Context, m bot.Message, title string) (bot.Chat, error) {
	out, ctx, end, err := p.of(ctx, m.Chat.Platform)
	defer end()
	if err != nil {
		return bot.Chat{}, err
	}
	return out.Talk(ctx, m, title)
}

// Plan implements [bot.Poster].
func (p *posters) Plan(ctx context.Context, at bot.Chat, id string, e bot.Gathering) (string, error) {
	out, ctx, end, err := p.of(ctx, at.Platform)
	defer end()
	if err != nil {
		return "", err
	}
	return out.Plan(ctx, at, id, e)
}

// CallOff implements [bot.Poster].
func (p *posters) CallOff(ctx context.Context, at bot.Chat, id string) error {
	out, ctx, end, err := p.of(ctx, at.Platform)
	defer end()
	if err != nil {
		return err
	}
	return out.CallOff(ctx, at, id)
}

// Lacks implements [bot.Poster].
func (p *posters) Lacks(ctx context.Context, at bot.Chat, wanted []bot.Permission) ([]bot.Permission, error) {
	out, ctx, end, err := p.of(ctx, at.Platform)
	defer end()
	if err != nil {
		return nil, err
	}
	return out.Lacks(ctx, at, wanted)
}

// Title implements [bot.Poster].
func (p *posters) Title(ctx context.Context, at bot.Chat) (string, error) {
	out, ctx, end, err := p.of(ctx, at.Platform)
	defer end()
	if err != nil {
		return "", err
	}
	return out.Title(ctx, at)
}
