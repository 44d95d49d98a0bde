package telegram

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

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
		synctest.Wait() // the log tells beside the work on the update
		if n := w.log.count(`msg=connected platform=telegram name=@FilmClubBot`); n != 1 {
			t.Errorf("the log tells %d times that it is connected, want once:\n%s", n, w.log)
		}
	})
}

// TestUnreachableIsLoggedAtOnce checks that an operator need not wait for the
// reason until the next attempt.
func TestUnreachableIsLoggedAtOnce(t *testing.T) {
	inWorld(t, func(w *world) {
		w.setCut(true)
		w.begin(echo)
		synctest.Wait()
		if n := w.log.count("telegram is not reached"); n != 1 {
			t.Errorf("after the first attempt the log has %d lines, want one", n)
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
		w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method != "setMyCommands" {
				return nil
			}
			return &telegramtest.Answer{Status: 400, Description: "Bad Request"}
		})
		w.start(echo)
		w.Intercept(func(telegramtest.Call) *telegramtest.Answer {
			return &telegramtest.Answer{Status: 401, Description: "Unauthorized"}
		})
		time.Sleep(time.Minute)
		select {
		case <-w.over:
		default:
			t.Error("Run goes on")
		}
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
		time.Sleep(2 * time.Second)
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
		synctest.Wait()
		if n := w.open.Load(); n != 0 {
			t.Errorf("%d connections are open after Run", n)
		}
	})
}

func TestStopConfirmsWhatWasAnswered(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		c := w.Private(w.ann)
		w.Say(w.ann, c, "/film one")
		w.answer(c, 1)
		// Right after the answer: nobody knows how far the next call got.
		begin := time.Now()
		if err := w.stop(); err != nil {
			t.Errorf("Run = %v", err)
		}
		if d := time.Since(begin); d > confirmTimeout {
			t.Errorf("stopping took %v, want at most %v", d, confirmTimeout)
		}
		if got := w.Waiting(); len(got) != 0 {
			t.Errorf("not confirmed: %v, so they will be answered again", got)
		}
		if w.log.count("level=WARN") != 0 {
			t.Errorf("the log is\n%s", w.log)
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
			{"all_chat_administrators", "", "film - A film|catalog - The catalog|help - What can be done"},
			{"all_chat_administrators", "ru", "film - Фильм|catalog - Каталог|help - What can be done"},
			{"all_private_chats", "", "film - A film|catalog - The catalog|help - What can be done|start - Begin"},
			{"all_private_chats", "ru", "film - Фильм|catalog - Каталог|help - What can be done|start - Начать"},
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

// TestMenusNotLookedUp checks that commands are not registered for no other
// reason than that the notebook cannot be read: Telegram limits how often.
func TestMenusNotLookedUp(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		time.Sleep(time.Minute)
		if err := w.stop(); err != nil {
			t.Errorf("Run = %v", err)
		}
		before := len(w.Calls("setMyCommands"))
		w.notes.broken = 3
		w.start(echo)
		time.Sleep(time.Minute)
		if n := len(w.Calls("setMyCommands")) - before; n != 0 {
			t.Errorf("commands were registered %d times, want never", n)
		}
		if n := w.log.count("could not be looked up"); n != 3 {
			t.Errorf("the log complains %d times, want 3:\n%s", n, w.log)
		}
		if err := w.stop(); err != nil {
			t.Errorf("Run = %v", err)
		}
		w.notes.broken = 1000
		w.begin(echo)
		time.Sleep(time.Minute)
		begin := time.Now()
		if err := w.stop(); err != nil {
			t.Errorf("Run = %v", err)
		}
		if d := time.Since(begin); d > confirmTimeout {
			t.Errorf("stopping took %v, want at most %v", d, confirmTimeout)
		}
		if n := len(w.Calls("setMyCommands")) - before; n != 0 {
			t.Errorf("commands were registered %d times by the end, want never", n)
		}
	})
}
