package storetest

import (
	"context"
	"errors"

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
