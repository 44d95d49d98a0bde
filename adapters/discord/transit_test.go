package discord

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestRouteOf(t *testing.T) {
	tests := []struct{ method, path, want string }{
		{"POST", "/api/v9/channels/1/messages", "POST api/v9/channels/1/messages"},
		{"PATCH", "/api/v9/channels/1/messages/2", "PATCH api/v9/channels/1/messages/*"},
		{"PATCH", "/api/v9/webhooks/1/tok/messages/@original", "PATCH api/v9/webhooks/1/tok/messages/@original"},
	}
	for _, tt := range tests {
		if got := routeOf(tt.method, tt.path); got != tt.want {
			t.Errorf("routeOf(%q, %q) = %q, want %q", tt.method, tt.path, got, tt.want)
		}
	}
}

// scripted answers requests from a list and notes when they came.
type scripted struct {
	answers []func() *http.Response
	came    []time.Duration
	began   time.Time
}

func (s *scripted) RoundTrip(*http.Request) (*http.Response, error) {
	s.came = append(s.came, time.Since(s.began))
	next := s.answers[0]
	if len(s.answers) > 1 {
		s.answers = s.answers[1:]
	}
	return next(), nil
}

func answered(status int, body string, header ...string) func() *http.Response {
	return func() *http.Response {
		h := http.Header{}
		for i := 0; i < len(header); i += 2 {
			h.Set(header[i], header[i+1])
		}
		return &http.Response{StatusCode: status, Status: http.StatusText(status), Header: h, Body: io.NopCloser(strings.NewReader(body))}
	}
}

// TestPace checks when requests are made that Discord has asked to hold back.
func TestPace(t *testing.T) {
	ok := answered(200, "{}")
	tests := []struct {
		name    string
		answers []func() *http.Response
		calls   []string
		want    []time.Duration
	}{
		{"nothing asked", []func() *http.Response{ok}, []string{"channels/1/messages", "channels/1/messages"}, []time.Duration{0, 0}},
		{"used up", []func() *http.Response{answered(200, "{}", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset-After", "1.5"), ok},
			[]string{"channels/1/messages", "channels/2/messages", "channels/1/messages"}, []time.Duration{0, 0, 1500 * time.Millisecond}},
		{"too many", []func() *http.Response{answered(429, `{"retry_after": 3}`), ok},
			[]string{"channels/1/messages"}, []time.Duration{0, 3 * time.Second}},
		{"too many everywhere", []func() *http.Response{
			answered(200, "{}", "X-RateLimit-Remaining", "1"), answered(429, `{"retry_after": 2, "global": true}`), ok},
			[]string{"channels/2/messages", "channels/1/messages", "channels/2/messages"}, []time.Duration{0, 0, 2 * time.Second, 2 * time.Second}},
		{"too many without a number", []func() *http.Response{answered(429, "<html>", "Retry-After", "7"), ok},
			[]string{"channels/1/messages"}, []time.Duration{0, 7 * time.Second}},
		{"errors", []func() *http.Response{answered(500, ""), answered(502, "<html>"), answered(503, ""), ok},
			[]string{"channels/1/messages"}, []time.Duration{0, 500 * time.Millisecond, 1500 * time.Millisecond, 3500 * time.Millisecond}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				fake := &scripted{answers: tt.answers, began: time.Now()}
				way := &transit{base: &url.URL{Scheme: "http", Host: "discord.test", Path: "/proxy/"}, next: fake, pace: newPace(time.Now)}
				c, err := newClient("a.b.c", way)
				if err != nil {
					t.Fatal(err)
				}
				for _, path := range tt.calls {
					if err := c.call(t.Context(), calm, http.MethodPost, path, nil, nil); err != nil {
						t.Errorf("call(%q) = %v", path, err)
					}
				}
				if len(fake.came) != len(tt.want) {
					t.Fatalf("requests came at %v, want %v", fake.came, tt.want)
				}
				for i, want := range tt.want {
					if got := fake.came[i].Round(time.Millisecond); got != want {
						t.Errorf("request %d came after %v, want %v", i, got, want)
					}
				}
			})
		})
	}
}

// TestCallGivesUp checks that a call does not wait for what its context does not
// allow.
func TestCallGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := &scripted{answers: []func() *http.Response{answered(429, `{"retry_after": 60}`)}, began: time.Now()}
		way := &transit{base: &url.URL{Scheme: "http", Host: "discord.test"}, next: fake, pace: newPace(time.Now)}
		c, err := newClient("a.b.c", way)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		began := time.Now()
		err = c.call(ctx, hurried, http.MethodPost, "interactions/1/tok/callback", nil, nil)
		if s, _ := status(err); s != 429 || len(fake.came) != 1 {
			t.Errorf("call = %v after %d requests, want 429 after one", err, len(fake.came))
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("giving up took %v, want no time", took)
		}
	})
}

// TestTransit checks where requests go.
func TestTransit(t *testing.T) {
	var got *http.Request
	next := roundTrip(func(r *http.Request) (*http.Response, error) {
		got = r
		return answered(200, "{}")(), nil
	})
	for _, tt := range []struct{ base, path, want string }{
		{"https://discord.com", "channels/1/messages", "https://discord.com/api/v9/channels/1/messages"},
		{"http://localhost:8080/", "channels/1/messages", "http://localhost:8080/api/v9/channels/1/messages"},
		{"http://proxy/discord", pathOf("interactions", "1", "a/b c", "callback"), "http://proxy/discord/api/v9/interactions/1/a%2Fb%20c/callback"},
	} {
		base, err := url.Parse(tt.base)
		if err != nil {
			t.Fatal(err)
		}
		c, err := newClient("a.b.c", &transit{base: base, next: next, pace: newPace(time.Now)})
		if err != nil {
			t.Fatal(err)
		}
		if err := c.once(t.Context(), time.Minute, http.MethodPost, tt.path, struct{}{}, nil); err != nil {
			t.Fatal(err)
		}
		if got.URL.String() != tt.want || got.Host != base.Host || got.Header.Get("Authorization") != "Bot a.b.c" {
			t.Errorf("with the base %q, %q goes to %s at %s", tt.base, tt.path, got.URL, got.Host)
		}
	}
}

// TestProtocol checks that requests have connections of their own with a server
// that would have them share one.
func TestProtocol(t *testing.T) {
	t.Parallel()
	protocol := make(chan string, 1)
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { protocol <- r.Proto }))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	base, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	way := newTransit(base)
	defer way.closeIdle()
	own := way.next.(*http.Transport)
	own.TLSClientConfig = s.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	own.TLSClientConfig.NextProtos = nil
	c, err := newClient("a.b.c", way)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.once(t.Context(), time.Minute, http.MethodGet, "gateway", nil, nil); err != nil {
		t.Fatal(err)
	}
	if got := <-protocol; got != "HTTP/1.1" {
		t.Errorf("a request is made with %s, want HTTP/1.1", got)
	}
}

// TestOtherAnswers checks that no answer is quoted in an error.
func TestOtherAnswers(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{
		202: "Discord answered 202 Accepted",
		206: "Discord answered 206 Partial Content",
		302: "Discord answered 302 Found",
		418: "Discord answered 418 I'm a teapot",
	} {
		way := &transit{base: &url.URL{Scheme: "http", Host: "discord.test"}, pace: newPace(time.Now),
			next: &scripted{answers: []func() *http.Response{answered(status, `{"token": "`+typed+`"}`)}}}
		c, err := newClient("a.b.c", way)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.call(t.Context(), calm, http.MethodPost, "webhooks/1/tok", nil, nil); err == nil || err.Error() != want {
			t.Errorf("call answered with %d = %v, want %q", status, err, want)
		}
	}
}

// TestNotTwice checks after which failures a request that must not take effect
// twice is made again.
func TestNotTwice(t *testing.T) {
	t.Parallel()
	tests := []struct {
		err  error
		want bool
	}{
		{&apiError{status: 429}, true},
		{&apiError{status: 502}, false},
		{&apiError{status: 400}, false},
		{&net.OpError{Op: "dial", Err: io.EOF}, true},
		{&net.OpError{Op: "read", Err: io.EOF}, false},
		{io.ErrUnexpectedEOF, false},
		{context.DeadlineExceeded, false},
		{fmt.Errorf("%w: %w", errHeld, context.DeadlineExceeded), true},
	}
	for _, tt := range tests {
		if got := calm.careful().again(tt.err); got != tt.want {
			t.Errorf("again(%v) = %v, want %v", tt.err, got, tt.want)
		}
	}
}

// TestPaceForgets checks that what is remembered of routes does not grow.
func TestPaceForgets(t *testing.T) {
	now := time.Unix(0, 0)
	p := newPace(func() time.Time { return now })
	for i := range 10 * tidyAt {
		p.hold(routeOf("POST", "/interactions/1/"+strings.Repeat("x", i%tidyAt)+string(rune('a'+i%26))), time.Second)
		now = now.Add(100 * time.Millisecond)
	}
	if n := len(p.until); n > tidyAt {
		t.Errorf("%d routes are remembered, want at most %d", n, tidyAt)
	}
}
