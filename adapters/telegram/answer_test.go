package telegram

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

var again = []bot.Button{{Label: "Again", Line: "/film random"}}

func TestWhoIsAnswered(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		private, group, forum, channel := w.Private(w.ann), w.Chat(telegramtest.Group), w.Chat(telegramtest.Supergroup), w.Chat(telegramtest.Channel)
		w.Say(w.ann, private, "ascent")
		w.Say(w.ann, private, "/film@otherbot ascent")
		asked := w.Say(w.ann, group, "/film@filmclubbot ascent")
		for _, text := range []string{"ascent", "/film@otherbot ascent", "/unknown", "say /film ascent"} {
			w.Say(w.ann, group, text)
		}
		w.Say(w.ann, forum, "/film topic", telegramtest.InTopic(42))
		w.Say(w.ann, channel, "/film post")
		w.Push("edited_message", map[string]any{"message_id": 1, "date": 1, "chat": map[string]any{"id": private.ID, "type": "private"}, "text": "/film edited"})
		time.Sleep(time.Second)
		w.want(private, "re: ascent")
		w.want(group, "re: /film ascent")
		w.want(forum, "re: /film topic")
		w.want(channel, "re: /film post")
		if got := w.Messages(private)[0].ReplyTo; got != 0 {
			t.Errorf("in a private chat the answer replies to %d, want to nothing", got)
		}
		if got := w.Messages(group)[0].ReplyTo; got != asked {
			t.Errorf("in a group the answer replies to %d, want %d", got, asked)
		}
		if got := w.Messages(forum)[0].Topic; got != 42 {
			t.Errorf("the answer is in topic %d, want 42", got)
		}
	})
}

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
		{"private and blank", bot.Reply{Buttons: again, Private: true}, false, telegramtest.Notice{}, "ask", "ask"},
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

func TestInlineMode(t *testing.T) {
	inWorld(t, func(w *world) {
		card := bot.Card{Title: "The Ascent (1977)", Sections: []bot.Section{{Text: "Two partisans."}}}
		w.start(hands{
			suggest: func(req bot.Request) []bot.Choice {
				if req.Line != "/film asc" || !req.Inline || !req.Chat.Private || req.Lang != "ru" {
					t.Errorf("Suggest got %+v", req)
				}
				return []bot.Choice{
					{Label: "The Ascent (1977)", Line: "/film #sm2", Card: &card, Buttons: again},
					{Label: "Plain", Detail: "no card", Line: "/film " + strings.Repeat("x", 100)},
					{Label: "Double", Line: "/film #sm2"},
				}
			},
			handle: func(_ context.Context, req bot.Request) bot.Reply {
				if !strings.HasPrefix(req.Chat.ID, "i") || req.Chat.Private {
					t.Errorf("a press on an inline message came from chat %+v", req.Chat)
				}
				return bot.Reply{Text: "re: " + req.Line}
			},
		})
		id := w.Type(w.bob, "asc")
		w.Await(t, "suggestions", func() bool { _, n := w.Results(id); return n > 0 })
		got, _ := w.Results(id)
		if len(got) != 2 {
			t.Fatalf("%d results, want 2", len(got))
		}
		first := got[0]
		if first.Title != "The Ascent (1977)" || first.Description != "Two partisans." || first.Message.Text != "The Ascent (1977)\n\nTwo partisans." {
			t.Errorf("the first result is %+v", first)
		}
		if got[1].Description != "no card" || got[1].Message.Text != "Plain" {
			t.Errorf("the second result is %+v", got[1])
		}
		m := w.Choose(first)
		press := w.Press(t, w.bob, m, 0, false)
		w.acked(press)
		if got := w.Look(m).Text; got != "re: /film random" {
			t.Errorf("the message is %q, want %q", got, "re: /film random")
		}
	})
}

func TestInlineModeWhenHandlerPanics(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(hands{suggest: func(bot.Request) []bot.Choice { panic(secret) }})
		id := w.Type(w.bob, "asc")
		w.Await(t, "an answer", func() bool { _, n := w.Results(id); return n == 1 })
	})
}

func TestMigration(t *testing.T) {
	inWorld(t, func(w *world) {
		var events []bot.Event
		failures := 3
		w.start(hands{observe: func(e bot.Event) error {
			if failures > 0 {
				failures--
				return errors.New("the database is away")
			}
			events = append(events, e)
			return nil
		}, handle: echo.handle})
		old := w.Chat(telegramtest.Group)
		next := w.Move(old, false)
		synctest.Wait()
		if len(w.Waiting()) == 0 {
			t.Error("the migration was confirmed before it was stored")
		}
		w.Say(w.ann, next, "/film one")
		w.answer(next, 1)
		time.Sleep(time.Minute)
		if len(w.Waiting()) != 0 {
			t.Error("the migration was not confirmed")
		}
		if len(events) != 1 || events[0].Chat.Key() != fmt.Sprint("telegram:", old.ID) || events[0].Moved.Key() != fmt.Sprint("telegram:", next.ID) {
			t.Errorf("Observe got %+v, want one move from %d to %d", events, old.ID, next.ID)
		}
		m, err := w.adapter.Post(context.Background(), bot.Chat{Platform: platform, ID: fmt.Sprint(old.ID)}, bot.Reply{Text: "news"})
		if err != nil || m.Chat.ID != fmt.Sprint(next.ID) {
			t.Errorf("Post = %+v, %v; want it in %d", m, err, next.ID)
		}
		for _, c := range w.Calls() {
			if c.Params["chat_id"] == fmt.Sprint(old.ID) {
				t.Errorf("%s was called for the old chat", c.Method)
			}
		}
	})
}

func TestMigrationNoticedWhilePosting(t *testing.T) {
	inWorld(t, func(w *world) {
		var events []bot.Event
		w.start(hands{observe: func(e bot.Event) error {
			events = append(events, e)
			return nil
		}})
		old := w.Chat(telegramtest.Group)
		chat := bot.Chat{Platform: platform, ID: fmt.Sprint(old.ID)}
		before, err := w.adapter.Post(context.Background(), chat, bot.Reply{Text: "before"})
		if err != nil {
			t.Fatalf("Post: %v", err)
		}
		next := w.Move(old, true)
		for range 3 {
			m, err := w.adapter.Post(context.Background(), chat, bot.Reply{Text: "news"})
			if err != nil || m.Chat.ID != fmt.Sprint(next.ID) {
				t.Errorf("Post = %+v, %v; want it in %d", m, err, next.ID)
			}
		}
		w.want(next, "news", "news", "news")
		if len(events) != 1 {
			t.Errorf("Observe got %+v, want one event", events)
		}
		if err := w.adapter.Edit(context.Background(), before, bot.Reply{Text: "other"}); !errors.Is(err, bot.ErrChatGone) {
			t.Errorf("Edit of a message in the old group = %v, want %v", err, bot.ErrChatGone)
		}
		w.want(next, "news", "news", "news")
	})
}

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

func TestStanding(t *testing.T) {
	member := func(status string) map[string]any { return map[string]any{"status": status} }
	tests := []struct {
		name       string
		kind       string
		user, self map[string]any
		anonymous  bool
		want       bot.Standing
		calls      int
	}{
		{"member", telegramtest.Group, member("member"), member("member"), false, bot.Standing{}, 2},
		{"administrator", telegramtest.Supergroup, member("administrator"), member("member"), false, bot.Standing{Administrator: true}, 2},
		{"creator", telegramtest.Supergroup, member("creator"), member("administrator"), false, bot.Standing{Administrator: true}, 2},
		{"muted", telegramtest.Supergroup, member("member"), member("restricted"), false, bot.Standing{Lacks: []bot.Permission{bot.SendMessages}}, 2},
		{"anonymous", telegramtest.Supergroup, nil, member("member"), true, bot.Standing{Administrator: true}, 1},
		{"channel", telegramtest.Channel, nil, map[string]any{"status": "administrator", "can_post_messages": true}, false, bot.Standing{Administrator: true}, 1},
		{"mute in a channel", telegramtest.Channel, nil, member("administrator"), false, bot.Standing{Administrator: true, Lacks: []bot.Permission{bot.SendMessages}}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				var got bot.Standing
				var err error
				w.start(hands{handle: func(ctx context.Context, req bot.Request) bot.Reply {
					if tt.user == nil && req.User.Key() != "" {
						t.Errorf("the user is %+v, want a nameless one", req.User)
					}
					if strings.HasSuffix(req.Line, "ask") {
						got, err = req.Standing(ctx)
					}
					return bot.Reply{Text: "fine"}
				}})
				c := w.Chat(tt.kind)
				w.SetMember(c, w.ann.ID, tt.user)
				w.SetMember(c, telegramtest.BotID, tt.self)
				with := telegramtest.With{}
				if tt.anonymous {
					with["from"] = map[string]any{"id": groupAnonymousBot, "is_bot": true, "first_name": "Group"}
					with["sender_chat"] = map[string]any{"id": c.ID, "type": tt.kind}
				}
				w.Say(w.ann, c, "/film", with)
				w.answer(c, 1)
				if n := len(w.Calls("getChatMember")); n != 0 {
					t.Errorf("members were looked up %d times without need", n)
				}
				w.Say(w.ann, c, "/film ask", with)
				w.answer(c, 2)
				if err != nil || fmt.Sprint(got) != fmt.Sprint(tt.want) {
					t.Errorf("Standing = %+v, %v; want %+v", got, err, tt.want)
				}
				if n := len(w.Calls("getChatMember")); n != tt.calls {
					t.Errorf("members were looked up %d times, want %d", n, tt.calls)
				}
			})
		})
	}
}

func TestStandingInPrivate(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
			if req.Standing != nil {
				t.Error("in a private chat there is somebody to ask")
			}
			return bot.Reply{Text: "fine"}
		}})
		c := w.Private(w.ann)
		w.Say(w.ann, c, "/film")
		w.answer(c, 1)
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
			{group, 70 * time.Second, 90 * time.Second}, // 25 posts, at most 20 a minute
			{private, 21 * time.Second, 23 * time.Second},
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
			return &telegramtest.Answer{Status: 429, RetryAfter: 7}
		})
		w.begin(echo)
		begin := time.Now()
		m, err := w.adapter.Post(context.Background(), bot.Chat{Platform: platform, ID: fmt.Sprint(c.ID), Topic: "9"}, bot.Reply{Text: "news", Buttons: again})
		if err != nil || m.Chat.Topic != "9" {
			t.Fatalf("Post = %+v, %v", m, err)
		}
		if d := time.Since(begin); d != 7*time.Second {
			t.Errorf("Post took %v, want 7s", d)
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
		if _, err := w.adapter.Post(ctx, m.Chat, bot.Reply{Text: "late"}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Post = %v, want %v", err, context.DeadlineExceeded)
		}
		w.Intercept(nil)
	})
}
