package storetest

import (
	"fmt"
	"slices"

	"filmbot/bot"
)

var presenceTests = []test{
	{"presence", testPresence},
	{"expire where the bot is away", testExpire},
	{"expire counts from when the bot left", testExpireSince},
	{"expire needs all places", testExpirePlaces},
	{"expire where the bot came back", testExpireBack},
	{"expire after leaving and moving", testExpireElsewhere},
}

func (b *bench) presence(s Store, place string, p bot.Presence, minute int) {
	b.Helper()
	if err := s.SetPresence(b.Context(), place, p, b.at(minute)); err != nil {
		b.Fatalf("SetPresence(%q, %v): %v", place, p, err)
	}
}

func (b *bench) wantExpired(s Store, before int, want ...string) {
	b.Helper()
	got, err := s.Expire(b.Context(), b.at(before))
	if err != nil {
		b.Fatalf("Expire: %v", err)
	}
	slices.Sort(got)
	slices.Sort(want)
	b.wantSame("the clubs that expired", got, want)
}

func (b *bench) wantPresence(s Store, place string, want bot.Presence) {
	b.Helper()
	got, err := s.PresenceIn(b.Context(), place)
	if err != nil || got != want {
		b.Errorf("PresenceIn(%q) = %v, %v; want %v", place, got, err, want)
	}
}

func testPresence(b *bench) {
	s := b.open()
	b.wantPresence(s, mountain, bot.PresenceUnknown)
	b.presence(s, river, bot.Absent, 1)
	for _, p := range []bot.Presence{bot.Present, bot.Absent, bot.Absent, bot.Present} {
		b.presence(s, mountain, p, 1)
		b.wantPresence(s, mountain, p)
		b.wantPresence(s, river, bot.Absent)
	}
	b.join(s, group, mountain)
	b.wantPresence(s, group, bot.PresenceUnknown)
	b.wantPresence(s, mountain+"0", bot.PresenceUnknown)
	b.join(s, river, mountain)
	b.leave(s, river, mountain, "club:new")
	b.wantPresence(s, river, bot.Absent)
	b.wantExpired(s, 10, "club:new")
	b.wantPresence(s, river, bot.PresenceUnknown)
}

func testExpire(b *bench) {
	s := b.open()
	for _, club := range []string{mountain, river} {
		b.add(s, club, "f1", "one")
		b.set(s, club, everything())
		b.keepCode(s, bot.Code{Hash: club, Club: club, Expires: b.at(10)})
		b.suggest(s, bot.Suggestion{ID: "s" + club, Club: club, Author: bob, At: b.start})
		b.suggest(s, bot.Suggestion{ID: "t" + club, Club: club, Author: bob, At: b.start})
		b.decline(s, club, "t"+club, bot.Decision{Outcome: bot.Declined, At: b.start})
		b.keepDraft(s, bot.Draft{ID: "d" + club, Club: club, Owner: bob.Key, At: b.start})
		b.draw(s, club, "f1")
		b.draw(s, club+"/7", "f1")
		b.presence(s, club, bot.Present, 0)
	}
	b.join(s, group, mountain)
	b.mark(s, ann.Key, "f1", true)
	kept := b.club(s, river)
	b.presence(s, mountain, bot.Absent, 1)
	b.presence(s, group, bot.Absent, 2)
	b.wantExpired(s, 10, mountain)

	b.wantSame("the club that expired", b.club(s, mountain), bot.Club{ID: mountain})
	b.wantRevision(s, mountain, 0)
	b.wantChanges(s, mountain, "", 0, 10)
	b.wantClubOf(s, group, group)
	b.wantDrawn(s, mountain)
	b.wantDrawn(s, mountain+"/7")
	b.wantNoDraft(s, "d"+mountain)
	b.wantWaiting(s, mountain, "")
	for _, id := range []string{"s" + mountain, "t" + mountain} {
		_, err := s.Suggestion(b.Context(), mountain, id)
		b.wantErr("Suggestion of a club that expired", err, bot.ErrNotFound)
	}
	_, err := s.CodeOf(b.Context(), mountain, b.at(1))
	b.wantErr("CodeOf of a club that expired", err, bot.ErrNotFound)
	b.wantExpired(s, 10)

	b.wantUnchanged(s, kept)
	b.wantDrawn(s, river, "f1")
	b.wantWaiting(s, river, "", "s"+river)
	b.wantDraft(s, bot.Draft{ID: "d" + river, Club: river, Owner: bob.Key, At: b.start})
	b.wantSeen(s, ann.Key, "f1")
	if c := b.add(s, mountain, "f2", "two"); c.Number != 1 {
		b.Errorf("the first change of a club that begins again has the number %d", c.Number)
	}
}

func testExpireSince(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	b.presence(s, mountain, bot.Absent, 5)
	b.presence(s, mountain, bot.Absent, 50)
	b.wantExpired(s, 4)
	b.wantExpired(s, 5)
	b.wantEntries(s, mountain, entry("f1", 1, "one"))
	b.join(s, river, mountain)
	b.presence(s, river, bot.Absent, 6)
	b.wantExpired(s, 6)
	b.wantClubOf(s, river, mountain)
	b.wantExpired(s, 7, mountain)
}

func testExpirePlaces(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	b.join(s, river, mountain)
	b.join(s, group, mountain)
	b.presence(s, river, bot.Absent, 1)
	b.presence(s, group, bot.Absent, 1)
	before := b.club(s, mountain)
	for _, p := range []bot.Presence{bot.PresenceUnknown, bot.Present} {
		if p != bot.PresenceUnknown {
			b.presence(s, mountain, p, 1)
		}
		b.wantExpired(s, 10)
		b.wantUnchanged(s, before)
		b.wantClubOf(s, river, mountain)
	}
	b.presence(s, mountain, bot.Absent, 20)
	b.wantExpired(s, 10)
	b.wantExpired(s, 30, mountain)
}

func testExpireBack(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	before := b.club(s, mountain)
	for i, p := range []bot.Presence{bot.Absent, bot.Present, bot.Absent} {
		b.presence(s, mountain, p, 10*i)
	}
	b.wantExpired(s, 15)
	b.presence(s, mountain, bot.Present, 30)
	b.wantExpired(s, 1000)
	b.wantUnchanged(s, before)
}

// testExpireElsewhere looks at clubs without the place that they were by default.
func testExpireElsewhere(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	b.join(s, river, mountain)
	b.join(s, mountain, "discord:8")
	b.presence(s, river, bot.Absent, 1)
	b.presence(s, mountain, bot.Present, 1)
	b.wantExpired(s, 10, mountain)
	b.wantClubOf(s, mountain, "discord:8")

	for i := range 3 {
		place := fmt.Sprint("telegram:-", i+2)
		b.add(s, place, "f1", "one")
		b.move(s, place, place+"00")
		b.presence(s, place+"00", bot.Absent, 1)
		club, err := s.ClubOf(b.Context(), place+"00")
		b.must("ClubOf", err)
		b.wantExpired(s, 10, club)
		b.wantEntries(s, club)
	}
}
