package telegram

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

func TestSlowedChatHoldsUpNobody(t *testing.T) {
	inWorld(t, func(w *world) {
		slow, other := w.Chat(telegramtest.Group), w.Private(w.bob)
		limited := false
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "sendMessage" || c.Params["chat_id"] != fmt.Sprint(slow.ID) || limited {
				return nil
			}
			limited = true
			return &telegramtest.Answer{Status: 429, Description: "Too Many Requests: retry after 30", RetryAfter: 30}
		})
		w.start(echo)
		begin := time.Now()
		w.Say(w.ann, slow, "/film one")
		synctest.Wait()
		for i := range 3 {
			w.Say(w.ann, slow, fmt.Sprintf("/film more %d", i))
			w.Say(w.bob, other, fmt.Sprintf("/film %d", i))
			w.answer(other, i+1)
		}
		if d := time.Since(begin); d > time.Second {
			t.Errorf("others waited %v for a slow chat", d)
		}
		synctest.Wait()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := w.Waiting(); len(got) != 0 {
			t.Errorf("the slow chat keeps the updates %v", got)
		}
		w.answer(slow, 4)
		w.want(slow, "re: /film one", "re: /film more 0", "re: /film more 1", "re: /film more 2")
		if d := time.Since(begin); d < 30*time.Second || d > 31*time.Second {
			t.Errorf("the slow chat was answered after %v, want 30s", d)
		}
	})
}

func TestSlowedChatKeepsNoUpdates(t *testing.T) {
	inWorld(t, func(w *world) {
		c := w.Private(w.ann)
		limited := false
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "sendMessage" || limited {
				return nil
			}
			limited = true
			return &telegramtest.Answer{Status: 429, RetryAfter: 60}
		})
		w.Say(w.ann, c, "/film one")
		w.Say(w.ann, c, "/film two")
		w.begin(echo)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := w.Waiting(); len(got) != 0 {
			t.Errorf("the slow chat keeps the updates %v", got)
		}
		w.answer(c, 2)
		w.want(c, "re: /film one", "re: /film two")
	})
}

func TestManySlowedChatsHoldUpNobody(t *testing.T) {
	inWorld(t, func(w *world) {
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "sendMessage" || !strings.HasPrefix(c.Params["chat_id"], "-") {
				return nil
			}
			return &telegramtest.Answer{Status: 429, RetryAfter: 30}
		})
		w.start(echo)
		var slow []*telegramtest.Chat
		for range 2 * maxAtWork {
			slow = append(slow, w.Chat(telegramtest.Group))
			w.Say(w.ann, slow[len(slow)-1], "/film one")
		}
		synctest.Wait()
		begin := time.Now()
		other := w.Private(w.bob)
		w.Say(w.bob, other, "/film one")
		w.answer(other, 1)
		if d := time.Since(begin); d > peekInterval {
			t.Errorf("others waited %v for slow chats", d)
		}
		w.Intercept(nil)
		for _, c := range slow {
			w.answer(c, 1)
		}
		// The places are free again: as many as before work beside each other.
		for _, c := range slow {
			w.Say(w.ann, c, "/film two")
		}
		for _, c := range slow {
			w.answer(c, 2)
		}
	})
}

func TestFloodInSlowedChat(t *testing.T) {
	inWorld(t, func(w *world) {
		slow := w.Chat(telegramtest.Group)
		limited := false
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "sendMessage" || limited {
				return nil
			}
			limited = true
			return &telegramtest.Answer{Status: 429, RetryAfter: 600}
		})
		w.start(echo)
		w.Say(w.ann, slow, "/film one")
		synctest.Wait()
		for range 200 {
			w.Say(w.ann, slow, "/film more")
		}
		w.answer(slow, 1)
		w.want(slow, append([]string{"re: /film one"}, strings.Split(strings.Repeat("re: /film more|", maxInLane), "|")[:maxInLane]...)...)
		if n := w.log.count("too many wait"); n != 150 {
			t.Errorf("%d updates were refused, want 150", n)
		}
	})
}

func TestSlowHandlerHoldsUpNobody(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
			if req.Line == "/film slow" {
				time.Sleep(20 * time.Second)
			}
			return bot.Reply{Text: "re: " + req.Line}
		}})
		slow, other := w.Private(w.ann), w.Private(w.bob)
		w.Say(w.ann, slow, "/film slow")
		w.Say(w.ann, slow, "/film next")
		synctest.Wait()
		for i := range 5 {
			begin := time.Now()
			w.Say(w.bob, other, "/film quick")
			w.answer(other, i+1)
			if d := time.Since(begin); d > peekInterval {
				t.Errorf("another chat waited %v", d)
			}
		}
		if got := w.Waiting(); len(got) == 0 {
			t.Error("an update was confirmed that is still being handled")
		}
		w.answer(slow, 2)
		w.want(slow, "re: /film slow", "re: /film next")
		w.Await(t, "the confirmation", func() bool { return len(w.Waiting()) == 0 })
	})
}

// TestSlowHandlerKeepsNoUpdates lets so much arrive after a request that takes
// long that Telegram would hand out nothing new while it is not settled.
func TestSlowHandlerKeepsNoUpdates(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(hands{handle: func(ctx context.Context, req bot.Request) bot.Reply {
			if req.Line == "/film slow" {
				<-ctx.Done()
				return bot.Reply{Text: "too slow"}
			}
			return bot.Reply{Text: "re: " + req.Line}
		}})
		slow, other := w.Private(w.ann), w.Private(w.bob)
		begin := time.Now()
		w.Say(w.ann, slow, "/film slow")
		w.Say(w.ann, slow, "/film next")
		synctest.Wait()
		const n = batchSize + 50
		for i := range n {
			w.Say(w.bob, other, fmt.Sprintf("/film %d", i))
		}
		w.answer(other, n)
		if d := time.Since(begin); d > patience+2*peekInterval {
			t.Errorf("another chat waited %v", d)
		}
		time.Sleep(2 * peekInterval)
		synctest.Wait()
		if got := w.Waiting(); len(got) != 0 {
			t.Errorf("the slow chat keeps the updates %v", got)
		}
		w.answer(slow, 2)
		w.want(slow, "too slow", "re: /film next")
		if d := time.Since(begin); d != handleTimeout {
			t.Errorf("the slow chat was answered after %v, want %v", d, handleTimeout)
		}
	})
}

func TestFloodBehindSlowHandler(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
			if req.Line == "/film slow" {
				time.Sleep(handleTimeout)
			}
			return bot.Reply{Text: "re: " + req.Line}
		}})
		slow := w.Private(w.ann)
		w.Say(w.ann, slow, "/film slow")
		time.Sleep(patience + peekInterval)
		for range 2 * maxInLane {
			w.Say(w.ann, slow, "/film more")
		}
		w.answer(slow, 1+maxInLane)
		w.want(slow, append([]string{"re: /film slow"}, strings.Split(strings.Repeat("re: /film more|", maxInLane), "|")[:maxInLane]...)...)
		if n := w.log.count("too many wait"); n != maxInLane {
			t.Errorf("%d updates were refused, want %d", n, maxInLane)
		}
		w.Say(w.ann, slow, "/film again")
		w.answer(slow, 2+maxInLane)
	})
}
