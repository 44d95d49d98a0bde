package discord

import (
	"errors"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

func TestTitle(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	m, err := a.Post(t.Context(), server, bot.Reply{Text: "the film"})
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	thread, err := a.Talk(t.Context(), m, "The Ascent (1977)")
	if err != nil {
		t.Fatalf("Talk: %v", err)
	}
	const voice = 2
	s.Turn(discordtest.Beside, voice)
	tests := []struct {
		name string
		at   bot.Chat
		want string
		err  error
	}{
		{"channel", server, "#films", nil},
		{"voice channel", bot.Chat{Platform: Platform, ID: discordtest.Beside, Server: discordtest.Guild}, "beside", nil},
		{"thread", thread, "The Ascent (1977)", nil},
		{"server", bot.Chat{Platform: Platform, Server: discordtest.Guild}, "Club", nil},
		{"direct messages", bot.Chat{Platform: Platform, ID: discordtest.DM}, "", bot.ErrUnsupported},
		{"unknown channel", bot.Chat{Platform: Platform, ID: "1", Server: discordtest.Guild}, "", bot.ErrChatGone},
		{"unknown server", bot.Chat{Platform: Platform, Server: "1"}, "", bot.ErrChatGone},
		{"nothing", bot.Chat{Platform: Platform}, "", bot.ErrChatGone},
	}
	for _, tt := range tests {
		got, err := a.Title(t.Context(), tt.at)
		if got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("Title of a %s = %q, %v; want %q, %v", tt.name, got, err, tt.want, tt.err)
		}
	}
	s.Allow(discordtest.Everything &^ mayViewChannel)
	if _, err := a.Title(t.Context(), server); !errors.Is(err, bot.ErrChatGone) {
		t.Errorf("Title of a channel that cannot be seen: %v, want %v", err, bot.ErrChatGone)
	}
}

func TestTitleLater(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	s.Fail(discordtest.Fault{Route: "GET /channels", Times: 1, Status: 429, Body: `{"retry_after": 60}`})
	_, err := a.Title(t.Context(), server)
	if later, ok := errors.AsType[*bot.Later](err); !ok || later.After < 30*time.Second {
		t.Errorf("Title of a channel that has to wait for a minute: %v, want a *bot.Later that says so", err)
	}
}
