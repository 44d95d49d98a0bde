package discord

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

// watcher is a handler that passes on what it observes, as "guild presence". It
// fails as often as it is told to.
func watcher(fail int) (handler, chan string) {
	seen := make(chan string, 100)
	return handler{observe: func(_ context.Context, e bot.Event) error {
		if e.Chat.Place() != "discord:"+e.Chat.ID || e.Moved != nil {
			return fmt.Errorf("the event is %+v", e)
		}
		if fail--; fail >= 0 {
			return errors.New("no store")
		}
		seen <- fmt.Sprintf("%s %d", e.Chat.ID, e.Presence)
		return nil
	}}, seen
}

func wantSeen(t *testing.T, seen chan string, want ...string) {
	t.Helper()
	for _, w := range want {
		select {
		case got := <-seen:
			if got != w {
				t.Errorf("the handler observes %q, want %q", got, w)
			}
		case <-time.After(15 * time.Second):
			t.Fatalf("the handler does not observe %q", w)
		}
	}
}

func TestPresence(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, log := adapterFor(t, s)
	h, seen := watcher(2)
	r := run(t, a, h)
	wantSeen(t, seen, discordtest.Guild+" 1")
	if n := strings.Count(log.String(), "presence in a server is not recorded"); n != 2 {
		t.Errorf("%d failures are logged, want 2:\n%s", n, log)
	}
	s.Send("GUILD_DELETE", map[string]any{"id": "41", "unavailable": true})
	s.Send("GUILD_CREATE", map[string]any{"id": 42, "unavailable": []any{}})
	s.Send("GUILD_CREATE", map[string]any{"id": "42", "name": typed})
	wantSeen(t, seen, "42 1")
	s.Send("GUILD_DELETE", map[string]any{"id": "42"})
	wantSeen(t, seen, "42 2")
	s.Send("GUILD_CREATE", map[string]any{"id": "43"})
	wantSeen(t, seen, "43 1")
	r.stop()
	if len(seen) != 0 {
		t.Errorf("the handler observes %q as well", <-seen)
	}
}

// TestPresenceDoesNotBlock checks that people are answered while a handler is slow
// to observe, and that of what happens in the meantime the last counts.
func TestPresenceDoesNotBlock(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	h, seen := watcher(0)
	entered, let := make(chan struct{}, 100), make(chan struct{})
	observe := h.observe
	h.observe = func(ctx context.Context, e bot.Event) error {
		entered <- struct{}{}
		<-let
		return observe(ctx, e)
	}
	h.handle = says(bot.Reply{Text: "fine"}).handle
	r := run(t, a, h)
	<-entered
	for range 10 {
		for guild := range 20 {
			s.Send("GUILD_CREATE", map[string]any{"id": fmt.Sprint(guild)})
			s.Send("GUILD_DELETE", map[string]any{"id": fmt.Sprint(guild)})
		}
	}
	wantAnswer(t, s)
	r.cancel()
	close(let)
	wantSeen(t, seen, discordtest.Guild+" 1")
	for guild := range 20 {
		wantSeen(t, seen, fmt.Sprint(guild, " 2"))
	}
	r.stop()
}

func TestPresencePutBack(t *testing.T) {
	t.Parallel()
	p := newPresences()
	p.note("", bot.Present)
	p.note("1", bot.Present)
	p.note("2", bot.Present)
	guild, is, _ := p.next()
	p.note("1", bot.Absent)
	p.putBack(guild, is)
	for _, want := range []string{"2 1 true", "1 2 true", " 0 false"} {
		guild, is, ok := p.next()
		if got := fmt.Sprint(guild, " ", is, " ", ok); got != want {
			t.Errorf("next = %q, want %q", got, want)
		}
	}
}
