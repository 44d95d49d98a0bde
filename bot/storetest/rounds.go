package storetest

import (
	"fmt"
	"time"

	"filmbot/bot"
	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

var roundTests = []test{
	{"a club that had no round", testNoRound},
	{"turn", testTurn},
	{"turn two rounds at once", testTurnOver},
	{"turn while asleep", testTurnAsleep},
	{"turn knows what was watched", testTurnWatched},
	{"turn keeps clubs apart", testTurnApart},
	{"history", testHistory},
}

func rules() round.Rules {
	return round.DefaultRules(calendar.Rhythm{Weeks: 1, Day: time.Saturday, Hour: 20})
}

// opened is a round with a number in which nothing has happened.
func (b *bench) opened(number int) round.Round {
	b.Helper()
	r, _, err := round.Open(rules(), round.Round{}, b.start, time.UTC)
	b.must("Open", err)
	r.Number = number
	return r
}

// voting is a round with a number in which members vote.
func (b *bench) voting(number int) round.Round {
	b.Helper()
	r := b.opened(number)
	r.Phase, r.Ballot = round.Voting, []string{"f1", "f2", "f3"}
	return r
}

// watched is a round with a number that is over.
func (b *bench) watched(number int, film string) round.Round {
	b.Helper()
	r := b.opened(number)
	r.Phase, r.Ending, r.Film, r.How = round.Watched, round.Presumed, film, round.ByVote
	r.Night, r.Ended = b.at(number), b.at(number)
	return r
}

// turn stores what becomes of a club's rounds, and returns what it began with.
func (b *bench) turn(s Store, club string, to bot.Turn) bot.Latest {
	b.Helper()
	var before bot.Latest
	err := s.Turn(b.Context(), club, func(l bot.Latest) (bot.Turn, error) {
		before = l
		return to, nil
	})
	if err != nil {
		b.Fatalf("Turn(%q): %v", club, err)
	}
	return before
}

// hold stores rounds of a club.
func (b *bench) hold(s Store, club string, rounds ...round.Round) bot.Latest {
	b.Helper()
	return b.turn(s, club, bot.Turn{Rounds: rounds})
}

func (b *bench) latest(s Store, club string) bot.Latest {
	b.Helper()
	return b.turn(s, club, bot.Turn{})
}

func (b *bench) week(s Store, club string, number int) bot.Week {
	b.Helper()
	w, err := s.Round(b.Context(), club, number)
	if err != nil {
		b.Fatalf("Round(%q, %d): %v", club, number, err)
	}
	return w
}

// wantWeek checks that nothing has happened to a round since it was looked at.
func (b *bench) wantWeek(s Store, club string, before bot.Week) {
	b.Helper()
	number := before.Round.Number
	b.wantSame(fmt.Sprintf("round %d of %q", number, club), b.week(s, club, number), before)
}

// wantNewer checks that the version of a round has grown, and returns the round.
func (b *bench) wantNewer(s Store, club string, before bot.Week) bot.Week {
	b.Helper()
	w := b.week(s, club, before.Round.Number)
	if w.Version <= before.Version {
		b.Errorf("the version of round %d of %q went from %d to %d", w.Round.Number, club, before.Version, w.Version)
	}
	return w
}

func (b *bench) wantNoRound(s Store, club string, numbers ...int) {
	b.Helper()
	for _, n := range numbers {
		_, err := s.Round(b.Context(), club, n)
		b.wantErr(fmt.Sprintf("Round(%q, %d)", club, n), err, bot.ErrNotFound)
	}
}

func testNoRound(b *bench) {
	s := b.open()
	b.wantSame("what a turn begins with", b.latest(s, mountain), bot.Latest{})
	b.wantNoRound(s, mountain, 0, 1)
	b.wantHistory(s, mountain)
	b.wantSaid(s, mountain, 1, ann.Key, bot.Said{})
	err := s.Say(b.Context(), mountain, 1, ann, func(round.Round, bot.Said) (bot.Said, error) {
		b.Error("Say calls change without a round")
		return bot.Said{Rating: 5}, nil
	})
	b.wantErr("Say", err, bot.ErrNotFound)
	b.wantPosts(s, mountain, 1)
}

func testTurn(b *bench) {
	s := b.open()
	r := b.opened(1)
	b.wantSame("what the first turn began with", b.hold(s, mountain, r), bot.Latest{})
	first := b.week(s, mountain, 1)
	b.wantSame("the round", first, bot.Week{Round: r, Version: first.Version})
	b.wantSame("the latest round", b.week(s, mountain, 0), first)
	b.wantNoRound(s, mountain, 2, -1)

	r.Nominations = []round.Nomination{{Film: "f1", By: round.Who(ann), At: b.at(1)}}
	b.wantSame("what the second turn began with", b.hold(s, mountain, r).Round, first.Round)
	second := b.wantNewer(s, mountain, first)
	b.wantSame("the round", second.Round, r)
	b.wantSame("what a turn begins with", b.latest(s, mountain).Round, r)
	b.wantWeek(s, mountain, second)
	b.wantRevision(s, mountain, 0)
}

func testTurnOver(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	before := b.week(s, mountain, 1)
	over, next := b.watched(1, "f1"), b.opened(2)
	b.hold(s, mountain, over, next)
	first := b.wantNewer(s, mountain, before)
	b.wantSame("the round that is over", first.Round, over)
	b.wantSame("the latest round", b.week(s, mountain, 0).Round, next)
	b.wantSame("what a turn begins with", b.latest(s, mountain).Round, next)

	next.Nominations = []round.Nomination{{Film: "f2", At: b.at(1)}}
	b.hold(s, mountain, next)
	b.wantWeek(s, mountain, first)
	for n := 2; n < 12; n++ {
		b.hold(s, mountain, b.watched(n, "f1"), b.opened(n+1))
	}
	b.wantSame("the latest of many rounds", b.week(s, mountain, 0).Round, b.opened(12))
	b.wantWeek(s, mountain, first)
}

func testTurnAsleep(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.watched(1, "f1"), b.opened(2))
	for _, asleep := range []bool{true, true, false, true} {
		b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.opened(2)}, Asleep: asleep})
		if got := b.latest(s, mountain).Asleep; got != asleep {
			b.Errorf("a turn begins with asleep: %v, want %v", got, asleep)
		}
		if got := b.week(s, mountain, 2).Asleep; got != asleep {
			b.Errorf("the latest round is asleep: %v, want %v", got, asleep)
		}
		if b.week(s, mountain, 1).Asleep {
			b.Error("a round is asleep that is not the latest one")
		}
	}
	b.say(s, mountain, 2, ann, bot.Said{Rating: 1})
	b.wantSame("whether the latest round is asleep after somebody said something", b.week(s, mountain, 0).Asleep, true)
	b.wantSame("whether another club is asleep", b.latest(s, river).Asleep, false)
}

func testTurnWatched(b *bench) {
	s := b.open()
	var want []round.Viewing
	for n := 1; n <= 12; n++ {
		r := b.watched(n, fmt.Sprint("f", n%5))
		switch n {
		case 3:
			r.Phase = round.Failed
		case 12: // it was watched, but is not over
			r.Ended = time.Time{}
		}
		if n != 3 {
			want = append(want, round.Viewing{Film: r.Film, Round: n, Night: r.Night})
		}
		b.hold(s, mountain, r)
	}
	b.hold(s, river, b.watched(1, "other"), b.opened(2))
	b.wantSame("what was watched", b.latest(s, mountain).Watched, want)

	r := b.watched(12, "f0")
	r.Phase = round.Chosen
	b.hold(s, mountain, r)
	b.wantSame("what was watched, after the last was taken back", b.latest(s, mountain).Watched, want[:len(want)-1])
}

func testTurnApart(b *bench) {
	s := b.open()
	for i, club := range []string{mountain, river, mountain + "0", "Discord:7"} {
		r := b.voting(1)
		r.Film = club
		b.wantSame("what the first turn began with", b.hold(s, club, r), bot.Latest{})
		b.say(s, club, 1, ann, bot.Said{Ballot: round.Ballot(i + 1), Coming: true, Rating: i + 1})
	}
	before := b.week(s, river, 1)
	b.hold(s, mountain, b.watched(1, "f1"), b.opened(2))
	b.say(s, mountain, 2, ann, bot.Said{Rating: 9})
	b.wantWeek(s, river, before)
	b.wantNoRound(s, river, 2)
	b.wantHistory(s, river)
	b.wantSaid(s, river, 1, ann.Key, bot.Said{Ballot: 2, Coming: true, Rating: 2})
	b.wantSame("the film of the round", b.week(s, "Discord:7", 0).Round.Film, "Discord:7")
}

func (b *bench) wantHistory(s Store, club string, numbers ...int) {
	b.Helper()
	weeks, err := s.History(b.Context(), club)
	b.must("History", err)
	var got []int
	for _, w := range weeks {
		got = append(got, w.Round.Number)
		b.wantWeek(s, club, w)
	}
	b.wantSame("the history of "+club, got, numbers)
}

func testHistory(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	b.wantHistory(s, mountain)
	for n := 1; n <= 11; n++ {
		r := b.watched(n, "f1")
		if n == 4 {
			r.Phase, r.Ending = round.Failed, round.Filmless
		}
		b.hold(s, mountain, r, b.opened(n+1))
		b.say(s, mountain, n, ann, bot.Said{Rating: 7})
		b.say(s, mountain, n, bob, bot.Said{Rating: n%10 + 1})
	}
	b.wantHistory(s, mountain, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
	watched := b.watched(12, "f1")
	watched.Ended = time.Time{}
	b.hold(s, mountain, watched)
	b.wantHistory(s, mountain, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
	b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.watched(12, "f1")}, Asleep: true})
	b.wantHistory(s, mountain, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1)
	b.wantHistory(s, river)
}
