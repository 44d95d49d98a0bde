package discord

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

var anyPermission = []bot.Permission{
	bot.ViewChat, bot.SendMessages, bot.EmbedLinks, bot.PinMessages, bot.OpenThreads, bot.CreateEvents, bot.ManageTopics, bot.CallRole, "unheard of",
}

func TestRights(t *testing.T) {
	const voice, forum = 2, 15
	tests := []struct {
		name string
		r    rights
		want []bot.Permission
	}{
		{"nothing", rights{channelText, 0},
			[]bot.Permission{bot.ViewChat, bot.SendMessages, bot.EmbedLinks, bot.PinMessages, bot.OpenThreads, bot.CreateEvents, bot.CallRole}},
		{"everything", rights{channelText, discordtest.Everything}, nil},
		{"administrator", rights{channelText, mayAdministrate}, nil},
		{"no writing in threads", rights{channelText, discordtest.Everything &^ maySendInThreads}, []bot.Permission{bot.OpenThreads}},
		{"no opening of threads", rights{channelNews, discordtest.Everything &^ mayOpenThreads}, []bot.Permission{bot.OpenThreads}},
		{"voice", rights{voice, discordtest.Everything &^ mayOpenThreads}, nil},
		{"forum", rights{forum, discordtest.Everything &^ mayOpenThreads}, nil},
		{"thread", rights{channelPublicThread, discordtest.Everything &^ maySendMessages &^ mayOpenThreads}, nil},
		{"thread in silence", rights{channelSecretThread, discordtest.Everything &^ maySendInThreads}, []bot.Permission{bot.SendMessages}},
		{"chat with a person", rights{channelDM, 0}, nil},
	}
	for _, tt := range tests {
		if got := tt.r.lacks(anyPermission); !slices.Equal(got, tt.want) {
			t.Errorf("%s: lacks %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestOverwritten(t *testing.T) {
	o := func(id string, allow, deny uint64) overwrite {
		return overwrite{ID: id, Allow: fmt.Sprint(allow), Deny: fmt.Sprint(deny)}
	}
	roles := map[string]bool{"a": true, "b": true}
	tests := []struct {
		name string
		list []overwrite
		want uint64
	}{
		{"none", nil, 0b11},
		{"everybody", []overwrite{o("server", 0b100, 0b01)}, 0b110},
		{"another role", []overwrite{o("c", 0b100, 0b01)}, 0b11},
		{"a role over everybody", []overwrite{o("a", 0b01, 0), o("server", 0, 0b11)}, 0b01},
		{"one role allows what another denies", []overwrite{o("a", 0b01, 0), o("b", 0, 0b01)}, 0b11},
		{"the bot over its roles", []overwrite{o("bot", 0, 0b01), o("a", 0b101, 0)}, 0b110},
		{"somebody else", []overwrite{o("person", 0, 0b11)}, 0b11},
		{"unreadable", []overwrite{{ID: "a", Deny: "x"}}, 0b11},
	}
	for _, tt := range tests {
		if got := overwritten(0b11, tt.list, "server", "bot", roles); got != tt.want {
			t.Errorf("%s: %b, want %b", tt.name, got, tt.want)
		}
	}
}

// TestLacks checks what is found out by asking, where nobody has spoken.
func TestLacks(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	now := time.Now()
	a.now = func() time.Time { return now }
	at := bot.Chat{Platform: Platform, ID: discordtest.Channel, Server: discordtest.Guild}
	m, err := a.Post(t.Context(), at, bot.Reply{Text: "the film"})
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	thread, err := a.Talk(t.Context(), m, "The Ascent")
	if err != nil {
		t.Fatalf("Talk: %v", err)
	}
	lacks := func(at bot.Chat, want ...bot.Permission) {
		t.Helper()
		got, err := a.Lacks(t.Context(), at, anyPermission)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("Lacks in %s = %q, %v; want %q", at.Key(), got, err, want)
		}
	}
	lacks(at)
	s.Allow(discordtest.Everything &^ mayPinMessages &^ maySendInThreads)
	lacks(at)
	asked := len(s.Requests())
	now = now.Add(allowanceLife)
	lacks(at, bot.PinMessages, bot.OpenThreads)
	lacks(at, bot.PinMessages, bot.OpenThreads)
	if n := len(s.Requests()) - asked; n > 4 {
		t.Errorf("%d requests for what is known, want at most 4", n)
	}
	lacks(thread, bot.SendMessages, bot.PinMessages)
	lacks(bot.Chat{Platform: Platform, ID: discordtest.DM})
	now = now.Add(allowanceLife)
	s.Allow(discordtest.Everything &^ mayViewChannel &^ mayCreateEvents)
	lacks(at, bot.ViewChat, bot.CreateEvents)
	for _, gone := range []bot.Chat{
		{Platform: Platform, ID: "1", Server: discordtest.Guild},
		{Platform: Platform, ID: discordtest.Beside, Server: "1"},
		{Platform: Platform, ID: discordtest.Beside, Server: "?"},
	} {
		if got, err := a.Lacks(t.Context(), gone, anyPermission); !errors.Is(err, bot.ErrChatGone) {
			t.Errorf("Lacks in %s on %s = %q, %v; want %v", gone.Key(), gone.Server, got, err, bot.ErrChatGone)
		}
	}
}

// TestAllowances checks that what is remembered does not grow.
func TestAllowances(t *testing.T) {
	a := newAllowances()
	now := time.Unix(0, 0)
	for i := range 3 * maxAllowances {
		a.note(fmt.Sprint(i), rights{may: uint64(i)}, now)
	}
	if n := len(a.known); n > maxAllowances {
		t.Errorf("%d channels are remembered, want at most %d", n, maxAllowances)
	}
	last := 3*maxAllowances - 1
	if got, ok := a.in(fmt.Sprint(last), now); !ok || got.may != uint64(last) {
		t.Errorf("the last one is %v, %v", got, ok)
	}
	if _, ok := a.in(fmt.Sprint(last), now.Add(allowanceLife)); ok {
		t.Error("what is out of date is remembered")
	}
}
