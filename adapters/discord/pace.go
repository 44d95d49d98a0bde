package discord

import (
	"context"
	"maps"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"filmbot/bot"
)

// pace remembers which routes Discord has asked to leave alone, and until when
// (https://docs.discord.com/developers/topics/rate-limits). The library's own
// buckets are never freed and sleep without regard to a context.
type pace struct {
	now func() time.Time

	// all and idle let requests through: all of them, and those that nobody waits for.
	all, idle gate

	mu     sync.Mutex
	until  map[string]time.Time
	queues map[string]*queue
}

// queue is a route in use, by one request at a time.
type queue struct {
	turn  chan struct{}
	users int // the one that has the turn and those that wait
}

// everything is the route of Discord's global limit.
const everything = "*"

// tidyAt is how many routes are remembered before those whose time has come are
// forgotten.
const tidyAt = 256

func newPace(now func() time.Time) *pace {
	return &pace{
		now:    now,
		all:    newGate(mostPerSecond, mostAtOnce),
		idle:   newGate(idlePerSecond, 1),
		until:  map[string]time.Time{},
		queues: map[string]*queue{},
	}
}

// routeOf names what shares a limit: the method and the path, of which only the
// first id and an interaction's token count.
func routeOf(method, path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	ids := 0
	for i, part := range parts {
		if _, err := strconv.ParseUint(part, 10, 64); err != nil {
			continue
		}
		if ids++; ids > 1 {
			parts[i] = "*"
		}
	}
	return method + " " + strings.Join(parts, "/")
}

// exempt reports whether a route is outside the global limit
// (https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).
func exempt(route string) bool {
	return strings.Contains(route, "/interactions/") || strings.Contains(route, "/webhooks/")
}

// give returns when a request of such patience may be begun, or with an error of
// ctx's.
func (p *pace) give(ctx context.Context, with patience) error {
	if !with.gives {
		return nil
	}
	return p.idle.pass(ctx)
}

// forever is how long to wait for a route where that does not matter.
const forever = time.Duration(math.MaxInt64)

// enter returns when the route may be used, or with an error of ctx's, or with a
// [*bot.Later] where the route is not free within a time. Until leave is called nobody
// else uses it: how many requests a route takes at a time is known only from the answer
// to the one before. The answers to interactions have routes of their own, and wait for
// nothing but their own limits.
func (p *pace) enter(ctx context.Context, route string, most time.Duration) (leave func(), err error) {
	if exempt(route) {
		return func() {}, p.wait(ctx, route, most)
	}
	if err := p.soon(route, most); err != nil {
		return nil, err
	}
	came := p.now()
	leave, err = p.queue(ctx, route, most)
	if err != nil {
		return nil, err
	}
	for {
		if err = p.wait(ctx, route, most-p.now().Sub(came)); err == nil {
			err = p.all.pass(ctx)
		}
		if err != nil {
			leave()
			return nil, err
		}
		if p.pause(route) <= 0 {
			return leave, nil
		}
	}
}

// queue waits for the turn to use a route.
func (p *pace) queue(ctx context.Context, route string, most time.Duration) (leave func(), err error) {
	p.mu.Lock()
	q := p.queues[route]
	if q == nil {
		q = &queue{turn: make(chan struct{}, 1)}
		p.queues[route] = q
	}
	q.users++
	p.mu.Unlock()
	done := func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if q.users--; q.users == 0 {
			delete(p.queues, route)
		}
	}
	var up <-chan time.Time
	if most < forever {
		timer := time.NewTimer(most)
		defer timer.Stop()
		up = timer.C
	}
	select {
	case q.turn <- struct{}{}:
		return func() { <-q.turn; done() }, nil
	case <-up:
		done()
		return nil, &bot.Later{After: max(p.pause(route), leastRetry)}
	case <-ctx.Done():
		done()
		return nil, ctx.Err()
	}
}

// wait returns when the route is not held back, or with ctx's error, or with a
// [*bot.Later] where that takes longer than it may.
func (p *pace) wait(ctx context.Context, route string, most time.Duration) error {
	for {
		pause := p.pause(route)
		if pause <= 0 {
			return nil
		}
		if err := p.soon(route, most); err != nil {
			return err
		}
		if !sleep(ctx, pause) {
			return ctx.Err()
		}
	}
}

// soon returns a [*bot.Later] where a route is held back for longer than a time.
func (p *pace) soon(route string, most time.Duration) error {
	if pause := p.pause(route); pause > max(most, 0) {
		return &bot.Later{After: pause}
	}
	return nil
}

func (p *pace) pause(route string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	until := p.until[route]
	if all := p.until[everything]; all.After(until) && !exempt(route) {
		until = all
	}
	return until.Sub(p.now())
}

// note takes in the limits that came with a success.
func (p *pace) note(route string, h http.Header) {
	if h.Get("X-RateLimit-Remaining") != "0" {
		return
	}
	if after, ok := seconds(h.Get("X-RateLimit-Reset-After")); ok {
		p.hold(route, after)
	}
}

// refused takes in the limits that came with a failure.
func (p *pace) refused(route string, e *apiError) {
	if e.status != http.StatusTooManyRequests {
		return
	}
	if e.global {
		route = everything
	}
	p.hold(route, e.retryAfter)
}

func (p *pace) hold(route string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if len(p.until) >= tidyAt {
		maps.DeleteFunc(p.until, func(_ string, t time.Time) bool { return t.Before(now) })
	}
	p.until[route] = now.Add(d)
}

// seconds reads a number of seconds such as "1.25".
func seconds(s string) (time.Duration, bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 0 || f > 1e6 {
		return 0, false
	}
	return time.Duration(f * float64(time.Second)), true
}
