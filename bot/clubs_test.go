package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"filmbot/bot"
)

// process is one of several that answer on one store.
func process(t *testing.T, store bot.Store) *bot.Bot {
	t.Helper()
	b, err := bot.New(bot.Config{Collections: collections(t), Store: store, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func asAdmin(line string) bot.Request {
	return bot.Request{
		Line: line, User: user("ann"), Chat: den,
		Standing: func(context.Context, bot.Chat) (bot.Standing, error) { return admin, nil },
	}
}

// addFilm adds a film as a person does: the text, the preview, Save.
func addFilm(t *testing.T, b *bot.Bot, text string) {
	t.Helper()
	r := b.Handle(t.Context(), asAdmin("/catalog add "+text))
	if len(r.Buttons) == 0 {
		t.Fatalf("no preview of %q: %+v", text, r)
	}
	r = b.Handle(t.Context(), asAdmin(r.Buttons[0].Line))
	if !strings.HasPrefix(r.Text, "Added") {
		t.Fatalf("%q is answered %q", text, r.Text)
	}
}

func finds(t *testing.T, b *bot.Bot, title string) bool {
	t.Helper()
	r := b.Handle(t.Context(), bot.Request{Line: "/film " + title, User: user("bob"), Chat: den})
	return len(r.Cards) == 1 && strings.HasPrefix(r.Cards[0].Title, title)
}

// TestOtherProcessSees changes a club in one process and looks in another, which
// has the club in memory.
func TestOtherProcessSees(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := newMemory()
		one, other := process(t, store), process(t, store)
		ctx, stop := context.WithCancel(t.Context())
		var background sync.WaitGroup
		background.Go(func() { _ = other.Run(ctx, nil) })
		defer background.Wait()
		defer stop()
		synctest.Wait()
		if finds(t, other, "Wanda") {
			t.Fatal("Wanda is there before it was added")
		}
		addFilm(t, one, "Wanda (1970)")
		synctest.Wait()
		if !finds(t, other, "Wanda") {
			t.Error("the other process does not see the film")
		}
		r := one.Handle(t.Context(), asAdmin("/catalog remove Wanda"))
		synctest.Wait()
		if finds(t, other, "Wanda") {
			t.Errorf("the other process still sees the film: %q", r.Text)
		}
		one.Handle(t.Context(), asAdmin("/club language ru"))
		synctest.Wait()
		if r := other.Handle(t.Context(), asAdmin("/catalog log")); !strings.Contains(r.Text, "правки") {
			t.Errorf("the other process does not know the language: %q", r.Text)
		}
	})
}

// strange is a title that sounds like no other.
func strange(i, j int) string {
	const letters = "BDFGLMNPRTVZSKH"
	return fmt.Sprintf("Strange %c%c%cum", letters[i], 'a', letters[j]|' ')
}

// TestManyAtOnce changes a club from many goroutines while others look.
func TestManyAtOnce(t *testing.T) {
	store := newMemory()
	b := process(t, store)
	ctx, stop := context.WithCancel(t.Context())
	var background, people sync.WaitGroup
	background.Go(func() { _ = b.Run(ctx, nil) })
	defer background.Wait()
	defer stop()
	const each = 15
	for i := range 4 {
		people.Go(func() {
			for j := range each {
				addFilm(t, b, strange(i, j)+" (1970)")
				finds(t, b, "The Ascent")
			}
		})
	}
	people.Wait()
	for i := range 4 {
		for j := range each {
			if title := strange(i, j); !finds(t, b, title) {
				t.Errorf("%s is lost", title)
			}
		}
	}
}

// TestImportAtOnce imports one file from several processes at the same moment.
func TestImportAtOnce(t *testing.T) {
	store := newMemory()
	var imports sync.WaitGroup
	for range 4 {
		b := process(t, store)
		imports.Go(func() {
			if _, err := b.ImportFile(t.Context(), den.Place(), "films.txt", []byte("Wanda (1970)\n\nMirror (1975)\n"), false); err != nil {
				t.Error(err)
			}
		})
	}
	imports.Wait()
	club, err := store.Club(t.Context(), den.Place())
	if err != nil || len(club.Entries) != 2 {
		t.Errorf("the club has %d entries, %v; want 2", len(club.Entries), err)
	}
}

// TestMovedGroupIsOnePlace asks for the settings of a club whose group moved.
func TestMovedGroupIsOnePlace(t *testing.T) {
	b := process(t, newMemory())
	addFilm(t, b, "Wanda (1970)")
	super := bot.Chat{Platform: "test", ID: "super"}
	if err := b.Observe(t.Context(), bot.Event{Chat: den, Moved: &super}); err != nil {
		t.Fatal(err)
	}
	req := asAdmin("/club")
	req.Chat = super
	if r := b.Handle(t.Context(), req); !strings.HasPrefix(r.Text, "This chat is a club of its own") {
		t.Errorf("the settings begin %q", r.Text)
	}
	req.Line = "/film wanda"
	if r := b.Handle(t.Context(), req); len(r.Cards) != 1 {
		t.Errorf("Wanda is %q", r.Text)
	}
}
