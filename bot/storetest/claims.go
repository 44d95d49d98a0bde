package storetest

import (
	"errors"
	"fmt"
	"time"

	"filmbot/bot"
	"filmbot/bot/round"
)

var claimTests = []test{
	{"claim a post", testClaim},
	{"claim what is not due", testClaimNot},
	{"claims of posts in every state", testClaimStates},
	{"a claim expires", testClaimExpires},
	{"a claim goes on while a post is sent", testClaimSending},
	{"save a post that is not there", testSaveNothing},
}

func (b *bench) claim(s Store, k bot.PostKey, now, until time.Time) bot.Post {
	b.Helper()
	p, err := s.ClaimPost(b.Context(), k, now, until)
	if err != nil {
		b.Fatalf("ClaimPost(%+v): %v", k, err)
	}
	return p
}

func (b *bench) wantNoClaim(s Store, k bot.PostKey, now time.Time) {
	b.Helper()
	_, err := s.ClaimPost(b.Context(), k, now, now.Add(time.Minute))
	b.wantErr(fmt.Sprintf("ClaimPost(%+v) %v after the start", k, now.Sub(b.start)), err, bot.ErrNotFound)
}

func (b *bench) save(s Store, p bot.Post, soon time.Time) {
	b.Helper()
	if err := s.SavePost(b.Context(), p, soon); err != nil {
		b.Fatalf("SavePost(%+v): %v", p.PostKey, err)
	}
}

func testClaim(b *bench) {
	s := b.open()
	first, second := b.waits(mountain, 1, 1), b.waits(mountain, 1, 2)
	b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.opened(1)}, Posts: []bot.Post{first, second}})
	before := b.week(s, mountain, 1)
	b.wantSame("what ClaimPost returned", b.claim(s, first.PostKey, b.at(1), b.at(2)), first)
	b.wantNoClaim(s, first.PostKey, b.at(1))
	b.wantDue(s, "telegram", b.at(1), 10, second.PostKey)
	claimed := first
	claimed.Next = b.at(2)
	b.wantPosts(s, mountain, 1, claimed, second)
	b.wantWeek(s, mountain, before)

	sent := claimed
	sent.State, sent.Next, sent.Sent = bot.PostSent, time.Time{}, b.at(1).Add(time.Second)
	sent.Message = bot.Message{Chat: bot.ChatOf(mountain), ID: "42"}
	sent.Version, sent.Shown = before.Version, "digest"
	b.save(s, sent, b.at(1))
	b.wantPosts(s, mountain, 1, sent, second)
	b.wantDue(s, "telegram", b.at(1000), 10, second.PostKey)
	b.wantNoClaim(s, first.PostKey, b.at(1000))
	b.wantWeek(s, mountain, before)
}

func testClaimNot(b *bench) {
	s := b.open()
	due, never := b.waits(mountain, 1, 1), b.waits(mountain, 1, 2)
	due.Next, never.Next = b.at(5), time.Time{}
	b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.opened(1)}, Posts: []bot.Post{due, never}})
	b.wantNoClaim(s, due.PostKey, b.at(5).Add(-time.Microsecond))
	b.wantNoClaim(s, never.PostKey, b.at(1000))
	for _, k := range []bot.PostKey{
		{Club: river, Round: 1, Effect: 1, Chat: mountain}, {Club: mountain, Round: 2, Effect: 1, Chat: mountain},
		{Club: mountain, Round: 1, Effect: 3, Chat: mountain}, {Club: mountain, Round: 1, Effect: 1, Chat: "Telegram:-100"},
		{Club: mountain, Round: 1, Effect: 1, Chat: mountain, Try: 1}, {},
	} {
		b.wantNoClaim(s, k, b.at(1000))
	}
	b.wantPosts(s, mountain, 1, due, never)
	b.claim(s, due.PostKey, b.at(5), b.at(6))
}

// testClaimStates checks that a claim changes nothing but when a post is due.
func testClaimStates(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	for i, state := range states {
		p := b.waits(mountain, 1, i+1)
		p.State, p.Sent = state, b.at(-5)
		b.posts(s, p)
		b.wantSame("what ClaimPost returned", b.claim(s, p.PostKey, b.at(1), b.at(2)), p)
		p.Next = b.at(2)
		b.wantPost(s, p)
	}
}

func testClaimExpires(b *bench) {
	s := b.open()
	p := b.waits(mountain, 1, 1)
	b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.opened(1)}, Posts: []bot.Post{p}})
	first := b.claim(s, p.PostKey, b.at(1), b.at(3))
	b.wantNoClaim(s, p.PostKey, b.at(3).Add(-time.Microsecond))
	second := b.claim(s, p.PostKey, b.at(3), b.at(5))
	p.Next = b.at(3)
	b.wantSame("what the second claim returned", second, p)
	b.wantNoClaim(s, p.PostKey, b.at(4))

	// The first was only slow.
	first.State, first.Next, first.Message.ID = bot.PostUnsure, b.at(8), "42"
	b.save(s, first, b.at(8))
	b.wantPosts(s, mountain, 1, first)
	b.wantNoClaim(s, p.PostKey, b.at(7))
	second.State, second.Next = bot.PostRefused, time.Time{}
	b.save(s, second, b.at(8))
	b.wantPosts(s, mountain, 1, second)
}

// testClaimSending saves that a post is about to leave: it stays with whoever has
// claimed it, whatever becomes of its round.
func testClaimSending(b *bench) {
	s := b.open()
	k, other := key(mountain, 1, 1), b.waits(mountain, 1, 2)
	b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.voting(1)}, Posts: []bot.Post{b.waits(mountain, 1, 1), other}})
	for i, soon := range []time.Time{{}, b.start, b.at(4), b.at(50)} {
		now := b.at(10 * i)
		until := now.Add(5 * time.Minute)
		p := b.claim(s, k, now, until)
		p.State, p.Sent, p.Next = bot.PostSending, now, until
		b.save(s, p, soon)
		b.wantPosts(s, mountain, 1, p, other)
		b.say(s, mountain, 1, ann, bot.Said{Ballot: 1})
		b.hold(s, mountain, b.voting(1))
		b.must("Forget", s.Forget(b.Context(), ann.Key))
		b.wantPosts(s, mountain, 1, p, other)
		b.wantNoClaim(s, k, until.Add(-time.Microsecond))
		b.wantDue(s, "telegram", until.Add(-time.Microsecond), 10, other.PostKey)
		b.wantDue(s, "telegram", until, 10, k, other.PostKey)
	}

	// Nobody knows what became of it, and somebody else sends it again.
	p := b.claim(s, k, b.at(40), b.at(45))
	p.State, p.Next, p.Message.ID = bot.PostSent, time.Time{}, "42"
	b.save(s, p, b.at(41))
	b.wantNext(s, k, b.at(41))
	b.wantDue(s, "telegram", b.at(41), 10, other.PostKey, k)
}

func testSaveNothing(b *bench) {
	s := b.open()
	p := b.waits(mountain, 1, 1)
	b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.opened(1)}, Posts: []bot.Post{p}})
	for _, k := range []bot.PostKey{
		key(mountain, 1, 2), key(mountain, 2, 1), key(river, 1, 1),
		{Club: mountain, Round: 1, Effect: 1, Chat: mountain, Try: 1}, {Club: mountain, Round: 1, Effect: 1, Chat: mountain + "/1"},
	} {
		if err := s.SavePost(b.Context(), b.fullPost(k), b.start); !errors.Is(err, bot.ErrNotFound) {
			b.Errorf("SavePost(%+v) = %v, want ErrNotFound", k, err)
		}
	}
	b.wantPosts(s, mountain, 1, p)
	b.wantPosts(s, mountain, 2)
	b.wantPosts(s, river, 1)
	b.wantDue(s, "telegram", b.at(1000), 10, p.PostKey)
}
