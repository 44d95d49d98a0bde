package storetest

import (
	"context"
	"errors"
	"fmt"

	"filmbot/bot"
	"filmbot/bot/round"
)

var sayTests = []test{
	{"say", testSay},
	{"say in rounds that are not there", testSayNowhere},
	{"say refused", testSayRefused},
	{"say while cancelled", testSayCancelled},
	{"say survives a panic", testSayPanic},
	{"say keeps texts exactly", testSayTexts},
	{"who is coming", testComing},
	{"ratings", testRatings},
	{"what is forgotten when a round is over", testSaidOver},
}

// say says something in place of what a person said before.
func (b *bench) say(s Store, club string, number int, who bot.Author, to bot.Said) {
	b.Helper()
	err := s.Say(b.Context(), club, number, who, func(round.Round, bot.Said) (bot.Said, error) { return to, nil })
	if err != nil {
		b.Fatalf("Say(%q, %d, %q): %v", club, number, who.Key, err)
	}
}

func (b *bench) wantSaid(s Store, club string, number int, person string, want bot.Said) {
	b.Helper()
	got, err := s.Said(b.Context(), club, number, person)
	if err != nil || got != want {
		b.Errorf("Said(%q, %d, %q) = %+v, %v; want %+v", club, number, person, got, err, want)
	}
}

func testSay(b *bench) {
	s := b.open()
	r := b.voting(1)
	b.hold(s, mountain, b.watched(2, "f1"), b.voting(3))
	b.hold(s, mountain, r)
	before := b.week(s, mountain, 1)
	steps := []bot.Said{{Ballot: 5}, {Ballot: 5, Coming: true}, {Ballot: 1<<round.MostBallot - 1, Coming: true, Rating: 10}, {Rating: 1}, {}, {Coming: true}}
	var last bot.Said
	for _, said := range steps {
		err := s.Say(b.Context(), mountain, 1, ann, func(found round.Round, was bot.Said) (bot.Said, error) {
			b.wantSame("the round that change gets", found, r)
			b.wantSame("what was said before", was, last)
			return said, nil
		})
		b.must("Say", err)
		b.wantSaid(s, mountain, 1, ann.Key, said)
		before = b.wantNewer(s, mountain, before)
		last = said
	}
	b.wantSame("the round", before.Round, r)
	for _, person := range []string{bob.Key, "Discord:1", "discord:10", ""} {
		b.wantSaid(s, mountain, 1, person, bot.Said{})
	}
	b.wantSaid(s, mountain, 2, ann.Key, bot.Said{})
	b.wantSaid(s, mountain, 3, ann.Key, bot.Said{})
	b.wantRevision(s, mountain, 0)
}

func testSayNowhere(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	for _, number := range []int{0, 2, -1} {
		err := s.Say(b.Context(), mountain, number, ann, func(round.Round, bot.Said) (bot.Said, error) { return bot.Said{Rating: 1}, nil })
		b.wantErr(fmt.Sprintf("Say in round %d", number), err, bot.ErrNotFound)
		b.wantSaid(s, mountain, number, ann.Key, bot.Said{})
	}
	b.hold(s, mountain, b.voting(2))
	b.wantSaid(s, mountain, 2, ann.Key, bot.Said{})
}

func testSayRefused(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	b.say(s, mountain, 1, ann, bot.Said{Ballot: 1})
	before := b.week(s, mountain, 1)
	refuse := func(who bot.Author, err error) error {
		return s.Say(b.Context(), mountain, 1, who, func(round.Round, bot.Said) (bot.Said, error) { return bot.Said{Rating: 9}, err })
	}
	b.wantErr("Say", refuse(ann, errNo), errNo)
	var refusal *round.Refusal
	if err := refuse(bob, &round.Refusal{Why: round.NotVoting}); !errors.As(err, &refusal) || refusal.Why != round.NotVoting {
		b.Errorf("Say: %v, want the refusal of change", err)
	}
	b.wantWeek(s, mountain, before)
	b.wantSaid(s, mountain, 1, ann.Key, bot.Said{Ballot: 1})
	b.wantSaid(s, mountain, 1, bob.Key, bot.Said{})
}

func testSayCancelled(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	before := b.week(s, mountain, 1)
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	err := s.Say(ctx, mountain, 1, ann, func(round.Round, bot.Said) (bot.Said, error) {
		cancel()
		return bot.Said{Ballot: 1}, nil
	})
	b.wantErr("Say", err, context.Canceled)
	b.wantWeek(s, mountain, before)
}

func testSayPanic(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	before := b.week(s, mountain, 1)
	func() {
		defer func() {
			if recover() == nil {
				b.Error("Say swallowed a panic")
			}
		}()
		_ = s.Say(b.Context(), mountain, 1, ann, func(round.Round, bot.Said) (bot.Said, error) { panic("a mistake") })
	}()
	b.wantWeek(s, mountain, before)
	b.say(s, mountain, 1, ann, bot.Said{Rating: 1})
}

func testSayTexts(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	var coming []bot.Author
	for i, text := range texts {
		who := bot.Author{Key: "test:" + text, Name: text}
		b.say(s, mountain, 1, who, bot.Said{Coming: true, Rating: i%10 + 1})
		coming = append(coming, who)
	}
	for i, who := range coming {
		b.wantSaid(s, mountain, 1, who.Key, bot.Said{Coming: true, Rating: i%10 + 1})
	}
	b.wantSame("who is coming", b.week(s, mountain, 1).Coming, coming)
}

func testComing(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	cid := bot.Author{Key: "discord:3", Name: "Cid"}
	dan := bot.Author{Key: "telegram:4", Name: "Dan"}
	wantComing := func(want ...bot.Author) {
		b.Helper()
		b.wantSame("who is coming", b.week(s, mountain, 1).Coming, want)
	}
	b.say(s, mountain, 1, dan, bot.Said{Ballot: 1})
	wantComing()
	b.say(s, mountain, 1, cid, bot.Said{Coming: true})
	b.say(s, mountain, 1, ann, bot.Said{Coming: true})
	b.say(s, mountain, 1, bob, bot.Said{Coming: true, Ballot: 1})
	b.say(s, mountain, 1, dan, bot.Said{Coming: true, Ballot: 1})
	wantComing(cid, ann, bob, dan)

	cid.Name = "Cid the Second"
	b.say(s, mountain, 1, cid, bot.Said{Coming: true, Rating: 5})
	b.say(s, mountain, 1, bob, bot.Said{Coming: true})
	wantComing(cid, ann, bob, dan)
	b.say(s, mountain, 1, ann, bot.Said{Ballot: 2})
	b.say(s, mountain, 1, bob, bot.Said{})
	wantComing(cid, dan)
	b.say(s, mountain, 1, bob, bot.Said{Coming: true})
	b.say(s, mountain, 1, ann, bot.Said{Coming: true, Ballot: 2})
	wantComing(cid, dan, bob, ann)
}

func testRatings(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.watched(1, "f1"))
	wantRatings := func(ratings, points int) {
		b.Helper()
		w := b.week(s, mountain, 1)
		if w.Ratings != ratings || w.Points != points {
			b.Errorf("there are %d ratings with %d points, want %d with %d", w.Ratings, w.Points, ratings, points)
		}
	}
	wantRatings(0, 0)
	b.say(s, mountain, 1, ann, bot.Said{Rating: 10})
	b.say(s, mountain, 1, bob, bot.Said{Rating: 7})
	b.say(s, mountain, 1, bot.Author{Key: "discord:3"}, bot.Said{Coming: true})
	wantRatings(2, 17)
	b.say(s, mountain, 1, ann, bot.Said{Rating: 1})
	wantRatings(2, 8)
	b.say(s, mountain, 1, bob, bot.Said{})
	wantRatings(1, 1)
	b.hold(s, mountain, b.watched(2, "f2"))
	b.say(s, mountain, 2, ann, bot.Said{Rating: 4})
	wantRatings(1, 1)
}

func testSaidOver(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	all := bot.Said{Ballot: 1, Coming: true, Rating: 8}
	b.say(s, mountain, 1, ann, all)
	b.say(s, mountain, 1, bob, bot.Said{Ballot: 3, Coming: true})
	b.hold(s, river, b.voting(1))
	b.say(s, river, 1, ann, all)
	chosen := b.voting(1)
	chosen.Phase, chosen.Film = round.Chosen, "f1"
	b.hold(s, mountain, chosen)
	b.wantSaid(s, mountain, 1, ann.Key, all)

	b.hold(s, mountain, b.watched(1, "f1"), b.voting(2))
	w := b.week(s, mountain, 1)
	b.wantSame("the round that is over", w, bot.Week{Round: b.watched(1, "f1"), Version: w.Version, Ratings: 1, Points: 8})
	b.wantSaid(s, mountain, 1, ann.Key, bot.Said{Rating: 8})
	b.wantSaid(s, mountain, 1, bob.Key, bot.Said{})
	b.wantSaid(s, river, 1, ann.Key, all)

	b.say(s, mountain, 1, bob, bot.Said{Rating: 4})
	b.say(s, mountain, 2, ann, all)
	b.hold(s, mountain, b.voting(2))
	b.wantSaid(s, mountain, 2, ann.Key, all)
	w = b.week(s, mountain, 1)
	if w.Ratings != 2 || w.Points != 12 {
		b.Errorf("there are %d ratings with %d points, want 2 with 12", w.Ratings, w.Points)
	}
}
