package telegram

import (
	"context"
	"strings"
	"testing"

	"filmbot/adapters/telegram/telegramtest"

	"github.com/google/go-cmp/cmp"
)

func TestProbe(t *testing.T) {
	tests := []struct {
		name   string
		answer func(telegramtest.Call) *telegramtest.Answer
		want   string
	}{
		{"fine", nil, ""},
		{"refused", func(telegramtest.Call) *telegramtest.Answer {
			return &telegramtest.Answer{Status: 401, Description: "Unauthorized"}
		}, errRefused.Error()},
		{"not telegram", func(telegramtest.Call) *telegramtest.Answer {
			return &telegramtest.Answer{Status: 404, Body: "<html>" + telegramtest.Token}
		}, "TELEGRAM_API_URL does not lead to Telegram's Bot API: getMe: HTTP status 404 without an answer of the Bot API"},
		{"cut", func(telegramtest.Call) *telegramtest.Answer { return &telegramtest.Answer{Drop: true} },
			"no answer from Telegram: check the network, a proxy (HTTPS_PROXY) and TELEGRAM_API_URL: getMe: "},
		{"down", func(telegramtest.Call) *telegramtest.Answer {
			return &telegramtest.Answer{Status: 500, Description: "Internal Server Error"}
		}, "a strange answer from Telegram, try again later: getMe: 500 Internal Server Error"},
		{"no webhook information", func(c telegramtest.Call) *telegramtest.Answer {
			if c.Method == "getMe" {
				return nil
			}
			return &telegramtest.Answer{Status: 200, Body: `{"ok":true,"result":[]}`}
		}, "no answer from Telegram: check the network, a proxy (HTTPS_PROXY) and TELEGRAM_API_URL: getWebhookInfo: unreadable result"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.Intercept(tt.answer)
				w.SetWebhook("https://example.com/" + telegramtest.Token)
				c := w.config()
				a := New(c)
				defer a.client.http.CloseIdleConnections()
				got, err := a.Probe(context.Background())
				if tt.want == "" {
					want := Condition{Name: "@FilmClubBot", Inline: true, Groups: true, Webhook: "example.com"}
					if d := cmp.Diff(want, got); d != "" || err != nil {
						t.Errorf("Probe: %v, (-want +got)\n%s", err, d)
					}
					return
				}
				if err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.ContainsAny(err.Error(), "\n") || strings.Contains(err.Error(), "AAH") {
					t.Errorf("Probe = %v, want %s…", err, tt.want)
				}
			})
		})
	}
}

func TestAdvice(t *testing.T) {
	if got := (Condition{Name: "@FilmClubBot", Inline: true, Groups: true}).Advice(); len(got) != 0 {
		t.Errorf("Advice = %q, want none", got)
	}
	got := Condition{Name: "@FilmClubBot", ReadsAll: true, Webhook: "example.com"}.Advice()
	golden(t, "advice.txt", strings.Join(got, "\n")+"\n")
}
