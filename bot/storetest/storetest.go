// Package storetest holds the tests that every [bot.Store] and [bot.Notebook]
// must pass, whatever database is behind it. They check the contract in the
// comments of the two ports and nothing beyond it.
package storetest

import (
	"context"
	"slices"
	"testing"

	"filmbot/bot"
)

// A Store is what the suite tests: both ports on one database.
type Store interface {
	bot.Store
	bot.Notebook
	Close() error
}

// Run runs the suite. fresh makes an empty database that lives as long as the
// test, and returns a function that opens it. Each opening stands for a process
// of its own and is closed by the suite; openings may be open at the same time.
func Run(t *testing.T, fresh func(t *testing.T) (open func() Store)) {
	tests := []struct {
		name string
		test func(*bench)
	}{
		{"draw remembers in order", testDrawOrder},
		{"draw puts back", testDrawRefill},
		{"draw of nothing", testDrawNothing},
		{"draw of the same film", testDrawAgain},
		{"draw keeps chats apart", testDrawChats},
		{"draw survives a panic", testDrawPanic},
		{"draw many at once", testDrawConcurrently},
		{"move a chat", testMove},
		{"move merges", testMoveMerges},
		{"move takes topics along", testMoveTopics},
		{"move spares neighbours", testMoveNeighbours},
		{"move of nothing", testMoveNothing},
		{"seen", testSeen},
		{"seen by many at once", testSeenConcurrently},
		{"kept lines", testKeptLines},
		{"notes", testNotes},
		{"texts come back exactly", testTexts},
		{"a NUL is kept or refused", testNUL},
		{"cancelled", testCancelled},
		{"cancelled while choosing", testCancelledWhileChoosing},
		{"cancelled at any time", testCancelledAtAnyTime},
		{"durable", testDurable},
		{"two openings see each other", testTwoOpenings},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.test(&bench{T: t, reopen: fresh(t)}) })
	}
}

// bench is one database and what the tests do with it. Its methods fail the
// test where the store returns an error.
type bench struct {
	*testing.T
	reopen func() Store
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
