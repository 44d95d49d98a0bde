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

func TestBadUpdateAmongGoodOnes(t *testing.T) {
	inWorld(t, func(w *world) {
		c := w.Private(w.ann)
		w.Say(w.ann, c, "/film one")
		bad := w.PushRaw(func(id int64) string {
			return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":"`+secret+`","chat":[]}}`, id)
		})
		w.PushRaw(func(id int64) string {
			return fmt.Sprintf(`{"update_id":%d,"message":{"message_thread_id":"x","message_id":7,"date":1,"chat":{"id":7,"type":"private"}}}`, id)
		})
		w.PushRaw(func(int64) string { return `{"update_id":"nine"}` })
		w.Say(w.ann, c, "/film two")
		w.start(echo)
		w.answer(c, 2)
		w.want(c, "re: /film one", "re: /film two")
		if got := w.Waiting(); len(got) != 0 {
			t.Errorf("not confirmed: %v, want none", got)
		}
		if want := fmt.Sprintf("update=%d", bad); w.log.count(want) != 1 {
			t.Errorf("the log has no %q:\n%s", want, w.log)
		}
	})
}

func TestUpdateWithoutNumberAlone(t *testing.T) {
	inWorld(t, func(w *world) {
		w.PushRaw(func(int64) string { return `{"nothing":1}` })
		w.begin(echo)
		time.Sleep(time.Minute)
		if n := len(w.Calls("getUpdates")); n > 20 {
			t.Errorf("%d calls in a minute for an update that cannot be passed", n)
		}
	})
}

func TestSecondPoller(t *testing.T) {
	inWorld(t, func(w *world) {
		refusals := 4
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "getUpdates" || refusals == 0 {
				return nil
			}
			refusals--
			return &telegramtest.Answer{Status: 409, Description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}
		})
		c := w.Private(w.ann)
		w.Say(w.ann, c, "/film one")
		w.start(echo)
		w.answer(c, 1)
		if n := w.log.count("another program fetches"); n != 1 {
			t.Errorf("the log complains %d times, want once:\n%s", n, w.log)
		}
		if n := len(w.Calls("deleteWebhook")); n != 0 {
			t.Errorf("the webhook was removed %d times", n)
		}
	})
}

func TestWebhookInTheWay(t *testing.T) {
	inWorld(t, func(w *world) {
		w.SetWebhook("https://example.com/" + secret)
		c := w.Private(w.ann)
		w.Say(w.ann, c, "/film one")
		w.begin(echo)
		w.answer(c, 1)
		if n := len(w.Calls("deleteWebhook")); n != 1 {
			t.Errorf("the webhook was removed %d times, want once", n)
		}
	})
}

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
		if got := w.Waiting(); len(got) > 1 {
			t.Errorf("the slow chat keeps the updates %v", got)
		}
		w.answer(slow, 4)
		w.want(slow, "re: /film one", "re: /film more 0", "re: /film more 1", "re: /film more 2")
		if d := time.Since(begin); d < 30*time.Second || d > 31*time.Second {
			t.Errorf("the slow chat was answered after %v, want 30s", d)
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
			if d := time.Since(begin); d > lastPeek {
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

func TestNetworkTrouble(t *testing.T) {
	tests := []struct {
		name   string
		method string
		answer telegramtest.Answer
		want   int // messages
	}{
		{"page of a proxy", "sendMessage", telegramtest.Answer{Status: 502, Body: "<html>" + secret + "</html>"}, 1},
		{"server error", "sendMessage", telegramtest.Answer{Status: 500, Description: "Internal Server Error"}, 1},
		{"cut after sending", "sendMessage", telegramtest.Answer{Drop: true, After: true}, 1},
		{"gateway timeout after sending", "sendMessage", telegramtest.Answer{Status: 504, Body: "<html>", After: true}, 1},
		{"refused text", "sendMessage", telegramtest.Answer{Status: 400, Description: `Bad Request: can't parse "` + secret + `"`}, 0},
		{"no updates", "getUpdates", telegramtest.Answer{Drop: true}, 1},
		{"strange updates", "getUpdates", telegramtest.Answer{Status: 200, Body: `{"ok":true,"result":7}`}, 1},
		{"too many polls", "getUpdates", telegramtest.Answer{Status: 429, RetryAfter: 3}, 1},
		{"revoked for a moment", "getUpdates", telegramtest.Answer{Status: 401, Description: "Unauthorized"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				done := false
				w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
					if c.Method != tt.method || done {
						return nil
					}
					done = true
					return &tt.answer
				})
				c := w.Private(w.ann)
				w.Say(w.ann, c, "/film one")
				w.start(echo)
				time.Sleep(time.Minute)
				if got := len(w.Messages(c)); got != tt.want {
					t.Errorf("%d messages, want %d", got, tt.want)
				}
				if got := w.Waiting(); len(got) != 0 {
					t.Errorf("not confirmed: %v, want none", got)
				}
				if !w.adapter.Ready() {
					t.Error("the adapter is not ready")
				}
			})
		})
	}
}

func TestUnreachableAtStart(t *testing.T) {
	inWorld(t, func(w *world) {
		w.setCut(true)
		c := w.Private(w.ann)
		w.Say(w.ann, c, "/film one")
		w.begin(echo)
		time.Sleep(time.Minute)
		if n := w.log.count("telegram is not reached"); n < 2 || n > 10 {
			t.Errorf("the log has %d lines about a minute, want a few:\n%s", n, w.log)
		}
		if w.adapter.Ready() {
			t.Error("the adapter says that it is ready")
		}
		w.setCut(false)
		w.answer(c, 1)
		if n := w.log.count(`msg=connected platform=telegram name=@FilmClubBot`); n != 1 {
			t.Errorf("the log tells %d times that it is connected, want once:\n%s", n, w.log)
		}
	})
}

func TestRefusedToken(t *testing.T) {
	for _, code := range []int{401, 404} {
		inWorld(t, func(w *world) {
			w.Intercept(func(telegramtest.Call) *telegramtest.Answer {
				return &telegramtest.Answer{Status: code, Description: "No"}
			})
			w.begin(echo)
			time.Sleep(time.Second)
			if err := w.stop(); !errors.Is(err, errRefused) {
				t.Errorf("with %d Run = %v, want %v", code, err, errRefused)
			}
		})
	}
}

func TestTokenRevokedLater(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		w.Intercept(func(telegramtest.Call) *telegramtest.Answer {
			return &telegramtest.Answer{Status: 401, Description: "Unauthorized"}
		})
		time.Sleep(time.Minute)
		if err := w.stop(); !errors.Is(err, errRefused) {
			t.Errorf("Run = %v, want %v", err, errRefused)
		}
	})
}

func TestStopWhilePolling(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		c := w.Private(w.ann)
		w.Say(w.ann, c, "/film one")
		w.answer(c, 1)
		synctest.Wait()
		begin := time.Now()
		if err := w.stop(); err != nil {
			t.Errorf("Run = %v", err)
		}
		if d := time.Since(begin); d > 0 {
			t.Errorf("stopping took %v, want no time", d)
		}
		if w.adapter.Ready() {
			t.Error("the adapter says that it is ready after Run")
		}
	})
}

func TestStopFinishesWhatIsUnderWay(t *testing.T) {
	inWorld(t, func(w *world) {
		begun := make(chan struct{})
		h := hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
			close(begun)
			time.Sleep(3 * time.Second)
			return bot.Reply{Text: "re: " + req.Line}
		}}
		w.start(h)
		c := w.Private(w.ann)
		w.Say(w.ann, c, "/film one")
		<-begun
		if err := w.stop(); err != nil {
			t.Errorf("Run = %v", err)
		}
		w.want(c, "re: /film one")
		if got := w.Waiting(); len(got) != 0 {
			t.Errorf("not confirmed: %v, so they will be answered again", got)
		}
	})
}

func TestRestartLosesNothing(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(hands{handle: func(ctx context.Context, _ bot.Request) bot.Reply {
			<-ctx.Done()
			return bot.Reply{Text: "too late"}
		}})
		c := w.Private(w.ann)
		w.Say(w.ann, c, "/film one")
		w.Say(w.ann, c, "/film two")
		synctest.Wait()
		begin := time.Now()
		if err := w.stop(); err != nil {
			t.Errorf("Run = %v", err)
		}
		if d := time.Since(begin); d > 10*time.Second {
			t.Errorf("stopping took %v, want at most 10s", d)
		}
		w.want(c)
		w.start(echo)
		w.answer(c, 2)
		w.want(c, "re: /film one", "re: /film two")
	})
}

func TestStopGivesUpLongWaits(t *testing.T) {
	inWorld(t, func(w *world) {
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "sendMessage" {
				return nil
			}
			return &telegramtest.Answer{Status: 429, RetryAfter: 300}
		})
		w.start(echo)
		w.Say(w.ann, w.Private(w.ann), "/film one")
		synctest.Wait()
		begin := time.Now()
		if err := w.stop(); err != nil {
			t.Errorf("Run = %v", err)
		}
		if d := time.Since(begin); d > time.Second {
			t.Errorf("stopping took %v, want no time", d)
		}
	})
}

func TestDeliveredTwice(t *testing.T) {
	inWorld(t, func(w *world) {
		c := w.Private(w.ann)
		w.start(echo)
		for _, number := range []int64{900, 900, 901, 900, 17, 18, 17} {
			w.Renumber(number)
			w.Push("message", map[string]any{
				"message_id": 7, "date": 1, "text": fmt.Sprint("/film ", number),
				"from": map[string]any{"id": w.ann.ID, "first_name": "Ann"},
				"chat": map[string]any{"id": c.ID, "type": "private"},
			})
			time.Sleep(time.Second)
		}
		w.want(c, "re: /film 900", "re: /film 901", "re: /film 17", "re: /film 18")
	})
}

func TestMenus(t *testing.T) {
	inWorld(t, func(w *world) {
		failures := 2
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "setMyCommands" || failures == 0 {
				return nil
			}
			failures--
			return &telegramtest.Answer{Status: 400, Description: "Bad Request: no"}
		})
		w.start(echo)
		c := w.Private(w.ann)
		w.Say(w.ann, c, "/film one")
		w.answer(c, 1)
		time.Sleep(time.Minute)
		for _, tt := range []struct{ scope, lang, want string }{
			{"default", "", "film - A film|help - What can be done"},
			{"default", "ru", "film - Фильм|help - What can be done"},
			{"all_private_chats", "", "film - A film|help - What can be done|start - Begin"},
			{"all_private_chats", "ru", "film - Фильм|help - What can be done|start - Начать"},
		} {
			if got := strings.Join(w.Menu(tt.scope, tt.lang), "|"); got != tt.want {
				t.Errorf("Menu(%q, %q) = %q, want %q", tt.scope, tt.lang, got, tt.want)
			}
		}
		before := len(w.Calls("setMyCommands"))
		if err := w.stop(); err != nil {
			t.Errorf("Run = %v", err)
		}
		w.start(echo)
		time.Sleep(time.Minute)
		if n := len(w.Calls("setMyCommands")) - before; n != 0 {
			t.Errorf("at the second start commands were registered %d times, want never", n)
		}
	})
}
