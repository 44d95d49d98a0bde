package telegram

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

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
						got, err = req.Standing(ctx, req.Chat)
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
		group := w.Chat(telegramtest.Supergroup)
		w.SetMember(group, w.ann.ID, map[string]any{"status": "administrator"})
		var here, there bot.Standing
		w.start(hands{handle: func(ctx context.Context, req bot.Request) bot.Reply {
			var err, other error
			here, err = req.Standing(ctx, req.Chat)
			if n := len(w.Calls("getChatMember")); n != 0 {
				t.Errorf("of a private chat members were looked up %d times", n)
			}
			there, other = req.Standing(ctx, bot.Chat{Platform: platform, ID: fmt.Sprint(group.ID)})
			return bot.Reply{Text: fmt.Sprint(err, other)}
		}})
		c := w.Private(w.ann)
		w.Say(w.ann, c, "/film")
		if got := w.answer(c, 1).Text; got != "<nil> <nil>" {
			t.Errorf("errors = %s, want none", got)
		}
		if here.Administrator || !there.Administrator {
			t.Errorf("standing here = %+v, in the group %+v; want an administrator only there", here, there)
		}
	})
}

// TestStandingElsewhere checks what somebody counts for in another chat than the
// one where the line was typed.
func TestStandingElsewhere(t *testing.T) {
	administrator := map[string]any{"status": "administrator"}
	tests := []struct {
		name      string
		prepare   func(w *world, other *telegramtest.Chat)
		anonymous bool
		platform  string
		want      bot.Standing
	}{
		{name: "administrator", prepare: func(w *world, c *telegramtest.Chat) { w.SetMember(c, w.ann.ID, administrator) }, want: bot.Standing{Administrator: true}},
		{name: "member", prepare: func(*world, *telegramtest.Chat) {}},
		{name: "anonymous", prepare: func(w *world, c *telegramtest.Chat) { w.SetMember(c, w.ann.ID, administrator) }, anonymous: true},
		{name: "other platform", prepare: func(w *world, c *telegramtest.Chat) { w.SetMember(c, w.ann.ID, administrator) }, platform: "discord"},
		{name: "removed bot", prepare: func(w *world, c *telegramtest.Chat) {
			w.SetMember(c, w.ann.ID, administrator)
			w.RemoveSilently(c, "bot was kicked from the supergroup chat")
		}},
		{name: "unknown person", prepare: refuseMembers(400, "Bad Request: user not found")},
		{name: "broken server", prepare: refuseMembers(500, "Internal Server Error")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				here, other := w.Chat(telegramtest.Group), w.Chat(telegramtest.Supergroup)
				at := bot.Chat{Platform: cmp.Or(tt.platform, platform), ID: fmt.Sprint(other.ID)}
				w.start(hands{handle: func(ctx context.Context, req bot.Request) bot.Reply {
					got, err := req.Standing(ctx, at)
					if err != nil || got.Administrator != tt.want.Administrator {
						t.Errorf("Standing = %+v, %v; want %+v", got, err, tt.want)
					}
					return bot.Reply{Text: "fine"}
				}})
				tt.prepare(w, other)
				with := telegramtest.With{}
				if tt.anonymous {
					with["from"] = map[string]any{"id": groupAnonymousBot, "is_bot": true, "first_name": "Group"}
					with["sender_chat"] = map[string]any{"id": here.ID, "type": "group"}
				}
				w.Say(w.ann, here, "/film", with)
				w.answer(here, 1)
				w.Intercept(nil)
			})
		})
	}
}

func refuseMembers(code int, text string) func(*world, *telegramtest.Chat) {
	return func(w *world, _ *telegramtest.Chat) {
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "getChatMember" {
				return nil
			}
			return &telegramtest.Answer{Status: code, Description: text}
		})
	}
}

// TestStandingIsRemembered checks for how long an answer of Telegram's counts, and
// that it does not when Telegram tells of a change.
func TestStandingIsRemembered(t *testing.T) {
	inWorld(t, func(w *world) {
		c := w.Chat(telegramtest.Supergroup)
		w.SetMember(c, w.ann.ID, map[string]any{"status": "administrator"})
		n := 0
		w.start(hands{handle: func(ctx context.Context, req bot.Request) bot.Reply {
			at, err := req.Standing(ctx, req.Chat)
			return bot.Reply{Text: fmt.Sprint(at.Administrator, len(at.Lacks), err)}
		}})
		ask := func(want string, calls int) {
			t.Helper()
			before := len(w.Calls("getChatMember"))
			w.Say(w.ann, c, "/film")
			n++
			if got := w.answer(c, n).Text; got != want {
				t.Errorf("standing = %s, want %s", got, want)
			}
			if got := len(w.Calls("getChatMember")) - before; got != calls {
				t.Errorf("members were looked up %d times, want %d", got, calls)
			}
		}
		ask("true 0 <nil>", 2)
		w.SetMember(c, w.ann.ID, map[string]any{"status": "member"}) // Telegram does not tell
		ask("true 0 <nil>", 0)
		time.Sleep(answerAge)
		ask("false 0 <nil>", 2)
		w.Change(c, w.ann, map[string]any{"status": "creator"})
		ask("true 0 <nil>", 1)
		w.Change(c, w.bob, map[string]any{"status": "left"})
		ask("true 0 <nil>", 0)
		w.SetMember(c, telegramtest.BotID, map[string]any{"status": "restricted", "is_member": true})
		w.Admit(c)
		ask("true 1 <nil>", 2)
	})
}
