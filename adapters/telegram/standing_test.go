package telegram

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

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
