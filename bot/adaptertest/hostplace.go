package adaptertest

import (
	"context"
	"errors"
	"testing"

	"filmbot/bot"
)

func testMessageGone(t *testing.T, p HostPlatform) {
	if !p.InPlace {
		t.Skip("a message cannot be gone")
	}
	b := p.begin(t)
	ctx := context.Background()
	m := post(t, b, bot.Reply{Text: "the ballot"})
	b.Delete(m)
	if err := b.Adapter().Edit(ctx, m, bot.Reply{Text: "more votes"}); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("Edit of a deleted message: %v, want %v", err, bot.ErrNotFound)
	}
	if p.Pins {
		if err := b.Adapter().Pin(ctx, m, true); !errors.Is(err, bot.ErrNotFound) {
			t.Errorf("Pin of a deleted message: %v, want %v", err, bot.ErrNotFound)
		}
	}
}

func testPin(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	ctx := context.Background()
	m := post(t, b, bot.Reply{Text: "the film"})
	if !p.Pins {
		if err := b.Adapter().Pin(ctx, m, true); !errors.Is(err, bot.ErrUnsupported) {
			t.Errorf("Pin: %v, want %v", err, bot.ErrUnsupported)
		}
		return
	}
	if b.Pinned(m) {
		t.Fatal("a post is pinned at once")
	}
	for _, pinned := range []bool{false, true, true, false, false, true} {
		if err := b.Adapter().Pin(ctx, m, pinned); err != nil {
			t.Errorf("Pin %v: %v", pinned, err)
		}
		if b.Pinned(m) != pinned {
			t.Errorf("the message is pinned: %v, want %v", !pinned, pinned)
		}
	}
}

func testTalk(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	ctx := context.Background()
	m := post(t, b, bot.Reply{Text: "the film"})
	at, err := b.Adapter().Talk(ctx, m, "The Ascent (1977) "+hostile)
	if !p.Talks {
		if !errors.Is(err, bot.ErrUnsupported) {
			t.Errorf("Talk: %v, want %v", err, bot.ErrUnsupported)
		}
		return
	}
	if err != nil {
		t.Fatalf("Talk: %v", err)
	}
	if at.Key() == b.Group().Key() || at.Place() != b.Group().Place() || bot.ChatOf(at.Address()) != at {
		t.Errorf("Talk = %+v, want a chat beside %+v", at, b.Group())
	}
	if p.TalksAgain {
		b.Restart()
		if again, err := b.Adapter().Talk(ctx, m, "The Ascent"); again != at || err != nil {
			t.Errorf("Talk again = %v, %v; want %v", again, err, at)
		}
	}
	if _, err := b.Adapter().Post(ctx, at, bot.Reply{Text: "What did you think?"}); err != nil {
		t.Errorf("Post in %s: %v", at.Key(), err)
	}
	other := post(t, b, bot.Reply{Text: "another film"})
	if beside, err := b.Adapter().Talk(ctx, other, "Another"); beside.Key() == at.Key() || err != nil {
		t.Errorf("Talk about another message = %v, %v; want another chat", beside, err)
	}
}
