package telegram

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// BenchmarkAnswer measures the time from an update to its answer, over a loopback
// network and with what the fake server takes.
func BenchmarkAnswer(b *testing.B) {
	s := telegramtest.New()
	arrived := make(chan struct{}, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ServeHTTP(w, r)
		if r.URL.Path == "/bot"+telegramtest.Token+"/sendMessage" {
			arrived <- struct{}{}
		}
	}))
	defer server.Close()
	ctx, cancel := context.WithCancel(context.Background())
	a := New(Config{Token: telegramtest.Token, APIURL: server.URL, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	done := make(chan error)
	go func() {
		done <- a.Run(ctx, always(bot.Reply{Cards: []bot.Card{ascent}, Buttons: again}))
	}()
	ann := s.Person("Ann", "en")
	c := s.Private(ann)
	s.Await(b, "a call for updates", s.Polled)
	for b.Loop() {
		s.Say(ann, c, "/film")
		<-arrived
	}
	s.End()
	cancel()
	<-done
}
