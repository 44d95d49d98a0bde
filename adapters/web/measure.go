package web

import (
	"context"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"filmbot/bot"
)

// measured is a handler whose answers are counted and timed.
type measured struct {
	bot.Handler
	commands map[string]bool
	answers  *prometheus.HistogramVec
}

// Measure returns a handler that answers as h does and is counted and timed by
// platform and command. Other words than commands are never a label: they would
// be a member's. It is called once.
func (s *Server) Measure(h bot.Handler, commands []bot.Command) bot.Handler {
	m := &measured{Handler: h, commands: make(map[string]bool), answers: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name:    "filmbot_answer_seconds",
		Help:    "Time from a line to its answer, without the platform's share.",
		Buckets: prometheus.ExponentialBuckets(0.00005, 4, 10),
	}, []string{"platform", "command", "way"})}
	for _, c := range commands {
		m.commands[c.Name] = true
	}
	s.registry.MustRegister(m.answers)
	return m
}

// Handle implements [bot.Handler].
func (m *measured) Handle(ctx context.Context, req bot.Request) bot.Reply {
	way := "typed"
	if req.Pressed {
		way = "pressed"
	}
	defer m.observe(req, way, time.Now())
	return m.Handler.Handle(ctx, req)
}

// Suggest implements [bot.Handler].
func (m *measured) Suggest(ctx context.Context, req bot.Request) []bot.Choice {
	defer m.observe(req, "suggested", time.Now())
	return m.Handler.Suggest(ctx, req)
}

func (m *measured) observe(req bot.Request, way string, since time.Time) {
	first, _, _ := strings.Cut(req.Line, " ")
	command, ok := strings.CutPrefix(strings.ToLower(first), "/")
	if !ok || !m.commands[command] {
		command = "other"
	}
	m.answers.WithLabelValues(req.Chat.Platform, command, way).Observe(time.Since(since).Seconds())
}
