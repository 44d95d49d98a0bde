package main

import (
	"maps"
	"strconv"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// TestWeekDue has the same step of many clubs due at the same moment. DUE says how
// many, half of them on each platform (2000 take five minutes), IDLE for how many
// seconds the bot is watched before.
func TestWeekDue(t *testing.T) {
	l := newLoad(t, "DUE", 40)
	began := time.Now()
	want := map[string]int{}
	var due time.Time
	l.look(func(c *core) {
		for i := range l.size {
			at := bot.Chat{Platform: "discord", ID: strconv.Itoa(1_000_000 + i), Server: strconv.Itoa(2_000_000 + i)}
			if i%2 == 1 {
				at = bot.Chat{Platform: "telegram", ID: strconv.Itoa(-3_000_000 - i)}
			}
			l.opened(c, at)
			want[at.Key()] = 1
			due = l.wake(c, []string{at.Place()})
		}
	})
	t.Logf("%d clubs were set up in %.0f s", l.size, time.Since(began).Seconds())
	idle, starting := 2, 1
	if l.large {
		idle, starting = 60, 5
	}
	l.clock.to(due.Add(-time.Duration(fromEnv("IDLE", idle)+starting) * time.Second))
	l.run()
	before := l.memory()
	there, here := l.sample(func() bool { return l.clock.now().After(due) })
	began = time.Now()
	var posted time.Time
	settled := l.settled()
	thereBusy, hereBusy := l.sample(func() bool {
		if posted.IsZero() && len(l.posts()) >= l.size {
			posted = time.Now()
		}
		return settled() && !posted.IsZero() || time.Since(began) > 40*time.Minute
	})
	t.Logf("all posts were out after %.0f s, everything done after %.0f s", posted.Sub(began).Seconds(), time.Since(began).Seconds())
	t.Logf("Discord, idle: %v; busy: %v", there, thereBusy)
	t.Logf("Telegram, idle: %v; busy: %v", here, hereBusy)
	t.Logf("memory: %d MiB before", before)
	if posts := l.posts(); !maps.Equal(posts, want) {
		t.Errorf("%d chats have posts, want %d with one each: %v", len(posts), len(want), posts)
	}
	l.end()
}

// opened begins a round in a chat, as if its opening had been posted.
func (l *load) opened(c *core, at bot.Chat) {
	friday, err := calendar.ParseRhythm("friday 8pm")
	if err != nil {
		l.Fatal(err)
	}
	club, ctx := at.Place(), l.Context()
	_, err = c.store.Adjust(ctx, club, func(s *bot.Settings) {
		s.Ritual = &bot.Ritual{Rules: round.DefaultRules(friday), Chats: []string{at.Address()}, Pin: true, Talk: true, Plan: true}
	})
	if err != nil {
		l.Fatal(err)
	}
	c.bot.Handle(ctx, moderator(at, "/week start"))
	posts, err := c.store.PostsOf(ctx, club, 1)
	if err != nil || len(posts) != 1 {
		l.Fatalf("a round begins with %d posts, %v", len(posts), err)
	}
	p := posts[0]
	p.State, p.Next, p.Sent = bot.PostSent, time.Time{}, l.clock.now()
	p.Message, p.Version = bot.Message{Chat: at, ID: "1"}, 1
	if err := c.store.SavePost(ctx, p, l.clock.now()); err != nil {
		l.Fatal(err)
	}
}
