package storetest

import (
	"errors"
	"fmt"
	"time"

	"filmbot/bot"
)

var clubTests = []test{
	{"a club of which nothing is kept", testNoClub},
	{"commit", testCommit},
	{"commit hides and gives up", testCommitStates},
	{"commit of nothing", testCommitNothing},
	{"commit keeps the order of films", testEntryOrder},
	{"commit keeps clubs apart", testClubsApart},
	{"commit keeps times", testTimes},
}

// give is an edit that gives an entry a text.
func give(film string, version int64, text string) bot.Edit {
	return bot.Edit{Film: film, Version: version, After: bot.State{Text: text}}
}

// hide is an edit that hides a film.
func hide(film string, version int64) bot.Edit {
	return bot.Edit{Film: film, Version: version, After: bot.State{Hidden: true}}
}

// drop is an edit after which there is no entry.
func drop(film string, version int64) bot.Edit { return bot.Edit{Film: film, Version: version} }

// entry is one that says a text about a film.
func entry(film string, version int64, text string) bot.Entry {
	return bot.Entry{Film: film, Version: version, State: bot.State{Text: text}}
}

func hidden(film string, version int64) bot.Entry {
	return bot.Entry{Film: film, Version: version, State: bot.State{Hidden: true}}
}

// commit makes a change and checks what every change must be.
func (b *bench) commit(s Store, c bot.Commit) bot.Change {
	b.Helper()
	before := b.club(s, c.Club)
	got, err := s.Commit(b.Context(), c)
	if err != nil {
		b.Fatalf("Commit(%s): %v", c.Kind, err)
	}
	want := bot.Change{
		Number: got.Number, Club: c.Club, Revision: got.Revision, By: c.By, At: c.At, Kind: c.Kind,
		Films: len(c.Edits), Edits: filledIn(c.Edits, before), Undoes: c.Undoes,
	}
	b.wantSame("the change", got, want)
	if got.Revision <= before.Revision {
		b.Errorf("the change has the revision %d after %d, want a higher one", got.Revision, before.Revision)
	}
	b.wantRevision(s, c.Club, got.Revision)
	return got
}

// filledIn returns edits with what was there before them.
func filledIn(edits []bot.Edit, before bot.Club) []bot.Edit {
	var out []bot.Edit
	for _, e := range edits {
		for _, there := range before.Entries {
			if there.Film == e.Film {
				e.Before = there.State
			}
		}
		out = append(out, e)
	}
	return out
}

// add adds a film to a club, of which there must not be an entry.
func (b *bench) add(s Store, club, film, text string) bot.Change {
	b.Helper()
	return b.commit(s, bot.Commit{Club: club, By: ann, At: b.start, Kind: bot.Added, Edits: []bot.Edit{give(film, 0, text)}})
}

func (b *bench) club(s Store, id string) bot.Club {
	b.Helper()
	c, err := s.Club(b.Context(), id)
	if err != nil {
		b.Fatalf("Club(%q): %v", id, err)
	}
	if c.ID != id {
		b.Errorf("Club(%q) has the id %q", id, c.ID)
	}
	return c
}

func (b *bench) wantEntries(s Store, club string, want ...bot.Entry) {
	b.Helper()
	b.wantSame("the entries of "+club, b.club(s, club).Entries, want)
}

func (b *bench) wantRevision(s Store, club string, want int64) {
	b.Helper()
	got, err := s.Revision(b.Context(), club)
	if err != nil || got != want {
		b.Errorf("Revision(%q) = %d, %v; want %d", club, got, err, want)
	}
	if c := b.club(s, club); c.Revision != want {
		b.Errorf("Club(%q) has the revision %d, want %d", club, c.Revision, want)
	}
}

// wantUnchanged checks that a club is what it was, its log included.
func (b *bench) wantUnchanged(s Store, before bot.Club) {
	b.Helper()
	b.wantSame("the club "+before.ID, b.club(s, before.ID), before)
	if err := CheckLog(b.Context(), s, before.ID); err != nil {
		b.Error(err)
	}
}

func testNoClub(b *bench) {
	s := b.open()
	for _, id := range []string{mountain, bot.Shared, "anything"} {
		b.wantSame("a club of which nothing is kept", b.club(s, id), bot.Club{ID: id})
		b.wantRevision(s, id, 0)
		b.wantChanges(s, id, "", 0, 10)
	}
}

func testCommit(b *bench) {
	s := b.open()
	first := b.commit(s, bot.Commit{Club: mountain, By: ann, At: b.at(1), Kind: bot.Added, Edits: []bot.Edit{give("f1", 0, "one")}})
	second := b.commit(s, bot.Commit{Club: mountain, By: bob, At: b.at(2), Kind: bot.Imported,
		Edits: []bot.Edit{give("f3", 0, "three"), give("f1", 1, "one again"), give("f2", 0, "two")}})
	for i, c := range []bot.Change{first, second} {
		if c.Number != int64(i+1) {
			b.Errorf("change %d has the number %d", i+1, c.Number)
		}
	}
	b.wantEntries(s, mountain, entry("f1", 2, "one again"), entry("f3", 2, "three"), entry("f2", 2, "two"))
	b.commit(s, bot.Commit{Club: mountain, At: b.at(3), Kind: bot.Edited, Edits: []bot.Edit{give("f3", 2, "three again")}})
	b.wantEntries(s, mountain, entry("f1", 2, "one again"), entry("f3", 3, "three again"), entry("f2", 2, "two"))
}

func testCommitStates(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	steps := []struct {
		edit bot.Edit
		want []bot.Entry
	}{
		{hide("f1", 1), []bot.Entry{hidden("f1", 2)}},
		{give("f1", 2, "one again"), []bot.Entry{entry("f1", 3, "one again")}},
		{drop("f1", 3), nil},
		{hide("f1", 0), []bot.Entry{hidden("f1", 5)}},
		{drop("f1", 5), nil},
		{drop("f1", 0), nil},
		{give("f1", 0, "one"), []bot.Entry{entry("f1", 8, "one")}},
		{give("f1", 8, "one"), []bot.Entry{entry("f1", 9, "one")}},
	}
	for _, step := range steps {
		b.commit(s, bot.Commit{Club: mountain, At: b.start, Kind: bot.Edited, Edits: []bot.Edit{step.edit}})
		b.wantEntries(s, mountain, step.want...)
	}
	if err := CheckLog(b.Context(), s, mountain); err != nil {
		b.Error(err)
	}
}

func testCommitNothing(b *bench) {
	s := b.open()
	c := b.commit(s, bot.Commit{Club: mountain, By: ann, At: b.start, Kind: bot.Imported})
	b.wantEntries(s, mountain)
	b.wantChanges(s, mountain, "", 0, 10, c.Number)
}

func testEntryOrder(b *bench) {
	s := b.open()
	for i, film := range []string{"b", "d", "a", "e", "c"} {
		b.add(s, mountain, film, fmt.Sprint(i))
	}
	b.commit(s, bot.Commit{Club: mountain, At: b.start, Kind: bot.Edited, Edits: []bot.Edit{give("a", 3, "x"), hide("d", 2)}})
	b.commit(s, bot.Commit{Club: mountain, At: b.start, Kind: bot.Removed, Edits: []bot.Edit{drop("e", 4)}})
	b.commit(s, bot.Commit{Club: mountain, At: b.start, Kind: bot.Added, Edits: []bot.Edit{give("z", 0, "z"), give("y", 0, "y")}})
	b.wantEntries(s, mountain, entry("b", 1, "0"), hidden("d", 6), entry("a", 6, "x"), entry("c", 5, "4"), entry("z", 8, "z"), entry("y", 8, "y"))
}

func testClubsApart(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "of the mountain")
	before := b.club(s, mountain)
	if c := b.add(s, river, "f1", "of the river"); c.Number != 1 {
		b.Errorf("the first change of a club has the number %d", c.Number)
	}
	b.add(s, bot.Shared, "f1", "of all")
	b.commit(s, bot.Commit{Club: river, At: b.start, Kind: bot.Removed, Edits: []bot.Edit{drop("f1", 1)}})
	b.wantUnchanged(s, before)
	b.wantEntries(s, river)
	b.wantEntries(s, bot.Shared, entry("f1", 1, "of all"))
	b.wantChanges(s, mountain, "", 0, 10, 1)
	b.wantChanges(s, river, "", 0, 10, 2, 1)
	if _, err := s.Change(b.Context(), mountain, 2); !errors.Is(err, bot.ErrNotFound) {
		b.Errorf("Change of a number that another club has: %v, want %v", err, bot.ErrNotFound)
	}
}

func testTimes(b *bench) {
	s := b.open()
	zone := time.FixedZone("somewhere", 5*60*60+45*60)
	for i, at := range []time.Time{
		{}, time.Unix(0, 0), b.start, b.start.In(zone), time.Date(1969, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
		time.Date(1, 1, 1, 0, 0, 0, 1000, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
		time.Date(2026, 10, 25, 2, 30, 0, 123_456_789, time.UTC),
	} {
		got, err := s.Commit(b.Context(), bot.Commit{Club: mountain, At: at, Kind: bot.Added, Edits: []bot.Edit{give(fmt.Sprint("f", i), 0, "text")}})
		b.must("Commit", err)
		again, err := s.Change(b.Context(), mountain, got.Number)
		b.must("Change", err)
		for _, back := range []time.Time{got.At, again.At} {
			if d := back.Sub(at).Abs(); d >= time.Microsecond || back.Nanosecond()%1000 != 0 || back.Location() != time.UTC || back.IsZero() != at.IsZero() {
				b.Errorf("the time %v came back as %v", at, back)
			}
		}
	}
}
