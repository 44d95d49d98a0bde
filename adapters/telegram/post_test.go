package telegram

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

func TestGoneChat(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		c := w.Private(w.ann)
		chat := bot.Chat{Platform: platform, ID: fmt.Sprint(c.ID), Private: true}
		post := func(want error) {
			t.Helper()
			if _, err := w.adapter.Post(context.Background(), chat, bot.Reply{Text: "news"}); !errors.Is(err, want) {
				t.Errorf("Post = %v, want %v", err, want)
			}
		}
		post(nil)
		w.RemoveSilently(c, "bot was blocked by the user")
		for range 5 {
			post(bot.ErrChatGone)
		}
		if n := len(w.Calls("sendMessage")); n != 2 {
			t.Errorf("sendMessage was called %d times, want twice", n)
		}
		w.Admit(c)
		synctest.Wait()
		post(nil)
		w.Remove(c, "bot was blocked by the user")
		synctest.Wait()
		post(bot.ErrChatGone)
		if n := len(w.Calls("sendMessage")); n != 3 {
			t.Errorf("sendMessage was called %d times, want three times", n)
		}
		for _, id := range []string{"i77", "", "nowhere", "123456"} {
			if _, err := w.adapter.Post(context.Background(), bot.Chat{Platform: platform, ID: id}, bot.Reply{Text: "news"}); !errors.Is(err, bot.ErrChatGone) {
				t.Errorf("Post to %q = %v, want %v", id, err, bot.ErrChatGone)
			}
		}
	})
}

func TestPacing(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		group, private := w.Chat(telegramtest.Group), w.Private(w.ann)
		tests := []struct {
			chat *telegramtest.Chat
			from time.Duration
			to   time.Duration
		}{
			{group, 85 * time.Second, 95 * time.Second}, // three soon, then one every four seconds
			{private, 26 * time.Second, 28 * time.Second},
		}
		for _, tt := range tests {
			begin := time.Now()
			for i := range 25 {
				chat := bot.Chat{Platform: platform, ID: fmt.Sprint(tt.chat.ID)}
				if _, err := w.adapter.Post(context.Background(), chat, bot.Reply{Text: fmt.Sprint(i)}); err != nil {
					t.Fatalf("Post: %v", err)
				}
			}
			if d := time.Since(begin); d < tt.from || d > tt.to {
				t.Errorf("25 posts took %v, want %v to %v", d, tt.from, tt.to)
			}
			begin = time.Now()
			w.Say(w.ann, tt.chat, "/film")
			w.answer(tt.chat, 26)
			if d := time.Since(begin); d > 0 {
				t.Errorf("an answer waited %v for announcements", d)
			}
		}
	})
}

func TestPostHonoursTopicAndRetryAfter(t *testing.T) {
	inWorld(t, func(w *world) {
		c := w.Chat(telegramtest.Supergroup)
		limited := false
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "sendMessage" || limited {
				return nil
			}
			limited = true
			return &telegramtest.Answer{Status: 429, RetryAfter: 3}
		})
		w.begin(echo)
		begin := time.Now()
		m, err := w.adapter.Post(context.Background(), bot.Chat{Platform: platform, ID: fmt.Sprint(c.ID), Topic: "9"}, bot.Reply{Text: "news", Buttons: again})
		if err != nil || m.Chat.Topic != "9" {
			t.Fatalf("Post = %+v, %v", m, err)
		}
		if d := time.Since(begin); d != 3*time.Second {
			t.Errorf("Post took %v, want 3s", d)
		}
		got := w.Messages(c)[0]
		if got.Topic != 9 || len(got.Buttons) != 1 {
			t.Errorf("the post is in topic %d with %v, want topic 9 and a button", got.Topic, got.Labels())
		}
		if err := w.adapter.Edit(context.Background(), m, bot.Reply{Text: "no buttons"}); err != nil {
			t.Errorf("Edit: %v", err)
		}
		if got := w.Look(got); got.Text != "no buttons" || len(got.Buttons) != 0 {
			t.Errorf("after Edit: %q with %v", got.Text, got.Labels())
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		w.Intercept(func(telegramtest.Call) *telegramtest.Answer { return &telegramtest.Answer{Status: 429, RetryAfter: 60} })
		if _, err := w.adapter.Post(ctx, m.Chat, bot.Reply{Text: "late"}); err == nil || errors.Is(err, bot.ErrUnsure) {
			t.Errorf("Post that has no time left = %v, want an error that tells that it was not sent", err)
		}
		w.Intercept(nil)
	})
}

// TestPostErrors checks that errors say where they come from, once.
func TestPostErrors(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		c := w.Private(w.ann)
		chat := bot.Chat{Platform: platform, ID: fmt.Sprint(c.ID), Private: true}
		over, cancel := context.WithCancel(context.Background())
		cancel()
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method == "getUpdates" {
				return nil
			}
			return &telegramtest.Answer{Status: 400, Description: "Bad Request: no"}
		})
		post := func(ctx context.Context, to bot.Chat) error {
			_, err := w.adapter.Post(ctx, to, bot.Reply{Text: "news"})
			return err
		}
		edit := func(ctx context.Context, in bot.Chat) error {
			return w.adapter.Edit(ctx, bot.Message{Chat: in, ID: "7"}, bot.Reply{Text: "news"})
		}
		tests := []struct {
			err  error
			want string
		}{
			{post(context.Background(), bot.Chat{}), "post to telegram: " + bot.ErrChatGone.Error()},
			{edit(context.Background(), bot.Chat{}), "edit on telegram: " + bot.ErrChatGone.Error()},
			{post(over, chat), "post to telegram: context canceled"},
			{edit(over, chat), "edit on telegram: context canceled"},
			{post(context.Background(), chat), "post to telegram: sendMessage: 400 Bad Request: no"},
			{edit(context.Background(), chat), "edit on telegram: editMessageText: 400 Bad Request: no"},
		}
		for i, tt := range tests {
			if tt.err == nil || tt.err.Error() != tt.want {
				t.Errorf("error %d = %v, want %q", i, tt.err, tt.want)
			}
		}
		w.Intercept(nil)
	})
}
