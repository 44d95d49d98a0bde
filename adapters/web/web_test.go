package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"filmbot/adapters/web"
	"filmbot/bot"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type echo struct{}

func (echo) Handle(context.Context, bot.Request) bot.Reply     { return bot.Reply{Text: "fine"} }
func (echo) Suggest(context.Context, bot.Request) []bot.Choice { return nil }
func (echo) Observe(context.Context, bot.Event) error          { return nil }

func TestServer(t *testing.T) {
	var ready atomic.Bool
	s, err := web.Listen(t.Context(), "127.0.0.1:0", slog.New(slog.DiscardHandler), ready.Load)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	get := func(path string) (int, string) {
		t.Helper()
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		resp, err := client.Get("http://" + s.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	if code, _ := get("/healthz"); code != http.StatusOK {
		t.Errorf("/healthz answers %d, want 200", code)
	}
	if code, _ := get("/readyz"); code != http.StatusServiceUnavailable {
		t.Errorf("/readyz answers %d before it is ready, want 503", code)
	}
	ready.Store(true)
	if code, _ := get("/readyz"); code != http.StatusOK {
		t.Errorf("/readyz answers %d when it is ready, want 200", code)
	}

	h := s.Measure(echo{}, []bot.Command{{Name: "film"}})
	chat := bot.Chat{Platform: "telegram"}
	h.Handle(t.Context(), bot.Request{Line: "/film ascent", Chat: chat})
	h.Handle(t.Context(), bot.Request{Line: "/secret words of a member", Chat: chat, Pressed: true})
	h.Suggest(t.Context(), bot.Request{Line: "/film a", Chat: chat})
	_, metrics := get("/metrics")
	for _, want := range []string{
		`filmbot_answer_seconds_count{command="film",platform="telegram",way="typed"} 1`,
		`filmbot_answer_seconds_count{command="other",platform="telegram",way="pressed"} 1`,
		`filmbot_answer_seconds_count{command="film",platform="telegram",way="suggested"} 1`,
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	if strings.Contains(metrics, "secret") || strings.Contains(metrics, "ascent") {
		t.Error("/metrics has a member's words")
	}
}

func TestAddressInUse(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	s, err := web.Listen(t.Context(), "127.0.0.1:0", log, func() bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if second, err := web.Listen(t.Context(), s.Addr().String(), log, nil); err == nil {
		second.Close()
		t.Error("two servers listen on one address")
	}
}
