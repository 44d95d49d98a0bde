package storetest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"filmbot/bot"
	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

var turnTests = []test{
	{"turn keeps rounds as they are", testTurnLives},
	{"turn keeps texts exactly", testTurnTexts},
	{"turn of nothing", testTurnNothing},
	{"turn refused", testTurnRefused},
	{"turn while cancelled", testTurnCancelled},
	{"turn survives a panic", testTurnPanic},
}

var errNo = errors.New("no")

// lives are rounds at every stage from the opening to the end, by vote, by lot and
// by pick, and some that moderators have changed.
func (b *bench) lives() []round.Round {
	b.Helper()
	dice := func(sides int) int { return sides - 1 }
	var out []round.Round
	for _, way := range []calendar.Way{calendar.ByVote, calendar.AtRandom, calendar.ByPick} {
		own := rules()
		own.Way, own.Hidden = way, true
		var r round.Round
		step := func(next round.Round, _ []round.Effect, err error) {
			b.must("living through a round "+string(way), err)
			r = next
			out = append(out, r)
		}
		step(round.Open(own, round.Round{}, b.start, time.UTC))
		for i, who := range []bot.Author{ann, bob, {}, {Key: "discord:3", Name: "Восхождение 😀"}} {
			step(r.Nominate(fmt.Sprint("f", i%3), round.Who(who), false, b.at(i), round.Facts{}))
		}
		step(r.Pause(b.at(5)))
		step(r.Resume(own, b.at(6), time.UTC))
		facts := round.Facts{Films: []string{"f0", "f1", "f2"}, Votes: []round.Cast{{Platform: "discord", Ballot: 3, Number: 2}}}
		for wake, ok := r.Wake(); ok; wake, ok = r.Wake() {
			if way == calendar.ByPick && r.Film == "" {
				step(r.Pick("f1", round.Who(bob), wake.Add(-time.Minute)))
			}
			step(r.Advance(wake.Add(1500*time.Microsecond), time.UTC, facts, dice))
		}
	}
	return out
}

func testTurnLives(b *bench) {
	s := b.open()
	for i, r := range b.lives() {
		b.hold(s, mountain, r)
		b.wantSame(fmt.Sprintf("round at stage %d", i), b.week(s, mountain, 1).Round, r)
		b.wantSame(fmt.Sprintf("what a turn begins with at stage %d", i), b.latest(s, mountain).Round, r)
	}
}

func testTurnTexts(b *bench) {
	s := b.open()
	for _, text := range texts {
		r := b.watched(1, text)
		r.Nominations = []round.Nomination{{Film: text, By: round.Who{Key: text, Name: text}, At: b.start}}
		r.Picker = round.Who{Key: text, Name: text}
		b.hold(s, text, r)
		b.wantSame("the round", b.week(s, text, 1).Round, r)
		b.wantSame("what was watched", b.latest(s, text).Watched, []round.Viewing{{Film: text, Round: 1, Night: r.Night}})
	}
	r := b.opened(1)
	for i := range 500 {
		r.Nominations = append(r.Nominations, round.Nomination{Film: fmt.Sprint("f", i), By: round.Who{Key: ann.Key, Name: long[:1000]}, At: b.start})
	}
	b.hold(s, mountain, r)
	b.wantSame("a long round", b.week(s, mountain, 1).Round, r)
}

func testTurnNothing(b *bench) {
	s := b.open()
	nothing := bot.Turn{Asleep: true, Posts: []bot.Post{b.waits(mountain, 1, 1)}, Wake: b.at(1)}
	b.turn(s, mountain, nothing)
	b.wantSame("what a turn begins with", b.latest(s, mountain), bot.Latest{})
	b.hold(s, mountain, b.voting(1))
	b.say(s, mountain, 1, ann, bot.Said{Ballot: 1, Coming: true, Rating: 3})
	before := b.week(s, mountain, 1)
	b.turn(s, mountain, nothing)
	b.wantWeek(s, mountain, before)
	b.wantPosts(s, mountain, 1)
	b.wantSame("whether the club is asleep", b.latest(s, mountain).Asleep, false)
}

func testTurnRefused(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	before := b.week(s, mountain, 1)
	turn := bot.Turn{
		Rounds: []round.Round{b.watched(1, "f1"), b.opened(2)}, Asleep: true, Posts: []bot.Post{b.waits(mountain, 1, 1)}, Wake: b.at(1),
	}
	refuse := func(err error) error {
		return s.Turn(b.Context(), mountain, func(bot.Latest) (bot.Turn, error) { return turn, err })
	}
	b.wantErr("Turn", refuse(errNo), errNo)
	var refusal *round.Refusal
	if err := refuse(&round.Refusal{Why: round.TooMany, Limit: 3}); !errors.As(err, &refusal) || refusal.Limit != 3 {
		b.Errorf("Turn: %v, want the refusal of change", err)
	}
	b.wantErr("Turn", refuse(bot.ErrNotFound), bot.ErrNotFound)
	b.wantWeek(s, mountain, before)
	b.wantNoRound(s, mountain, 2)
	b.wantPosts(s, mountain, 1)
}

func testTurnCancelled(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	before := b.week(s, mountain, 1)
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	err := s.Turn(ctx, mountain, func(bot.Latest) (bot.Turn, error) {
		cancel()
		return bot.Turn{Rounds: []round.Round{b.watched(1, "f1")}, Posts: []bot.Post{b.waits(mountain, 1, 1)}}, nil
	})
	b.wantErr("Turn", err, context.Canceled)
	b.wantWeek(s, mountain, before)
	b.wantPosts(s, mountain, 1)
}

func testTurnPanic(b *bench) {
	s := b.open()
	func() {
		defer func() {
			if recover() == nil {
				b.Error("Turn swallowed a panic")
			}
		}()
		_ = s.Turn(b.Context(), mountain, func(bot.Latest) (bot.Turn, error) { panic("a mistake") })
	}()
	b.wantNoRound(s, mountain, 0)
	b.hold(s, mountain, b.opened(1))
}
