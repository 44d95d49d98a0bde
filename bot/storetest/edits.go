package storetest

import (
	"fmt"
	"time"

	"filmbot/bot"
	"filmbot/bot/round"
)

var editTests = []test{
	{"save says when a post is due", testSaveDue},
	{"a turn makes posts due", testTurnDue},
	{"what is said makes posts due", testSayDue},
	{"to forget somebody makes posts due", testForgetDue},
	{"posts are due no earlier than the store was told", testSoon},
	{"a turn leaves posts that were not sent", testTurnDueStates},
	{"a turn leaves the posts of other rounds", testTurnDueOthers},
	{"a turn revives posts", testRevive},
	{"a claim lasts while members vote", testClaimLasts},
}

// eternity is a time by which a post is due that may be edited at once.
var eternity = time.UnixMicro(1).UTC()

// sent is a post that shows what its round is.
func (b *bench) sent(s Store, k bot.PostKey) bot.Post {
	b.Helper()
	p := b.fullPost(k)
	p.Kind, p.Next, p.Version = bot.BallotPost, time.Time{}, b.week(s, k.Club, k.Round).Version
	return p
}

// shown makes a post that is sent, not due and may be edited from a time on.
func (b *bench) shown(s Store, k bot.PostKey, soon time.Time) bot.Post {
	b.Helper()
	p := b.sent(s, k)
	b.posts(s, p)
	b.save(s, p, soon)
	b.wantPost(s, p)
	return p
}

func (b *bench) wantNext(s Store, k bot.PostKey, want time.Time) {
	b.Helper()
	if got := b.post(s, k).Next; !got.Equal(want) || got.IsZero() != want.IsZero() {
		b.Errorf("post %d of round %d of %q is due at %v, want %v", k.Effect, k.Round, k.Club, got, want)
	}
}

func testSaveDue(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	b.say(s, mountain, 1, ann, bot.Said{Ballot: 1})
	version := b.week(s, mountain, 1).Version
	never := time.Time{}
	for i, tt := range []struct {
		state            bot.PostState
		version          int64
		next, soon, want time.Time
	}{
		{bot.PostSent, version, never, b.at(5), never},
		{bot.PostSent, version, b.at(4), b.at(5), b.at(4)},
		{bot.PostSent, version, b.at(6), b.at(5), b.at(6)},
		{bot.PostSent, version - 1, never, b.at(5), b.at(5)},
		{bot.PostSent, version - 1, b.at(6), b.at(5), b.at(5)},
		{bot.PostSent, version - 1, b.at(5), b.at(5), b.at(5)},
		{bot.PostSent, version - 1, b.at(4), b.at(5), b.at(4)},
		{bot.PostSent, version + 1, never, b.at(5), b.at(5)},
		{bot.PostSent, 0, never, never, eternity},
		// What was given up may be of use again.
		{bot.PostGone, version, never, b.at(5), never},
		{bot.PostGone, version - 1, never, b.at(5), b.at(5)},
		{bot.PostDropped, version, never, b.at(5), never},
		{bot.PostDropped, 0, never, b.at(5), b.at(5)},
		// What was not sent cannot be edited: a post that is to be sent again waits for
		// that, and nothing follows one that was refused.
		{bot.PostWaits, 0, b.at(6), b.at(5), b.at(6)},
		{bot.PostSending, 0, b.at(6), b.at(5), b.at(6)},
		{bot.PostUnsure, version - 1, never, b.at(5), never},
		{bot.PostRefused, 0, never, b.at(5), never},
	} {
		p := b.waits(mountain, 1, i+1)
		b.posts(s, p)
		p = b.claim(s, p.PostKey, b.at(1), b.at(2))
		p.State, p.Version, p.Next = tt.state, tt.version, tt.next
		b.save(s, p, tt.soon)
		p.Next = tt.want
		b.wantPost(s, p)
	}
}

func testTurnDue(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	p := b.shown(s, key(mountain, 1, 1), b.at(5))
	b.hold(s, mountain, b.voting(1))
	p.Next = b.at(5)
	b.wantPost(s, p)
	b.wantDue(s, "telegram", b.at(5).Add(-time.Microsecond), 10)
	b.wantDue(s, "telegram", b.at(5), 10, p.PostKey)
	b.hold(s, mountain, b.voting(1))
	b.wantPost(s, p)

	// The round goes on while the post is edited.
	p = b.claim(s, p.PostKey, b.at(5), b.at(7))
	p.Version, p.Next = b.week(s, mountain, 1).Version, time.Time{}
	b.hold(s, mountain, b.voting(1))
	b.save(s, p, b.at(8))
	b.wantNext(s, p.PostKey, b.at(8))
	p = b.claim(s, p.PostKey, b.at(8), b.at(9))
	p.Version, p.Next = b.week(s, mountain, 1).Version, time.Time{}
	b.save(s, p, b.at(10))
	b.wantNext(s, p.PostKey, time.Time{})
}

func testSayDue(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	p := b.shown(s, key(mountain, 1, 1), b.at(5))
	other := b.shown(s, bot.PostKey{Club: mountain, Round: 1, Effect: 1, Chat: river}, b.at(6))
	for _, said := range []bot.Said{{Ballot: 1}, {Ballot: 1, Coming: true}, {Ballot: 1, Coming: true, Rating: 4}, {}} {
		b.say(s, mountain, 1, ann, said)
		b.wantNext(s, p.PostKey, b.at(5))
		b.wantNext(s, other.PostKey, b.at(6))
		p, other = b.resaved(s, p, b.at(5)), b.resaved(s, other, b.at(6))
	}
	err := s.Say(b.Context(), mountain, 1, ann, func(round.Round, bot.Said) (bot.Said, error) { return bot.Said{Rating: 1}, errNo })
	b.wantErr("Say", err, errNo)
	b.wantNext(s, p.PostKey, time.Time{})
}

// resaved is a post after it has been edited to show what its round is.
func (b *bench) resaved(s Store, p bot.Post, soon time.Time) bot.Post {
	b.Helper()
	p.Version, p.Next = b.week(s, p.Club, p.Round).Version, time.Time{}
	b.save(s, p, soon)
	b.wantPost(s, p)
	return p
}

func testForgetDue(b *bench) {
	s := b.open()
	r := b.voting(1)
	r.Nominations = []round.Nomination{{Film: "f1", By: round.Who(ann), At: b.start}}
	b.hold(s, mountain, r)
	b.hold(s, river, b.voting(1))
	b.say(s, river, 1, ann, bot.Said{Ballot: 1})
	b.hold(s, group, b.voting(1))
	b.say(s, group, 1, bob, bot.Said{Ballot: 1})
	for _, club := range []string{mountain, river, group} {
		b.shown(s, key(club, 1, 1), b.at(5))
	}
	b.must("Forget", s.Forget(b.Context(), ann.Key))
	b.wantNext(s, key(mountain, 1, 1), b.at(5))
	b.wantNext(s, key(river, 1, 1), b.at(5))
	b.wantNext(s, key(group, 1, 1), time.Time{})
}

func testSoon(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	for i, tt := range []struct{ next, soon, want time.Time }{
		{time.Time{}, b.at(5), b.at(5)},
		{b.at(4), b.at(5), b.at(4)}, // it is due earlier for another reason
		{b.at(6), b.at(5), b.at(5)},
		{b.at(5), b.at(5), b.at(5)},
		{time.Time{}, time.Time{}, eternity},
		{b.at(6), time.Time{}, eternity},
	} {
		p := b.sent(s, key(mountain, 1, i+1))
		b.posts(s, p)
		b.save(s, p, b.at(90))
		p.Next = tt.next
		b.save(s, p, tt.soon)
		b.wantPost(s, p)
		b.say(s, mountain, 1, bot.Author{Key: fmt.Sprint("discord:", i)}, bot.Said{Ballot: 1})
		b.wantNext(s, p.PostKey, tt.want)
	}
	unsaved := b.sent(s, key(mountain, 1, 99))
	b.posts(s, unsaved)
	b.wantNext(s, unsaved.PostKey, time.Time{})
	b.hold(s, mountain, b.voting(1))
	b.wantNext(s, unsaved.PostKey, eternity)
	b.wantDue(s, "telegram", time.Unix(1, 0), 1, key(mountain, 1, 5))
}

func testTurnDueStates(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	var want []bot.Post
	for i, state := range []bot.PostState{bot.PostWaits, bot.PostSending, bot.PostUnsure, bot.PostRefused, bot.PostGone, bot.PostDropped} {
		for j, next := range []time.Time{{}, b.at(50)} {
			p := b.fullPost(key(mountain, 1, 2*i+j))
			p.State, p.Next, p.Version = state, next, b.week(s, mountain, 1).Version
			b.posts(s, p)
			b.save(s, p, b.at(5))
			want = append(want, p)
		}
	}
	b.wantPosts(s, mountain, 1, want...)
	b.hold(s, mountain, b.voting(1))
	b.say(s, mountain, 1, ann, bot.Said{Ballot: 1})
	b.wantPosts(s, mountain, 1, want...)
	b.hold(s, mountain, b.watched(1, "f1"))
	b.wantPosts(s, mountain, 1, want...)
}

func testRevive(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.watched(1, "f1"), b.voting(2))
	b.hold(s, river, b.voting(2))
	give := func(k bot.PostKey, state bot.PostState) bot.PostKey {
		p := b.sent(s, k)
		p.State = state
		b.posts(s, p)
		b.save(s, p, b.at(5))
		return k
	}
	var revived, left []bot.PostKey
	for i, state := range []bot.PostState{bot.PostGone, bot.PostDropped} {
		revived = append(revived, give(key(mountain, 2, i), state))
		left = append(left, give(key(mountain, 1, i), state), give(key(river, 2, i), state))
	}
	for i, state := range []bot.PostState{bot.PostUnsure, bot.PostRefused} {
		left = append(left, give(key(mountain, 2, 9+i), state))
	}
	b.must("Turn", s.Turn(b.Context(), mountain, func(l bot.Latest) (bot.Turn, error) {
		return bot.Turn{Rounds: []round.Round{l.Round}, Revive: true}, nil
	}))
	for _, k := range revived {
		b.wantNext(s, k, b.at(5))
	}
	for _, k := range left {
		b.wantNext(s, k, time.Time{})
	}
}

func testTurnDueOthers(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.watched(1, "f1"), b.voting(2))
	b.hold(s, river, b.voting(2))
	for _, k := range []bot.PostKey{key(mountain, 1, 1), key(mountain, 2, 1), key(river, 2, 1)} {
		b.shown(s, k, b.at(5))
	}
	b.say(s, mountain, 2, ann, bot.Said{Ballot: 1})
	b.wantNext(s, key(mountain, 1, 1), time.Time{})
	b.wantNext(s, key(mountain, 2, 1), b.at(5))
	b.wantNext(s, key(river, 2, 1), time.Time{})
	b.say(s, mountain, 1, ann, bot.Said{Rating: 1})
	b.wantNext(s, key(mountain, 1, 1), b.at(5))
	b.resaved(s, b.post(s, key(mountain, 1, 1)), b.at(5))
	b.hold(s, mountain, b.voting(2))
	b.wantNext(s, key(mountain, 1, 1), time.Time{})
	b.wantNext(s, key(river, 2, 1), time.Time{})
	b.hold(s, mountain, b.watched(1, "f1"), b.voting(2))
	b.wantNext(s, key(mountain, 1, 1), b.at(5))
}

// testClaimLasts checks that a vote does not give a post to somebody else while it
// is edited: the claim is due again only at its own time.
func testClaimLasts(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.voting(1))
	k := key(mountain, 1, 1)
	b.shown(s, k, b.at(1))
	b.say(s, mountain, 1, ann, bot.Said{Ballot: 1})
	p := b.claim(s, k, b.at(2), b.at(9))
	b.say(s, mountain, 1, ann, bot.Said{Ballot: 2})
	b.hold(s, mountain, b.voting(1))
	b.wantNoClaim(s, k, b.at(3))
	b.wantDue(s, "telegram", b.at(9).Add(-time.Microsecond), 10)
	b.wantDue(s, "telegram", b.at(9), 10, k)

	p.Next = time.Time{}
	b.save(s, p, b.at(5))
	b.wantNext(s, k, b.at(5))
	b.resaved(s, p, b.at(6))
	b.say(s, mountain, 1, ann, bot.Said{Ballot: 3})
	b.wantNext(s, k, b.at(6))
}
