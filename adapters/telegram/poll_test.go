package telegram

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
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

// TestSecondPollerStays lets two programs take the updates from each other for
// ten minutes.
func TestSecondPollerStays(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		synctest.Wait() // the log tells only after the answer to the call
		if n := w.log.count("msg=connected"); n != 1 {
			t.Errorf("at first the log tells %d times that it is connected, want once", n)
		}
		begin, calls := time.Now(), 0
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "getUpdates" || time.Since(begin) > 10*time.Minute {
				return nil
			}
			if calls++; calls%2 == 0 {
				return &telegramtest.Answer{Status: 200, Body: `{"ok":true,"result":[]}`}
			}
			return &telegramtest.Answer{Status: 409, Description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}
		})
		w.Say(w.ann, w.Private(w.ann), "/film one")
		time.Sleep(10 * time.Minute)
		if n := w.log.count("msg=connected"); n != 1 {
			t.Errorf("during the conflict the log tells %d times more that it is connected, want never", n-1)
		}
		if n := w.log.count("another program fetches"); n < 9 || n > 11 {
			t.Errorf("the log complains %d times in ten minutes, want about 10", n)
		}
		time.Sleep(5 * time.Minute)
		if n := w.log.count("msg=connected"); n != 2 {
			t.Errorf("after the conflict the log tells %d times more that it is connected, want once", n-1)
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

func TestServerRepeatsItself(t *testing.T) {
	inWorld(t, func(w *world) {
		c := w.Private(w.ann)
		batch := fmt.Sprintf(`{"ok":true,"result":[{"update_id":9,"message":{"message_id":7,"date":1,"text":"/film","from":{"id":%d,"first_name":"A"},"chat":{"id":%d,"type":"private"}}}]}`, w.ann.ID, c.ID)
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "getUpdates" {
				return nil
			}
			return &telegramtest.Answer{Status: 200, Body: batch}
		})
		w.begin(echo)
		time.Sleep(time.Minute)
		if n := len(w.Calls("getUpdates")); n > 110 {
			t.Errorf("%d calls in a minute", n)
		}
		w.want(c, "re: /film")
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
				w.Say(w.ann, c, "/film "+secret)
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
