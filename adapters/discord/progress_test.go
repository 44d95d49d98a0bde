package discord

import (
	"context"
	"strings"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

// worker answers "work" step by step: it shows how far it is, and goes on when it
// is told to.
type worker struct {
	handler
	reply bot.Reply
	told  chan struct{}
	let   chan struct{}
	kept  func(context.Context, string)
}

func (w *worker) Handle(ctx context.Context, req bot.Request) bot.Reply {
	if !strings.Contains(req.Line, "work") {
		return bot.Reply{Text: "*a report*", Cards: []bot.Card{ascent}, Buttons: []bot.Button{{Label: "Import", Line: "/film work"}}}
	}
	w.kept = req.Progress
	req.Progress(ctx, "one of *three*")
	close(w.told)
	<-w.let
	return w.reply
}

func TestProgress(t *testing.T) {
	t.Parallel()
	done := bot.Reply{Text: "all three"}
	tests := []struct {
		name    string
		pressed bool
		reply   bot.Reply
		ack     int
		inPlace bool
		private bool
		// left is what the pressed message says in the end.
		left string
	}{
		{name: "command", reply: done, ack: 5, inPlace: true},
		{name: "private command", reply: private(done), ack: 5, private: true},
		{name: "press that replaces", pressed: true, reply: replace(done), ack: 6, inPlace: true, left: "all three"},
		{name: "press", pressed: true, reply: done, ack: 6, left: "*a report*"},
		{name: "private press", pressed: true, reply: private(replace(done)), ack: 6, private: true, left: "*a report*"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			a, _ := adapterFor(t, s)
			w := &worker{reply: tt.reply, told: make(chan struct{}), let: make(chan struct{})}
			run(t, a, w)
			first := s.Command("ann", "/film report").Answer()
			var e *discordtest.Exchange
			if tt.pressed {
				e = s.Press("ann", first, "/film work")
			} else {
				e = s.Command("ann", "/film work")
			}
			<-w.told
			if ack, after := e.Acknowledged(); ack != tt.ack || after > a.timing.deferral/2 {
				t.Errorf("acknowledged with type %d after %v, want %d at once", ack, after, tt.ack)
			}
			all := s.All()
			at := all[len(all)-1]
			if text, _, _ := strings.Cut(at.Text(), "\n"); text != "one of *three*" {
				t.Errorf("meanwhile there is %q, want %q", text, "one of *three*")
			}
			if tt.pressed && (at.ID != first.ID || len(at.Embeds) != 1 || len(at.Buttons()) != 1) {
				t.Errorf("progress is shown in message %s with %d embeds and %d buttons, want in %s with one each", at.ID, len(at.Embeds), len(at.Buttons()), first.ID)
			}
			close(w.let)
			got := e.Answer()
			if got.Text() != "all three" || got.Private() != tt.private || len(got.Buttons()) != 0 {
				t.Errorf("answer = %q, private %v, with %d buttons; want %q, private %v, with none", got.Text(), got.Private(), len(got.Buttons()), "all three", tt.private)
			}
			if (got.ID == at.ID) != tt.inPlace {
				t.Errorf("answer is message %s after progress in %s, want in place %v", got.ID, at.ID, tt.inPlace)
			}
			if after, _ := s.Message(first.ID); tt.pressed {
				if text, _, _ := strings.Cut(after.Text(), "\n"); text != tt.left {
					t.Errorf("the pressed message says %q, want %q", text, tt.left)
				}
			}
			before := len(s.Requests())
			w.kept(t.Context(), "too late")
			if n := len(s.Requests()); n != before {
				t.Errorf("progress after the answer makes %d requests, want none", n-before)
			}
		})
	}
}

// TestProgressIsBounded checks that what comes too soon is left out, and what
// Discord does not take does no harm.
func TestProgressIsBounded(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, log := adapterFor(t, s)
	a.timing.progress = time.Hour
	run(t, a, handler{handle: func(ctx context.Context, req bot.Request) bot.Reply {
		req.Progress(ctx, "  ")
		for range 100 {
			req.Progress(ctx, typed)
		}
		return bot.Reply{Text: "fine"}
	}})
	s.Fail(discordtest.Fault{Route: "PATCH /webhooks", Times: 1, Status: 400, Body: `{"code": 50035, "message": "Invalid Form Body"}`})
	if got := s.Command("ann", "/film x").Answer().Text(); got != "fine" {
		t.Errorf("answer = %q, want %q", got, "fine")
	}
	if n := count(s.Requests(), "PATCH /webhooks"); n != 2 {
		t.Errorf("%d edits, want one for progress and one for the answer", n)
	}
	if !strings.Contains(log.String(), "progress is not shown") {
		t.Errorf("the log does not tell that progress is not shown:\n%s", log)
	}
}

// TestProgressWithoutAcknowledgement checks that nothing is shown where Discord
// does not know the interaction.
func TestProgressWithoutAcknowledgement(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, log := adapterFor(t, s)
	run(t, a, handler{handle: func(ctx context.Context, req bot.Request) bot.Reply {
		req.Progress(ctx, "one of three")
		return bot.Reply{Text: "fine"}
	}})
	s.Fail(discordtest.Fault{Route: "/callback", Times: 2, Status: 404, Body: `{"code": 10062, "message": "Unknown interaction"}`})
	s.Command("ann", "/film x")
	log.await(t, "an answer is lost")
	if n := count(s.Requests(), "PATCH /webhooks"); n != 0 {
		t.Errorf("%d edits, want none", n)
	}
}
