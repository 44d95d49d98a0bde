package storetest

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"filmbot/bot"
	"filmbot/bot/round"
)

var keepingTests = []test{
	{"seen", testSeen},
	{"seen by many at once", testSeenConcurrently},
	{"kept lines", testKeptLines},
	{"notes", testNotes},
	{"texts come back exactly", testTexts},
	{"long texts", testLongTexts},
	{"a NUL is kept or refused", testNUL},
}

func testSeen(b *bench) {
	s := b.open()
	b.wantSeen(s, "discord:1")
	b.mark(s, "discord:1", "sm1", true)
	b.mark(s, "discord:1", "sm2", true)
	b.mark(s, "discord:1", "sm1", true)
	b.mark(s, "telegram:1", "sm3", true)
	b.wantSeen(s, "discord:1", "sm1", "sm2")
	b.wantSeen(s, "telegram:1", "sm3")
	b.mark(s, "discord:1", "sm1", false)
	b.mark(s, "discord:1", "sm1", false)
	b.mark(s, "discord:1", "sm3", false)
	b.wantSeen(s, "discord:1", "sm2")
	b.wantSeen(s, "telegram:1", "sm3")
	b.mark(s, "discord:1", "sm1", true)
	b.wantSeen(s, "discord:1", "sm1", "sm2")
}

func testSeenConcurrently(b *bench) {
	openings := []Store{b.open(), b.open()}
	const people, films = 4, 6
	var wg sync.WaitGroup
	for i := range people {
		s := openings[i%len(openings)]
		wg.Go(func() {
			for j := range films {
				if err := s.MarkSeen(b.Context(), fmt.Sprint("discord:", i), fmt.Sprint("sm", j), true); err != nil {
					b.Errorf("MarkSeen: %v", err)
				}
				if _, err := s.Seen(b.Context(), "discord:0"); err != nil {
					b.Errorf("Seen: %v", err)
				}
			}
		})
	}
	wg.Wait()
	for i := range people {
		b.wantSeen(openings[0], fmt.Sprint("discord:", i), "sm0", "sm1", "sm2", "sm3", "sm4", "sm5")
	}
}

func testKeptLines(b *bench) {
	s := b.open()
	if got, err := s.KeptLine(b.Context(), "k1"); !errors.Is(err, bot.ErrNotFound) || got != "" {
		b.Errorf("KeptLine of an unknown name = %q, %v; want %v", got, err, bot.ErrNotFound)
	}
	b.keep(s, "k1", "/film list war 1970s")
	b.keep(s, "K1", "/film list drama")
	b.keep(s, "k1", "/film list war 1970s")
	b.keep(s, "empty", "")
	b.wantLine(s, "k1", "/film list war 1970s")
	b.wantLine(s, "K1", "/film list drama")
	b.wantLine(s, "empty", "")
}

func testNotes(b *bench) {
	s := b.open()
	b.wantNote(s, "discord commands", "")
	b.note(s, "discord commands", "hash 1")
	b.note(s, "discord Commands", "another")
	b.wantNote(s, "discord commands", "hash 1")
	b.note(s, "discord commands", "hash 2")
	b.note(s, "discord commands", "hash 2")
	b.wantNote(s, "discord commands", "hash 2")
	b.wantNote(s, "discord Commands", "another")
	b.note(s, "discord commands", "")
	b.wantNote(s, "discord commands", "")
}

// texts are what a database may trip over: its own quotes, characters of every
// length, spaces that a column type would trim, and what looks like a number.
var texts = []string{
	"The Ascent", "Восхождение", "😀👩‍🚀", "e\u0301", "'", `"`, "`", "''; DROP TABLE seen; --", `\`, "$1 ?1 :name @x",
	"%_", " leading and trailing ", "line\nand\r\nline", "\ttab", "\ufeffmark", "\u202eturned", "\u0001\u007f",
	"1", "007", "1e3", "NULL", "true", "\U0010FFFF", "\uFFFD",
}

// long is longer than any platform lets a person write.
var long = strings.Repeat("Ж😀 ", 40_000)

func testTexts(b *bench) {
	s := b.open()
	for _, text := range texts {
		b.keep(s, text, text)
		b.note(s, text, text)
		b.mark(s, text, text, true)
		b.draw(s, text, text)
	}
	for _, text := range texts {
		b.wantLine(s, text, text)
		b.wantNote(s, text, text)
		b.wantSeen(s, text, text)
		b.wantDrawn(s, text, text)
	}
}

func testLongTexts(b *bench) {
	s := b.open()
	b.keep(s, "name", long)
	b.wantLine(s, "name", long)
	b.note(s, "key", long)
	b.wantNote(s, "key", long)
	b.commit(s, bot.Commit{Club: mountain, Kind: bot.Added, Edits: []bot.Edit{give("f1", 0, long)}})
	b.wantEntries(s, mountain, entry("f1", 1, long))
	b.keepDraft(s, bot.Draft{ID: "d1", Text: long})
	b.wantDraft(s, bot.Draft{ID: "d1", Text: long})
	b.suggest(s, bot.Suggestion{ID: "s1", Club: mountain, Text: long})
	b.wantSuggestion(s, bot.Suggestion{ID: "s1", Club: mountain, Text: long})
}

// testNUL allows a store to refuse what its database cannot hold, and forbids it
// to cut the text off there.
func testNUL(b *bench) {
	const text = "before\x00after"
	s := b.open()
	ctx := b.Context()
	if s.KeepLine(ctx, text, text) == nil {
		b.wantLine(s, text, text)
	}
	if s.SetNote(ctx, text, text) == nil {
		b.wantNote(s, text, text)
	}
	if s.MarkSeen(ctx, text, text, true) == nil {
		b.wantSeen(s, text, text)
	}
	if s.Draw(ctx, text, func([]string) (string, []string) { return text, nil }) == nil {
		b.wantDrawn(s, text, text)
	}
	b.hold(s, mountain, b.voting(1))
	saying := func(round.Round, bot.Said) (bot.Said, error) { return bot.Said{Coming: true}, nil }
	if s.Say(ctx, mountain, 1, bot.Author{Key: text, Name: text}, saying) == nil {
		b.wantSame("who is coming", b.week(s, mountain, 1).Coming, []bot.Author{{Key: text, Name: text}})
	}
	if _, err := s.KeptLine(ctx, "before"); !errors.Is(err, bot.ErrNotFound) {
		b.Errorf("KeptLine of the part before a NUL: %v, want %v", err, bot.ErrNotFound)
	}
	b.wantNote(s, "before", "")
	b.wantSeen(s, "before")
	b.wantDrawn(s, "before")
	b.wantSaid(s, mountain, 1, "before", bot.Said{})
}
