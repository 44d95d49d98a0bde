package discord

import (
	"context"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// pace remembers which routes Discord has asked to leave alone, and until when
// (https://docs.discord.com/developers/topics/rate-limits). The library's own
// buckets are never freed and sleep without regard to a context.
type pace struct {
	now func() time.Time

	mu    sync.Mutex
	until map[string]time.Time
}

// everything is the route of Discord's global limit.
const everything = "*"

// tidyAt is how many routes are remembered before those whose time has come are
// forgotten.
const tidyAt = 256

func newPace(now func() time.Time) *pace {
	return &pace{now: now, until: map[string]time.Time{}}
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

// wait returns when the route may be used, or with ctx's error.
func (p *pace) wait(ctx context.Context, route string) error {
	for {
		pause := p.pause(route)
		if pause <= 0 {
			return nil
		}
		if !sleep(ctx, pause) {
			return ctx.Err()
		}
	}
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
