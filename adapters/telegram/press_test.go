package telegram

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// pressed lets somebody press the only button of an answer.
func (w *world) pressed(c *telegramtest.Chat, faded bool) (string, telegramtest.Message) {
	w.t.Helper()
	m := w.answer(c, 1)
	return w.Press(w.t, w.bob, m, 0, faded), m
}

func TestPresses(t *testing.T) {
	long := strings.Repeat("long ", 60)
	tests := []struct {
		name   string
		reply  bot.Reply
		faded  bool
		notice telegramtest.Notice
		edited string
		texts  string
	}{
		{"empty", bot.Reply{}, false, telegramtest.Notice{}, "ask", "ask"},
		{"anew", bot.Reply{Text: "new"}, false, telegramtest.Notice{}, "ask", "ask|new"},
		{"replace", bot.Reply{Text: "other", Replace: true}, false, telegramtest.Notice{}, "other", "other"},
		{"replace by the same", bot.Reply{Text: "ask", Buttons: again, Replace: true}, false, telegramtest.Notice{}, "ask", "ask"},
		{"faded", bot.Reply{Text: "other", Replace: true}, true, telegramtest.Notice{}, "other", "other"},
		{"private", bot.Reply{Text: "hush", Private: true, Replace: true}, false, telegramtest.Notice{Text: "hush"}, "ask", "ask"},
		{"private and long", bot.Reply{Text: long, Private: true}, false, telegramtest.Notice{Text: long[:199] + "…", Alert: true}, "ask", "ask"},
		{"private card", bot.Reply{Cards: []bot.Card{{Title: "Wanda"}}, Private: true}, false, telegramtest.Notice{Text: "Wanda", Alert: true}, "ask", "ask"},
		{"private and blank", bot.Reply{Text: " ", Private: true}, false, telegramtest.Notice{}, "ask", "ask"},
		{"private with buttons", bot.Reply{Text: "hush", Buttons: again, Private: true, Replace: true}, false, telegramtest.Notice{}, "ask", "ask|hush"},
		{"private with choices", bot.Reply{Text: "hush", Choices: []bot.Choice{{Label: "One", Line: "/1"}}, Private: true}, false, telegramtest.Notice{}, "ask", "ask|hush"},
		{"private with a file", bot.Reply{Text: "hush", Files: []bot.Attachment{{Name: "a", Data: []byte("a")}}, Private: true}, false, telegramtest.Notice{}, "ask", "ask|hush"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.start(hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
					if req.Pressed {
						return tt.reply
					}
					return bot.Reply{Text: "ask", Buttons: again}
				}})
				c := w.Chat(telegramtest.Group)
				w.Say(w.ann, c, "/film")
				id, m := w.pressed(c, tt.faded)
				if got := w.acked(id); got != tt.notice {
					t.Errorf("notice = %+v, want %+v", got, tt.notice)
				}
				w.want(c, strings.Split(tt.texts, "|")...)
				if got := w.Look(m).Text; got != tt.edited {
					t.Errorf("the pressed message is %q, want %q", got, tt.edited)
				}
			})
		})
	}
}

// TestPrivatePressInPrivate checks that where nobody else reads along, nothing
// is cut for the sake of privacy.
func TestPrivatePressInPrivate(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("long ", 60))
	tests := []struct {
		text   string
		notice string
		texts  []string
	}{
		{"hush", "hush", []string{"ask"}},
		{long, "", []string{"ask", long}},
	}
	for _, tt := range tests {
		inWorld(t, func(w *world) {
			w.start(hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
				if req.Pressed {
					return bot.Reply{Text: tt.text, Private: true}
				}
				return bot.Reply{Text: "ask", Buttons: again}
			}})
			c := w.Private(w.bob)
			w.Say(w.bob, c, "/film")
			id, _ := w.pressed(c, false)
			if got := w.acked(id); got.Text != tt.notice {
				t.Errorf("notice = %q, want %q", got.Text, tt.notice)
			}
			w.want(c, tt.texts...)
		})
	}
}

func TestPressOfMessageThatCannotBeEdited(t *testing.T) {
	inWorld(t, func(w *world) {
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "editMessageText" {
				return nil
			}
			return &telegramtest.Answer{Status: 400, Description: "Bad Request: message can't be edited"}
		})
		w.start(always(bot.Reply{Text: "text", Buttons: again, Replace: true}))
		c := w.Chat(telegramtest.Supergroup)
		w.Say(w.ann, c, "/film")
		id, m := w.pressed(c, true)
		w.acked(id)
		w.want(c, "text", "text")
		if got := w.Messages(c)[1].ReplyTo; got != m.ID {
			t.Errorf("the new message replies to %d, want %d", got, m.ID)
		}
	})
}

func TestPressWhileHandlerFails(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
			if req.Pressed {
				panic(secret)
			}
			return bot.Reply{Text: "ask", Buttons: again}
		}})
		c := w.Private(w.bob)
		w.Say(w.bob, c, "/film")
		id, _ := w.pressed(c, false)
		w.acked(id)
		w.Say(w.bob, c, "/film")
		w.answer(c, 2)
		if w.log.count("msg=panic") != 1 {
			t.Errorf("the log does not tell about the panic:\n%s", w.log)
		}
	})
}

func TestPressWhileHandlerIsSlow(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
			if req.Pressed {
				time.Sleep(9 * time.Second)
			}
			return bot.Reply{Text: "text", Buttons: again, Private: req.Pressed}
		}})
		c := w.Private(w.bob)
		w.Say(w.bob, c, "/film")
		begin := time.Now()
		id, _ := w.pressed(c, false)
		w.acked(id)
		if d := time.Since(begin); d > 6*time.Second {
			t.Errorf("the press was answered after %v", d)
		}
		w.answer(c, 2)
		w.acked(id)
	})
}

func TestPressInSlowedChat(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(always(bot.Reply{Text: "text", Buttons: again, Replace: true}))
		c := w.Chat(telegramtest.Group)
		w.Say(w.ann, c, "/film")
		m := w.answer(c, 1)
		limited := false
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "editMessageText" || limited {
				return nil
			}
			limited = true
			return &telegramtest.Answer{Status: 429, RetryAfter: 60}
		})
		begin := time.Now()
		var ids []string
		for range 60 {
			ids = append(ids, w.Press(t, w.bob, m, 0, false))
			synctest.Wait()
		}
		for _, id := range ids {
			w.acked(id)
		}
		if d := time.Since(begin); d > 6*time.Second {
			t.Errorf("the presses were answered after %v", d)
		}
		time.Sleep(2 * time.Minute)
	})
}
