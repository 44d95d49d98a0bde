package discord

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/bot"
)

// beginning is a reply that counts how often it is begun.
func beginning(begun *int) bot.Reply {
	return bot.Reply{Text: "x", Once: "k7h2k9.film", Begin: func(context.Context) error { *begun++; return nil }}
}

// quietAdapter is an adapter whose requests a function answers.
func quietAdapter(t *testing.T, answer func() (*http.Response, error)) (a *Adapter, requests *int) {
	t.Helper()
	a, err := New(Config{Token: "a.b.c", Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	requests = new(int)
	a.transit.next = roundTrip(func(*http.Request) (*http.Response, error) {
		*requests++
		return answer()
	})
	return a, requests
}

// wantLater fails unless an error asks to come back after a time, and no other.
func wantLater(t *testing.T, what string, err error, after time.Duration) {
	t.Helper()
	later, ok := errors.AsType[*bot.Later](err)
	if !ok || later.After != after || errors.Is(err, bot.ErrUnsure) || errors.Is(err, bot.ErrForbidden) {
		t.Errorf("%s = %v, want to come back after %v", what, err, after)
	}
}

// TestBegin checks when a post begins: as its first request leaves, and once, however
// often that is tried again.
func TestBegin(t *testing.T) {
	broken := errors.New("the database is away")
	sent := answered(200, `{"id": "2", "channel_id": "`+channel.ID+`"}`)
	failed := func(err error) func() (*http.Response, error) {
		return func() (*http.Response, error) { return nil, err }
	}
	fine := func() (*http.Response, error) { return sent(), nil }
	tests := []struct {
		name    string
		first   func() (*http.Response, error)
		refuse  error
		request int
	}{
		{"fine", fine, nil, 1},
		{"no way", failed(&net.OpError{Op: "dial", Err: io.EOF}), nil, 2},
		{"cut", failed(io.EOF), nil, 2},
		{"too many", func() (*http.Response, error) { return answered(429, `{"retry_after": 3}`)(), nil }, nil, 2},
		{"refused to begin", fine, broken, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				next := tt.first
				a, requests := quietAdapter(t, func() (*http.Response, error) {
					now := next
					next = fine
					return now()
				})
				begun := 0
				r := beginning(&begun)
				count := r.Begin
				r.Begin = func(ctx context.Context) error {
					if *requests != 0 {
						t.Errorf("it begins after %d requests", *requests)
					}
					_ = count(ctx)
					return tt.refuse
				}
				if _, err := a.Post(t.Context(), channel, r); !errors.Is(err, tt.refuse) || errors.Is(err, bot.ErrUnsure) {
					t.Errorf("Post = %v, want %v", err, tt.refuse)
				}
				if begun != 1 || *requests != tt.request {
					t.Errorf("begun %d times, %d requests; want once and %d", begun, *requests, tt.request)
				}
			})
		})
	}
}

// TestBeginInVain checks that a post whose time is over when it has begun does not leave.
func TestBeginInVain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, requests := quietAdapter(t, func() (*http.Response, error) { return nil, io.EOF })
		ctx, cancel := context.WithCancel(t.Context())
		r := bot.Reply{Text: "x", Begin: func(context.Context) error { cancel(); return nil }}
		if _, err := a.Post(ctx, channel, r); !errors.Is(err, context.Canceled) || errors.Is(err, bot.ErrUnsure) || *requests != 0 {
			t.Errorf("Post = %v after %d requests, want %v without any", err, *requests, context.Canceled)
		}
	})
}

// TestLater checks that nothing waits long for one channel, and that nothing which may
// have been sent is taken for what was not.
func TestLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		held := answered(429, `{"retry_after": 60}`)
		a, requests := quietAdapter(t, func() (*http.Response, error) { return held(), nil })
		begun := 0
		post := func() error {
			_, err := a.Post(t.Context(), channel, beginning(&begun))
			return err
		}
		came := time.Now()
		wantLater(t, "Post that is refused", post(), time.Minute)
		wantLater(t, "Post to a channel that is held back", post(), time.Minute)
		if begun != 1 || *requests != 1 {
			t.Errorf("begun %d times, %d requests; want once each", begun, *requests)
		}
		m := bot.Message{Chat: channel, ID: "7"}
		wantLater(t, "Edit", a.Edit(t.Context(), m, bot.Reply{Text: "y"}), time.Minute)
		wantLater(t, "Pin", a.Pin(t.Context(), m, true), time.Minute)
		_, err := a.Talk(t.Context(), m, "The Ascent")
		wantLater(t, "Talk", err, time.Minute)
		if d := time.Since(came); d > time.Second { // for the pace of all
			t.Errorf("all that takes %v", d)
		}
	})
}

// TestLaterOfRefusals checks that refusals which are short each add up.
func TestLaterOfRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		held := answered(429, `{"retry_after": 3}`)
		a, requests := quietAdapter(t, func() (*http.Response, error) { return held(), nil })
		begun := 0
		came := time.Now()
		_, err := a.Post(t.Context(), channel, beginning(&begun))
		wantLater(t, "Post", err, 3*time.Second)
		if d := time.Since(came); d > unhurried.hold || begun != 1 || *requests != 2 {
			t.Errorf("Post takes %v, is begun %d times, makes %d requests; want at most %v, once, 2", d, begun, *requests, unhurried.hold)
		}
	})
}

// TestUnsureBeforeLater checks that a post that may have been sent is never put off.
func TestUnsureBeforeLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first := true
		held := answered(429, `{"retry_after": 60}`)
		a, _ := quietAdapter(t, func() (*http.Response, error) {
			if first {
				first = false
				return nil, io.EOF
			}
			return held(), nil
		})
		came := time.Now()
		_, err := a.Post(t.Context(), channel, bot.Reply{Text: "x"})
		if _, ok := errors.AsType[*bot.Later](err); ok || !errors.Is(err, bot.ErrUnsure) {
			t.Errorf("Post = %v, want only %v", err, bot.ErrUnsure)
		}
		if d := time.Since(came); d > unhurried.whole {
			t.Errorf("Post takes %v, want at most %v", d, unhurried.whole)
		}
	})
}

// TestNoTimeForTheWhole checks that a post for which the pace of all leaves no time was
// not sent.
func TestNoTimeForTheWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, requests := quietAdapter(t, func() (*http.Response, error) { return nil, io.EOF })
		a.transit.pace.idle = newGate(0.01, 1)
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Second)
		defer cancel()
		if err := a.transit.pace.give(ctx, unhurried); err != nil {
			t.Fatal(err)
		}
		begun := 0
		_, err := a.Post(ctx, channel, beginning(&begun))
		if _, ok := errors.AsType[*bot.Later](err); err == nil || ok || errors.Is(err, bot.ErrUnsure) || begun+*requests > 0 {
			t.Errorf("Post = %v, begun %d times, %d requests; want an error and none", err, begun, *requests)
		}
	})
}

// TestLaterOfSlowRoute checks that nobody waits long for a request before on a route.
func TestLaterOfSlowRoute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, c := newWindow(t, 9*time.Second)
		done := make(chan error)
		go func() { done <- c.call(t.Context(), unhurried, http.MethodPost, "channels/1/messages", nil, nil) }()
		synctest.Wait()
		came := time.Now()
		wantLater(t, "call", c.call(t.Context(), unhurried, http.MethodPost, "channels/1/messages", nil, nil), leastRetry)
		if d := time.Since(came); d > unhurried.hold+time.Second {
			t.Errorf("call takes %v, want at most %v", d, unhurried.hold)
		}
		if err := <-done; err != nil {
			t.Errorf("call before that = %v", err)
		}
	})
}
