package storetest

import (
	"fmt"
	"time"

	"filmbot/bot"
)

var placeTests = []test{
	{"a place of which nothing is kept", testClubOf},
	{"codes", testCodes},
	{"join", testJoin},
	{"join merges", testJoinMerges},
	{"join with a code that cannot be used", testJoinCode},
	{"join of what has changed", testJoinConflict},
	{"join takes suggestions along", testJoinSuggestions},
	{"join back", testJoinBack},
}

func (b *bench) wantClubOf(s Store, place, want string) {
	b.Helper()
	got, err := s.ClubOf(b.Context(), place)
	if err != nil || got != want {
		b.Errorf("ClubOf(%q) = %q, %v; want %q", place, got, err, want)
	}
}

func (b *bench) wantPlaces(s Store, club string, want ...string) {
	b.Helper()
	b.wantSame("the places of "+club, b.club(s, club).Places, want)
}

func (b *bench) keepCode(s Store, c bot.Code) {
	b.Helper()
	if err := s.KeepCode(b.Context(), c); err != nil {
		b.Fatalf("KeepCode: %v", err)
	}
}

// joining is one of a place that leaves its club as it is for another.
func (b *bench) joining(s Store, place, to string) bot.Joining {
	b.Helper()
	from, err := s.ClubOf(b.Context(), place)
	b.must("ClubOf", err)
	return bot.Joining{Place: place, From: from, To: to, FromRevision: b.club(s, from).Revision, ToRevision: b.club(s, to).Revision, By: ann, At: b.at(1)}
}

// join makes a place join a club without a code.
func (b *bench) join(s Store, place, to string) bot.Change {
	b.Helper()
	j := b.joining(s, place, to)
	c, err := s.Join(b.Context(), j)
	if err != nil {
		b.Fatalf("Join(%q, %q): %v", place, to, err)
	}
	b.wantClubOf(s, place, to)
	b.wantRevision(s, to, c.Revision)
	if from := b.club(s, j.From).Revision; from <= j.FromRevision || c.Revision <= j.ToRevision {
		b.Errorf("the joining took the clubs from revisions %d and %d to %d and %d", j.FromRevision, j.ToRevision, from, c.Revision)
	}
	return c
}

func testClubOf(b *bench) {
	s := b.open()
	for _, place := range []string{mountain, river, "тг:1", "a'b"} {
		b.wantClubOf(s, place, place)
	}
}

func testCodes(b *bench) {
	s := b.open()
	code := bot.Code{Hash: "hash", Club: mountain, Expires: b.at(10)}
	b.keepCode(s, code)
	b.keepCode(s, bot.Code{Hash: "other", Club: river, Expires: b.at(10)})
	for _, now := range []time.Time{b.start, b.at(10).Add(-time.Second)} {
		got, err := s.CodeOf(b.Context(), "hash", now)
		b.must("CodeOf", err)
		b.wantSame("the code", got, code)
	}
	for _, tt := range []struct {
		hash string
		now  time.Time
	}{{"hash", b.at(10).Add(time.Second)}, {"hash", b.at(100)}, {"Hash", b.start}, {"", b.start}, {"hash ", b.start}} {
		_, err := s.CodeOf(b.Context(), tt.hash, tt.now)
		b.wantErr(fmt.Sprintf("CodeOf(%q) %v after the start", tt.hash, tt.now.Sub(b.start)), err, bot.ErrNotFound)
	}
}

func testJoin(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	b.keepCode(s, bot.Code{Hash: "hash", Club: mountain, Expires: b.at(10)})
	b.keepCode(s, bot.Code{Hash: "other", Club: mountain, Expires: b.at(10)})
	j := b.joining(s, river, mountain)
	j.Code = "hash"
	got, err := s.Join(b.Context(), j)
	b.must("Join", err)
	b.wantSame("the change", got, bot.Change{Number: 2, Club: mountain, Revision: got.Revision, By: ann, At: b.at(1), Kind: bot.Joined})
	b.wantClubOf(s, river, mountain)
	b.wantPlaces(s, mountain, river)
	b.wantPlaces(s, river)
	b.wantRevision(s, mountain, got.Revision)
	_, err = s.CodeOf(b.Context(), "hash", b.at(1))
	b.wantErr("CodeOf of a used code", err, bot.ErrNotFound)
	_, err = s.CodeOf(b.Context(), "other", b.at(1))
	b.wantErr("CodeOf of another code", err, nil)

	b.join(s, "telegram:-7", mountain)
	b.wantPlaces(s, mountain, river, "telegram:-7")
	b.wantClubOf(s, mountain, mountain)
	b.join(s, river, "discord:9")
	b.wantPlaces(s, mountain, "telegram:-7")
	b.wantPlaces(s, "discord:9", river)
}

func testJoinMerges(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	b.add(s, mountain, "f2", "two")
	b.add(s, river, "f2", "two of the river")
	b.add(s, river, "f3", "three")
	b.set(s, mountain, everything())
	before := b.club(s, river)
	j := b.joining(s, river, mountain)
	j.Edits = []bot.Edit{give("f2", 77, "two of the river"), give("f3", 2, "three"), drop("f1", 0)}
	got, err := s.Join(b.Context(), j)
	b.must("Join", err)
	edits := []bot.Edit{
		{Film: "f2", Version: got.Edits[0].Version, Before: bot.State{Text: "two"}, After: bot.State{Text: "two of the river"}},
		{Film: "f3", Version: got.Edits[1].Version, After: bot.State{Text: "three"}},
		{Film: "f1", Version: got.Edits[2].Version, Before: bot.State{Text: "one"}},
	}
	b.wantSame("the change", got, bot.Change{Number: 3, Club: mountain, Revision: got.Revision, By: ann, At: b.at(1), Kind: bot.Joined, Films: 3, Edits: edits})
	b.wantEntries(s, mountain, entry("f2", 3, "two of the river"), entry("f3", 3, "three"))
	b.wantSettings(s, mountain, everything())
	b.wantSame("the catalog that was left", b.club(s, river).Entries, before.Entries)
	for _, club := range []string{mountain, river} {
		if err := CheckLog(b.Context(), s, club); err != nil {
			b.Error(err)
		}
	}
}

func testJoinCode(b *bench) {
	s := b.open()
	b.keepCode(s, bot.Code{Hash: "used", Club: mountain, Expires: b.at(10)})
	b.keepCode(s, bot.Code{Hash: "expired", Club: mountain, Expires: b.at(0)})
	b.keepCode(s, bot.Code{Hash: "another's", Club: "telegram:-5", Expires: b.at(10)})
	use := b.joining(s, "telegram:-6", mountain)
	use.Code = "used"
	_, err := s.Join(b.Context(), use)
	b.must("Join", err)

	b.add(s, river, "f1", "one")
	from, to := b.club(s, river), b.club(s, mountain)
	for _, code := range []string{"used", "expired", "another's", "never", "USED"} {
		j := b.joining(s, river, mountain)
		j.Code, j.Edits = code, []bot.Edit{give("f1", 0, "one")}
		_, err := s.Join(b.Context(), j)
		b.wantErr("Join with the code "+code, err, bot.ErrNotFound)
	}
	b.wantClubOf(s, river, river)
	b.wantUnchanged(s, from)
	b.wantUnchanged(s, to)
	_, err = s.CodeOf(b.Context(), "another's", b.at(1))
	b.wantErr("CodeOf after somebody else tried it", err, nil)
}

func testJoinConflict(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	b.add(s, river, "f1", "one of the river")
	stale := b.joining(s, river, mountain)
	b.add(s, river, "f2", "two")
	newer := b.joining(s, river, mountain)
	b.set(s, mountain, everything())
	elsewhere := b.joining(s, river, mountain)
	elsewhere.From, elsewhere.FromRevision = "discord:8", 0
	both := b.joining(s, river, mountain)
	both.FromRevision++
	both.ToRevision++
	from, to := b.club(s, river), b.club(s, mountain)
	for i, j := range []bot.Joining{stale, newer, elsewhere, both} {
		b.keepCode(s, bot.Code{Hash: "hash", Club: mountain, Expires: b.at(10)})
		j.Code, j.Edits = "hash", []bot.Edit{give("f1", 0, "merged")}
		_, err := s.Join(b.Context(), j)
		b.wantErr(fmt.Sprint("Join ", i), err, bot.ErrConflict)
		_, err = s.CodeOf(b.Context(), "hash", b.at(1))
		b.wantErr("CodeOf after a joining that failed", err, nil)
	}
	b.wantClubOf(s, river, river)
	b.wantUnchanged(s, from)
	b.wantUnchanged(s, to)
}

func testJoinSuggestions(b *bench) {
	s := b.open()
	b.join(s, "discord:8", river)
	for i, id := range []string{"s1", "s2", "s3"} {
		b.suggest(s, bot.Suggestion{ID: id, Club: river, Author: bob, At: b.at(i), Text: id})
	}
	b.suggest(s, bot.Suggestion{ID: "s0", Club: mountain, Author: bob, At: b.at(9)})
	b.decline(s, river, "s2", bot.Decision{Outcome: bot.Declined, By: ann, At: b.at(5)})

	b.join(s, river, mountain)
	b.wantWaiting(s, river, "", "s1", "s3")
	b.wantWaiting(s, mountain, "", "s0")

	b.join(s, "discord:8", mountain)
	b.wantWaiting(s, river, "")
	b.wantWaiting(s, mountain, "", "s1", "s3", "s0")
	b.wantSuggestion(s, bot.Suggestion{ID: "s1", Club: mountain, Author: bob, At: b.at(0), Text: "s1"})
	_, err := s.Suggestion(b.Context(), river, "s1")
	b.wantErr("Suggestion that moved", err, bot.ErrNotFound)
	if got, err := s.Suggestion(b.Context(), river, "s2"); err != nil || got.Decision.Outcome != bot.Declined {
		b.Errorf("the suggestion that was decided is %+v, %v", got, err)
	}
}

func testJoinBack(b *bench) {
	s := b.open()
	b.add(s, river, "f1", "one")
	b.join(s, river, mountain)
	b.join(s, river, river)
	b.wantPlaces(s, river, river)
	b.wantPlaces(s, mountain)
	b.wantEntries(s, river, entry("f1", 1, "one"))
}
