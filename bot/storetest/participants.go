package storetest

import (
	"fmt"

	"filmbot/bot"
	"filmbot/bot/round"
)

var participantTests = []test{
	{"traces in rounds", testRoundTraces},
	{"traces in what can be undone", testUndoTraces},
	{"forget in rounds", testForgetRounds},
	{"forget in rounds that are over", testForgetOver},
	{"forget nobody in rounds", testForgetNobodyInRounds},
}

func (b *bench) wantRoundTraces(s Store, user string, want ...bot.RoundTrace) {
	b.Helper()
	got, err := s.Traces(b.Context(), user)
	b.must("Traces", err)
	b.wantSame("the traces of "+user+" in rounds", got.Rounds, want)
}

// nominated is a round in which films were nominated.
func (b *bench) nominated(r round.Round, nominations ...round.Nomination) round.Round {
	for i, n := range nominations {
		n.At = b.at(i)
		r.Nominations = append(r.Nominations, n)
	}
	return r
}

// crowd makes persons say something and be named in rounds of several clubs.
func (b *bench) crowd(s Store) {
	b.Helper()
	first := b.nominated(b.watched(1, "f3"),
		round.Nomination{Film: "f9", By: round.Who(ann)}, round.Nomination{Film: "f2", By: round.Who(bob)},
		round.Nomination{Film: "f1", By: round.Who(ann)}, round.Nomination{Film: "f9"})
	first.How, first.Picker = round.ByHand, round.Who(bob)
	second := b.voting(2)
	second.Film, second.How, second.Picker = "f5", round.ByHand, round.Who(ann)
	b.hold(s, mountain, first)
	b.say(s, mountain, 1, ann, bot.Said{Rating: 3})
	b.hold(s, mountain, first, second)
	b.hold(s, river, b.voting(7))
	b.say(s, river, 7, bob, bot.Said{Ballot: 2})
	b.say(s, river, 7, ann, bot.Said{Ballot: 3, Coming: true, Rating: 9})
	b.say(s, river, 7, bot.Author{Key: ann.Key + "0", Name: "Zoe"}, bot.Said{Coming: true})
}

func testRoundTraces(b *bench) {
	s := b.open()
	b.crowd(s)
	b.wantRoundTraces(s, ann.Key,
		bot.RoundTrace{Club: river, Number: 7, Said: bot.Said{Ballot: 3, Coming: true, Rating: 9}, Approved: []string{"f1", "f2"}},
		bot.RoundTrace{Club: mountain, Number: 1, Said: bot.Said{Rating: 3}, Nominated: []string{"f9", "f1"}},
		bot.RoundTrace{Club: mountain, Number: 2, Picked: "f5"})
	b.wantRoundTraces(s, bob.Key,
		bot.RoundTrace{Club: river, Number: 7, Said: bot.Said{Ballot: 2}, Approved: []string{"f2"}},
		bot.RoundTrace{Club: mountain, Number: 1, Nominated: []string{"f2"}, Picked: "f3"})
	b.wantRoundTraces(s, "Discord:1")
	b.wantRoundTraces(s, "")

	// Who takes everything back has left no trace.
	b.say(s, river, 7, bob, bot.Said{})
	b.hold(s, mountain, b.nominated(b.watched(1, "f3"), round.Nomination{Film: "f9", By: round.Who(ann)}))
	b.wantRoundTraces(s, bob.Key)
	for n := 8; n <= 12; n++ {
		b.hold(s, river, b.voting(n))
		b.say(s, river, n, bob, bot.Said{Coming: true})
	}
	var want []bot.RoundTrace
	for n := 8; n <= 12; n++ {
		want = append(want, bot.RoundTrace{Club: river, Number: n, Said: bot.Said{Coming: true}})
	}
	b.wantRoundTraces(s, bob.Key, want...)
	b.hold(s, river, b.watched(12, "f1"))
	b.wantRoundTraces(s, bob.Key, want[:4]...)
}

// testUndoTraces looks at persons whom a round names only where it tells what it
// was before.
func testUndoTraces(b *bench) {
	s := b.open()
	r := b.voting(1)
	r.Film, r.Picker = "f2", round.Who(bob)
	r.Last = &round.Act{Kind: round.PickAct, At: b.at(1), Before: b.voting(1).State}
	r.Last.Before.Film, r.Last.Before.Picker = "f1", round.Who(ann)
	b.hold(s, mountain, r)
	b.wantRoundTraces(s, ann.Key, bot.RoundTrace{Club: mountain, Number: 1, Picked: "f1"})
	b.wantRoundTraces(s, bob.Key, bot.RoundTrace{Club: mountain, Number: 1, Picked: "f2"})
	b.must("Forget", s.Forget(b.Context(), ann.Key))
	b.wantRoundTraces(s, ann.Key)
	b.wantSame("the round", b.week(s, mountain, 1).Round, r.Forget(ann.Key))
}

func testForgetRounds(b *bench) {
	s := b.open()
	b.crowd(s)
	b.hold(s, group, b.voting(1))
	b.say(s, group, 1, bob, bot.Said{Rating: 1})
	named := []bot.Week{b.week(s, mountain, 1), b.week(s, mountain, 2)}
	said, untouched := b.week(s, river, 7), b.week(s, group, 1)
	b.must("Forget", s.Forget(b.Context(), ann.Key))

	b.wantRoundTraces(s, ann.Key)
	b.wantSaid(s, river, 7, ann.Key, bot.Said{})
	b.wantSaid(s, mountain, 1, ann.Key, bot.Said{})
	for _, before := range named {
		w := b.wantNewer(s, mountain, before)
		b.wantSame("the round", w.Round, before.Round.Forget(ann.Key))
		b.wantSame("the ratings", []int{w.Ratings, w.Points}, []int{0, 0})
	}
	w := b.wantNewer(s, river, said)
	b.wantSame("the round", w, bot.Week{Round: said.Round, Version: w.Version, Votes: []round.Cast{{Platform: "telegram", Ballot: 2, Number: 1}},
		Coming: []bot.Author{{Key: ann.Key + "0", Name: "Zoe"}}})
	b.wantWeek(s, group, untouched)
	b.wantSame("what a turn begins with", b.latest(s, mountain).Round, named[1].Round.Forget(ann.Key))
	b.wantRoundTraces(s, bob.Key,
		bot.RoundTrace{Club: river, Number: 7, Said: bot.Said{Ballot: 2}, Approved: []string{"f2"}},
		bot.RoundTrace{Club: group, Number: 1, Said: bot.Said{Rating: 1}},
		bot.RoundTrace{Club: mountain, Number: 1, Nominated: []string{"f2"}, Picked: "f3"})

	// Who was forgotten may say something again, and begins anew.
	b.say(s, river, 7, ann, bot.Said{Coming: true})
	b.wantSame("who is coming", b.week(s, river, 7).Coming, []bot.Author{{Key: ann.Key + "0", Name: "Zoe"}, ann})
}

func testForgetOver(b *bench) {
	s := b.open()
	for n := 1; n <= 3; n++ {
		b.hold(s, mountain, b.nominated(b.watched(n, "f1"), round.Nomination{Film: "f1", By: round.Who(ann)}), b.voting(n+1))
		b.say(s, mountain, n, ann, bot.Said{Rating: 2})
		b.say(s, mountain, n, bob, bot.Said{Rating: 9})
	}
	b.must("Forget", s.Forget(b.Context(), ann.Key))
	weeks, err := s.History(b.Context(), mountain)
	b.must("History", err)
	for _, w := range weeks {
		want := b.nominated(b.watched(w.Round.Number, "f1"), round.Nomination{Film: "f1"})
		b.wantSame("a round that is over", w, bot.Week{Round: want, Version: w.Version, Ratings: 1, Points: 9})
	}
	b.wantHistory(s, mountain, 3, 2, 1)
}

// testForgetNobodyInRounds checks that those whom a platform does not name are not
// taken for one person, and that who is forgotten twice changes nothing.
func testForgetNobodyInRounds(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.nominated(b.voting(1), round.Nomination{Film: "f1", By: round.Who{Name: "Admin"}}))
	before := b.week(s, mountain, 1)
	for _, user := range []string{ann.Key, "", "Admin", fmt.Sprint("discord:", 99)} {
		b.must("Forget", s.Forget(b.Context(), user))
		b.wantWeek(s, mountain, before)
		b.wantRoundTraces(s, user)
	}
	b.say(s, mountain, 1, ann, bot.Said{Rating: 1})
	b.must("Forget", s.Forget(b.Context(), ann.Key))
	before = b.week(s, mountain, 1)
	b.must("Forget", s.Forget(b.Context(), ann.Key))
	b.wantWeek(s, mountain, before)
}
