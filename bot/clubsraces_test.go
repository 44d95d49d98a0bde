package bot_test

import (
	"context"
	"log/slog"
	"testing"

	"filmbot/bot"
)

// paused is a store in which a test can act while a club is being read, and which
// tells of changes only what the test tells.
type paused struct {
	*memory
	// reading is called between the reading of a club and the answer.
	reading func(id string)
	heard   chan func(id string, revision int64)
}

func (p *paused) Club(ctx context.Context, id string) (bot.Club, error) {
	c, err := p.memory.Club(ctx, id)
	if p.reading != nil {
		p.reading(id)
	}
	return c, err
}

func (p *paused) Follow(ctx context.Context, changed func(id string, revision int64)) error {
	p.heard <- changed
	<-ctx.Done()
	return nil
}

// pausedProcess is a process beside others on a memory, and what tells it of
// changes.
func pausedProcess(t *testing.T, m *memory) (b *bot.Bot, store *paused, tell func(id string, revision int64)) {
	t.Helper()
	store = &paused{memory: m, heard: make(chan func(string, int64))}
	b, err := bot.New(bot.Config{Collections: collections(t), Store: store, Log: slog.New(slog.DiscardHandler), Editors: []string{"test:ann"}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	over := make(chan struct{})
	go func() {
		defer close(over)
		_ = b.Run(ctx, nil)
	}()
	t.Cleanup(func() { stop(); <-over })
	return b, store, <-store.heard
}

// TestSlowReadingKeepsNewer lets somebody read a club for so long that it was
// changed, read anew and heard of meanwhile.
func TestSlowReadingKeepsNewer(t *testing.T) {
	m := newMemory()
	one := process(t, m)
	addFilm(t, one, "Zardoz (1974)")
	other, store, tell := pausedProcess(t, m)
	store.reading = func(id string) {
		if id != den.Place() {
			return
		}
		store.reading = nil
		addFilm(t, one, "Wanda (1970)")
		if !finds(t, other, "Wanda") {
			t.Error("who reads the club anew does not find the film")
		}
		tell(id, m.club(id).revision)
	}
	finds(t, other, "Zardoz")
	if !finds(t, other, "Wanda") {
		t.Error("the film is lost to the process that read slowly")
	}
}

// TestReadingsOfOthersAreHeld lets other clubs change whenever a club is read.
func TestReadingsOfOthersAreHeld(t *testing.T) {
	m := newMemory()
	addFilm(t, process(t, m), "Zardoz (1974)")
	b, store, tell := pausedProcess(t, m)
	times := 0
	store.reading = func(id string) {
		if id == den.Place() {
			times++
			tell("test:far", 1)
		}
	}
	for range 3 {
		finds(t, b, "Zardoz")
	}
	if times != 1 {
		t.Errorf("the club was read %d times, want 1", times)
	}
}

// TestPublishedIsSeenAfterShared reads the shared catalog in a process that has
// not heard yet that it was changed.
func TestPublishedIsSeenAfterShared(t *testing.T) {
	m := newMemory()
	one, _, _ := pausedProcess(t, m)
	other, _, tell := pausedProcess(t, m)
	far := bot.Request{Line: "/film Wanda", User: user("bob"), Chat: bot.Chat{Platform: "test", ID: "far"}}
	other.Handle(t.Context(), far)
	addFilm(t, one, "Wanda (1970)")
	one.Handle(t.Context(), asAdmin("/catalog publish Wanda"))
	other.Handle(t.Context(), asAdmin("/catalog withdraw Mimino"))
	tell(bot.Shared, m.club(bot.Shared).revision)
	if r := other.Handle(t.Context(), far); len(r.Cards) != 1 {
		t.Errorf("what was published is not seen: %q", r.Text)
	}
}

// TestForgettingKeepsOthers has somebody forgotten whom no club names.
func TestForgettingKeepsOthers(t *testing.T) {
	b, store, _ := pausedProcess(t, newMemory())
	addFilm(t, b, "Zardoz (1974)")
	finds(t, b, "Zardoz")
	store.reading = func(id string) { t.Errorf("%s is read again", id) }
	b.Handle(t.Context(), bot.Request{Line: "/privacy delete yes", User: user("bob"), Chat: bot.Chat{Platform: "test", ID: "den", Private: true}})
	finds(t, b, "Zardoz")
}
