package storetest

import (
	"errors"
	"time"

	"filmbot/bot"
	"filmbot/bot/round"
)

var movingPostTests = []test{
	{"move posts", testMovePosts},
	{"move posts that are claimed", testMovePostsClaimed},
	{"move posts to where there are some", testMovePostsBoth},
	{"move spares the posts of neighbours", testMovePostsNeighbours},
	{"move keeps rounds", testMoveRounds},
}

// states are all states of posts.
var states = []bot.PostState{
	bot.PostWaits, bot.PostSending, bot.PostSent, bot.PostUnsure, bot.PostRefused, bot.PostGone, bot.PostDropped,
}

func testMovePosts(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	before := b.week(s, mountain, 1)
	var want []bot.Post
	for i, state := range states {
		for _, topic := range []string{"", "/7"} {
			p := b.fullPost(bot.PostKey{Club: mountain, Round: 1, Effect: i, Chat: group + topic, Try: i % 2})
			p.State, p.About, p.Message.Chat = state, "", bot.ChatOf(group+topic)
			b.posts(s, p)
			switch state {
			case bot.PostWaits:
				p.Chat = supergroup + topic
			case bot.PostSent:
				p.State, p.Next = bot.PostGone, time.Time{}
			}
			want = append(want, p)
		}
	}
	b.move(s, group, supergroup)
	b.wantPosts(s, mountain, 1, want...)
	b.wantWeek(s, mountain, before)

	// What was posted is not edited any more, and what waits is posted.
	b.hold(s, mountain, b.opened(1))
	b.wantPosts(s, mountain, 1, want...)
	p := want[0]
	b.wantSame("what ClaimPost returned", b.claim(s, p.PostKey, b.at(3), b.at(4)), p)
	p.Chat = group
	b.wantNoClaim(s, p.PostKey, b.at(1000))
}

// testMovePostsClaimed moves a post while somebody is about to send it, and another
// while it is sent.
func testMovePostsClaimed(b *bench) {
	s := b.open()
	waits, leaves := b.waits(mountain, 1, 1), b.waits(mountain, 1, 2)
	waits.Chat, leaves.Chat = group, group
	b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.opened(1)}, Posts: []bot.Post{waits, leaves}})
	late := b.claim(s, waits.PostKey, b.at(1), b.at(3))
	leaves = b.claim(s, leaves.PostKey, b.at(1), b.at(3))
	leaves.State, leaves.Sent, leaves.Next = bot.PostSending, b.at(1), b.at(3)
	b.save(s, leaves, b.at(1))
	b.move(s, group, supergroup)
	waits.Chat, waits.Next = supergroup, b.at(3)
	b.wantPosts(s, mountain, 1, waits, leaves)

	late.State, late.Next = bot.PostSent, time.Time{}
	if err := s.SavePost(b.Context(), late, b.at(1)); !errors.Is(err, bot.ErrNotFound) {
		b.Errorf("SavePost of a post that has moved = %v, want ErrNotFound", err)
	}
	b.wantPosts(s, mountain, 1, waits, leaves)
	b.wantNoClaim(s, waits.PostKey, b.at(2))
	b.wantDue(s, "telegram", b.at(3), 10, leaves.PostKey, waits.PostKey)
}

// testMovePostsBoth moves posts to a chat that has posts for the same effects.
func testMovePostsBoth(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	var want []bot.Post
	for i, state := range states {
		old, there := b.waits(mountain, 1, i), b.fullPost(key(mountain, 1, i))
		old.Chat, there.Chat = group, supergroup
		there.State, there.Version = state, b.week(s, mountain, 1).Version
		b.posts(s, old, there)
		want = append(want, there)
	}
	b.move(s, group, supergroup)
	b.wantPosts(s, mountain, 1, want...)
}

func testMovePostsNeighbours(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	var want []bot.Post
	for i, chat := range []string{group + "0", group + "-", "telegram:-", "Telegram:-1", "discord:-1", "discord:9@" + group} {
		for j, state := range []bot.PostState{bot.PostWaits, bot.PostSent} {
			p := b.waits(mountain, 1, 2*i+j)
			p.Chat, p.State = chat, state
			b.posts(s, p)
			want = append(want, p)
		}
	}
	b.move(s, group, supergroup)
	b.move(s, "telegram:-2", group)
	b.wantPosts(s, mountain, 1, want...)
}

func testMoveRounds(b *bench) {
	s := b.open()
	b.set(s, group, bot.Settings{Ritual: ritual(group)})
	b.hold(s, group, b.watched(1, "f1"), b.voting(2))
	b.say(s, group, 2, ann, bot.Said{Ballot: 1, Coming: true})
	before := b.week(s, group, 2)
	b.move(s, group, supergroup)
	club, err := s.ClubOf(b.Context(), supergroup)
	b.must("ClubOf", err)
	b.wantWeek(s, club, before)
	b.wantHistory(s, club, 1)
	b.wantSaid(s, club, 2, ann.Key, bot.Said{Ballot: 1, Coming: true})

	// A place keeps its club also for its rounds.
	b.hold(s, "telegram:-1002", b.voting(1))
	b.move(s, supergroup, "telegram:-1002")
	b.wantClubOf(s, "telegram:-1002", "telegram:-1002")
	b.wantSame("the latest round", b.week(s, "telegram:-1002", 0).Round, b.voting(1))
	b.wantWeek(s, club, before)
}
