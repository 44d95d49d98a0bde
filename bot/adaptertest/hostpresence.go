package adaptertest

import (
	"context"
	"errors"
	"testing"

	"filmbot/bot"
)

func testTitle(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	ctx := context.Background()
	if !p.Titles {
		if _, err := b.Adapter().Title(ctx, b.Group()); !errors.Is(err, bot.ErrUnsupported) {
			t.Errorf("Title: %v, want %v", err, bot.ErrUnsupported)
		}
		return
	}
	for _, title := range []string{"film-night", hostile} {
		b.Rename(title)
		b.Restart() // what the adapter remembers may be out of date
		want := title
		if p.SignedTitles {
			want = "#" + title
		}
		if got, err := b.Adapter().Title(ctx, b.Group()); got != want || err != nil {
			t.Errorf("Title = %q, %v; want %q", got, err, want)
		}
	}
	for _, permission := range p.Permissions {
		if permission == bot.ViewChat {
			continue
		}
		b.Forbid(permission)
		if got, err := b.Adapter().Title(ctx, b.Group()); got == "" || err != nil {
			t.Errorf("Title without %q = %q, %v; want a name", permission, got, err)
		}
	}
}

func testChatGone(t *testing.T, p HostPlatform) {
	if !p.Presence {
		t.Skip("the bot cannot be removed")
	}
	b := p.begin(t)
	ctx := context.Background()
	m := post(t, b, bot.Reply{Text: "the film"})
	b.Leave()
	_, posted := b.Adapter().Post(ctx, b.Group(), bot.Reply{Text: "news", Once: "k7h2k9.film"})
	errs := map[string]error{
		"Post": posted,
		"Edit": b.Adapter().Edit(ctx, m, bot.Reply{Text: "more"}),
	}
	if p.Pins {
		errs["Pin"] = b.Adapter().Pin(ctx, m, true)
	}
	if p.Titles {
		_, errs["Title"] = b.Adapter().Title(ctx, b.Group())
	}
	if p.Talks {
		_, errs["Talk"] = b.Adapter().Talk(ctx, m, "The Ascent")
	}
	if p.Plans {
		_, errs["Plan"] = b.Adapter().Plan(ctx, b.Group(), "", night())
	}
	for what, err := range errs {
		if !errors.Is(err, bot.ErrChatGone) || errors.Is(err, bot.ErrForbidden) {
			t.Errorf("%s where the bot was removed: %v, want %v", what, err, bot.ErrChatGone)
		}
	}
	b.Return()
	b.Say("ann", "/film x")
	post(t, b, bot.Reply{Text: "here again"})
}
