package storetest

import (
	"fmt"

	"filmbot/bot"
)

var draftTests = []test{
	{"drafts", testDrafts},
	{"drafts keep texts exactly", testDraftTexts},
	{"drafts are not too many", testManyDrafts},
}

func (b *bench) keepDraft(s Store, d bot.Draft) {
	b.Helper()
	if err := s.KeepDraft(b.Context(), d); err != nil {
		b.Fatalf("KeepDraft(%q): %v", d.ID, err)
	}
}

func (b *bench) wantDraft(s Store, want bot.Draft) {
	b.Helper()
	got, err := s.Draft(b.Context(), want.ID)
	b.must("Draft", err)
	b.wantSame("the draft", got, want)
}

func (b *bench) wantNoDraft(s Store, id string) {
	b.Helper()
	_, err := s.Draft(b.Context(), id)
	b.wantErr(fmt.Sprintf("Draft(%q)", id), err, bot.ErrNotFound)
}

func testDrafts(b *bench) {
	s := b.open()
	first := bot.Draft{ID: "d1", Club: mountain, Owner: ann.Key, Kind: bot.EntryDraft, Film: "f1", Version: 7, Suggestion: "s1", Text: "The Ascent (1977)\n", At: b.start}
	second := bot.Draft{ID: "d2", Club: river, Owner: bob.Key, Kind: bot.ImportDraft, At: b.at(1)}
	b.wantNoDraft(s, "d1")
	b.keepDraft(s, first)
	b.keepDraft(s, second)
	b.wantDraft(s, first)
	b.wantDraft(s, second)
	b.wantNoDraft(s, "D1")

	second.ID = "d1"
	b.keepDraft(s, second)
	b.wantDraft(s, second)
	b.must("DropDraft", s.DropDraft(b.Context(), "d1"))
	b.wantNoDraft(s, "d1")
	b.must("DropDraft", s.DropDraft(b.Context(), "d1"))
	b.must("DropDraft", s.DropDraft(b.Context(), "never"))
	second.ID = "d2"
	b.wantDraft(s, second)
}

func testDraftTexts(b *bench) {
	s := b.open()
	for _, text := range texts {
		want := bot.Draft{ID: text, Club: text, Owner: text, Kind: bot.DraftKind(text), Film: text, Suggestion: text, Text: text, At: b.start}
		b.keepDraft(s, want)
		b.wantDraft(s, want)
	}
}

func testManyDrafts(b *bench) {
	s := b.open()
	other := bot.Draft{ID: "other", Club: river, Owner: ann.Key, Kind: bot.EntryDraft, At: b.at(-9)}
	bobs := bot.Draft{ID: "bobs", Club: mountain, Owner: bob.Key, Kind: bot.EntryDraft, At: b.at(-9)}
	b.keepDraft(s, other)
	b.keepDraft(s, bobs)
	draft := func(i int) bot.Draft {
		return bot.Draft{ID: fmt.Sprintf("d%02d", i), Club: mountain, Owner: ann.Key, Kind: bot.EntryDraft, At: b.at(i)}
	}
	for i := range bot.MaxDrafts + 2 {
		b.keepDraft(s, draft(i))
	}
	b.wantNoDraft(s, "d00")
	b.wantNoDraft(s, "d01")
	for i := range bot.MaxDrafts {
		b.wantDraft(s, draft(i+2))
	}
	old := draft(1)
	old.At = b.at(-5)
	b.keepDraft(s, old)
	b.wantDraft(s, old)
	b.wantDraft(s, other)
	b.wantDraft(s, bobs)
}
