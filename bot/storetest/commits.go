package storetest

import (
	"fmt"

	"filmbot/bot"
)

// commitTests are about what else a change depends on, and what becomes of it then.
var commitTests = []test{
	{"commit on another version", testCommitConflict},
	{"commit on another revision", testCommitRevision},
	{"commit uses up a draft", testCommitDraft},
	{"commit approves a suggestion", testCommitSuggestion},
	{"commit is all or nothing", testCommitAtomic},
	{"commit refuses or keeps a NUL", testCommitNUL},
	{"commit keeps texts exactly", testCommitTexts},
	{"commit of a large file", testCommitLarge},
}

func testCommitConflict(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	b.commit(s, bot.Commit{Club: mountain, At: b.start, Kind: bot.Edited, Edits: []bot.Edit{give("f1", 1, "again")}})
	b.add(s, mountain, "f2", "two")
	b.commit(s, bot.Commit{Club: mountain, At: b.start, Kind: bot.Removed, Edits: []bot.Edit{drop("f2", 3)}})
	before := b.club(s, mountain)
	for _, e := range []bot.Edit{
		give("f1", 0, "new"), give("f1", 1, "older"), give("f1", 3, "newer"), drop("f1", 1), hide("f1", 0),
		give("f2", 3, "gone"), drop("f2", 3), give("f3", 1, "never there"), give("F1", 2, "another film"),
	} {
		_, err := s.Commit(b.Context(), bot.Commit{Club: mountain, At: b.start, Kind: bot.Edited, Edits: []bot.Edit{e}})
		b.wantErr(fmt.Sprintf("Commit on %s at version %d", e.Film, e.Version), err, bot.ErrConflict)
	}
	b.wantUnchanged(s, before)
}

func testCommitRevision(b *bench) {
	s := b.open()
	commit := func(film string, revision int64) error {
		_, err := s.Commit(b.Context(), bot.Commit{Club: mountain, At: b.start, Kind: bot.Added, Edits: []bot.Edit{give(film, 0, film)}, Revision: &revision})
		return err
	}
	b.wantErr("Commit on revision 1 of a club of which nothing is kept", commit("f1", 1), bot.ErrConflict)
	b.wantRevision(s, mountain, 0)
	b.wantErr("Commit on revision 0 of a club of which nothing is kept", commit("f1", 0), nil)
	added := b.club(s, mountain).Revision
	b.set(s, mountain, everything())
	adjusted := b.club(s, mountain).Revision
	b.join(s, river, mountain)
	before := b.club(s, mountain)
	for _, revision := range []int64{0, added, adjusted, before.Revision + 1, -1} {
		b.wantErr(fmt.Sprintf("Commit on revision %d of a club at %d", revision, before.Revision), commit("f2", revision), bot.ErrConflict)
	}
	b.wantUnchanged(s, before)
	b.wantErr("Commit on the club's revision", commit("f2", before.Revision), nil)
	b.wantEntries(s, mountain, entry("f1", 1, "f1"), entry("f2", 3, "f2"))
}

func testCommitDraft(b *bench) {
	s := b.open()
	b.keepDraft(s, bot.Draft{ID: "d1", Club: mountain, Owner: ann.Key, At: b.start})
	b.keepDraft(s, bot.Draft{ID: "d2", Club: mountain, Owner: ann.Key, At: b.start})
	b.commit(s, bot.Commit{Club: mountain, By: ann, At: b.start, Kind: bot.Added, Edits: []bot.Edit{give("f1", 0, "one")}, Draft: "d1"})
	b.wantNoDraft(s, "d1")
	b.wantDraft(s, bot.Draft{ID: "d2", Club: mountain, Owner: ann.Key, At: b.start})

	before := b.club(s, mountain)
	for _, draft := range []string{"d1", "never"} {
		_, err := s.Commit(b.Context(), bot.Commit{Club: mountain, At: b.start, Kind: bot.Added, Edits: []bot.Edit{give("f2", 0, "two")}, Draft: draft})
		b.wantErr("Commit of a draft that is gone", err, bot.ErrNotFound)
	}
	b.wantUnchanged(s, before)
}

func testCommitSuggestion(b *bench) {
	s := b.open()
	b.suggest(s, bot.Suggestion{ID: "s1", Club: mountain, Author: bob, At: b.at(1), Text: "one"})
	b.suggest(s, bot.Suggestion{ID: "s2", Club: river, Author: bob, At: b.at(1), Text: "two"})
	approval := func(id string) bot.Commit {
		return bot.Commit{Club: mountain, By: ann, At: b.at(2), Kind: bot.Approved, Edits: []bot.Edit{give("f-"+id, 0, "text")}, Suggestion: id}
	}
	b.commit(s, approval("s1"))
	b.wantSuggestion(s, bot.Suggestion{ID: "s1", Club: mountain, Author: bob, At: b.at(1), Text: "one",
		Decision: bot.Decision{Outcome: bot.Accepted, By: ann, At: b.at(2), Film: "f-s1"}})
	b.wantWaiting(s, mountain, "")

	b.suggest(s, bot.Suggestion{ID: "s3", Club: mountain, Author: bob, At: b.at(3)})
	b.decline(s, mountain, "s3", bot.Decision{Outcome: bot.Declined, By: ann, At: b.at(4)})
	before := b.club(s, mountain)
	for _, tt := range []struct {
		id   string
		want error
	}{{"s1", bot.ErrConflict}, {"s3", bot.ErrConflict}, {"s2", bot.ErrNotFound}, {"never", bot.ErrNotFound}} {
		c := approval(tt.id)
		c.Edits[0].Film = "f9"
		_, err := s.Commit(b.Context(), c)
		b.wantErr("Commit of the suggestion "+tt.id, err, tt.want)
	}
	b.wantUnchanged(s, before)
	b.wantWaiting(s, river, "", "s2")
}

// testCommitAtomic lets each step of a change fail after others that could be made.
func testCommitAtomic(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	draft := bot.Draft{ID: "d1", Club: mountain, Owner: ann.Key, At: b.start}
	b.keepDraft(s, draft)
	b.suggest(s, bot.Suggestion{ID: "s1", Club: mountain, Author: bob, At: b.start})
	b.suggest(s, bot.Suggestion{ID: "s2", Club: mountain, Author: bob, At: b.start})
	b.decline(s, mountain, "s2", bot.Decision{Outcome: bot.Declined, By: ann, At: b.start})
	before := b.club(s, mountain)

	good := []bot.Edit{give("f1", 1, "one again"), give("f2", 0, "two"), hide("f3", 0)}
	for _, tt := range []struct {
		name  string
		spoil func(*bot.Commit)
		want  error
	}{
		{"the last edit", func(c *bot.Commit) { c.Edits = append(c.Edits, give("f9", 7, "nine")) }, bot.ErrConflict},
		{"the revision", func(c *bot.Commit) { c.Revision = new(int64) }, bot.ErrConflict},
		{"the draft", func(c *bot.Commit) { c.Draft = "gone" }, bot.ErrNotFound},
		{"the suggestion", func(c *bot.Commit) { c.Suggestion = "gone" }, bot.ErrNotFound},
		{"the suggestion that was decided", func(c *bot.Commit) { c.Suggestion = "s2" }, bot.ErrConflict},
	} {
		c := bot.Commit{Club: mountain, By: ann, At: b.start, Kind: bot.Edited, Edits: append([]bot.Edit(nil), good...),
			Undoes: 1, Draft: "d1", Suggestion: "s1"}
		tt.spoil(&c)
		_, err := s.Commit(b.Context(), c)
		b.wantErr("Commit where what fails is "+tt.name, err, tt.want)
		b.wantUnchanged(s, before)
		b.wantDraft(s, draft)
		b.wantWaiting(s, mountain, "", "s1")
		b.wantUndoneBy(s, mountain, 1, 0)
	}
	b.commit(s, bot.Commit{Club: mountain, By: ann, At: b.start, Kind: bot.Edited, Edits: good, Undoes: 1, Draft: "d1", Suggestion: "s1"})
}

func testCommitNUL(b *bench) {
	s := b.open()
	before := b.club(s, mountain)
	const text = "before\x00after"
	_, err := s.Commit(b.Context(), bot.Commit{Club: mountain, At: b.start, Kind: bot.Added, Edits: []bot.Edit{give("f1", 0, "one"), give("f2", 0, text)}})
	if err != nil {
		b.wantUnchanged(s, before)
		return
	}
	b.wantEntries(s, mountain, entry("f1", 1, "one"), entry("f2", 1, text))
}

func testCommitTexts(b *bench) {
	s := b.open()
	var edits []bot.Edit
	var want []bot.Entry
	for _, text := range texts {
		edits = append(edits, give(text, 0, text))
		want = append(want, entry(text, 1, text))
		by := bot.Author{Key: text, Name: text}
		b.commit(s, bot.Commit{Club: text, By: by, At: b.start, Kind: bot.ChangeKind(text), Edits: []bot.Edit{give(text, 0, text)}})
		b.wantEntries(s, text, entry(text, 1, text))
		b.wantChanges(s, text, text, 0, 10, 1)
	}
	b.commit(s, bot.Commit{Club: mountain, At: b.start, Kind: bot.Imported, Edits: edits})
	b.wantEntries(s, mountain, want...)
	c, err := s.Change(b.Context(), mountain, 1)
	b.must("Change", err)
	b.wantSame("the edits", c.Edits, edits)
}

func testCommitLarge(b *bench) {
	s := b.open()
	const films = 1500
	var first, second []bot.Edit
	var want []bot.Entry
	for i := range films {
		film := fmt.Sprint("f", (i*7919)%films)
		text := fmt.Sprintf("Film %d (1977)\nDescription: a text\n", i)
		first = append(first, give(film, 0, text))
		switch i % 3 {
		case 0:
			second = append(second, drop(film, 1))
		case 1:
			second = append(second, hide(film, 1))
			want = append(want, hidden(film, 2))
		default:
			want = append(want, entry(film, 1, text))
		}
	}
	b.commit(s, bot.Commit{Club: mountain, By: ann, At: b.start, Kind: bot.Imported, Edits: first})
	b.commit(s, bot.Commit{Club: mountain, By: ann, At: b.start, Kind: bot.Removed, Edits: second})
	b.wantEntries(s, mountain, want...)
	if err := CheckLog(b.Context(), s, mountain); err != nil {
		b.Error(err)
	}
}
