package discord

import (
	"errors"
	"strings"
	"testing"

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
