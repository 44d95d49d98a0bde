package discord

import (
	"errors"
	"strings"
	"testing"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

func TestTalk(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	m, err := a.Post(t.Context(), server, bot.Reply{Text: "the film"})
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	const voice = 2
	s.Turn(discordtest.Channel, voice)
	if _, err := a.Talk(t.Context(), m, "The Ascent"); !errors.Is(err, bot.ErrUnsupported) {
		t.Errorf("Talk in a voice channel: %v, want %v", err, bot.ErrUnsupported)
	}
	s.Turn(discordtest.Channel, channelText)
	s.Fail(discordtest.Fault{Route: "/threads", Times: 1, Late: true})
	for _, title := range []string{strings.Repeat("Ж😀 ", 1000), "", "\u200b"} {
		if got, err := a.Talk(t.Context(), m, title); got.ID != m.ID || got.Server != discordtest.Guild || err != nil {
			t.Errorf("Talk = %+v, %v; want the thread %s", got, err, m.ID)
		}
	}
	s.Delete(m.ID)
	if _, err := a.Talk(t.Context(), m, "x"); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("Talk about a deleted message: %v, want %v", err, bot.ErrNotFound)
	}
}

// TestArchivedThread checks that posts in a thread that was put away are seen to.
func TestArchivedThread(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	m, err := a.Post(t.Context(), server, bot.Reply{Text: "the film"})
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	thread, err := a.Talk(t.Context(), m, "The Ascent")
	if err != nil {
		t.Fatalf("Talk: %v", err)
	}
	if m, err = a.Post(t.Context(), thread, bot.Reply{Text: "rate it"}); err != nil {
		t.Fatalf("Post: %v", err)
	}
	s.Archive(thread.ID)
	if err := a.Edit(t.Context(), m, bot.Reply{Text: "rated"}); err != nil {
		t.Errorf("Edit: %v", err)
	}
	s.Archive(thread.ID)
	if err := a.Pin(t.Context(), m, true); err != nil || !s.Pinned(m.ID) {
		t.Errorf("Pin: %v, pinned %v", err, s.Pinned(m.ID))
	}
	s.Archive(thread.ID)
	s.Fail(discordtest.Fault{Route: "PATCH /channels/" + thread.ID, Times: 2, Status: 400, Body: `{"code": 50083, "message": "Thread is archived"}`})
	if err := a.Edit(t.Context(), m, bot.Reply{Text: "again"}); !errors.Is(err, bot.ErrForbidden) {
		t.Errorf("Edit in a thread that is locked: %v, want %v", err, bot.ErrForbidden)
	}
}
