package telegram

import (
	"context"
	"sync"
	"testing"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// TestApartAtArrival checks that what the bot does in a chat arrives at Telegram no
// faster than it may, whatever comes between leaving and arriving.
func TestApartAtArrival(t *testing.T) {
	slow := bot.Reply{Text: "the ballot", Begin: func(ctx context.Context) error { return sleep(ctx, 3*time.Second) }}
	tests := map[string]func(w *world, c *telegramtest.Chat){
		"a pin after a slow beginning": func(w *world, c *telegramtest.Chat) {
			w.pinned(w.posted(c, slow))
		},
		"a pin after a slow connection": func(w *world, c *telegramtest.Chat) {
			w.adapter.client.close()
			w.setLag(800 * time.Millisecond)
			w.pinned(w.posted(c, bot.Reply{Text: "the ballot"}))
		},
		"a pin after an answer that took long": func(w *world, c *telegramtest.Chat) {
			m := w.posted(c, bot.Reply{Text: "the ballot"})
			time.Sleep(time.Minute)
			w.adapter.client.close()
			w.setLag(800 * time.Millisecond)
			w.Say(w.ann, c, "/film")
			w.answer(c, 2)
			w.pinned(m)
		},
		"an edit that is tried again": func(w *world, c *telegramtest.Chat) {
			w.Intercept(first("editMessageText", func() *telegramtest.Answer {
				return &telegramtest.Answer{Status: 500, Description: "Internal Server Error"}
			}))
			m := w.posted(c, bot.Reply{Text: "the ballot"})
			if err := w.adapter.Edit(context.Background(), m, bot.Reply{Text: "the standings"}); err != nil {
				w.t.Errorf("Edit: %v", err)
			}
		},
		"posts that are slowed down": func(w *world, c *telegramtest.Chat) {
			w.Intercept(first("sendMessage", func() *telegramtest.Answer { return &telegramtest.Answer{Status: 429, RetryAfter: 4} }))
			var all sync.WaitGroup
			for range 3 {
				all.Go(func() { w.posted(c, bot.Reply{Text: "the ballot"}) })
			}
			all.Wait()
		},
	}
	for name, do := range tests {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.start(echo)
				c := w.Chat(telegramtest.Supergroup)
				w.SetMember(c, telegramtest.BotID, map[string]any{"status": "administrator", "can_pin_messages": true})
				do(w, c)
				calls := w.Calls("sendMessage", "editMessageText", "pinChatMessage")
				if len(calls) < 2 {
					t.Fatalf("%d calls were made", len(calls))
				}
				for i, c := range calls[1:] {
					if d := c.Time.Sub(calls[i].Time); d < time.Second {
						t.Errorf("%s arrives %v after %s", c.Method, d, calls[i].Method)
					}
				}
			})
		})
	}
}

// TestArrivalsAfterStandstill checks that what had to wait for a database that stood
// still, and for a network that did, does not arrive in a bunch.
func TestArrivalsAfterStandstill(t *testing.T) {
	inWorld(t, func(w *world) {
		w.LimitFloods()
		w.start(echo)
		began := time.Now()
		r := bot.Reply{Text: "the ballot", Begin: func(ctx context.Context) error {
			return sleep(ctx, 3*time.Second-time.Since(began))
		}}
		w.setLag(2 * time.Second)
		var all sync.WaitGroup
		for range 100 {
			c := w.Chat(telegramtest.Supergroup)
			all.Go(func() { w.posted(c, r) })
		}
		all.Wait()
		var times []time.Time
		for _, c := range w.Calls("sendMessage") {
			times = append(times, c.Time)
		}
		if n := mostWithin(times, time.Second); len(times) != 100 || n > 30 || w.Floods() > 0 {
			t.Errorf("%d posts arrived, %d of them within a second, and %d were refused", len(times), n, w.Floods())
		}
	})
}

// posted posts a reply.
func (w *world) posted(c *telegramtest.Chat, r bot.Reply) bot.Message {
	w.t.Helper()
	m, err := w.adapter.Post(context.Background(), chatOfFake(c), r)
	if err != nil {
		w.t.Errorf("Post: %v", err)
	}
	return m
}

// pinned pins a message.
func (w *world) pinned(m bot.Message) {
	w.t.Helper()
	if err := w.adapter.Pin(context.Background(), m, true); err != nil {
		w.t.Errorf("Pin: %v", err)
	}
}
