package telegram

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// TestVotes lets the voters of a group press the buttons of a ballot, 45 a second, while
// the ballot is edited, somebody asks for what takes long, and Telegram slows the group
// down. Each voter hears at once that the vote counts.
func TestVotes(t *testing.T) {
	const perSecond, seconds = 45, 40
	tests := []struct {
		name   string
		slowed bool
	}{
		{"in peace", false},
		{"in a slowed group", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				var slowed atomic.Bool
				w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
					switch c.Method {
					case "answerCallbackQuery":
						time.Sleep(150 * time.Millisecond)
					case "editMessageText", "sendMessage":
						time.Sleep(600 * time.Millisecond)
						if slowed.Swap(false) {
							return &telegramtest.Answer{Status: 429, RetryAfter: 30}
						}
					}
					return nil
				})
				w.start(hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
					time.Sleep(15 * time.Millisecond) // until it is stored
					if !req.Pressed {
						time.Sleep(5 * time.Second)
						return bot.Reply{Text: "re: " + req.Line}
					}
					return bot.Reply{Text: req.User.Name + " votes " + req.Line, Private: true, Replace: true}
				}})
				c := w.Chat(telegramtest.Supergroup)
				r := bot.Reply{Text: "the ballot"}
				for i := range 10 {
					r.Buttons = append(r.Buttons, bot.Button{Label: fmt.Sprint("Film ", i), Line: fmt.Sprint("/week for ", i)})
				}
				ballot, err := w.adapter.Post(context.Background(), chatOfFake(c), r)
				if err != nil {
					t.Fatalf("Post: %v", err)
				}
				shown := w.Messages(c)[0]
				slowed.Store(tt.slowed)
				edited := make(chan error)
				go func() {
					var err error
					for i := 0; i < seconds/5 && err == nil; i++ {
						r.Text = fmt.Sprint("the ballot, ", i)
						err = w.adapter.Edit(context.Background(), ballot, r)
					}
					edited <- err
				}()
				pressed, want := map[string]time.Time{}, map[string]string{}
				for i := range perSecond * seconds {
					who := w.Person(fmt.Sprint("Voter ", i), "en")
					id := w.Press(t, who, shown, i%10, false)
					pressed[id], want[id] = time.Now(), fmt.Sprintf("%s votes /week for %d", who.Name, i%10)
					if i%(10*perSecond) == 0 {
						w.Say(w.ann, c, "/film")
					}
					time.Sleep(time.Second / perSecond)
				}
				time.Sleep(5 * time.Second)
				w.wantHeard(pressed, want)
				var later *bot.Later
				if err := <-edited; err != nil && !errors.As(err, &later) {
					t.Errorf("Edit: %v", err)
				}
				time.Sleep(time.Minute)
				synctest.Wait()
				if got := w.Messages(c); !strings.HasPrefix(got[0].Text, "the ballot") || len(got) != 1+seconds/10 {
					t.Errorf("the group shows %d messages, the first %q; want the ballot and %d answers", len(got), got[0].Text, seconds/10)
				}
			})
		})
	}
}

// wantHeard checks that each press was answered, once, within a second and with the
// right words.
func (w *world) wantHeard(pressed map[string]time.Time, want map[string]string) {
	w.t.Helper()
	heard := map[string]time.Time{}
	for _, c := range w.Calls("answerCallbackQuery") {
		heard[c.Params["callback_query_id"]] = c.Time
	}
	late, slowest := 0, time.Duration(0)
	for id, at := range pressed {
		notice, n := w.Notice(id)
		if n != 1 || notice.Text != want[id] {
			w.t.Errorf("press %s was answered %d times with %q, want once with %q", id, n, notice.Text, want[id])
			return
		}
		d := heard[id].Sub(at)
		slowest = max(slowest, d)
		if d > time.Second {
			late++
		}
	}
	if late > 0 {
		w.t.Errorf("%d of %d presses were answered late, the slowest after %v", late, len(pressed), slowest)
	}
	w.t.Logf("slowest answer: %v", slowest)
}

// TestPressesOfOnePersonKeepTheirOrder checks that what somebody presses last counts
// last, and is answered last.
func TestPressesOfOnePersonKeepTheirOrder(t *testing.T) {
	inWorld(t, func(w *world) {
		var mu sync.Mutex
		var got []string
		w.start(hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
			buttons := []bot.Button{{Label: "A", Line: "/a"}, {Label: "B", Line: "/b"}}
			if !req.Pressed {
				return bot.Reply{Text: "text", Buttons: buttons}
			}
			if req.Line == "/a" {
				time.Sleep(time.Second)
			}
			mu.Lock()
			defer mu.Unlock()
			got = append(got, req.Line)
			return bot.Reply{Text: req.Line, Replace: true, Buttons: buttons}
		}})
		c := w.Chat(telegramtest.Group)
		w.Say(w.ann, c, "/film")
		m := w.answer(c, 1)
		for _, n := range []int{0, 1, 0, 1} {
			w.Press(t, w.bob, m, n, false)
		}
		time.Sleep(10 * time.Second)
		mu.Lock()
		defer mu.Unlock()
		if want := "/a /b /a /b"; strings.Join(got, " ") != want {
			t.Errorf("the handler was asked %q, want %q", got, want)
		}
		w.want(c, "/b")
	})
}

// TestPressBehindSlowAnswer checks that a press waits for nothing in its chat, while
// what it changes there comes in its turn.
func TestPressBehindSlowAnswer(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
			return bot.Reply{Text: req.Line, Buttons: again}
		}})
		c := w.Chat(telegramtest.Group)
		w.Say(w.ann, c, "/film one")
		m := w.answer(c, 1)
		w.Intercept(first("sendMessage", func() *telegramtest.Answer { time.Sleep(10 * time.Second); return nil }))
		w.Say(w.ann, c, "/film two")
		synctest.Wait()
		begin := time.Now()
		w.acked(w.Press(t, w.bob, m, 0, false))
		if d := time.Since(begin); d > time.Second {
			t.Errorf("the press was answered after %v", d)
		}
		w.answer(c, 3)
		w.want(c, "/film one", "/film two", again[0].Line)
	})
}
