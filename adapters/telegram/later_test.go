package telegram

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// wantLater fails unless an error asks to come back after a time, and no other.
func wantLater(t *testing.T, what string, err error, least, most time.Duration) {
	t.Helper()
	later, ok := errors.AsType[*bot.Later](err)
	if !ok || later.After < least || later.After > most || errors.Is(err, bot.ErrUnsure) {
		t.Errorf("%s = %v, want to come back after %v to %v", what, err, least, most)
	}
}

// TestLater checks that nothing waits long for one chat which Telegram holds back.
func TestLater(t *testing.T) {
	inWorld(t, func(w *world) {
		w.Intercept(first("sendMessage", func() *telegramtest.Answer { return &telegramtest.Answer{Status: 429, RetryAfter: 60} }))
		w.start(echo)
		c := w.Chat(telegramtest.Supergroup)
		w.Forum(c)
		begun := 0
		r := bot.Reply{Text: "news", Begin: func(context.Context) error { begun++; return nil }}
		at, ctx := chatOfFake(c), context.Background()
		m := bot.Message{Chat: at, ID: "7"}
		acts := map[string]func() error{
			"Post": func() error { _, err := w.adapter.Post(ctx, at, r); return err },
			"Edit": func() error { return w.adapter.Edit(ctx, m, r) },
			"Pin":  func() error { return w.adapter.Pin(ctx, m, true) },
			"Talk": func() error { _, err := w.adapter.Talk(ctx, m, "Wanda"); return err },
		}
		wantLater(t, "Post that is refused", acts["Post"](), time.Minute, time.Minute)
		made := func() int {
			return len(w.Calls("sendMessage", "editMessageText", "pinChatMessage", "createForumTopic", "getChat"))
		}
		calls := made()
		came := time.Now()
		for what, do := range acts {
			wantLater(t, what, do(), time.Minute, time.Minute)
		}
		if n := made(); begun != 1 || n != calls || !time.Now().Equal(came) {
			t.Errorf("begun %d times, %d calls, after %v; want once, none, at once", begun, n-calls, time.Since(came))
		}
		time.Sleep(time.Minute)
		if err := acts["Post"](); err != nil || begun != 2 {
			t.Errorf("Post = %v, begun %d times, want twice", err, begun)
		}
		w.want(c, "news")
	})
}

// TestLaterOfRefusals checks that refusals which are short each add up.
func TestLaterOfRefusals(t *testing.T) {
	for _, after := range []int{1, 3} {
		inWorld(t, func(w *world) {
			w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
				if c.Method != "sendMessage" {
					return nil
				}
				return &telegramtest.Answer{Status: 429, RetryAfter: after}
			})
			w.start(echo)
			begun := 0
			r := bot.Reply{Text: "news", Begin: func(context.Context) error { begun++; return nil }}
			came := time.Now()
			_, err := w.adapter.Post(context.Background(), chatOfFake(w.Private(w.ann)), r)
			wantLater(t, "Post", err, time.Second, 3*time.Second)
			if d := time.Since(came); d > maxRest || begun != 1 {
				t.Errorf("Post took %v and began %d times, want at most %v and once", d, begun, maxRest)
			}
			w.Intercept(nil)
		})
	}
}

// TestLaterOfPace checks that of many posts to a group those that could not leave soon
// are told so at once.
func TestLaterOfPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newChats(Pace{})
		var mu sync.Mutex
		left := 0
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				came := time.Now()
				err := leave(context.Background(), c, "-7")
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					left++
				} else {
					wantLater(t, "leave", err, maxRest, time.Minute)
				}
				if d := time.Since(came); err != nil && d > 0 || d > maxRest {
					t.Errorf("leave = %v, after %v", err, d)
				}
			})
		}
		wg.Wait()
		if want := groupBunch + 1; left != want {
			t.Errorf("%d posts left, want %d", left, want)
		}
	})
}

// TestPlaceIsKept checks that a post which was put off leaves when it comes again,
// however many answers a group gets.
func TestPlaceIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newChats(Pace{})
		for range 1000 {
			c.spend("-7")
		}
		err := leave(context.Background(), c, "-7")
		wantLater(t, "leave", err, maxRest, maxAheadGroup+limits.Group)
		later, _ := errors.AsType[*bot.Later](err)
		for range int(later.After/time.Second) + 1 {
			time.Sleep(time.Second)
			for range 10 {
				c.spend("-7")
			}
		}
		came := time.Now()
		if err := leave(context.Background(), c, "-7"); err != nil {
			t.Errorf("leave when the time has come = %v", err)
		}
		if d := time.Since(came); d > 2*time.Second+maxAhead {
			t.Errorf("leave takes %v when the time has come", d)
		}
		wantLater(t, "leave right after that", leave(context.Background(), c, "-7"), maxRest, time.Hour)
	})
}

// TestRestOfLongPost checks that what is begun goes on, however long a chat has it
// wait, and begins once.
func TestRestOfLongPost(t *testing.T) {
	inWorld(t, func(w *world) {
		w.Intercept(first("sendDocument", func() *telegramtest.Answer { return &telegramtest.Answer{Status: 429, RetryAfter: 30} }))
		w.start(echo)
		c := w.Chat(telegramtest.Group)
		begun := 0
		r := bot.Reply{Text: "news", Buttons: again, Begin: func(context.Context) error { begun++; return nil }}
		for i := range 6 {
			r.Files = append(r.Files, bot.Attachment{Name: fmt.Sprint(i, ".txt"), Data: []byte("Wanda")})
		}
		if _, err := w.adapter.Post(context.Background(), chatOfFake(c), r); err != nil || begun != 1 {
			t.Errorf("Post = %v, begun %d times, want once", err, begun)
		}
		if n := len(w.Messages(c)); n != 7 {
			t.Errorf("%d messages, want 7", n)
		}
	})
}

// TestBeginInVain checks that a post whose time is over when it has begun, or that waits
// for others until then, is not sent and said to be so.
func TestBeginInVain(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		at := chatOfFake(w.Private(w.ann))
		ctx, cancel := context.WithCancel(context.Background())
		_, err := w.adapter.Post(ctx, at, bot.Reply{Text: "x", Begin: func(context.Context) error { cancel(); return nil }})
		wantError(t, "Post", err, errAny)

		w.adapter.chats.next <- struct{}{} // somebody else waits for the pace of all
		ctx, cancel = context.WithTimeout(context.Background(), 50*time.Second)
		defer cancel()
		_, err = w.adapter.Post(ctx, at, bot.Reply{Text: "x", Begin: func(context.Context) error { t.Error("begun"); return nil }})
		wantError(t, "Post", err, errAny)
		if n := len(w.Calls("sendMessage")); n != 0 {
			t.Errorf("%d calls, want none", n)
		}
		<-w.adapter.chats.next
	})
}
