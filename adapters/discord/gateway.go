package discord

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

var (
	// errStuck says that the library's session waits for itself.
	errStuck = errors.New("the library's session is deadlocked")
	// errNotReady says that Discord took a connection and made no use of it.
	errNotReady = errors.New("no word from Discord that the bot is ready")
	// errLost says that a connection that stood is gone.
	errLost = errors.New("the connection is lost")
)

// operatorError ends the adapter with a line for the operator.
type operatorError struct{ error }

// stayConnected keeps a connection to the gateway until ctx is done, and returns
// no error then, or until trying on is useless. The library's own reconnecting can
// neither be stopped nor knows when that is. What is left of the connection is
// closed by leave, until its context is done.
func (a *Adapter) stayConnected(ctx context.Context, jobs *pool) (leave func(over context.Context), err error) {
	ctx, stop := context.WithCancel(ctx)
	var registering sync.WaitGroup
	defer registering.Wait()
	defer stop()
	var once sync.Once
	onReady := func(application string) {
		once.Do(func() { registering.Go(func() { a.register(ctx, application) }) })
	}
	conn, err := a.newConnection(ctx, jobs)
	if err != nil {
		return func(context.Context) {}, err
	}
	failures := 0
	for {
		began := time.Now()
		err := conn.open(ctx)
		if err == nil {
			err = conn.watch(ctx, onReady)
		}
		a.ready.Store(false)
		if told := final(err); told != nil || ctx.Err() != nil {
			jobs.close()
			return func(over context.Context) { conn.close(over, err) }, told
		}
		if errors.Is(err, errStuck) {
			conn.discard()
			if conn, err = a.newConnection(ctx, jobs); err != nil {
				return func(context.Context) {}, err
			}
			err = errStuck
		}
		failures++
		if time.Since(began) >= a.timing.steady && errors.Is(err, errLost) {
			failures = 0
		}
		wait := a.pause(failures, err, conn.resumed)
		a.log.Warn("not connected", "err", err, "wait", wait)
		sleep(ctx, wait)
	}
}

// quickLosses is how many connections may be lost in a row before there are
// pauses: Discord moves connections from time to time, and what people do
// meanwhile is lost after three seconds, one of which the library takes.
const quickLosses = 3

// pause is waited before the next attempt. It does not grow long where sessions
// can be resumed: only beginning one anew is limited to a thousand times a day
// (https://docs.discord.com/developers/events/gateway#session-start-limit-object).
func (a *Adapter) pause(failures int, err error, resumed bool) time.Duration {
	if !errors.Is(err, errLost) {
		return a.backoff(failures)
	}
	if failures <= quickLosses {
		return a.timing.settle
	}
	pause := a.backoff(failures - quickLosses)
	if resumed {
		pause = min(pause, a.timing.resume)
	}
	return max(a.timing.settle, pause)
}

// final returns what to tell the operator where trying on is useless, or nil.
func final(err error) error {
	if s, _ := status(err); s == http.StatusUnauthorized {
		return errToken
	}
	if told, ok := errors.AsType[*operatorError](err); ok {
		return told.error
	}
	return fatalClose(err)
}
