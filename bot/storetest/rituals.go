package storetest

import (
	"fmt"

	"filmbot/bot"
	"filmbot/bot/round"
)

var ritualTests = []test{
	{"a ritual is nobody else's", testRitualApart},
	{"move a ritual", testMoveRitual},
	{"leave with a ritual", testLeaveRitual},
	{"leave keeps rounds", testLeaveRounds},
	{"leave for a club that had rounds", testLeaveForRounds},
	{"join keeps rituals and rounds", testJoinRounds},
	{"expire deletes rounds", testExpireRounds},
}

// ritual is one in which nothing is left out, for some chats.
func ritual(chats ...string) *bot.Ritual {
	return &bot.Ritual{
		Rules: rules(), Chats: chats, Pin: true, Talk: true, Plan: true, Silent: true,
		Role: bot.Mention{Key: "discord:role:5", Name: "@Guides"}, At: river, Off: true,
	}
}

func testRitualApart(b *bench) {
	s := b.open()
	given := ritual(mountain, river)
	b.set(s, mountain, bot.Settings{Ritual: given})
	given.Chats[0], given.Pin = "discord:9", false
	b.wantSettings(s, mountain, bot.Settings{Ritual: ritual(mountain, river)})

	for _, settings := range []bot.Settings{b.club(s, mountain).Settings, b.adjust(s, mountain, func(*bot.Settings) {})} {
		settings.Ritual.Chats[1], settings.Ritual.Off = "discord:9", false
	}
	b.wantSettings(s, mountain, bot.Settings{Ritual: ritual(mountain, river)})

	// To take settings over from another club shares nothing.
	b.set(s, river, b.club(s, mountain).Settings)
	changed := *ritual(mountain)
	b.adjust(s, river, func(settings *bot.Settings) { settings.Ritual = &changed })
	b.wantSettings(s, mountain, bot.Settings{Ritual: ritual(mountain, river)})
	b.wantSettings(s, river, bot.Settings{Ritual: ritual(mountain)})
	before := b.club(s, river)
	b.set(s, river, bot.Settings{Ritual: ritual(mountain)})
	b.wantUnchanged(s, before)
	b.set(s, river, bot.Settings{})
	b.wantSettings(s, river, bot.Settings{})
}

func testMoveRitual(b *bench) {
	s := b.open()
	for i, tt := range []struct {
		chats, want []string
		at, wantAt  string
	}{
		{[]string{group, "discord:9@7"}, []string{supergroup, "discord:9@7"}, group, supergroup},
		{[]string{"discord:9@7", group + "/7", group}, []string{"discord:9@7", supergroup + "/7", supergroup}, river, river},
		{[]string{group, supergroup}, []string{supergroup}, supergroup, supergroup},
		{[]string{supergroup + "/7", group + "/8", group + "/7"}, []string{supergroup + "/7", supergroup + "/8"}, "", ""},
		{nil, nil, group, supergroup},
	} {
		club := fmt.Sprint("discord:", 100+i)
		r := ritual(tt.chats...)
		r.At = tt.at
		b.set(s, club, bot.Settings{Ritual: r})
		before := b.club(s, club)
		b.move(s, group, supergroup)
		r.Chats, r.At = tt.want, tt.wantAt
		b.wantSettings(s, club, bot.Settings{Ritual: r})
		if after := b.club(s, club).Revision; after <= before.Revision {
			b.Errorf("the revision of club %d went from %d to %d", i, before.Revision, after)
		}
		before = b.club(s, club)
		b.move(s, group, supergroup)
		b.wantUnchanged(s, before)
	}

	elsewhere := ritual(group+"0", "telegram:-", "Telegram:-1", "discord:-1", "discord:9@"+group)
	elsewhere.At = group + "0"
	b.set(s, river, bot.Settings{Ritual: elsewhere})
	before := b.club(s, river)
	b.move(s, group, supergroup)
	b.wantUnchanged(s, before)
}

func testLeaveRitual(b *bench) {
	s := b.open()
	const place = "telegram:-7"
	role := ritual().Role
	for i, tt := range []struct {
		chats, taken, left []string
		at                 string
	}{
		{[]string{place, "discord:9@7", place + "/12"}, []string{place, place + "/12"}, []string{"discord:9@7"}, place},
		{[]string{"discord:9@7", place + "/12"}, []string{place + "/12"}, []string{"discord:9@7"}, river},
		{[]string{"discord:9@7", place + "0", "telegram:-70/7", "discord:-7", "discord:8@" + place}, nil,
			[]string{"discord:9@7", place + "0", "telegram:-70/7", "discord:-7", "discord:8@" + place}, place},
		{[]string{place}, []string{place}, nil, ""},
		{nil, nil, nil, river},
	} {
		club, to := fmt.Sprint("telegram:-", 1000+i), fmt.Sprint("club:", i)
		r := ritual(tt.chats...)
		r.At = tt.at
		b.set(s, club, bot.Settings{Zone: "Europe/Berlin", Ritual: r})
		b.join(s, place, club)
		b.leave(s, place, club, to)

		left := ritual(tt.left...)
		left.Role, left.At = bot.Mention{}, ""
		if tt.at != place {
			left.Role, left.At = role, tt.at
		}
		b.wantSettings(s, club, bot.Settings{Zone: "Europe/Berlin", Ritual: left})
		var taken *bot.Ritual
		if tt.taken != nil {
			taken = ritual(tt.taken...)
			taken.Role, taken.At = bot.Mention{}, ""
			if tt.at == place {
				taken.Role, taken.At = role, place
			}
		}
		b.wantSettings(s, to, bot.Settings{Zone: "Europe/Berlin", Ritual: taken})
	}

	// A channel of a server is in the place that the server is.
	b.set(s, mountain, bot.Settings{Ritual: ritual("discord:9@7", mountain)})
	b.join(s, river, mountain)
	b.leave(s, river, mountain, "club:river")
	b.wantSettings(s, "club:river", bot.Settings{Ritual: ritual("discord:9@7")})
	left := ritual(mountain)
	left.Role, left.At = bot.Mention{}, ""
	b.wantSettings(s, mountain, bot.Settings{Ritual: left})

	b.adjust(s, "club:river", func(settings *bot.Settings) { settings.Ritual = ritual("discord:1@7") })
	b.wantSettings(s, mountain, bot.Settings{Ritual: left})
}

func testLeaveRounds(b *bench) {
	s := b.open()
	b.set(s, mountain, bot.Settings{Ritual: ritual(mountain, river)})
	b.join(s, river, mountain)
	b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.watched(1, "f1"), b.voting(2)}, Posts: []bot.Post{b.waits(mountain, 2, 1)}})
	b.say(s, mountain, 2, ann, bot.Said{Ballot: 1})
	before := b.week(s, mountain, 2)
	b.leave(s, river, mountain, "club:new")
	b.wantWeek(s, mountain, before)
	b.wantHistory(s, mountain, 1)
	b.wantPosts(s, mountain, 2, b.waits(mountain, 2, 1))
	b.wantNoRound(s, "club:new", 0, 1, 2)
	b.wantSame("what a turn of the new club begins with", b.latest(s, "club:new"), bot.Latest{})
}

func testLeaveForRounds(b *bench) {
	s := b.open()
	b.join(s, river, mountain)
	b.hold(s, "club:rounds", b.opened(1))
	_, err := s.Leave(b.Context(), bot.Leaving{Place: river, From: mountain, To: "club:rounds", At: b.start})
	b.wantErr("Leave for a club that had a round", err, bot.ErrConflict)
	b.wantClubOf(s, river, mountain)
}

func testJoinRounds(b *bench) {
	s := b.open()
	b.set(s, mountain, bot.Settings{Ritual: ritual(mountain)})
	b.set(s, river, bot.Settings{Ritual: ritual(river)})
	for i, club := range []string{mountain, river} {
		b.turn(s, club, bot.Turn{Rounds: []round.Round{b.watched(1, club), b.voting(2)}, Posts: []bot.Post{b.waits(club, 2, 1)}})
		b.say(s, club, 2, ann, bot.Said{Ballot: round.Ballot(i + 1)})
	}
	weeks := map[string]bot.Week{mountain: b.week(s, mountain, 2), river: b.week(s, river, 2)}
	b.join(s, river, mountain)
	b.wantSettings(s, mountain, bot.Settings{Ritual: ritual(mountain)})
	for club, before := range weeks {
		b.wantWeek(s, club, before)
		b.wantHistory(s, club, 1)
		b.wantSame("what was watched", b.latest(s, club).Watched[0].Film, club)
		b.wantPosts(s, club, 2, b.waits(club, 2, 1))
	}
}

func testExpireRounds(b *bench) {
	s := b.open()
	for _, club := range []string{mountain, river} {
		b.set(s, club, bot.Settings{Ritual: ritual(club)})
		b.turn(s, club, bot.Turn{
			Rounds: []round.Round{b.watched(1, club), b.voting(2)}, Asleep: true, Posts: []bot.Post{b.waits(club, 1, 1), b.waits(club, 2, 2)},
		})
		b.say(s, club, 1, ann, bot.Said{Rating: 5})
		b.say(s, club, 2, ann, bot.Said{Ballot: 1, Coming: true})
	}
	kept := b.week(s, river, 2)
	b.presence(s, mountain, bot.Absent, 1)
	b.wantExpired(s, 10, mountain)

	b.wantNoRound(s, mountain, 0, 1, 2)
	b.wantHistory(s, mountain)
	b.wantSame("what a turn begins with", b.latest(s, mountain), bot.Latest{})
	for n := 1; n <= 2; n++ {
		b.wantPosts(s, mountain, n)
		b.wantSaid(s, mountain, n, ann.Key, bot.Said{})
	}
	b.wantDue(s, "telegram", b.at(1000), 10)
	traces, err := s.Traces(b.Context(), ann.Key)
	b.must("Traces", err)
	b.wantSame("the traces in rounds", traces.Rounds, []bot.RoundTrace{
		{Club: river, Number: 1, Said: bot.Said{Rating: 5}}, {Club: river, Number: 2, Said: bot.Said{Ballot: 1, Coming: true}, Approved: []string{"f1"}},
	})

	b.wantWeek(s, river, kept)
	b.wantHistory(s, river, 1)
	b.wantPosts(s, river, 1, b.waits(river, 1, 1))
	b.hold(s, mountain, b.voting(1))
	w := b.week(s, mountain, 0)
	b.wantSame("the first round of a club that begins again", w, bot.Week{Round: b.voting(1), Version: w.Version})
}
