package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

var channel = bot.Chat{Platform: Platform, ID: discordtest.Channel}

// TestPostOnce checks that a post whose answer is lost is one post.
func TestPostOnce(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	s.Fail(discordtest.Fault{Route: "POST /channels", Times: 1, Late: true})
	m, err := a.Post(t.Context(), channel, bot.Reply{Text: "an announcement"})
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	if n := count(s.Requests(), "POST /channels"); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
	if n := s.Messages(); n != 1 {
		t.Errorf("%d messages, want 1", n)
	}
	if got, _ := s.Message(m.ID); got.Text() != "an announcement" || m.Chat != channel {
		t.Errorf("Post = %+v, a message that reads %q", m, got.Text())
	}
}

// TestPostUnsure checks that a post that nobody knows of is unsure, with a name and
// without, and that one that did not leave is not.
func TestPostUnsure(t *testing.T) {
	for _, once := range []string{"", "k7h2k9.film"} {
		synctest.Test(t, func(t *testing.T) {
			a, err := New(Config{Token: "a.b.c", Logger: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			for _, tt := range []struct {
				failure error
				want    bool
			}{{io.EOF, true}, {&net.OpError{Op: "dial", Err: io.EOF}, false}} {
				a.transit.next = roundTrip(func(*http.Request) (*http.Response, error) { return nil, tt.failure })
				_, err := a.Post(t.Context(), channel, bot.Reply{Text: "x", Once: once})
				if err == nil || errors.Is(err, bot.ErrUnsure) != tt.want {
					t.Errorf("Post with the name %q after %v = %v, want unsure %v", once, tt.failure, err, tt.want)
				}
			}
		})
	}
}

// TestPostElsewhere checks that a post is not taken for one in another channel.
func TestPostElsewhere(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	if _, err := a.Post(t.Context(), channel, bot.Reply{Text: "x", Once: "twice"}); err != nil {
		t.Fatalf("Post: %v", err)
	}
	_, err := a.Post(t.Context(), bot.Chat{Platform: Platform, ID: discordtest.Beside}, bot.Reply{Text: "x", Once: "twice"})
	if !errors.Is(err, errElsewhere) || errors.Is(err, bot.ErrUnsure) {
		t.Errorf("Post to another channel = %v, want %v", err, errElsewhere)
	}
}

// TestCall checks who is called, and that an edit leaves a name where it was.
func TestCall(t *testing.T) {
	for key, want := range map[string]string{
		"":                          "",
		"discord:role:6":            "<@&6>",
		"discord:role:":             "",
		"discord:role:6> @everyone": "",
		"discord:6":                 "",
		"telegram:role:6":           "",
		"discord:role:\u0666":       "",
		"discord:role:everyone":     "",
	} {
		text, to := call(key)
		if text != want || len(to.Parse) != 0 || to.Parse == nil || (len(to.Roles) == 1) != (want != "") {
			t.Errorf("call(%q) = %q to %+v, want %q", key, text, to, want)
		}
	}
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	r := bot.Reply{Text: "the ballot", Ping: bot.RoleKey(Platform, discordtest.Fans), Silent: true, Once: "b"}
	m, err := a.Post(t.Context(), server, r)
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	r.Text = "the ballot, 3 votes"
	if err := a.Edit(t.Context(), m, r); err != nil {
		t.Errorf("Edit: %v", err)
	}
	if got, _ := s.Message(m.ID); got.Content != "<@&"+discordtest.Fans+"> the ballot, 3 votes" {
		t.Errorf("after an edit the message is %q", got.Content)
	}
	everybody := bot.Reply{Text: "x", Ping: bot.RoleKey(Platform, discordtest.Guild)}
	if m, err = a.Post(t.Context(), server, everybody); err != nil {
		t.Errorf("Post: %v", err)
	}
	if got, _ := s.Message(m.ID); got.Content != "x" {
		t.Errorf("a call of everybody is %q, want %q", got.Content, "x")
	}
	if a.Recognises(Platform) != recognising || a.Recognises("telegram") != 0 {
		t.Errorf("Recognises = %v, and %v on another platform", a.Recognises(Platform), a.Recognises("telegram"))
	}
}

// TestAnswerCallsNobody checks that only posts call a role.
func TestAnswerCallsNobody(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	run(t, a, says(bot.Reply{Text: "fine", Ping: bot.RoleKey(Platform, discordtest.Fans), Silent: true, Once: "x"}))
	if got := s.Command("ann", "/film x").Answer(); got.Content != "fine" || got.Flags != 0 || len(got.Calls) > 0 {
		t.Errorf("answer = %q with the flags %d, calling %q", got.Content, got.Flags, got.Calls)
	}
}

// TestVotesDuringPosts checks that people who press the button of a post are answered
// at once, for themselves, while Discord wants no posts for a while.
func TestVotesDuringPosts(t *testing.T) {
	t.Parallel()
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	run(t, a, says(bot.Reply{Text: "Your vote is in.", Private: true}))
	s.Command("ann", "/film x").Acknowledged()
	m, err := a.Post(t.Context(), server, bot.Reply{Text: "the ballot", Buttons: []bot.Button{{Label: "The Ascent", Line: "/week for #sm2"}}})
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	ballot, _ := s.Message(m.ID)
	// More than one may be under way before the first is refused.
	s.Fail(discordtest.Fault{Route: "POST /channels", Times: 100, Status: 429, Body: `{"retry_after": 40, "global": true}`})
	posting, enough := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for _, id := range s.Open(100) {
		wg.Go(func() {
			if _, err := a.Post(posting, bot.Chat{Platform: Platform, ID: id}, bot.Reply{Text: "news"}); err == nil {
				t.Error("a post is sent while Discord wants none")
			}
		})
	}
	s.Await("a refusal", func() bool { return count(s.Requests(), "POST /channels") >= 2 })
	for i := range 50 {
		e := s.Press(fmt.Sprint("voter", i), ballot, "/week for #sm2")
		if got := e.Answer(); !got.Private() || got.Text() != "Your vote is in." {
			t.Errorf("vote %d is answered with %q, private %v", i, got.Text(), got.Private())
		}
		if ack, _ := e.Ack(); ack != answerMessage {
			t.Errorf("vote %d is answered with type %d, want %d", i, ack, answerMessage)
		}
	}
	enough()
	wg.Wait()
	if got, _ := s.Message(m.ID); got.Text() != "the ballot" || len(got.Buttons()) != 1 {
		t.Errorf("the ballot became %q", got.Text())
	}
}

func TestChatErrors(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	m, err := a.Post(t.Context(), channel, bot.Reply{Text: "x"})
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	deleted := m
	deleted.ID = "1"
	if err := a.Edit(t.Context(), deleted, bot.Reply{Text: "y"}); !errors.Is(err, bot.ErrNotFound) || errors.Is(err, bot.ErrChatGone) {
		t.Errorf("Edit of a deleted message = %v, want %v", err, bot.ErrNotFound)
	}
	for _, tt := range []struct {
		status int
		body   string
		want   error
	}{
		{403, `{"message": "Missing Access", "code": 50001}`, bot.ErrChatGone},
		{403, `{"message": "Missing Permissions", "code": 50013}`, bot.ErrForbidden},
		{403, `{"message": "Cannot send messages to this user", "code": 50007}`, bot.ErrChatGone},
		{403, `{"message": "Something new", "code": 59999}`, bot.ErrForbidden},
		{404, `{"message": "Unknown Channel", "code": 10003}`, bot.ErrChatGone},
		{404, `{"message": "Unknown Guild", "code": 10004}`, bot.ErrChatGone},
		{404, `{"message": "Something new", "code": 19999}`, bot.ErrChatGone},
		{400, `{"message": "Cannot send messages in a non-text channel", "code": 50008}`, bot.ErrUnsupported},
		{400, `{"message": "Thread is archived", "code": 50083}`, bot.ErrForbidden},
		{403, `<html>banned</html>`, nil},
		{400, `{"message": "Invalid Form Body", "code": 50035}`, nil},
		{401, `{"message": "401: Unauthorized", "code": 0}`, nil},
	} {
		s.Fail(discordtest.Fault{Route: "POST /channels", Times: 1, Status: tt.status, Body: tt.body})
		_, err := a.Post(t.Context(), channel, bot.Reply{Text: "x"})
		if err == nil {
			t.Errorf("Post answered with %d %s is no error", tt.status, tt.body)
		}
		for _, kind := range []error{bot.ErrChatGone, bot.ErrForbidden, bot.ErrUnsupported, bot.ErrNotFound, bot.ErrUnsure} {
			if errors.Is(err, kind) != (kind == tt.want) {
				t.Errorf("Post answered with %d %s = %v, want %v", tt.status, tt.body, err, tt.want)
			}
		}
	}
	s.Remove(discordtest.Channel)
	if err := a.Edit(t.Context(), m, bot.Reply{Text: "y"}); !errors.Is(err, bot.ErrChatGone) {
		t.Errorf("Edit in a channel that is gone = %v, want %v", err, bot.ErrChatGone)
	}
}

func TestProbe(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	got, err := a.Probe(t.Context())
	want := Report{
		Bot: discordtest.BotName, BotID: discordtest.Application, ApplicationID: discordtest.Application,
		Invite: "https://discord.com/oauth2/authorize?client_id=" + discordtest.Application +
			"&permissions=2269701237394432&scope=bot+applications.commands",
		UserInstall: true,
	}
	if err != nil || got != want {
		t.Errorf("Probe = %+v, %v; want %+v", got, err, want)
	}
	for _, tt := range []struct {
		fault discordtest.Fault
		want  string
	}{
		{discordtest.Fault{Status: 401}, "DISCORD_TOKEN is refused by Discord"},
		{discordtest.Fault{Status: 503}, "Discord answered 503"},
		{discordtest.Fault{}, "EOF"},
		{discordtest.Fault{Status: 200, Body: "<html>"}, "invalid character"},
	} {
		// A request on a connection that was used before is made once more.
		tt.fault.Route, tt.fault.Times = "GET /applications", 1
		if tt.fault.Status == 0 {
			tt.fault.Times = 2
		}
		s.Fail(tt.fault)
		if _, err := a.Probe(t.Context()); err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("Probe = %v, want one line with %q", err, tt.want)
		}
	}
}
