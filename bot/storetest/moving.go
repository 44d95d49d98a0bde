package storetest

import "filmbot/bot"

var movingTests = []test{
	{"move a place by default", testMoveDefault},
	{"move a place that joined", testMoveJoined},
	{"move to a place with a club", testMoveBoth},
	{"move settings and suggestions", testMoveMentions},
	{"move spares the clubs of neighbours", testMovePlaceNeighbours},
	{"move a place of which nothing is kept", testMoveNoPlace},
}

const (
	group      = "telegram:-1"
	supergroup = "telegram:-1001"
)

func testMoveDefault(b *bench) {
	s := b.open()
	b.add(s, group, "f1", "one")
	b.set(s, group, bot.Settings{Language: "ru"})
	before := b.club(s, group)
	b.move(s, group, supergroup)
	club, err := s.ClubOf(b.Context(), supergroup)
	b.must("ClubOf", err)
	b.wantEntries(s, club, before.Entries...)
	b.wantSettings(s, club, before.Settings)
	b.wantChanges(s, club, "", 0, 10, 1)

	b.join(s, river, club)
	b.move(s, supergroup, "telegram:-1002")
	club, err = s.ClubOf(b.Context(), river)
	b.must("ClubOf", err)
	b.wantClubOf(s, "telegram:-1002", club)
	b.wantEntries(s, club, before.Entries...)
}

func testMoveJoined(b *bench) {
	s := b.open()
	b.add(s, mountain, "f1", "one")
	b.join(s, group, mountain)
	before := b.club(s, mountain)
	b.move(s, group, supergroup)
	b.wantClubOf(s, supergroup, mountain)
	b.wantClubOf(s, group, group)
	after := b.club(s, mountain)
	b.wantSame("the places", after.Places, []string{supergroup})
	b.wantSame("the entries", after.Entries, before.Entries)
	if after.Revision <= before.Revision {
		b.Errorf("the revision went from %d to %d", before.Revision, after.Revision)
	}
}

func testMoveBoth(b *bench) {
	s := b.open()
	b.join(s, group, mountain)
	b.join(s, supergroup, river)
	b.move(s, group, supergroup)
	b.wantClubOf(s, supergroup, river)
	b.wantPlaces(s, river, supergroup)
	b.wantPlaces(s, mountain)

	b.join(s, "telegram:-2", mountain)
	b.add(s, "telegram:-1002", "f1", "one")
	b.move(s, "telegram:-2", "telegram:-1002")
	b.wantClubOf(s, "telegram:-1002", "telegram:-1002")
	b.wantEntries(s, "telegram:-1002", entry("f1", 1, "one"))
	b.wantPlaces(s, mountain)
}

func testMoveMentions(b *bench) {
	s := b.open()
	b.set(s, mountain, bot.Settings{Language: "ru", Review: group + "/7"})
	b.set(s, "discord:77", bot.Settings{Review: group})
	b.set(s, river, bot.Settings{Review: group + "0"})
	river0 := b.club(s, river)
	suggestion := bot.Suggestion{ID: "s1", Club: mountain, Author: bob, Chat: group + "/7", At: b.start}
	b.suggest(s, suggestion)
	other := bot.Suggestion{ID: "s2", Club: mountain, Author: bob, Chat: group + "0", At: b.start}
	b.suggest(s, other)
	suggestion.Post = bot.Message{Chat: bot.Chat{Platform: "telegram", ID: "-1", Topic: "9"}, ID: "42"}
	other.Post = bot.Message{Chat: bot.Chat{Platform: "telegram", ID: "-12"}, ID: "42"}
	b.must("SetPost", s.SetPost(b.Context(), mountain, "s1", suggestion.Post))
	b.must("SetPost", s.SetPost(b.Context(), mountain, "s2", other.Post))
	before := b.club(s, mountain).Revision

	b.move(s, group, supergroup)
	b.wantSettings(s, mountain, bot.Settings{Language: "ru", Review: supergroup + "/7"})
	b.wantSettings(s, "discord:77", bot.Settings{Review: supergroup})
	if after := b.club(s, mountain).Revision; after <= before {
		b.Errorf("the revision went from %d to %d", before, after)
	}
	b.wantUnchanged(s, river0)
	suggestion.Chat, suggestion.Post.Chat.ID = supergroup+"/7", "-1001"
	b.wantSuggestion(s, suggestion)
	b.wantSuggestion(s, other)
}

func testMovePlaceNeighbours(b *bench) {
	s := b.open()
	for _, place := range []string{group + "0", group + "-", "telegram:-", "Telegram:-1"} {
		b.join(s, place, mountain)
	}
	b.add(s, group, "f1", "one")
	before := b.club(s, mountain)
	b.move(s, group, supergroup)
	b.wantUnchanged(s, before)
}

func testMoveNoPlace(b *bench) {
	s := b.open()
	b.move(s, group, supergroup)
	b.join(s, supergroup, mountain)
	before := b.club(s, mountain)
	b.move(s, group, supergroup)
	b.move(s, supergroup, supergroup)
	b.wantUnchanged(s, before)
	b.wantClubOf(s, supergroup, mountain)
}
