package storetest

import (
	"context"
	"fmt"

	"filmbot/bot"
)

var logTests = []test{
	{"log in pages", testChanges},
	{"log of a film", testChangesOfFilm},
	{"log leaves texts out", testChangesWithoutTexts},
	{"one change", testChange},
	{"undone", testUndone},
}

// CheckLog checks that the log of a club has no gaps and tells, when it is
// played again, how the club's entries came to be what they are. The club must
// not change meanwhile.
func CheckLog(ctx context.Context, s bot.Store, id string) error {
	club, err := s.Club(ctx, id)
	if err != nil {
		return err
	}
	changes, err := s.Changes(ctx, id, "", 0, 1_000_000)
	if err != nil {
		return err
	}
	states := make(map[string]bot.Entry)
	var revision int64
	for number := int64(1); number <= int64(len(changes)); number++ {
		c, err := s.Change(ctx, id, number)
		if err != nil {
			return fmt.Errorf("change %d of %d: %w", number, len(changes), err)
		}
		if c.Number != number || c.Revision <= revision || c.Films != len(c.Edits) || c.Club != id {
			return fmt.Errorf("change %d says that it is number %d of %q, at revision %d after %d, with %d edits of %d films",
				number, c.Number, c.Club, c.Revision, revision, len(c.Edits), c.Films)
		}
		revision = c.Revision
		if err := play(states, c); err != nil {
			return err
		}
	}
	return sameEntries(club, states, revision)
}

// play makes the edits of a change.
func play(states map[string]bot.Entry, c bot.Change) error {
	for _, e := range c.Edits {
		was := states[e.Film]
		if e.Before != was.State || e.Version != was.Version {
			return fmt.Errorf("change %d found version %d (%+v) of %q, want version %d (%+v)", c.Number, e.Version, e.Before, e.Film, was.Version, was.State)
		}
		states[e.Film] = bot.Entry{Film: e.Film, Version: c.Number, State: e.After}
		if e.After == (bot.State{}) {
			delete(states, e.Film)
		}
	}
	return nil
}

func sameEntries(club bot.Club, states map[string]bot.Entry, revision int64) error {
	for _, e := range club.Entries {
		if states[e.Film] != e {
			return fmt.Errorf("the entry of %q is %+v, its log says %+v", e.Film, e, states[e.Film])
		}
	}
	if len(club.Entries) != len(states) || club.Revision < revision {
		return fmt.Errorf("%d entries at revision %d, the log says %d at %d", len(club.Entries), club.Revision, len(states), revision)
	}
	return nil
}

// wantChanges checks which changes a page of the log has.
func (b *bench) wantChanges(s Store, club, film string, before int64, limit int, want ...int64) {
	b.Helper()
	changes, err := s.Changes(b.Context(), club, film, before, limit)
	if err != nil {
		b.Fatalf("Changes(%q, %q, %d, %d): %v", club, film, before, limit, err)
	}
	var got []int64
	for _, c := range changes {
		got = append(got, c.Number)
	}
	b.wantSame(fmt.Sprintf("Changes(%q, %q, %d, %d)", club, film, before, limit), got, want)
}

func (b *bench) wantUndoneBy(s Store, club string, number, want int64) {
	b.Helper()
	c, err := s.Change(b.Context(), club, number)
	if err != nil || c.UndoneBy != want {
		b.Errorf("change %d is undone by %d, %v; want %d", number, c.UndoneBy, err, want)
	}
	page, err := s.Changes(b.Context(), club, "", number+1, 1)
	if err != nil || len(page) != 1 || page[0].UndoneBy != want {
		b.Errorf("change %d is undone by %+v in the log, %v; want %d", number, page, err, want)
	}
}

func testChanges(b *bench) {
	s := b.open()
	for i := range 7 {
		b.add(s, mountain, fmt.Sprint("f", i), "text")
	}
	b.wantChanges(s, mountain, "", 0, 10, 7, 6, 5, 4, 3, 2, 1)
	b.wantChanges(s, mountain, "", 0, 3, 7, 6, 5)
	b.wantChanges(s, mountain, "", 5, 3, 4, 3, 2)
	b.wantChanges(s, mountain, "", 2, 3, 1)
	b.wantChanges(s, mountain, "", 1, 3)
	b.wantChanges(s, mountain, "", 100, 2, 7, 6)
	b.wantChanges(s, mountain, "", 0, 0)
	b.wantChanges(s, river, "", 0, 10)
}

func testChangesOfFilm(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	b.add(s, mountain, "f2", "two")
	b.commit(s, bot.Commit{Club: mountain, At: b.start, Kind: bot.Imported, Edits: []bot.Edit{give("f3", 0, "three"), give("f1", 1, "one again")}})
	b.commit(s, bot.Commit{Club: mountain, At: b.start, Kind: bot.Removed, Edits: []bot.Edit{drop("f1", 3)}})
	b.add(s, river, "f1", "one")
	b.wantChanges(s, mountain, "f1", 0, 10, 4, 3, 1)
	b.wantChanges(s, mountain, "f1", 0, 2, 4, 3)
	b.wantChanges(s, mountain, "f1", 3, 2, 1)
	b.wantChanges(s, mountain, "f2", 0, 10, 2)
	b.wantChanges(s, mountain, "f3", 0, 10, 3)
	b.wantChanges(s, mountain, "F1", 0, 10)
	b.wantChanges(s, mountain, "f", 0, 10)
}

func testChangesWithoutTexts(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	edits := []bot.Edit{give("f2", 0, "two"), hide("f1", 1)}
	c := b.commit(s, bot.Commit{Club: mountain, By: bob, At: b.at(1), Kind: bot.Imported, Edits: edits, Undoes: 1})
	c.Edits[0].After.Text, c.Edits[1].Before.Text = "", ""
	page, err := s.Changes(b.Context(), mountain, "", 0, 1)
	b.must("Changes", err)
	b.wantSame("the newest change", page, []bot.Change{c})
}

func testChange(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	want := b.commit(s, bot.Commit{Club: mountain, By: bob, At: b.at(1), Kind: bot.Edited,
		Edits: []bot.Edit{give("f2", 0, "two"), give("f1", 1, "one again"), hide("f0", 0), drop("f9", 0)}})
	b.commit(s, bot.Commit{Club: mountain, By: bob, At: b.at(2), Kind: bot.Removed, Edits: []bot.Edit{drop("f1", 2), drop("f2", 2)}})
	got, err := s.Change(b.Context(), mountain, 2)
	b.must("Change", err)
	b.wantSame("the change", got, want)
	for _, number := range []int64{-1, 0, 4} {
		_, err := s.Change(b.Context(), mountain, number)
		b.wantErr(fmt.Sprint("Change ", number), err, bot.ErrNotFound)
	}
	_, err = s.Change(b.Context(), river, 1)
	b.wantErr("Change of another club", err, bot.ErrNotFound)
}

func testUndone(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	b.add(s, river, "f1", "one")
	undo := bot.Commit{Club: mountain, At: b.at(1), Kind: bot.Undone, Edits: []bot.Edit{drop("f1", 1)}, Undoes: 1}
	b.commit(s, undo)
	b.wantUndoneBy(s, mountain, 1, 2)
	b.wantUndoneBy(s, mountain, 2, 0)
	b.wantUndoneBy(s, river, 1, 0)
	undo.Edits, undo.Undoes = []bot.Edit{give("f1", 0, "one")}, 2
	b.commit(s, undo)
	b.wantUndoneBy(s, mountain, 2, 3)
	undo.Edits, undo.Undoes = []bot.Edit{drop("f1", 3)}, 1
	b.commit(s, undo)
	b.wantUndoneBy(s, mountain, 1, 4)
	b.wantUndoneBy(s, mountain, 3, 0)
	if err := CheckLog(b.Context(), s, mountain); err != nil {
		b.Error(err)
	}
}
