package storetest

import (
	"fmt"
	"slices"
	"strings"

	"filmbot/bot"
	"filmbot/bot/round"
)

var voteTests = []test{
	{"votes", testVotes},
	{"many votes", testManyVotes},
}

func compareCasts(x, y round.Cast) int {
	if c := strings.Compare(x.Platform, y.Platform); c != 0 {
		return c
	}
	return int(x.Ballot) - int(y.Ballot)
}

// wantVotes checks the count of a round's ballots. Their order is the store's, but
// always the same.
func (b *bench) wantVotes(s Store, club string, number int, want ...round.Cast) {
	b.Helper()
	votes := b.week(s, club, number).Votes
	if again := b.week(s, club, number).Votes; !slices.Equal(again, votes) {
		b.Errorf("the votes were %+v, then %+v", votes, again)
	}
	if begins := b.latest(s, club); begins.Round.Number == number && !slices.Equal(begins.Votes, votes) {
		b.Errorf("a turn begins with the votes %+v, and the round has %+v", begins.Votes, votes)
	}
	b.wantSame("the votes", slices.SortedFunc(slices.Values(votes), compareCasts), want)
}

func testVotes(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	b.wantVotes(s, mountain, 1)
	who := func(key string) bot.Author { return bot.Author{Key: key, Name: "Somebody"} }
	for _, v := range []struct {
		key    string
		ballot round.Ballot
	}{
		{"telegram:2", 3}, {"discord:1", 3}, {"discord:2", 3}, {"discord:3", 1}, {"telegram:1", 40}, {"telegram:12", 40},
		{"test:x:y", 2}, {"test:x/z", 2}, {"testing:1", 2}, {"discord:4", 1 << (round.MostBallot - 1)},
	} {
		b.say(s, mountain, 1, who(v.key), bot.Said{Ballot: v.ballot})
	}
	b.say(s, mountain, 1, who("discord:5"), bot.Said{Coming: true, Rating: 2})
	b.wantVotes(s, mountain, 1,
		round.Cast{Platform: "discord", Ballot: 1, Number: 1}, round.Cast{Platform: "discord", Ballot: 3, Number: 2},
		round.Cast{Platform: "discord", Ballot: 1 << (round.MostBallot - 1), Number: 1},
		round.Cast{Platform: "telegram", Ballot: 3, Number: 1}, round.Cast{Platform: "telegram", Ballot: 40, Number: 2},
		round.Cast{Platform: "test", Ballot: 2, Number: 2}, round.Cast{Platform: "testing", Ballot: 2, Number: 1})

	for _, key := range []string{"telegram:1", "test:x:y", "test:x/z", "testing:1", "discord:4", "discord:3"} {
		b.say(s, mountain, 1, who(key), bot.Said{})
	}
	b.say(s, mountain, 1, who("discord:1"), bot.Said{Ballot: 4, Coming: true, Rating: 1})
	b.wantVotes(s, mountain, 1,
		round.Cast{Platform: "discord", Ballot: 3, Number: 1}, round.Cast{Platform: "discord", Ballot: 4, Number: 1},
		round.Cast{Platform: "telegram", Ballot: 3, Number: 1}, round.Cast{Platform: "telegram", Ballot: 40, Number: 1})

	b.hold(s, mountain, b.voting(2))
	b.wantVotes(s, mountain, 2)
	b.say(s, mountain, 2, ann, bot.Said{Ballot: 1})
	b.wantVotes(s, mountain, 2, round.Cast{Platform: "discord", Ballot: 1, Number: 1})
	b.wantSame("what was said in the round before", len(b.week(s, mountain, 1).Votes), 4)
}

func testManyVotes(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	const voters, ballots = 120, 6
	for i := range voters {
		who := bot.Author{Key: fmt.Sprint([]string{"discord:", "telegram:"}[i%2], i), Name: "Somebody"}
		b.say(s, mountain, 1, who, bot.Said{Ballot: round.Ballot(i%ballots + 1)})
	}
	var want []round.Cast
	for i, platform := range []string{"discord", "telegram"} {
		for ballot := i + 1; ballot <= ballots; ballot += 2 {
			want = append(want, round.Cast{Platform: platform, Ballot: round.Ballot(ballot), Number: voters / ballots})
		}
	}
	b.wantVotes(s, mountain, 1, want...)
}
