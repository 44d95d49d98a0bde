package adaptertest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"filmbot/bot"
)

// everyPermission is each that there is.
var everyPermission = []bot.Permission{
	bot.ViewChat, bot.SendMessages, bot.EmbedLinks, bot.PinMessages, bot.OpenThreads, bot.CreateEvents, bot.ManageTopics, bot.CallRole,
}

// wantLacks fails unless the bot lacks these permissions of some.
func wantLacks(t *testing.T, b HostBench, wanted []bot.Permission, want ...bot.Permission) {
	t.Helper()
	got, err := b.Adapter().Lacks(context.Background(), b.Group(), wanted)
	if err != nil {
		t.Fatalf("Lacks: %v", err)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("of %q the bot lacks %q, want %q", wanted, got, want)
	}
}

func testLacks(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	wantLacks(t, b, everyPermission)
	wantLacks(t, b, nil)
	for _, permission := range p.Permissions {
		b.Forbid(permission)
		wantLacks(t, b, []bot.Permission{permission}, permission)
		wantLacks(t, b, nil)
		if permission == bot.ViewChat || permission == bot.SendMessages {
			continue // without them nothing else is of use, on some platforms
		}
		wantLacks(t, b, everyPermission, permission)
	}
	b.Forbid()
	wantLacks(t, b, everyPermission)
}

func testForbidden(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	ctx := context.Background()
	m := post(t, b, bot.Reply{Text: "the film"})
	acts := map[bot.Permission]func(a bot.Adapter) error{
		bot.SendMessages: func(a bot.Adapter) error {
			_, err := a.Post(ctx, b.Group(), bot.Reply{Text: "more"})
			return err
		},
		bot.PinMessages: func(a bot.Adapter) error { return a.Pin(ctx, m, true) },
		bot.OpenThreads: func(a bot.Adapter) error {
			_, err := a.Talk(ctx, m, "The Ascent")
			return err
		},
		bot.CreateEvents: func(a bot.Adapter) error {
			_, err := a.Plan(ctx, b.Group(), "", night())
			return err
		},
	}
	acts[bot.ManageTopics] = acts[bot.OpenThreads]
	for _, permission := range p.Permissions {
		act := acts[permission]
		if act == nil {
			continue
		}
		b.Forbid(permission)
		if err := act(b.Adapter()); !errors.Is(err, bot.ErrForbidden) || errors.Is(err, bot.ErrChatGone) {
			t.Errorf("without %q: %v, want %v", permission, err, bot.ErrForbidden)
		}
		b.Forbid()
		if err := act(b.Adapter()); err != nil {
			t.Errorf("with %q again: %v", permission, err)
		}
	}
}
