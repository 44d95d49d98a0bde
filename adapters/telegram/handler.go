package telegram

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"filmbot/bot"
)

// When a request that is still not answered is given up, without files and with
// files, which have to be fetched first.
const (
	handleTimeout = 10 * time.Second
	filesTimeout  = 2 * time.Minute
)

var errNoHandler = errors.New("the adapter does not run yet")

// ask asks the handler. If that panics there is nothing to say.
func (a *Adapter) ask(ctx context.Context, req bot.Request) (r bot.Reply) {
	timeout := handleTimeout
	if len(req.Files) > 0 {
		timeout = filesTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	defer a.caught(ctx, func() { r = bot.Reply{} })
	return (*a.handler.Load()).Handle(ctx, req)
}

// suggest asks the handler. If that panics there are no suggestions.
func (a *Adapter) suggest(ctx context.Context, req bot.Request) (out []bot.Choice) {
	ctx, cancel := context.WithTimeout(ctx, handleTimeout)
	defer cancel()
	defer a.caught(ctx, func() { out = nil })
	return (*a.handler.Load()).Suggest(ctx, req)
}

// observe tells the handler about an event. A panic counts as an error.
func (a *Adapter) observe(ctx context.Context, e bot.Event) (err error) {
	h := a.handler.Load()
	if h == nil {
		return errNoHandler
	}
	defer a.caught(ctx, func() { err = errors.New("the handler panicked") })
	return (*h).Observe(ctx, e)
}

// caught logs a panic, without its value, which may be what a member typed. It
// is to be deferred.
func (a *Adapter) caught(ctx context.Context, after func()) {
	if v := recover(); v != nil {
		a.log.ErrorContext(ctx, "panic", "stack", string(debug.Stack()))
		after()
	}
}
