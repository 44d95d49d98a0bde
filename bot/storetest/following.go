package storetest

import (
	"context"
	"fmt"
	"time"

	"filmbot/bot"
)

var followTests = []test{
	{"follow", testFollow},
	{"follow ends", testFollowEnds},
	{"follow is told of each club", testFollowMany},
	{"follow is not told of presence", testFollowPresence},
}

const (
	// promised is within what time news must come, and generous what is added for a
	// machine that is busy with other things.
	promised = 2 * time.Second
	generous = 3 * time.Second
)

type news struct {
	id       string
	revision int64
}

// follow follows what happens until the end of the test.
func (b *bench) follow(s Store) <-chan news {
	b.Helper()
	ctx, cancel := context.WithCancel(b.Context())
	heard, done := make(chan news, 10_000), make(chan struct{})
	go func() {
		defer close(done)
		err := s.Follow(ctx, func(id string, revision int64) { heard <- news{id, revision} })
		if err != nil {
			b.Errorf("Follow: %v", err)
		}
	}()
	b.Cleanup(func() {
		cancel()
		<-done
	})
	return heard
}

// hear waits for news that are wanted.
func (b *bench) hear(heard <-chan news, wanted func(news) bool, within time.Duration) bool {
	timeout := time.After(within)
	for {
		select {
		case n := <-heard:
			if n.id == "" || wanted(n) {
				return true
			}
		case <-timeout:
			return false
		}
	}
}

// wantNews makes a change and waits to be told of it, or that anything may have
// changed. A place, and a club that is gone, come with the revision 0.
func (b *bench) wantNews(heard <-chan news, what string, change func() news) {
	b.Helper()
	want := change()
	same := func(n news) bool {
		return n.id == want.id && n.revision >= want.revision && (n.revision == 0) == (want.revision == 0)
	}
	if !b.hear(heard, same, promised+generous) {
		b.Errorf("nobody told of %s", what)
	}
}

// listening returns once the follower is told of changes: whatever happens before
// that may be told of later.
func (b *bench) listening(s Store, heard <-chan news) {
	b.Helper()
	for i := range 40 {
		revision := b.add(s, "discord:warm", fmt.Sprint("f", i), "text").Revision
		if b.hear(heard, func(n news) bool { return n.id == "discord:warm" && n.revision >= revision }, promised/8) {
			return
		}
	}
	b.Fatal("the follower hears nothing")
}

func testFollow(b *bench) {
	one, two := b.open(), b.open()
	heard := b.follow(two)
	b.listening(one, heard)
	b.wantNews(heard, "a change of the catalog", func() news { return news{mountain, b.add(one, mountain, "f1", "one").Revision} })
	b.wantNews(heard, "a change of the settings", func() news {
		b.set(one, mountain, everything())
		return news{mountain, b.club(one, mountain).Revision}
	})
	b.wantNews(heard, "a change of what is shared", func() news { return news{bot.Shared, b.add(one, bot.Shared, "f1", "one").Revision} })
	b.wantNews(heard, "a place that joined", func() news {
		b.join(one, river, mountain)
		return news{river, 0}
	})
	b.wantNews(heard, "a place that left", func() news {
		b.leave(one, river, mountain, "club:new")
		return news{river, 0}
	})
	b.wantNews(heard, "a place that moved", func() news {
		b.move(one, river, "discord:77")
		return news{"discord:77", 0}
	})
	b.presence(one, "discord:77", bot.Absent, 0)
	b.wantNews(heard, "a club that expired", func() news {
		b.wantExpired(one, 1, "club:new")
		return news{"club:new", 0}
	})
	b.wantNews(heard, "a place whose club expired", func() news {
		b.join(one, "discord:77", "club:newer")
		return news{"discord:77", 0}
	})
}

func testFollowEnds(b *bench) {
	s := b.open()
	ctx, cancel := context.WithCancel(b.Context())
	done := make(chan error, 1)
	go func() { done <- s.Follow(ctx, func(string, int64) {}) }()
	b.add(s, mountain, "f1", "one")
	cancel()
	select {
	case err := <-done:
		b.wantErr("Follow", err, nil)
	case <-time.After(promised + generous):
		b.Error("Follow goes on after ctx is done")
	}
	b.wantErr("Follow when ctx is done", s.Follow(ctx, func(string, int64) {}), nil)
}

// testFollowMany makes many changes at once and counts the clubs that are told of.
func testFollowMany(b *bench) {
	one, two := b.open(), b.open()
	heard := b.follow(two)
	b.listening(one, heard)
	const clubs = 50
	left := make(map[string]int64, clubs)
	for i := range clubs {
		id := fmt.Sprint("discord:", i)
		b.add(one, id, "f1", "one")
		left[id] = b.add(one, id, "f2", "two").Revision
	}
	deadline := time.After(promised + generous)
	for len(left) > 0 {
		select {
		case n := <-heard:
			if n.id == "" {
				return
			}
			if revision, ok := left[n.id]; ok && n.revision >= revision {
				delete(left, n.id)
			}
		case <-deadline:
			b.Fatalf("%d of %d clubs were not told of", len(left), clubs)
		}
	}
}

// testFollowPresence records where the bot is, which changes neither a club nor which
// club a place is in.
func testFollowPresence(b *bench) {
	one, two := b.open(), b.open()
	heard := b.follow(two)
	b.listening(one, heard)
	b.presence(one, river, bot.Present, 0)
	b.presence(one, river, bot.Present, 1)
	b.presence(one, river, bot.Absent, 2)
	revision := b.add(one, mountain, "f1", "one").Revision
	told := func(n news) bool {
		if n.id == river {
			b.Errorf("presence is told of: %+v", n)
		}
		return n.id == mountain && n.revision >= revision
	}
	if !b.hear(heard, told, promised+generous) {
		b.Error("nobody told of the change after that")
	}
}
