package telegram

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// working is a handler that tells how far it is, a second apart, and then
// replies.
func working(steps int, r bot.Reply) hands {
	return hands{handle: func(ctx context.Context, req bot.Request) bot.Reply {
		if req.Line == "/film" {
			return bot.Reply{Text: "ask", Buttons: again}
		}
		for i := range steps {
			req.Progress(ctx, fmt.Sprint("step ", i+1))
			time.Sleep(time.Second)
		}
		return r
	}}
}

func TestProgress(t *testing.T) {
	form := &bot.Form{Line: "/x", Fields: []bot.Field{{Name: "f", Label: "L"}}}
	const prompt = "✍️ L"
	tests := []struct {
		name  string
		reply bot.Reply
		press bool
		want  []string
	}{
		{"edited", bot.Reply{Text: "done", Buttons: again}, false, []string{"done"}},
		{"nothing to say", bot.Reply{}, false, nil},
		{"form", bot.Reply{Form: form}, false, []string{prompt}},
		{"text and form", bot.Reply{Text: "done", Form: form}, false, []string{"done", prompt}},
		{"text and file", bot.Reply{Text: "done", Files: []bot.Attachment{{Name: "a", Data: []byte("a")}}}, false, []string{"done", ""}},
		{"press answered anew", bot.Reply{Text: "done"}, true, []string{"ask", "done"}},
		{"press answered in place", bot.Reply{Text: "done", Replace: true}, true, []string{"done"}},
		{"press answered privately", bot.Reply{Text: "done", Private: true}, true, []string{"ask"}},
		{"press without answer", bot.Reply{}, true, []string{"ask"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.start(working(2, tt.reply))
				c := w.Chat(telegramtest.Group)
				shown := 0
				if tt.press {
					w.Say(w.ann, c, "/film")
					w.pressed(c, false)
					shown = 1
				} else {
					w.Say(w.ann, c, "/film x")
				}
				w.answer(c, shown+1)
				time.Sleep(time.Second)
				synctest.Wait()
				if got := w.Messages(c)[shown]; got.Text != "step 2" || got.Edits != 1 || len(got.Buttons) > 0 {
					t.Errorf("a second later there is %+v, want step 2", got)
				}
				time.Sleep(time.Minute)
				w.want(c, tt.want...)
			})
		})
	}
}

func TestProgressIsPaced(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(working(9, bot.Reply{Text: "done"}))
		c := w.Chat(telegramtest.Supergroup)
		asked := w.Say(w.ann, c, "/film x", telegramtest.InTopic(42))
		m := w.answer(c, 1)
		time.Sleep(time.Minute)
		synctest.Wait()
		calls := w.Calls("sendMessage", "editMessageText")
		if len(calls) != 5 {
			t.Errorf("in nine seconds there were %d calls, want 5: two at once, two at intervals, the answer", len(calls))
		}
		if got := w.Look(m); got.Text != "done" || got.Topic != 42 || got.ReplyTo != asked {
			t.Errorf("at last there is %+v", got)
		}
	})
}

// TestProgressInSlowedChat checks that what is on its way does not wait until it
// can be told how far it is.
func TestProgressInSlowedChat(t *testing.T) {
	inWorld(t, func(w *world) {
		limited := false
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "sendMessage" || limited {
				return nil
			}
			limited = true
			return &telegramtest.Answer{Status: 429, RetryAfter: 30}
		})
		var took time.Duration
		slow := working(2, bot.Reply{Text: "done"})
		w.start(hands{handle: func(ctx context.Context, req bot.Request) bot.Reply {
			begin := time.Now()
			defer func() { took = time.Since(begin) }()
			return slow.handle(ctx, req)
		}})
		c := w.Private(w.ann)
		w.Say(w.ann, c, "/film x")
		w.answer(c, 1)
		w.want(c, "done")
		if took != 2*time.Second {
			t.Errorf("the request took %v, want 2s", took)
		}
	})
}

// TestProgressThatVanished checks that the answer comes although somebody deleted
// the message that it should take the place of.
func TestProgressThatVanished(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(working(1, bot.Reply{Text: "done"}))
		c := w.Chat(telegramtest.Group)
		w.Say(w.ann, c, "/film x")
		w.Delete(w.answer(c, 1))
		w.answer(c, 1)
		w.want(c, "done")
	})
}

func TestProgressAfterTheAnswer(t *testing.T) {
	inWorld(t, func(w *world) {
		var late func(context.Context, string)
		w.start(hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
			late = req.Progress
			return bot.Reply{Text: "done"}
		}})
		c := w.Private(w.ann)
		w.Say(w.ann, c, "/film x")
		w.answer(c, 1)
		late(context.Background(), "step 9")
		w.want(c, "done")
	})
}
