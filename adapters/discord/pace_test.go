package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/bot"
)

// window is a Discord that takes 50 requests in any second, but for answers to
// interactions, and five in five seconds on a route. Each takes it a while.
type window struct {
	t    *testing.T
	slow time.Duration

	mu     sync.Mutex
	lately []time.Time
	routes map[string][]time.Time
	total  int
}

func (w *window) RoundTrip(r *http.Request) (*http.Response, error) {
	route := routeOf(r.Method, r.URL.Path)
	h := w.count(route)
	if !sleep(r.Context(), w.slow) {
		return nil, r.Context().Err()
	}
	return &http.Response{StatusCode: 200, Header: h, Body: io.NopCloser(strings.NewReader(`{"id": "1"}`))}, nil
}

func (w *window) count(route string) http.Header {
	w.mu.Lock()
	defer w.mu.Unlock()
	h := http.Header{}
	if exempt(route) {
		return h
	}
	w.total++
	now := time.Now()
	w.lately = append(since(w.lately, now.Add(-time.Second)), now)
	used := append(since(w.routes[route], now.Add(-5*time.Second)), now)
	w.routes[route] = used
	if len(w.lately) > 50 || len(used) > 5 {
		w.t.Errorf("%s: %d requests within a second, %d of them on the route within five", route, len(w.lately), len(used))
	}
	h.Set("X-RateLimit-Remaining", fmt.Sprint(5-len(used)))
	h.Set("X-RateLimit-Reset-After", fmt.Sprint(used[0].Add(5*time.Second).Sub(now).Seconds()+0.001))
	return h
}

// since drops what is not after a time.
func since(times []time.Time, after time.Time) []time.Time {
	for len(times) > 0 && !times[0].After(after) {
		times = times[1:]
	}
	return times
}

func newWindow(t *testing.T, slow time.Duration) (*window, *client) {
	w := &window{t: t, slow: slow, routes: map[string][]time.Time{}}
	c, err := newClient("a.b.c", &transit{base: &url.URL{Scheme: "http", Host: "discord.test"}, next: w, pace: newPace(time.Now)})
	if err != nil {
		t.Fatal(err)
	}
	return w, c
}

// TestManyPosts checks that 10,000 posts leave at nearly the rate that Discord takes,
// while what people do is done at once.
func TestManyPosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const posts = 10000
		_, c := newWindow(t, 200*time.Millisecond)
		began := time.Now()
		var wg sync.WaitGroup
		for i := range posts {
			wg.Go(func() {
				path := pathOf("channels", fmt.Sprint(1000+i), "messages")
				if _, err := c.persist(t.Context(), unhurried, http.MethodPost, path, nil, nil); err != nil {
					t.Errorf("post %d: %v", i, err)
				}
			})
		}
		for i := range 100 {
			time.Sleep(time.Second)
			asked := time.Now()
			if err := c.call(t.Context(), hurried, http.MethodPost, pathOf("interactions", fmt.Sprint(i), "token", "callback"), nil, nil); err != nil {
				t.Error(err)
			}
			if d := time.Since(asked); d != 200*time.Millisecond {
				t.Errorf("an answer to an interaction takes %v, want none but its own time", d)
			}
			if err := c.call(t.Context(), calm, http.MethodGet, pathOf("channels", fmt.Sprint(1000+i)), nil, nil); err != nil {
				t.Error(err)
			}
			if d := time.Since(asked); d > time.Second {
				t.Errorf("what a person waits for takes %v", d)
			}
		}
		wg.Wait()
		if d := time.Since(began); d > 260*time.Second {
			t.Errorf("%d posts take %v", posts, d)
		}
		if n := len(c.pace.queues); n != 0 {
			t.Errorf("%d routes are remembered that nobody uses", n)
		}
	})
}

// TestOneChannel checks that many posts to one channel provoke no refusal, also where
// nothing is known of its limit, and that none of them waits for long.
func TestOneChannel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := newWindow(t, 100*time.Millisecond)
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				for {
					began := time.Now()
					_, err := c.persist(t.Context(), unhurried, http.MethodPost, "channels/1/messages", nil, nil)
					if d := time.Since(began); d > unhurried.hold+time.Second {
						t.Errorf("a request takes %v", d)
					}
					later, ok := errors.AsType[*bot.Later](err)
					if !ok {
						if err != nil {
							t.Error(err)
						}
						return
					}
					time.Sleep(later.After)
				}
			})
		}
		wg.Wait()
		if w.total != 20 {
			t.Errorf("%d requests, want 20", w.total)
		}
	})
}

// TestWaitIsNoAttempt checks that a request has its whole time when its turn has come,
// and that one whose turn does not come has not left.
func TestWaitIsNoAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := newWindow(t, 9*time.Second)
		patient := unhurried
		patient.hold = forever
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		var wg sync.WaitGroup
		for i := range 3 {
			wg.Go(func() {
				time.Sleep(time.Duration(i) * time.Millisecond)
				unsure, err := c.persist(ctx, patient, http.MethodPost, "channels/1/messages", nil, nil)
				if i < 2 && err != nil {
					t.Errorf("request %d: %v", i, err)
				}
				if i == 2 && (err == nil || !unsure) {
					t.Errorf("request %d, under way when time is up: %v, unsure %v", i, err, unsure)
				}
			})
		}
		wg.Go(func() {
			time.Sleep(time.Second)
			if unsure, err := c.persist(ctx, patient, http.MethodPost, "channels/1/messages", nil, nil); err == nil || unsure {
				t.Errorf("a request that has not left: %v, unsure %v", err, unsure)
			}
		})
		wg.Wait()
		if n := len(c.pace.queues); n != 0 {
			t.Errorf("%d routes are remembered that nobody uses", n)
		}
	})
}

// TestUnsure checks when it is said that a request may have had its effect.
func TestUnsure(t *testing.T) {
	fine, bad, refused := answered(200, "{}"), answered(502, ""), answered(403, `{"code": 50013, "message": "Missing Permissions"}`)
	held := answered(429, `{"retry_after": 60}`)
	cut := func() *http.Response { return nil }
	dial := &net.OpError{Op: "dial", Err: io.EOF}
	tests := []struct {
		name    string
		answers []func() *http.Response
		cut     error
		unsure  bool
		failed  bool
		status  int
	}{
		{name: "fine", answers: []func() *http.Response{fine}},
		{name: "fine in the end", answers: []func() *http.Response{bad, cut, fine}, cut: io.EOF},
		{name: "refused", answers: []func() *http.Response{refused}, failed: true, status: 403},
		{name: "never fine", answers: []func() *http.Response{bad}, failed: true, unsure: true, status: 502},
		{name: "cut", answers: []func() *http.Response{cut}, cut: io.EOF, failed: true, unsure: true},
		{name: "no way", answers: []func() *http.Response{cut}, cut: dial, failed: true},
		{name: "too many", answers: []func() *http.Response{held}, failed: true}, // a *bot.Later
		{name: "cut and refused", answers: []func() *http.Response{cut, refused}, cut: io.EOF, failed: true, unsure: true, status: 403},
		{name: "no way and refused", answers: []func() *http.Response{cut, refused}, cut: dial, failed: true, status: 403},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				list := &scripted{answers: tt.answers, began: time.Now()}
				next := roundTrip(func(r *http.Request) (*http.Response, error) {
					resp, err := list.RoundTrip(r)
					if resp == nil {
						err = tt.cut
					}
					return resp, err
				})
				c, err := newClient("a.b.c", &transit{base: &url.URL{Scheme: "http", Host: "discord.test"}, next: next, pace: newPace(time.Now)})
				if err != nil {
					t.Fatal(err)
				}
				unsure, err := c.persist(t.Context(), unhurried, http.MethodPost, "channels/1/messages", nil, nil)
				if s, _ := status(err); (err != nil && unsure) != tt.unsure || (err != nil) != tt.failed || s != tt.status {
					t.Errorf("persist = unsure %v, %v; want unsure %v, status %d", unsure, err, tt.unsure, tt.status)
				}
				if d := time.Since(list.began); d > unhurried.whole {
					t.Errorf("it is tried for %v, want at most %v", d, unhurried.whole)
				}
			})
		})
	}
}
