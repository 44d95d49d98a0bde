package storetest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"filmbot/bot"
)

func testCancelled(b *bench) {
	s := b.open()
	b.draw(s, chat, "a")
	b.keep(s, "k1", "line")
	b.note(s, "key", "value")
	b.mark(s, "discord:1", "sm1", true)

	ctx := cancelled(b.Context())
	tests := []struct {
		name string
		do   func() error
	}{
		{"Draw", func() error {
			return s.Draw(ctx, chat, func([]string) (string, []string) { return "b", []string{"a"} })
		}},
		{"MoveChat", func() error { return s.MoveChat(ctx, chat, "telegram:-200") }},
		{"Seen", func() error { _, err := s.Seen(ctx, "discord:1"); return err }},
		{"MarkSeen", func() error { return s.MarkSeen(ctx, "discord:1", "sm1", false) }},
		{"KeepLine", func() error { return s.KeepLine(ctx, "k2", "line") }},
		{"KeptLine", func() error { _, err := s.KeptLine(ctx, "k1"); return err }},
		{"Note", func() error { _, err := s.Note(ctx, "key"); return err }},
		{"SetNote", func() error { return s.SetNote(ctx, "key", "another") }},
	}
	for _, tt := range tests {
		if err := tt.do(); !errors.Is(err, context.Canceled) {
			b.Errorf("%s: %v, want %v", tt.name, err, context.Canceled)
		}
	}

	b.wantDrawn(s, chat, "a")
	b.wantDrawn(s, "telegram:-200")
	b.wantSeen(s, "discord:1", "sm1")
	b.wantNote(s, "key", "value")
	if _, err := s.KeptLine(b.Context(), "k2"); !errors.Is(err, bot.ErrNotFound) {
		b.Errorf("KeptLine after a cancelled KeepLine: %v, want %v", err, bot.ErrNotFound)
	}
}

func testCancelledWhileChoosing(b *bench) {
	s := b.open()
	b.draw(s, chat, "a")
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	err := s.Draw(ctx, chat, func([]string) (string, []string) {
		cancel()
		return "b", []string{"a"}
	})
	if !errors.Is(err, context.Canceled) {
		b.Errorf("Draw: %v, want %v", err, context.Canceled)
	}
	b.wantDrawn(s, chat, "a")
}

// testCancelledAtAnyTime cancels changes earlier and later: whether one was made
// in time must be what the method says.
func testCancelledAtAnyTime(b *bench) {
	s := b.open()
	for i := range 60 {
		value := fmt.Sprint("value ", i)
		ctx, cancel := context.WithTimeout(b.Context(), time.Duration(i)*20*time.Microsecond)
		before, err := s.Note(b.Context(), "key")
		if err != nil {
			b.Fatalf("Note: %v", err)
		}
		switch err := s.SetNote(ctx, "key", value); {
		case err == nil:
			b.wantNote(s, "key", value)
		case errors.Is(err, context.DeadlineExceeded):
			b.wantNote(s, "key", before)
		default:
			b.Errorf("SetNote: %v, want nil or %v", err, context.DeadlineExceeded)
		}
		var film string
		drawn := b.drawn(s, chat)
		err = s.Draw(ctx, chat, func([]string) (string, []string) {
			film = value
			return film, nil
		})
		cancel()
		if err == nil {
			drawn = append(drawn, film)
		}
		b.wantDrawn(s, chat, drawn...)
	}
}

func testDurable(b *bench) {
	s := b.reopen()
	b.draw(s, chat, "b")
	b.draw(s, chat, "a")
	b.draw(s, "telegram:-300", "c")
	b.move(s, "telegram:-300", "telegram:-400")
	b.mark(s, "discord:1", "sm1", true)
	b.mark(s, "discord:1", "sm2", true)
	b.mark(s, "discord:1", "sm2", false)
	b.keep(s, "k1", "line")
	b.note(s, "key", "old")
	b.note(s, "key", "new")
	b.close(s)

	s = b.open()
	b.wantDrawn(s, chat, "b", "a")
	b.wantDrawn(s, "telegram:-300")
	b.wantDrawn(s, "telegram:-400", "c")
	b.wantSeen(s, "discord:1", "sm1")
	b.wantLine(s, "k1", "line")
	b.wantNote(s, "key", "new")
	b.draw(s, chat, "c")
	b.wantDrawn(s, chat, "b", "a", "c")
}

func testTwoOpenings(b *bench) {
	one, two := b.open(), b.open()
	b.draw(one, chat, "a")
	b.draw(two, chat, "b")
	b.mark(one, "discord:1", "sm1", true)
	b.keep(one, "k1", "line")
	b.note(one, "key", "value")
	b.wantDrawn(one, chat, "a", "b")
	b.wantDrawn(two, chat, "a", "b")
	b.wantSeen(two, "discord:1", "sm1")
	b.wantLine(two, "k1", "line")
	b.wantNote(two, "key", "value")
}
