package discord

import (
	"context"
	"fmt"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

// busy runs an adapter whose handler tells what it is asked and waits then until
// it is let go. When busy returns, as many handlers wait as may run.
func busy(t *testing.T, s *discordtest.Server, asked chan string, let chan struct{}) *record {
	a, log := adapterFor(t, s)
	a.timing.deferral = 50 * time.Millisecond
	run(t, a, handler{handle: func(_ context.Context, req bot.Request) bot.Reply {
		asked <- req.Line
		<-let
		return bot.Reply{Text: "fine"}
	}})
	for i := range workers {
		e := s.Command("ann", fmt.Sprintf("/film %d", i))
		<-asked
		e.Acknowledged()
	}
	return log
}

// TestBusy checks that an interaction is acknowledged in time while no handler is
// free for it, and answered in the end.
func TestBusy(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	asked, let := make(chan string, 2*workers), make(chan struct{})
	busy(t, s, asked, let)
	e := s.Command("bob", "/film next")
	if ack, after := e.Acknowledged(); ack != 5 || after > time.Second {
		t.Errorf("acknowledged with type %d after %v, want 5 within a second", ack, after)
	}
	if got := s.Complete("bob", "/film n").Choices(); len(got) != 0 {
		t.Errorf("suggestions = %v, want none", got)
	}
	if len(asked) != 0 {
		t.Errorf("the handler is asked %q while it is busy", <-asked)
	}
	close(let)
	if got := e.Answer().Text(); got != "fine" {
		t.Errorf("answer = %q, want %q", got, "fine")
	}
}

// TestBusyAndLost checks that a handler is not asked what nobody would see the
// answer of.
func TestBusyAndLost(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	asked, let := make(chan string, 2*workers), make(chan struct{})
	log := busy(t, s, asked, let)
	s.Fail(discordtest.Fault{Route: "/callback", Times: 1, Status: 404, Body: `{"code": 10062, "message": "Unknown interaction"}`})
	s.Command("bob", "/film lost")
	log.await(t, "an interaction is lost")
	close(let)
	if got := s.Command("bob", "/film next").Answer().Text(); got != "fine" {
		t.Errorf("answer = %q, want %q", got, "fine")
	}
	if got := <-asked; got != "/film next" {
		t.Errorf("the handler is asked %q, want %q", got, "/film next")
	}
}

func TestRecent(t *testing.T) {
	t.Parallel()
	r := newRecent(2)
	for _, step := range []struct {
		id   string
		want bool
	}{{"a", true}, {"a", false}, {"b", true}, {"a", false}, {"c", true}, {"b", false}, {"d", true}, {"e", true}, {"c", false}, {"a", true}} {
		if got := r.first(step.id); got != step.want {
			t.Errorf("first(%q) = %v, want %v", step.id, got, step.want)
		}
	}
}

func TestPoolIsBounded(t *testing.T) {
	t.Parallel()
	let := make(chan struct{})
	p := newPool(func(job) { <-let })
	taken := 0
	for p.take(job{}) {
		if taken++; taken > 10*(workers+waiting) {
			t.Fatal("the pool takes any number of jobs")
		}
	}
	if taken < waiting {
		t.Errorf("the pool takes %d jobs, want at least %d", taken, waiting)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if p.drain(ended) {
		t.Error("drain reports that all is done while it is not")
	}
	if p.take(job{}) {
		t.Error("a closed pool takes a job")
	}
	close(let)
	if !p.drain(t.Context()) {
		t.Error("drain reports that not all is done while it is")
	}
}
