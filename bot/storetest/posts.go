package storetest

import (
	"fmt"
	"reflect"
	"time"

	"filmbot/bot"
	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

var postTests = []test{
	{"posts of a turn", testTurnPosts},
	{"posts keep everything", testPostWhole},
	{"posts keep texts exactly", testPostTexts},
	{"posts keep times", testPostTimes},
	{"add a post", testAddPost},
	{"due posts", testDuePosts},
	{"posts that are being sent are due first", testDueSending},
	{"due posts of a platform", testDuePlatform},
	{"posts are told apart by every part of their keys", testPostKeys},
}

// key names a post in a club's own chat.
func key(club string, number, effect int) bot.PostKey {
	return bot.PostKey{Club: club, Round: number, Effect: effect, Chat: club}
}

// waits is a post in a club's own chat that is due at the start.
func (b *bench) waits(club string, number, effect int) bot.Post {
	return bot.Post{PostKey: key(club, number, effect), Kind: bot.BallotPost, State: bot.PostWaits, Next: b.start, Due: b.start}
}

// fullPost is a post in which nothing is left out.
func (b *bench) fullPost(k bot.PostKey) bot.Post {
	b.Helper()
	p := bot.Post{
		PostKey: k, Kind: bot.NotePost, State: bot.PostSent, Next: b.at(3), Due: b.at(1), Late: true, Film: "f1", Night: b.at(9),
		Matter: round.StepsSkipped, Steps: []calendar.Kind{calendar.Close, calendar.Ballot}, About: river, Of: bot.DatePost, Sent: b.at(2), Failures: 4,
		Message: bot.Message{Chat: bot.Chat{Platform: "discord", ID: "55", Topic: "6", Server: "7"}, ID: "1234567890123456789"},
		Version: 1 << 40, Shown: "digest", Pinned: true, Talk: "77", Event: "88", Planned: "another digest",
		Lacks: []bot.Permission{bot.PinMessages, bot.CreateEvents},
	}
	for i, v := 0, reflect.ValueOf(p); i < v.NumField(); i++ {
		if v.Field(i).IsZero() {
			b.Fatalf("the suite leaves %s out", v.Type().Field(i).Name)
		}
	}
	return p
}

// posts makes posts beside those of turns.
func (b *bench) posts(s Store, posts ...bot.Post) {
	b.Helper()
	for _, p := range posts {
		if err := s.AddPost(b.Context(), p); err != nil {
			b.Fatalf("AddPost(%+v): %v", p.PostKey, err)
		}
	}
}

func (b *bench) wantPosts(s Store, club string, number int, want ...bot.Post) {
	b.Helper()
	got, err := s.PostsOf(b.Context(), club, number)
	b.must("PostsOf", err)
	b.wantSame(fmt.Sprintf("PostsOf(%q, %d)", club, number), got, want)
}

// post is the post with a key.
func (b *bench) post(s Store, k bot.PostKey) bot.Post {
	b.Helper()
	posts, err := s.PostsOf(b.Context(), k.Club, k.Round)
	b.must("PostsOf", err)
	for _, p := range posts {
		if p.PostKey == k {
			return p
		}
	}
	b.Fatalf("there is no post %+v", k)
	return bot.Post{}
}

func (b *bench) wantPost(s Store, want bot.Post) {
	b.Helper()
	b.wantSame("the post", b.post(s, want.PostKey), want)
}

func (b *bench) wantDue(s Store, platform string, now time.Time, limit int, want ...bot.PostKey) {
	b.Helper()
	got, err := s.DuePosts(b.Context(), platform, now, limit)
	b.must("DuePosts", err)
	b.wantSame(fmt.Sprintf("the posts on %s that are due %v after the start", platform, now.Sub(b.start)), got, want)
}

func testTurnPosts(b *bench) {
	s := b.open()
	keys := []bot.PostKey{
		{Club: mountain, Round: 1, Effect: 2, Chat: "discord:7", Try: 0}, {Club: mountain, Round: 1, Effect: 2, Chat: "discord:7", Try: 1},
		{Club: mountain, Round: 1, Effect: 2, Chat: "telegram:-1"}, {Club: mountain, Round: 1, Effect: 2, Chat: "telegram:-1/2"},
		{Club: mountain, Round: 1, Effect: 10, Chat: "Telegram:-1"}, {Club: mountain, Round: 1, Effect: 10, Chat: "discord:10@7"},
		{Club: mountain, Round: 1, Effect: 10, Chat: "discord:9@7"},
	}
	var posts []bot.Post
	for _, i := range []int{4, 0, 6, 2, 5, 1, 3} {
		p := b.waits(mountain, 1, 1)
		p.PostKey = keys[i]
		posts = append(posts, p)
	}
	next := b.waits(mountain, 2, 1)
	b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.watched(1, "f1"), b.opened(2)}, Posts: append(posts, next)})
	var want []bot.Post
	for _, k := range keys {
		p := b.waits(mountain, 1, 1)
		p.PostKey = k
		want = append(want, p)
	}
	b.wantPosts(s, mountain, 1, want...)
	b.wantPosts(s, mountain, 2, next)
	b.wantPosts(s, mountain, 3)
	b.wantPosts(s, river, 1)
	b.hold(s, mountain, b.opened(2))
	b.wantPosts(s, mountain, 1, want...)
}

func testPostWhole(b *bench) {
	s := b.open()
	made, added := b.fullPost(key(mountain, 1, 1)), b.fullPost(key(mountain, 1, 2))
	b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.opened(1)}, Posts: []bot.Post{made}})
	b.posts(s, added)
	b.wantPosts(s, mountain, 1, made, added)
	b.wantSame("what ClaimPost returned", b.claim(s, made.PostKey, b.at(3), b.at(4)), made)

	empty := bot.Post{PostKey: made.PostKey, Kind: bot.FilmPost, State: bot.PostRefused}
	b.save(s, empty, b.start)
	b.wantPosts(s, mountain, 1, empty, added)
	made.Version = b.week(s, mountain, 1).Version
	b.save(s, made, b.start)
	b.wantPosts(s, mountain, 1, made, added)
	made.Message.Chat = bot.Chat{Platform: "telegram", ID: "-5", Topic: "12"}
	made.Steps, made.Lacks = nil, []bot.Permission{bot.SendMessages}
	b.save(s, made, b.start)
	b.wantPosts(s, mountain, 1, made, added)
}

func testPostTexts(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	for _, text := range texts {
		p := b.fullPost(bot.PostKey{Club: mountain, Round: 1, Effect: 1, Chat: "test:" + text})
		p.Version = b.week(s, mountain, 1).Version
		p.Film, p.Message.ID, p.Shown, p.Talk, p.Event, p.Planned, p.About = text, text, text, text, text, text, text
		b.posts(s, p)
		b.wantPost(s, p)
		b.wantSame("what ClaimPost returned", b.claim(s, p.PostKey, b.at(3), b.at(4)), p)
		b.save(s, p, b.start)
		b.wantPost(s, p)
	}
}

func testPostTimes(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	zone := time.FixedZone("somewhere", 5*60*60+45*60)
	for i, at := range []time.Time{
		{}, b.start.In(zone), time.Date(1969, 12, 31, 23, 59, 59, 999_999_000, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_999_000, time.UTC),
		time.Date(2026, 10, 25, 2, 30, 0, 123_456_789, time.UTC),
	} {
		p := b.waits(mountain, 1, i+1)
		p.Next, p.Due, p.Night, p.Sent = at, at, at, at
		b.posts(s, p)
		got := b.post(s, p.PostKey)
		for _, back := range []time.Time{got.Next, got.Due, got.Night, got.Sent} {
			if d := back.Sub(at).Abs(); d >= time.Microsecond || back.Nanosecond()%1000 != 0 || back.Location() != time.UTC || back.IsZero() != at.IsZero() {
				b.Errorf("the time %v came back as %v", at, back)
			}
		}
	}
}

func testAddPost(b *bench) {
	s := b.open()
	made, added := b.waits(mountain, 1, 1), b.waits(mountain, 1, 2)
	b.turn(s, mountain, bot.Turn{Rounds: []round.Round{b.opened(1)}, Posts: []bot.Post{made}})
	before := b.week(s, mountain, 1)
	b.posts(s, added)
	b.wantPosts(s, mountain, 1, made, added)
	b.posts(s, b.fullPost(made.PostKey), b.fullPost(added.PostKey))
	b.wantPosts(s, mountain, 1, made, added)
	b.wantWeek(s, mountain, before)

	b.claim(s, added.PostKey, b.start, b.at(1))
	b.posts(s, added)
	added.Next = b.at(1)
	b.wantPosts(s, mountain, 1, made, added)
}

func testDuePosts(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	b.hold(s, river, b.opened(1))
	keys := make(map[int]bot.PostKey)
	for i, minute := range []int{5, 3, 9, 4} {
		p := b.waits([]string{mountain, river}[i%2], 1, i+1)
		p.Chat = fmt.Sprint("telegram:-", i)
		p.Next, p.Due = b.at(minute), b.at(-minute)
		keys[minute] = p.PostKey
		b.posts(s, p)
	}
	never := b.waits(mountain, 1, 9)
	never.Next = time.Time{}
	b.posts(s, never)
	b.wantDue(s, "telegram", b.at(2), 10)
	b.wantDue(s, "telegram", b.at(3).Add(-time.Microsecond), 10)
	b.wantDue(s, "telegram", b.at(3), 10, keys[3])
	b.wantDue(s, "telegram", b.at(5), 10, keys[3], keys[4], keys[5])
	b.wantDue(s, "telegram", b.at(100), 10, keys[3], keys[4], keys[5], keys[9])
	b.wantDue(s, "telegram", b.at(100), 4, keys[3], keys[4], keys[5], keys[9])
	b.wantDue(s, "telegram", b.at(100), 3, keys[3], keys[4], keys[5])
	b.wantDue(s, "telegram", b.at(100), 1, keys[3])
	b.wantDue(s, "telegram", b.at(100), 0)

	// To look at what is due claims nothing; a claim puts it off.
	b.claim(s, keys[3], b.at(100), b.at(101))
	b.claim(s, keys[5], b.at(100), b.at(102))
	b.wantDue(s, "telegram", b.at(100), 10, keys[4], keys[9])
	b.wantDue(s, "telegram", b.at(102), 10, keys[4], keys[9], keys[3], keys[5])
}

func testDueSending(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	b.hold(s, river, b.opened(1))
	var keys []bot.PostKey
	for i, tt := range []struct {
		state bot.PostState
		due   int
	}{
		{bot.PostSending, 3}, {bot.PostSending, 5}, {bot.PostSending, 5},
		{bot.PostSent, 1}, {bot.PostWaits, 2}, {bot.PostUnsure, 4}, {bot.PostRefused, 5}, {bot.PostGone, 6}, {bot.PostDropped, 7}, {bot.PostWaits, 8},
		{bot.PostSending, 9}, {bot.PostSending, -1}, {bot.PostWaits, 9},
	} {
		p := b.waits([]string{mountain, river}[i/2%2], 1, i)
		p.Chat, p.State, p.Next = "telegram:-1", tt.state, b.at(tt.due)
		if tt.due < 0 {
			p.Next = time.Time{}
		}
		keys = append(keys, p.PostKey)
		b.posts(s, p)
	}
	keys[1], keys[2] = keys[2], keys[1] // due at the same time, by club
	for n := range 12 {
		b.wantDue(s, "telegram", b.at(8), n, keys[:min(n, 10)]...)
	}
	b.wantDue(s, "telegram", b.at(4), 10, keys[0], keys[3], keys[4], keys[5])
	b.wantDue(s, "discord", b.at(8), 10)

	// Whoever sends a post has claimed it; what becomes of it is due in its turn.
	p := b.claim(s, keys[0], b.at(8), b.at(9))
	b.wantDue(s, "telegram", b.at(8), 3, keys[1], keys[2], keys[3])
	p.State, p.Next = bot.PostWaits, b.at(2).Add(time.Second)
	b.save(s, p, b.at(8))
	b.wantDue(s, "telegram", b.at(8), 5, keys[1], keys[2], keys[3], keys[4], keys[0])
	p = b.claim(s, keys[9], b.at(8), b.at(9))
	p.State, p.Next = bot.PostSending, b.at(1)
	b.save(s, p, b.at(8))
	b.wantDue(s, "telegram", b.at(8), 2, keys[9], keys[1])
}

func testDuePlatform(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.opened(1))
	for i, chat := range []string{"telegram:-1", "discord:55/6@7", "test:x", "testing:x", "Telegram:-1", "telegram2:discord:5"} {
		p := b.waits(mountain, 1, i+1)
		p.Chat, p.Next = chat, b.at(i)
		b.posts(s, p)
	}
	for i, platform := range []string{"telegram", "discord", "test", "testing", "Telegram", "telegram2"} {
		posts, err := s.DuePosts(b.Context(), platform, b.at(10), 10)
		b.must("DuePosts", err)
		if len(posts) != 1 || posts[0].Effect != i+1 || posts[0].Club != mountain || posts[0].Round != 1 {
			b.Errorf("on %s these posts are due: %+v", platform, posts)
		}
	}
	for _, platform := range []string{"", "tele", "te%", "te_t", "telegram:", "telegram:-1", "signal"} {
		b.wantDue(s, platform, b.at(10), 10)
	}
}

func testPostKeys(b *bench) {
	s := b.open()
	b.hold(s, mountain, b.watched(1, "f1"), b.opened(2))
	b.hold(s, river, b.opened(1))
	k := bot.PostKey{Club: mountain, Round: 1, Effect: 1, Chat: group}
	keys := []bot.PostKey{k, k, k, k, k, k}
	keys[1].Club, keys[2].Round, keys[3].Effect, keys[4].Chat, keys[5].Try = river, 2, 2, supergroup, 1
	for _, k := range keys {
		p := b.waits(mountain, 1, 1)
		p.PostKey = k
		b.posts(s, p)
	}
	for i, k := range keys {
		p := b.claim(s, k, b.at(1), b.at(2))
		p.State, p.Next, p.Shown = bot.PostUnsure, time.Time{}, fmt.Sprint(i)
		b.save(s, p, b.start)
	}
	for i, k := range keys {
		if p := b.post(s, k); p.Shown != fmt.Sprint(i) {
			b.Errorf("the post %+v became %+v", k, p)
		}
	}
}
