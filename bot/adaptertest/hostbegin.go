package adaptertest

import (
	"context"
	"errors"
	"testing"
	"time"

	"filmbot/bot"
)

// A beginning counts how often a post begins.
type beginning struct {
	times int
	// refuse is what it answers.
	refuse error
	// look, if not nil, is called each time.
	look func(context.Context)
}

func (b *beginning) begin(ctx context.Context) error {
	b.times++
	if b.look != nil {
		b.look(ctx)
	}
	return b.refuse
}

// mark is what a test leaves in a context.
type mark struct{}

func testBegin(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	ctx := context.WithValue(context.Background(), mark{}, true)
	news := beginning{look: func(ctx context.Context) {
		if ctx.Value(mark{}) == nil {
			t.Error("Begin has another context than Post")
		}
		if times(b, "the news") > 0 {
			t.Error("a post is there when it begins")
		}
	}}
	m, err := b.Adapter().Post(ctx, b.Group(), bot.Reply{Text: "the news", Once: "news", Begin: news.begin})
	if err != nil || news.times != 1 || times(b, "the news") != 1 {
		t.Errorf("Post = %v, begun %d times, there %d times; want once", err, news.times, times(b, "the news"))
	}
	other := beginning{}
	if err := b.Adapter().Edit(ctx, m, bot.Reply{Text: "other news", Begin: other.begin}); err != nil || other.times > 0 {
		t.Errorf("Edit = %v, begun %d times, want never", err, other.times)
	}
	long := beginning{}
	r := bot.Reply{
		Text: "a form and a file", Begin: long.begin, Files: []bot.Attachment{{Name: "films.txt", Data: []byte("Wanda (1970)")}},
		Form: &bot.Form{Title: "A film", Line: "/catalog add", Fields: []bot.Field{{Name: "title", Label: "Title", Required: true}}},
	}
	if _, err := b.Adapter().Post(ctx, b.Group(), r); err != nil || long.times != 1 {
		t.Errorf("Post of what may take several messages = %v, begun %d times, want once", err, long.times)
	}
	if !p.Loses {
		return
	}
	lost := beginning{}
	b.LoseAnswer()
	_, err = b.Adapter().Post(ctx, b.Group(), bot.Reply{Text: "lost", Once: "lost", Begin: lost.begin})
	if err != nil && !errors.Is(err, bot.ErrUnsure) || lost.times != 1 {
		t.Errorf("Post whose answer is lost = %v, begun %d times, want once", err, lost.times)
	}
}

func testBeginRefused(t *testing.T, p HostPlatform) {
	b := p.begin(t)
	news := beginning{refuse: errors.New("the database is away")}
	r := bot.Reply{Text: "the news", Once: "news", Begin: news.begin}
	_, err := b.Adapter().Post(context.Background(), b.Group(), r)
	if !errors.Is(err, news.refuse) || errors.Is(err, bot.ErrUnsure) || news.times != 1 {
		t.Errorf("Post = %v, begun %d times; want %v, once", err, news.times, news.refuse)
	}
	if n := times(b, "the news"); n != 0 {
		t.Errorf("the group shows a post %d times that was not to begin", n)
	}
	news.refuse = nil
	post(t, b, r)
	if n := times(b, "the news"); n != 1 || news.times != 2 {
		t.Errorf("the group shows the post %d times, begun %d times; want once, twice", n, news.times)
	}
}

func testLater(t *testing.T, p HostPlatform) {
	if !p.Throttles {
		t.Skip("the platform never asks to wait")
	}
	b := p.begin(t)
	news := beginning{}
	r := bot.Reply{Text: "the news", Once: "news", Begin: news.begin}
	b.Throttle()
	for range 3 {
		_, err := b.Adapter().Post(context.Background(), b.Group(), r)
		later, ok := errors.AsType[*bot.Later](err)
		if !ok || later.After > time.Minute || later.After < 30*time.Second || errors.Is(err, bot.ErrUnsure) {
			t.Errorf("Post in a chat that has to wait for a minute = %v, want a *bot.Later that says so", err)
		}
	}
	if n := times(b, "the news"); n != 0 || news.times != 1 {
		t.Errorf("the group shows the post %d times, begun %d times; want never, once", n, news.times)
	}
}
