package telegram

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// mostWithin is how many of some times lie at most within a span.
func mostWithin(times []time.Time, span time.Duration) int {
	slices.SortFunc(times, time.Time.Compare)
	most, from := 0, 0
	for i := range times {
		for times[i].Sub(times[from]) >= span {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}

// paced is pace for somebody who comes back as often as he is told to.
func paced(c *chats, id string) error {
	return whenever(func() error { return leave(context.Background(), c, id) })
}

// leave lets one post leave, which is answered at once.
func leave(ctx context.Context, c *chats, id string) error {
	turn, err := c.pace(ctx, id, maxRest)
	if err != nil {
		return err
	}
	defer turn.end()
	if err := turn.enter(ctx); err != nil {
		return err
	}
	c.wrote(id)
	return nil
}

// whenever does something again when the time has come that it asks for.
func whenever(do func() error) error {
	for {
		err := do()
		later, ok := errors.AsType[*bot.Later](err)
		if !ok {
			return err
		}
		if later.After <= maxRest {
			return fmt.Errorf("it could have waited: %w", err)
		}
		time.Sleep(later.After)
	}
}

// TestPaceOfManyGroups lets everybody post at once: more groups than are remembered,
// some of them more often than they may.
func TestPaceOfManyGroups(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newChats(Pace{})
		const kept = 500
		c.room, c.kept = kept, kept
		var mu sync.Mutex
		var all []time.Time
		busy := map[string][]time.Time{}
		var wg sync.WaitGroup
		post := func(id string, often int) {
			for range often {
				wg.Go(func() {
					if err := paced(c, id); err != nil {
						t.Errorf("leave: %v", err)
					}
					mu.Lock()
					defer mu.Unlock()
					all = append(all, time.Now())
					if often > 1 {
						busy[id] = append(busy[id], time.Now())
					}
				})
			}
		}
		const groups = kept + 500
		begin := time.Now()
		for i := range groups {
			post(fmt.Sprint(-i-1), 1)
		}
		for i := range 10 {
			post(fmt.Sprint(-groups-i-1), 25)
		}
		wg.Wait()
		if n := mostWithin(all, time.Second); n > 23 {
			t.Errorf("%d posts left within a second", n)
		}
		if d, least := time.Since(begin), groups/25*time.Second; d < least || d > 3*time.Minute {
			t.Errorf("all posts took %v", d)
		}
		for id, times := range busy {
			// One more than the quota, because other waits come after it.
			if n := mostWithin(times, time.Minute); n > 19 {
				t.Errorf("%d posts left to %s within a minute", n, id)
			}
			if n := mostWithin(times, time.Second); n > 1 {
				t.Errorf("%d posts left to %s within a second", n, id)
			}
		}
		time.Sleep(time.Minute)
		c.hold("one more", time.Minute)
		for i := range kept {
			c.spend(fmt.Sprint(i))
		}
		if n := len(c.known); n > kept {
			t.Errorf("%d chats are known, want at most %d", n, kept)
		}
	})
}

// TestPaceWithoutTime checks that nothing is counted for posts that are given up.
func TestPaceWithoutTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newChats(Pace{})
		over, cancel := context.WithCancel(context.Background())
		cancel()
		for range 100 {
			if leave(over, c, "-7") == nil {
				t.Fatal("leave = nil, want an error")
			}
		}
		begin := time.Now()
		for range groupBunch {
			if err := leave(context.Background(), c, "-7"); err != nil {
				t.Errorf("leave: %v", err)
			}
		}
		if d := time.Since(begin); d > time.Duration(groupBunch)*limits.Chat {
			t.Errorf("the first posts waited %v", d)
		}
		if s := c.known["-7"]; s.posting != 0 {
			t.Errorf("%d posts seem to wait", s.posting)
		}
	})
}

// TestPostsYieldToAnswers checks that answers wait for nothing and that posts make up
// for them, in all and in a group, but do not stop for good.
func TestPostsYieldToAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newChats(Pace{})
		waited := func(id string) time.Duration {
			begin := time.Now()
			if err := paced(c, id); err != nil {
				t.Errorf("leave: %v", err)
			}
			return time.Since(begin)
		}
		for range groupBunch {
			c.spend("-7")
		}
		if d := waited("-7"); d < limits.Group {
			t.Errorf("a post after three answers in its group waited %v, want %v", d, limits.Group)
		}
		for range 1000 {
			c.spend("-8")
		}
		if d := waited("-9"); d < maxAhead || d > 2*maxAhead {
			t.Errorf("a post after a thousand answers elsewhere waited %v, want %v", d, maxAhead)
		}
		if d := waited("-8"); d > maxAheadGroup+limits.Group {
			t.Errorf("a post after a thousand answers in its group waited %v, want at most %v", d, maxAheadGroup)
		}
	})
}

// TestNoFloods lets a thousand groups be posted to, one of them be edited in all the
// time, and people ask everywhere: Telegram has nothing to refuse, and nobody waits.
func TestNoFloods(t *testing.T) {
	inWorld(t, func(w *world) {
		w.LimitFloods()
		w.start(echo)
		begin := time.Now()
		var posts sync.WaitGroup
		post := func(c *telegramtest.Chat) bot.Message {
			m, err := w.adapter.Post(context.Background(), chatOfFake(c), bot.Reply{Text: "the ballot", Buttons: again})
			if err != nil {
				t.Errorf("Post: %v", err)
			}
			return m
		}
		for range 25 { // at work at the same time
			posts.Go(func() {
				for range 40 {
					post(w.Chat(telegramtest.Supergroup))
				}
			})
		}
		busy := w.Chat(telegramtest.Supergroup)
		over := make(chan struct{})
		var edits sync.WaitGroup
		edits.Go(func() {
			m := post(busy)
			for i := 0; ; i++ {
				select {
				case <-over:
					return
				default:
				}
				r := bot.Reply{Text: fmt.Sprint(i, " votes")}
				if err := whenever(func() error { return w.adapter.Edit(context.Background(), m, r) }); err != nil {
					t.Errorf("Edit: %v", err)
				}
			}
		})
		for i := range 40 {
			time.Sleep(time.Second)
			for range 3 {
				c := w.Private(w.Person("Somebody", "en"))
				asked := time.Now()
				w.Say(w.ann, c, "/film")
				w.answer(c, 1)
				if d := time.Since(asked); d > 0 {
					t.Errorf("an answer waited %v", d)
				}
			}
			if i%10 == 0 {
				asked, n := time.Now(), len(w.Messages(busy))
				w.Say(w.ann, busy, "/film")
				w.answer(busy, n+1)
				if d := time.Since(asked); d > 0 {
					t.Errorf("an answer in the busy group waited %v", d)
				}
			}
		}
		posts.Wait()
		if d := time.Since(begin); d > 80*time.Second {
			t.Errorf("1000 posts took %v", d)
		}
		close(over)
		edits.Wait()
		if n := w.Floods(); n > 0 {
			t.Errorf("Telegram refused %d calls as too many", n)
		}
		if n := len(w.Calls("editMessageText")); n < 5 {
			t.Errorf("the busy group was edited %d times", n)
		}
	})
}
