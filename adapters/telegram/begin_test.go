package telegram

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// TestBegin checks that a post tells when it leaves: once, not before a wait, and not
// at all where it has to wait for long.
func TestBegin(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		c := w.Chat(telegramtest.Group)
		var begun []time.Time
		r := bot.Reply{Text: "news", Begin: func(context.Context) error { begun = append(begun, time.Now()); return nil }}
		w.Intercept(first("sendMessage", func() *telegramtest.Answer { return &telegramtest.Answer{Status: 429, RetryAfter: 3} }))
		if _, err := w.adapter.Post(context.Background(), chatOfFake(c), r); err != nil || len(begun) != 1 {
			t.Fatalf("Post = %v, begun %d times, want once", err, len(begun))
		}
		w.adapter.chats.hold(chatOfFake(c).ID, time.Minute)
		_, err := w.adapter.Post(context.Background(), chatOfFake(c), r)
		var later *bot.Later
		if !errors.As(err, &later) || later.After < 50*time.Second || len(begun) != 1 {
			t.Errorf("Post in a chat that has to rest = %v, begun %d times", err, len(begun))
		}
		time.Sleep(time.Minute)
		sent := len(w.Calls("sendMessage"))
		broken := errors.New("the disk is gone")
		r.Begin = func(context.Context) error { return broken }
		if _, err := w.adapter.Post(context.Background(), chatOfFake(c), r); !errors.Is(err, broken) || len(w.Calls("sendMessage")) != sent {
			t.Errorf("Post that cannot begin = %v, and was sent %d times", err, len(w.Calls("sendMessage"))-sent)
		}
	})
}

// TestSlowBegin checks that posts whose Begin hangs do not hold up others for long.
func TestSlowBegin(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		slow := bot.Reply{Text: "news", Begin: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }}
		var posts sync.WaitGroup
		for range maxOpen {
			c := chatOfFake(w.Chat(telegramtest.Group))
			posts.Go(func() {
				if _, err := w.adapter.Post(context.Background(), c, slow); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("Post whose Begin hangs = %v, want %v", err, context.DeadlineExceeded)
				}
			})
		}
		time.Sleep(time.Second) // until all of them have begun
		began := time.Now()
		if _, err := w.adapter.Post(context.Background(), chatOfFake(w.Chat(telegramtest.Group)), bot.Reply{Text: "more"}); err != nil {
			t.Errorf("Post beside slow ones: %v", err)
		}
		if d := time.Since(began); d < beginTimeout-time.Second || d > beginTimeout {
			t.Errorf("Post beside slow ones took %v, want at most %v", d, beginTimeout)
		}
		posts.Wait()
		if got := len(w.Calls("sendMessage")); got != 1 {
			t.Errorf("%d messages were sent, want one", got)
		}
	})
}
