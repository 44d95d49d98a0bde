package main

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A gate refuses what is more than the platforms allow, and counts that. A nil one
// lets everything in.
type gate struct {
	// hurry is how many times as much Telegram allows.
	hurry int

	mu      sync.Mutex
	windows map[string][]time.Time
	refused map[string]int
	passed  map[string]int
}

func newGate(hurry int) *gate {
	return &gate{hurry: hurry, windows: map[string][]time.Time{}, refused: map[string]int{}, passed: map[string]int{}}
}

// A bound is how many requests may come in within a time.
type bound struct {
	key  string
	most int
	in   time.Duration
}

// jitter is by how much requests to Discord that leave in time may come in too close to
// each other. Of those to Telegram each waits for the answer to the one before.
const jitter = 200 * time.Millisecond

// let reports whether a request keeps to some bounds, and counts it if it does.
func (g *gate) let(kind string, bounds ...bound) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	for _, b := range bounds {
		w := g.windows[b.key]
		for len(w) > 0 && now.Sub(w[0]) >= b.in {
			w = w[1:]
		}
		g.windows[b.key] = w
		if len(w) >= b.most {
			g.refused[kind+" by "+strings.SplitN(b.key, " ", 2)[0]]++
			return false
		}
	}
	for _, b := range bounds {
		g.windows[b.key] = append(g.windows[b.key], now)
	}
	g.passed[kind]++
	return true
}

// discord keeps to 50 requests a second, and to five of a kind in five seconds in a
// channel.
func (g *gate) discord(w http.ResponseWriter, method string, parts []string) bool {
	if g == nil {
		return true
	}
	kind, bounds := method+" "+parts[len(parts)-1], []bound{{"all-of-discord", 50, time.Second - jitter}}
	if len(parts) > 2 && parts[0] == "channels" {
		kind = method + " " + parts[2]
		if len(parts) > 3 && parts[3] == "pins" {
			kind += " pins"
		}
		bounds = append(bounds, bound{"channel " + parts[1] + kind, 5, 5*time.Second - jitter})
	}
	if g.let("discord "+kind, bounds...) {
		return true
	}
	w.Header().Set("X-RateLimit-Scope", "user")
	w.Header().Set("Retry-After", "1")
	answer(w, http.StatusTooManyRequests, map[string]any{"message": "You are being rate limited.", "retry_after": 1.0, "global": false})
	return false
}

// telegram keeps to 30 messages a second, one a second in a chat, and 20 a minute in
// a group (https://core.telegram.org/bots/faq).
func (g *gate) telegram(w http.ResponseWriter, method, chat string) bool {
	if g == nil || chat == "" || strings.HasPrefix(method, "get") {
		return true
	}
	within := func(d time.Duration) time.Duration { return d / time.Duration(g.hurry) }
	bounds := []bound{{"all-of-telegram", 30, within(time.Second)}, {"chat " + chat, 1, within(time.Second)}}
	if strings.HasPrefix(chat, "-") {
		bounds = append(bounds, bound{"group " + chat, 20, within(time.Minute)})
	}
	if g.let("telegram "+method, bounds...) {
		return true
	}
	answer(w, http.StatusTooManyRequests, map[string]any{
		"ok": false, "error_code": 429, "description": "Too Many Requests: retry after " + strconv.Itoa(1), "parameters": map[string]any{"retry_after": 1},
	})
	return false
}

// counts tells how many requests were let in and refused.
func (g *gate) counts() (passed, refused map[string]int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return maps.Clone(g.passed), maps.Clone(g.refused)
}
