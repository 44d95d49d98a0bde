package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"filmbot/bot"
)

// Clubs and people that the tests are about.
const (
	mountain = "telegram:-100"
	river    = "discord:7"

	chat = mountain
)

var (
	ann = bot.Author{Key: "discord:1", Name: "Ann"}
	bob = bot.Author{Key: "telegram:2", Name: "Bob"}
)

// bench is one database and what the tests do with it. Its methods fail the
// test where the store returns an error.
type bench struct {
	*testing.T
	reopen func() Store
	start  time.Time
}

// open opens the database until the end of the test.
func (b *bench) open() Store {
	b.Helper()
	s := b.reopen()
	b.Cleanup(func() { b.close(s) })
	return s
}

func (b *bench) close(s Store) {
	b.Helper()
	if err := s.Close(); err != nil {
		b.Errorf("Close: %v", err)
	}
}

// at is a time in the course of a test.
func (b *bench) at(minute int) time.Time {
	return b.start.Add(time.Duration(minute) * time.Minute)
}

// wantErr checks which error a method returned.
func (b *bench) wantErr(doing string, err, want error) {
	b.Helper()
	if !errors.Is(err, want) {
		b.Errorf("%s: %v, want %v", doing, err, want)
	}
}

// must stops the test where preparing it failed.
func (b *bench) must(doing string, err error) {
	b.Helper()
	if err != nil {
		b.Fatalf("%s: %v", doing, err)
	}
}

// wantSame compares what came back with what was given. Empty lists are the
// same as none.
func (b *bench) wantSame(what string, got, want any) {
	b.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		b.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// draw draws a film after putting back others, and returns what the bag had
// given before.
func (b *bench) draw(s Store, chat, film string, refill ...string) []string {
	b.Helper()
	var before []string
	err := s.Draw(b.Context(), chat, func(drawn []string) (string, []string) {
		before = slices.Clone(drawn)
		return film, refill
	})
	if err != nil {
		b.Fatalf("Draw(%q): %v", chat, err)
	}
	return before
}

// drawn returns what the bag of a chat has given.
func (b *bench) drawn(s Store, chat string) []string {
	b.Helper()
	return b.draw(s, chat, "")
}

func (b *bench) wantDrawn(s Store, chat string, want ...string) {
	b.Helper()
	if got := b.drawn(s, chat); !slices.Equal(got, want) {
		b.Errorf("drawn in %q = %q, want %q", chat, got, want)
	}
}

func (b *bench) move(s Store, from, to string) {
	b.Helper()
	if err := s.MoveChat(b.Context(), from, to); err != nil {
		b.Fatalf("MoveChat(%q, %q): %v", from, to, err)
	}
}

func (b *bench) mark(s Store, user, film string, seen bool) {
	b.Helper()
	if err := s.MarkSeen(b.Context(), user, film, seen); err != nil {
		b.Fatalf("MarkSeen(%q, %q, %v): %v", user, film, seen, err)
	}
}

func (b *bench) wantSeen(s Store, user string, want ...string) {
	b.Helper()
	got, err := s.Seen(b.Context(), user)
	if err != nil {
		b.Fatalf("Seen(%q): %v", user, err)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		b.Errorf("Seen(%q) = %q, want %q", user, got, want)
	}
}

func (b *bench) keep(s Store, name, line string) {
	b.Helper()
	if err := s.KeepLine(b.Context(), name, line); err != nil {
		b.Fatalf("KeepLine(%q, %q): %v", name, line, err)
	}
}

func (b *bench) wantLine(s Store, name, want string) {
	b.Helper()
	got, err := s.KeptLine(b.Context(), name)
	if err != nil {
		b.Fatalf("KeptLine(%q): %v", name, err)
	}
	if got != want {
		b.Errorf("KeptLine(%q) = %q, want %q", name, got, want)
	}
}

func (b *bench) note(s Store, key, value string) {
	b.Helper()
	if err := s.SetNote(b.Context(), key, value); err != nil {
		b.Fatalf("SetNote(%q, %q): %v", key, value, err)
	}
}

func (b *bench) wantNote(s Store, key, want string) {
	b.Helper()
	got, err := s.Note(b.Context(), key)
	if err != nil {
		b.Fatalf("Note(%q): %v", key, err)
	}
	if got != want {
		b.Errorf("Note(%q) = %q, want %q", key, got, want)
	}
}

// cancelled is a context that is over.
func cancelled(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	return ctx
}
