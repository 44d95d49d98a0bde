package storetest

import (
	"fmt"

	"filmbot/bot"
)

var leavingTests = []test{
	{"leave", testLeave},
	{"leave copies the catalog once", testLeaveApart},
	{"leave copies chats of the place", testLeaveChats},
	{"leave of what has changed", testLeaveConflict},
}

func (b *bench) leave(s Store, place, from, to string) bot.Change {
	b.Helper()
	c, err := s.Leave(b.Context(), bot.Leaving{Place: place, From: from, To: to, By: bob, At: b.at(2)})
	if err != nil {
		b.Fatalf("Leave(%q, %q, %q): %v", place, from, to, err)
	}
	b.wantClubOf(s, place, to)
	b.wantRevision(s, to, c.Revision)
	return c
}

func testLeave(b *bench) {
	s := b.open()
	for i, film := range []string{"f3", "f1", "f2"} {
		b.add(s, mountain, film, fmt.Sprint(i))
	}
	b.commit(s, bot.Commit{Club: mountain, At: b.start, Kind: bot.Removed, Edits: []bot.Edit{hide("f1", 2)}})
	b.set(s, mountain, bot.Settings{Language: "ru", Off: []string{"a"}, Moderators: []bot.Mention{{Key: "discord:1", Name: "Ann"}}})
	b.join(s, river, mountain)
	old := b.club(s, mountain)

	c := b.leave(s, river, mountain, "club:new")
	b.wantSame("the change", c, bot.Change{Number: 1, Club: "club:new", Revision: c.Revision, By: bob, At: b.at(2), Kind: bot.Left, Films: 3,
		Edits: []bot.Edit{give("f3", 0, "0"), hide("f1", 0), give("f2", 0, "2")}})
	again, err := s.Change(b.Context(), "club:new", 1)
	b.must("Change", err)
	b.wantSame("the change in the log", again, c)
	b.wantEntries(s, "club:new", entry("f3", 1, "0"), hidden("f1", 1), entry("f2", 1, "2"))
	b.wantSettings(s, "club:new", old.Settings)

	after := b.club(s, mountain)
	if after.Revision <= old.Revision {
		b.Errorf("the revision of the club that was left went from %d to %d", old.Revision, after.Revision)
	}
	old.Places, old.Revision = nil, after.Revision
	b.wantUnchanged(s, old)
}

func testLeaveApart(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	b.join(s, river, mountain)
	b.leave(s, river, mountain, "club:new")
	b.commit(s, bot.Commit{Club: "club:new", At: b.start, Kind: bot.Edited, Edits: []bot.Edit{give("f1", 1, "one of the river")}})
	b.add(s, mountain, "f2", "two")
	b.set(s, "club:new", everything())
	b.wantEntries(s, mountain, entry("f1", 1, "one"), entry("f2", 3, "two"))
	b.wantEntries(s, "club:new", entry("f1", 2, "one of the river"))
	b.wantSettings(s, mountain, bot.Settings{})
	for _, club := range []string{mountain, "club:new"} {
		if err := CheckLog(b.Context(), s, club); err != nil {
			b.Error(err)
		}
	}
}

func testLeaveChats(b *bench) {
	s := b.open()
	const place = "telegram:-7"
	tests := []struct{ review, want string }{
		{place, place},
		{place + "/12", place + "/12"},
		{mountain, ""},
		{place + "0", ""},
		{"telegram:-70/7", ""},
		{"discord:-7", ""},
	}
	for i, tt := range tests {
		club := fmt.Sprint("telegram:-", 1000+i)
		b.set(s, club, bot.Settings{Zone: "Europe/Berlin", Review: tt.review})
		b.join(s, place, club)
		b.leave(s, place, club, fmt.Sprint("club:", i))
		b.wantSettings(s, fmt.Sprint("club:", i), bot.Settings{Zone: "Europe/Berlin", Review: tt.want})
	}
}

func testLeaveConflict(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	b.join(s, river, mountain)
	b.add(s, "club:entries", "f1", "one")
	b.set(s, "club:settings", everything())
	b.add(s, "club:log", "f1", "one")
	b.commit(s, bot.Commit{Club: "club:log", At: b.start, Kind: bot.Removed, Edits: []bot.Edit{drop("f1", 1)}})
	b.join(s, "telegram:-8", "telegram:-9")
	before := b.club(s, mountain)
	for _, l := range []bot.Leaving{
		{Place: river, From: river, To: "club:new"},
		{Place: "discord:8", From: mountain, To: "club:new"},
		{Place: river, From: mountain, To: "club:entries"},
		{Place: river, From: mountain, To: "club:settings"},
		{Place: river, From: mountain, To: "club:log"},
		{Place: river, From: mountain, To: "telegram:-9"},
		{Place: river, From: mountain, To: mountain},
	} {
		_, err := s.Leave(b.Context(), l)
		b.wantErr(fmt.Sprintf("Leave of %q from %q for %q", l.Place, l.From, l.To), err, bot.ErrConflict)
	}
	b.wantClubOf(s, river, mountain)
	b.wantUnchanged(s, before)
	b.wantSame("the club that nobody left for", b.club(s, "club:new"), bot.Club{ID: "club:new"})

	// The place that a club is by default may leave it, too.
	b.leave(s, mountain, mountain, "club:new")
	b.wantPlaces(s, mountain, river)
}
