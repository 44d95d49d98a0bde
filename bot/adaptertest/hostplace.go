package adaptertest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

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

// night is an event the day after tomorrow.
func night() bot.Gathering {
	start := time.Now().Add(48 * time.Hour).Truncate(time.Second).UTC()
	return bot.Gathering{
		Name: "The Ascent (1977) *@everyone*", About: "Film of the week.\n<b>All</b> are welcome.", Where: "#cinema & more",
		Start: start, End: start.Add(2 * time.Hour),
	}
}

// wantGatherings fails unless these events are planned and no other.
func wantGatherings(t *testing.T, b HostBench, want ...bot.Gathering) {
	t.Helper()
	got := b.Gatherings()
	for i := range got {
		got[i].Start, got[i].End = got[i].Start.UTC(), got[i].End.UTC()
	}
	if !slices.Equal(got, want) {
		t.Errorf("the events are %+v, want %+v", got, want)
	}
}

func testPlan(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	ctx := context.Background()
	e := night()
	id, err := b.Adapter().Plan(ctx, b.Group(), "", e)
	if !p.Plans {
		if !errors.Is(err, bot.ErrUnsupported) {
			t.Errorf("Plan: %v, want %v", err, bot.ErrUnsupported)
		}
		return
	}
	if err != nil || id == "" {
		t.Fatalf("Plan = %q, %v; want an id", id, err)
	}
	wantGatherings(t, b, e)

	b.Restart()
	e.About, e.End = "Bring tea.", e.End.Add(time.Hour)
	if again, err := b.Adapter().Plan(ctx, b.Group(), "", e); again != id || err != nil {
		t.Errorf("Plan of what is planned = %q, %v; want %q", again, err, id)
	}
	wantGatherings(t, b, e)

	e.Name, e.Start, e.End = "Alpine Ballad", e.Start.Add(24*time.Hour), e.End.Add(24*time.Hour)
	for range 2 {
		if again, err := b.Adapter().Plan(ctx, b.Group(), id, e); again != id || err != nil {
			t.Errorf("Plan with an id = %q, %v; want %q", again, err, id)
		}
		wantGatherings(t, b, e)
	}

	next := e
	next.Start, next.End = e.Start.Add(7*24*time.Hour), e.End.Add(7*24*time.Hour)
	other, err := b.Adapter().Plan(ctx, b.Group(), "", next)
	if other == id || err != nil {
		t.Errorf("Plan of another night = %q, %v; want another id than %q", other, err, id)
	}
	wantGatherings(t, b, e, next)
}

func testCallOff(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	ctx := context.Background()
	if !p.Plans {
		if err := b.Adapter().CallOff(ctx, b.Group(), "1"); !errors.Is(err, bot.ErrUnsupported) {
			t.Errorf("CallOff: %v, want %v", err, bot.ErrUnsupported)
		}
		return
	}
	e := night()
	id, err := b.Adapter().Plan(ctx, b.Group(), "", e)
	if err != nil {
		t.Fatalf("Plan: %v", err)
	}
	for range 2 {
		if err := b.Adapter().CallOff(ctx, b.Group(), id); err != nil {
			t.Errorf("CallOff: %v", err)
		}
		wantGatherings(t, b)
	}
	if _, err := b.Adapter().Plan(ctx, b.Group(), id, e); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("Plan with the id of what was called off: %v, want %v", err, bot.ErrNotFound)
	}
	if again, err := b.Adapter().Plan(ctx, b.Group(), "", e); again == id || err != nil {
		t.Errorf("Plan of what was called off = %q, %v; want another id than %q", again, err, id)
	}
	wantGatherings(t, b, e)
}

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
