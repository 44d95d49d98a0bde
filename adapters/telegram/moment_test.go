package telegram

import (
	"context"
	"strings"
	"testing"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

var friday = time.Date(2026, 11, 27, 19, 0, 0, 0, time.UTC)

func TestMoments(t *testing.T) {
	at := func(text string, days int) bot.Moment {
		return bot.Moment{Text: text, At: friday.AddDate(0, 0, 7*days)}
	}
	tests := map[string]bot.Reply{
		"moments": {
			Text:    "The next nights (Europe/Berlin):\n27 November, 20:00\n4 December, 20:00\n11 December, 20:00",
			Moments: []bot.Moment{at("27 November, 20:00", 0), at("4 December, 20:00", 1), at("11 December, 20:00", 2)},
			Cards:   []bot.Card{ascent}, Buttons: []bot.Button{{Label: "Save", Line: "/week save"}},
		},
		"moments hostile": {
			Text:    "<b>20:00</b> & 20:00, then\u202e 20:00\n",
			Moments: []bot.Moment{at("never said", 0), at("20:00</b> &", 1), at(" ", 2), at("", 3), at("20:00", 4), at("\u202e20:00 ", 5), at("20:00", 6)},
		},
	}
	for name, r := range tests {
		t.Run(name, func(t *testing.T) {
			m := render(r)
			golden(t, strings.ReplaceAll(name, " ", "_")+".txt", picture(m))
			if _, err := telegramtest.PlainText(m.html); err != nil {
				t.Errorf("the text is no HTML: %v", err)
			}
			r.Moments = nil
			if bare := render(r).html; m.untimed != bare {
				t.Errorf("without clocks the text is %q, want %q", m.untimed, bare)
			}
		})
	}
}

// TestNoClocks checks the replies that stay as they are.
func TestNoClocks(t *testing.T) {
	long := strings.Repeat("word ", maxText/5-4) // room for less than a clock
	tests := map[string]bot.Reply{
		"none":       {Text: "20:00"},
		"not named":  {Text: "21:00", Moments: []bot.Moment{{Text: "20:00", At: friday}}},
		"in a card":  {Cards: []bot.Card{{Title: "20:00"}}, Moments: []bot.Moment{{Text: "20:00", At: friday}}},
		"no room":    {Text: "20:00 " + long, Moments: []bot.Moment{{Text: "20:00", At: friday}}},
		"much words": {Text: "20:00 " + long + long, Moments: []bot.Moment{{Text: "20:00", At: friday}}},
	}
	for name, r := range tests {
		m := render(r)
		if strings.Contains(m.html, "tg-time") || m.untimed != "" {
			t.Errorf("%s: there is a clock in %q", name, m.html)
		}
	}
	for _, in := range []bot.Reply{{Text: "Until 20:00", Moments: []bot.Moment{{Text: "20:00", At: friday}}, Private: true}} {
		if text, _ := notice(in); text != "Until 20:00" {
			t.Errorf("notice = %q, want %q", text, "Until 20:00")
		}
	}
}

// TestServerWithoutClocks checks that a Bot API server of one's own that is older than
// clocks gets the text without them, and is not asked for them again.
func TestServerWithoutClocks(t *testing.T) {
	inWorld(t, func(w *world) {
		old := func(c telegramtest.Call) *telegramtest.Answer {
			if !strings.Contains(c.Params["text"], "<tg-time") {
				return nil
			}
			return &telegramtest.Answer{Status: 400, Description: `Bad Request: can't parse entities: Unsupported start tag "tg-time" at byte offset 12`}
		}
		w.Intercept(old)
		r := bot.Reply{Text: "Until 20:00", Moments: []bot.Moment{{Text: "20:00", At: friday}}}
		w.start(always(r))
		c := w.Private(w.ann)
		post := func(calls int) bot.Message {
			t.Helper()
			before := len(w.Calls("sendMessage"))
			m, err := w.adapter.Post(context.Background(), chatOfFake(c), r)
			if err != nil {
				t.Fatalf("Post: %v", err)
			}
			if n := len(w.Calls("sendMessage")) - before; n != calls {
				t.Errorf("sendMessage was called %d times, want %d", n, calls)
			}
			return m
		}
		post(2)
		m := post(1)
		r.Text = "Not before 20:00"
		if err := w.adapter.Edit(context.Background(), m, r); err != nil {
			t.Errorf("Edit: %v", err)
		}
		w.want(c, "Until 20:00", "Not before 20:00")
	})
}

// TestClockRefused checks that a time that the server does not like costs the post only
// that.
func TestClockRefused(t *testing.T) {
	inWorld(t, func(w *world) {
		w.Intercept(first("sendMessage", func() *telegramtest.Answer {
			return &telegramtest.Answer{Status: 400, Description: "Bad Request: ENTITY_DATE_INVALID"}
		}))
		w.start(echo)
		c := w.Private(w.ann)
		r := bot.Reply{Text: "Until 20:00", Moments: []bot.Moment{{Text: "20:00", At: friday}}}
		for range 2 {
			if _, err := w.adapter.Post(context.Background(), chatOfFake(c), r); err != nil {
				t.Errorf("Post: %v", err)
			}
		}
		w.want(c, "Until 20:00", "Until 20:00 (2026-11-27 19:00 UTC)")
	})
}
