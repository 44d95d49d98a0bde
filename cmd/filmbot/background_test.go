package main

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/bot"
)

// failing are jobs whose work fails some times before it goes on until the end.
type failing struct {
	left  int
	began chan time.Time
}

func (f *failing) Work(ctx context.Context, _ func(context.Context, bot.Job) error) error {
	f.began <- time.Now()
	if f.left--; f.left >= 0 {
		return errors.New("the database is away")
	}
	<-ctx.Done()
	return nil
}

// TestJobsAreWorkedOnAgain has the database fail twice when work is to begin.
func TestJobsAreWorkedOnAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log syncBuffer
		f := &failing{left: 2, began: make(chan time.Time, 10)}
		p := persistent{f, slog.New(slog.NewTextHandler(&log, nil)), jobsPause}
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- p.Work(ctx, nil) }()
		first := <-f.began
		for range 2 {
			if again := <-f.began; again.Sub(first) != jobsPause {
				t.Errorf("work began anew after %v, want %v", again.Sub(first), jobsPause)
			} else {
				first = again
			}
		}
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Work = %v, want nil", err)
		}
		if n := strings.Count(log.String(), "scheduled work stands still"); n != 2 {
			t.Errorf("the log tells of %d failures, want 2:\n%s", n, log.String())
		}
	})
}

// patient waits for a place that does not come.
type patient struct{ bot.Poster }

func (patient) Post(ctx context.Context, _ bot.Chat, _ bot.Reply) (bot.Message, error) {
	<-ctx.Done()
	return bot.Message{}, ctx.Err()
}

// TestPostsEnd has a post wait for longer than the program may take to end.
func TestPostsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		p := newPosters(ctx)
		p.serve("telegram", patient{})
		ended := make(chan error, 1)
		go func() {
			_, err := p.Post(context.WithoutCancel(ctx), bot.Chat{Platform: "telegram"}, bot.Reply{Text: "late"})
			ended <- err
		}()
		synctest.Wait()
		stopped := time.Now()
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Post = %v, want %v", err, context.Canceled)
		}
		if after := time.Since(stopped); after != lastPosts {
			t.Errorf("the post gave up after %v, want %v", after, lastPosts)
		}
	})
}

func TestPostsElsewhere(t *testing.T) {
	p := newPosters(t.Context())
	if _, err := p.Post(t.Context(), bot.Chat{Platform: "discord"}, bot.Reply{Text: "hello"}); !errors.Is(err, errNotServed) {
		t.Errorf("Post = %v, want %v", err, errNotServed)
	}
	if d := p.Recognises("discord"); d != 0 {
		t.Errorf("Recognises = %v, want 0", d)
	}
}
