package storetest

import "filmbot/bot"

var adriftTests = []test{
	{"adrift by moving", testAdriftMoved},
	{"adrift by moving while elsewhere", testAdriftMovedElsewhere},
	{"adrift by leaving", testAdriftLeft},
	{"not adrift where the place can come back", testAdriftNot},
}

// wantAdrift checks whether clubs are without the place that they were by default.
func (b *bench) wantAdrift(s Store, want bool, clubs ...string) {
	b.Helper()
	for _, id := range clubs {
		if got := b.club(s, id).Adrift; got != want {
			b.Errorf("Club(%q) is adrift: %v, want %v", id, got, want)
		}
	}
}

func testAdriftMoved(b *bench) {
	s := b.open()
	b.add(s, group, "f1", "one")
	b.wantAdrift(s, false, group)
	b.move(s, group, supergroup)
	b.wantPlaces(s, group, supergroup)
	b.wantAdrift(s, true, group)
	b.wantAdrift(s, false, supergroup)

	b.add(s, group, "f2", "two")
	b.set(s, group, everything())
	b.move(s, group, supergroup) // both chats tell of it
	b.move(s, supergroup, "telegram:-1002")
	b.wantAdrift(s, true, group)

	before := b.club(s, group).Revision
	b.move(s, "telegram:-1002", group)
	b.wantClubOf(s, group, group)
	b.wantAdrift(s, false, group)
	if after := b.club(s, group).Revision; after <= before {
		b.Errorf("the revision went from %d to %d", before, after)
	}
}

// testAdriftMovedElsewhere moves a place out of sight of the club that it was by
// default, in which others stay.
func testAdriftMovedElsewhere(b *bench) {
	s := b.open()
	b.add(s, group, "f1", "one")
	b.join(s, river, group)
	b.join(s, group, mountain)
	before := b.club(s, group)
	b.wantAdrift(s, false, group)
	b.move(s, group, supergroup)
	b.wantClubOf(s, supergroup, mountain)
	b.wantAdrift(s, true, group)
	b.wantAdrift(s, false, mountain)
	if after := b.club(s, group).Revision; after <= before.Revision {
		b.Errorf("the revision went from %d to %d", before.Revision, after)
	}

	// The others are all that there is of the club.
	b.presence(s, river, bot.Absent, 1)
	b.wantExpired(s, 10, group)
	b.wantSame("the club that expired", b.club(s, group), bot.Club{ID: group})
}

func testAdriftLeft(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	b.join(s, river, mountain)
	b.leave(s, river, mountain, "club:new")
	b.wantAdrift(s, true, "club:new")
	b.wantAdrift(s, false, mountain, river)
	b.join(s, river, mountain)
	b.wantAdrift(s, true, "club:new")
	b.commit(s, bot.Commit{Club: "club:new", At: b.start, Kind: bot.Imported})
	b.set(s, "club:new", everything())
	b.wantAdrift(s, true, "club:new")

	// Whoever leaves for the club of its own key is one of its places.
	b.leave(s, river, mountain, river)
	b.wantPlaces(s, river, river)
	b.wantAdrift(s, false, river)
}

// testAdriftNot lets places join elsewhere, where their own keys go on, and back.
func testAdriftNot(b *bench) {
	s := b.open()
	b.wantAdrift(s, false, mountain, bot.Shared)
	b.add(s, mountain, "f1", "one")
	b.join(s, mountain, river)
	b.wantAdrift(s, false, mountain, river)
	b.join(s, mountain, mountain)
	b.wantAdrift(s, false, mountain, river)

	// What expires takes its places along, and they begin again as what they are by
	// default.
	b.join(s, mountain, river)
	b.presence(s, mountain, bot.Absent, 1)
	b.presence(s, river, bot.Absent, 1)
	b.wantExpired(s, 10, river)
	b.wantClubOf(s, mountain, mountain)
	b.wantAdrift(s, false, mountain)

	// One that went adrift is at home again when its place joins.
	b.add(s, group, "f1", "one")
	b.move(s, group, supergroup)
	b.join(s, group, mountain)
	b.join(s, group, group)
	b.wantAdrift(s, false, group)
}
