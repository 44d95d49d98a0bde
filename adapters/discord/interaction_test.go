package discord

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

// slow is a handler that answers a line that contains "slow" when it is told to,
// and others at once.
type slow struct {
	handler
	reply bot.Reply
	let   chan struct{}
}

func newSlow(r bot.Reply) *slow { return &slow{reply: r, let: make(chan struct{})} }

func (s *slow) Handle(_ context.Context, req bot.Request) bot.Reply {
	if strings.Contains(req.Line, "slow") {
		<-s.let
		return s.reply
	}
	return bot.Reply{Text: "a card", Buttons: []bot.Button{{Label: "Another", Line: "/film slow"}}}
}

func TestSlowAnswer(t *testing.T) {
	t.Parallel()
	fine := bot.Reply{Text: "fine", Buttons: []bot.Button{{Label: "Again", Line: "/film again"}}}
	tests := []struct {
		name    string
		pressed bool
		reply   func(bot.Reply) bot.Reply
		ack     int
		inPlace bool
		private bool
	}{
		{name: "command", ack: 5, inPlace: true},
		{name: "private command", reply: private, ack: 5, private: true},
		{name: "press", pressed: true, ack: 6},
		{name: "press that replaces", pressed: true, reply: replace, ack: 6, inPlace: true},
		{name: "private press", pressed: true, reply: private, ack: 6, private: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			a, _ := adapterFor(t, s)
			a.timing.deferral = 50 * time.Millisecond
			reply := fine
			if tt.reply != nil {
				reply = tt.reply(fine)
			}
			h := newSlow(reply)
			run(t, a, h)
			first := s.Command("ann", "/film quick").Answer()
			var e *discordtest.Exchange
			if tt.pressed {
				e = s.Press("ann", first, "/film slow")
			} else {
				e = s.Command("ann", "/film slow")
			}
			if ack, _ := e.Acknowledged(); ack != tt.ack {
				t.Errorf("acknowledged with type %d, want %d", ack, tt.ack)
			}
			close(h.let)
			got := e.Answer()
			if got.Text() != "fine" || len(got.Buttons()) != 1 || got.Private() != tt.private {
				t.Errorf("answer = %q with %d buttons, private %v; want %q with one, private %v",
					got.Text(), len(got.Buttons()), got.Private(), "fine", tt.private)
			}
			if tt.pressed && (got.ID == first.ID) != tt.inPlace {
				t.Errorf("answer is message %s to a press on %s, want in place %v", got.ID, first.ID, tt.inPlace)
			}
			if thinking := s.Thinking(); thinking != 0 {
				t.Errorf("%d answers are still put off", thinking)
			}
		})
	}
}

func private(r bot.Reply) bot.Reply {
	r.Private = true
	return r
}

func replace(r bot.Reply) bot.Reply {
	r.Replace = true
	return r
}

// TestUsualTiming checks that Discord's three seconds hold as the adapter is
// used.
func TestUsualTiming(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	usual := usualTiming()
	a.timing.deferral, a.timing.window, s.Window = usual.deferral, usual.window, 3*time.Second
	h := newSlow(bot.Reply{Text: "fine"})
	run(t, a, h)
	e := s.Command("ann", "/film slow")
	if ack, after := e.Acknowledged(); ack != 5 || after > 2200*time.Millisecond {
		t.Errorf("acknowledged with type %d after %v, want 5 after at most 2.2 s", ack, after)
	}
	close(h.let)
	if got := e.Answer().Text(); got != "fine" {
		t.Errorf("answer = %q, want %q", got, "fine")
	}
}

func TestSlowSuggest(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	a.timing.deferral = 50 * time.Millisecond
	let := make(chan struct{})
	run(t, a, handler{suggest: func(ctx context.Context, _ bot.Request) []bot.Choice {
		<-let
		return []bot.Choice{{Label: "late", Line: "/film late"}}
	}})
	if got := s.Complete("ann", "/film l").Choices(); len(got) != 0 {
		t.Errorf("suggestions = %v, want none", got)
	}
	close(let)
}

// TestChosen checks that the line of a suggestion comes back when it is chosen.
func TestChosen(t *testing.T) {
	t.Parallel()
	lines := []string{"/film #sm2", "/~k3abcdefghijklmnop", "/film //x", "/help", "/film", "/film like The Ascent"}
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	run(t, a, handler{
		handle: func(_ context.Context, req bot.Request) bot.Reply { return bot.Reply{Text: req.Line} },
		suggest: func(context.Context, bot.Request) []bot.Choice {
			var out []bot.Choice
			for _, line := range lines {
				out = append(out, bot.Choice{Label: "choose " + line, Line: line})
			}
			return out
		},
	})
	verb := discordtest.Change(discordtest.Verb)
	for command, changes := range map[string][]discordtest.Change{"/film ": nil, "/film like ": {verb}} {
		choices := s.Complete("ann", command, changes...).Choices()
		if len(choices) != len(lines) {
			t.Fatalf("suggestions for %q = %v, want %d", command, choices, len(lines))
		}
		for i, c := range choices {
			if got := s.Command("ann", command+c.Value, changes...).Answer().Text(); got != lines[i] {
				t.Errorf("choosing %q for %q with the value %q gives the line %q, want %q", c.Name, command, c.Value, got, lines[i])
			}
		}
	}
}

func TestTroubledAnswer(t *testing.T) {
	t.Parallel()
	soon := `{"message": "You are being rate limited.", "retry_after": 0.2, "global": false}`
	tests := []struct {
		name  string
		fault discordtest.Fault
		tries int
	}{
		{"bad gateway", discordtest.Fault{Times: 2, Status: 502, Body: "<html>secret-of-nobody</html>"}, 3},
		{"error", discordtest.Fault{Times: 1, Status: 500}, 2},
		{"cut before", discordtest.Fault{Times: 2}, 3},
		{"cut after", discordtest.Fault{Times: 1, Late: true}, 2},
		{"bad gateway after", discordtest.Fault{Times: 1, Status: 502, Late: true}, 2},
		{"too many requests", discordtest.Fault{Times: 1, Status: 429, Body: soon}, 2},
		{"too many requests in HTML", discordtest.Fault{Times: 1, Status: 429, Body: "<html>"}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			a, log := adapterFor(t, s)
			r := run(t, a, says(bot.Reply{Text: "fine"}))
			tt.fault.Route = "/callback"
			s.Fail(tt.fault)
			if got := s.Command("ann", "/film "+typed).Answer().Text(); got != "fine" {
				t.Errorf("answer = %q, want %q", got, "fine")
			}
			tries := 0
			s.Await("the last try", func() bool {
				tries = count(s.Requests(), "/callback")
				return tries >= tt.tries
			})
			if tries != tt.tries {
				t.Errorf("%d tries, want %d", tries, tt.tries)
			}
			r.stop()
			if strings.Contains(log.String(), "lost") {
				t.Errorf("the log tells that an answer is lost:\n%s", log)
			}
		})
	}
}

func count(requests []string, part string) int {
	n := 0
	for _, r := range requests {
		if strings.Contains(r, part) {
			n++
		}
	}
	return n
}

// TestLostAnswer checks that an answer that Discord does not take is given up,
// and that the log tells why.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault discordtest.Fault
		want  string
	}{
		{"down", discordtest.Fault{Times: 1000, Status: 503}, "Discord answered 503 Service Unavailable"},
		{"cut", discordtest.Fault{Times: 1000}, "EOF"},
		{"too many requests", discordtest.Fault{Times: 1000, Status: 429, Body: `{"message": "x", "retry_after": 60}`}, "Discord answered 429"},
		{"wrong form", discordtest.Fault{Times: 1, Status: 400,
			Body: `{"code": 50035, "message": "Invalid Form Body", "errors": {"data": {"content": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "` + typed + `"}]}}}}`},
			"Discord answered 400 Bad Request (50035 Invalid Form Body) in data.content: BASE_TYPE_MAX_LENGTH"},
		{"too late", discordtest.Fault{Times: 1, Status: 404, Body: `{"code": 10062, "message": "Unknown interaction"}`},
			"Discord answered 404 Not Found (10062 Unknown interaction)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			a, log := adapterFor(t, s)
			a.timing.deferral, a.timing.window = 300*time.Millisecond, 400*time.Millisecond
			tt.fault.Route = "/callback"
			s.Fail(tt.fault)
			r := run(t, a, says(bot.Reply{Text: "fine"}))
			e := s.Command("ann", "/film "+typed)
			s.Await("a try", func() bool { return count(s.Requests(), "/callback") > 0 })
			r.stop()
			if ack, _ := e.Ack(); ack != 0 {
				t.Errorf("acknowledged with type %d, want not", ack)
			}
			if !strings.Contains(log.String(), "an answer is lost") || !strings.Contains(log.String(), tt.want) {
				t.Errorf("the log does not tell %q:\n%s", tt.want, log)
			}
		})
	}
}

func TestLateAnswerIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	a.timing.deferral = 20 * time.Millisecond
	h := newSlow(bot.Reply{Text: "fine"})
	run(t, a, h)
	s.Fail(discordtest.Fault{Route: "PATCH /webhooks", Times: 1, Status: 503})
	s.Fail(discordtest.Fault{Route: "PATCH /webhooks", Times: 1, Status: 429, Header: http.Header{"Retry-After": {"1"}}})
	e := s.Command("ann", "/film slow")
	e.Acknowledged()
	close(h.let)
	if got := e.Answer().Text(); got != "fine" {
		t.Errorf("answer = %q, want %q", got, "fine")
	}
}

// TestFollowUpOnce checks that a follow-up whose answer is lost is not made twice.
func TestFollowUpOnce(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault discordtest.Fault
		tries int
	}{
		{"bad gateway after", discordtest.Fault{Status: 502, Late: true}, 1},
		{"cut after", discordtest.Fault{Late: true}, 1},
		{"too many requests", discordtest.Fault{Status: 429, Body: `{"message": "x", "retry_after": 0.1}`}, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			a, _ := adapterFor(t, s)
			a.timing.deferral = 20 * time.Millisecond
			h := newSlow(bot.Reply{Text: "fine"})
			r := run(t, a, h)
			e := s.Press("ann", s.Command("ann", "/film quick").Answer(), "/film slow")
			e.Acknowledged()
			tt.fault.Route, tt.fault.Times = "POST /webhooks", 1
			s.Fail(tt.fault)
			close(h.let)
			if got := e.Answer().Text(); got != "fine" {
				t.Errorf("answer = %q, want %q", got, "fine")
			}
			r.stop()
			if n := count(s.Requests(), "POST /webhooks"); n != tt.tries {
				t.Errorf("%d tries, want %d", n, tt.tries)
			}
			if n := s.Messages(); n != 2 {
				t.Errorf("%d messages, want 2", n)
			}
		})
	}
}

func TestRepeatedInteraction(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	asked := make(chan string, 10)
	r := run(t, a, handler{handle: func(_ context.Context, req bot.Request) bot.Reply {
		asked <- req.Line
		return bot.Reply{Text: "fine"}
	}})
	e := s.Command("ann", "/film once")
	e.Answer()
	s.Repeat(e)
	s.Command("ann", "/film twice").Answer()
	r.stop()
	got := []string{<-asked, <-asked}
	if want := []string{"/film once", "/film twice"}; !slices.Equal(got, want) || len(asked) > 0 {
		t.Errorf("the handler is asked %q and %d more, want %q", got, len(asked), want)
	}
	if n := count(s.Requests(), "/callback"); n != 2 {
		t.Errorf("%d answers, want 2", n)
	}
}

// TestNothingToSay checks that an interaction without an answer leaves nothing
// behind.
func TestNothingToSay(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	a.timing.deferral = 50 * time.Millisecond
	h := newSlow(bot.Reply{})
	run(t, a, h)
	first := s.Command("ann", "/film card").Answer()
	late := s.Command("ann", "/film slow")
	late.Acknowledged()
	close(h.let)
	press := s.Press("ann", first, "/film slow")
	if ack, _ := press.Acknowledged(); ack != 6 {
		t.Errorf("a press is acknowledged with type %d, want 6", ack)
	}
	now := s.Command("ann", "/film slow")
	if ack, _ := now.Acknowledged(); ack != 5 {
		t.Errorf("a command is acknowledged with type %d, want 5", ack)
	}
	s.Await("the answers to be taken back", func() bool { return s.Thinking() == 0 })
}

func TestPanic(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		t.Run(fmt.Sprintf("late %v", late), func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			a, log := adapterFor(t, s)
			if late {
				a.timing.deferral = 50 * time.Millisecond
			}
			asked, let := make(chan struct{}), make(chan struct{})
			r := run(t, a, handler{handle: func(_ context.Context, req bot.Request) bot.Reply {
				close(asked)
				if late {
					<-let
				}
				panic(req.Line)
			}})
			e := s.Command("ann", "/film "+typed)
			<-asked
			if late {
				e.Acknowledged()
			}
			close(let)
			r.stop()
			if ack, _ := e.Ack(); (ack != 0) != late {
				t.Errorf("acknowledged with type %d", ack)
			}
			if s.Thinking() != 0 {
				t.Error("an answer is still put off")
			}
			if !strings.Contains(log.String(), "panic in the handler") || !strings.Contains(log.String(), "interaction_test.go") {
				t.Errorf("the log does not tell where the panic was:\n%s", log)
			}
		})
	}
}

// TestUnknownComponents checks that what Discord may yet invent does not keep the
// bot from answering.
func TestUnknownComponents(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	run(t, a, handler{handle: func(_ context.Context, req bot.Request) bot.Reply {
		return bot.Reply{Text: "fine " + req.Line, Buttons: []bot.Button{{Label: "x", Line: "/help"}}}
	}})
	strange := []any{map[string]any{"type": 99, "components": []any{map[string]any{"type": 98, "x": true}}}}
	first := s.Command("ann", "/film x", discordtest.With("resolved", strange)).Answer()
	e := s.Press("ann", first, "/help", func(p map[string]any) {
		p["message"].(map[string]any)["components"] = strange
		p["entitlements"] = "none"
	})
	if got := e.Answer().Text(); got != "fine /help" {
		t.Errorf("answer = %q, want %q", got, "fine /help")
	}
	s.Send("INTERACTION_CREATE", map[string]any{"id": "1", "token": "t", "type": 77, "data": strange})
	s.Send("SOMETHING_NEW", strange)
	s.Send("INTERACTION_CREATE", map[string]any{"id": "2", "token": "t", "type": 5, "data": map[string]any{
		"custom_id": "x", "components": []any{map[string]any{"type": 18, "component": map[string]any{"type": 4}}}}})
	if got := s.Command("ann", "/film y").Answer().Text(); got != "fine /film y" {
		t.Errorf("answer = %q, want %q", got, "fine /film y")
	}
}
