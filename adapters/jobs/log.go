package jobs

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// sayAgain is how long a record with the same message as one before is left out.
// River looks for jobs every second, and says each time that it could not.
const sayAgain = time.Minute

// quiet returns a logger for River that passes on warnings and errors only, and
// each message once in a while.
func quiet(log *slog.Logger) *slog.Logger {
	return slog.New(&sparing{Handler: log.Handler(), said: &said{at: make(map[string]time.Time)}})
}

type sparing struct {
	slog.Handler
	said *said
}

type said struct {
	mu sync.Mutex
	at map[string]time.Time
}

// Enabled implements [slog.Handler].
func (s *sparing) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && s.Handler.Enabled(ctx, level)
}

// Handle implements [slog.Handler].
func (s *sparing) Handle(ctx context.Context, r slog.Record) error {
	if !s.said.news(r.Message, r.Time) {
		return nil
	}
	out := slog.NewRecord(r.Time, r.Level, "job engine: "+r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "error" {
			a.Key = "err"
		}
		out.AddAttrs(a)
		return true
	})
	return s.Handler.Handle(ctx, out)
}

// WithAttrs implements [slog.Handler].
func (s *sparing) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &sparing{Handler: s.Handler.WithAttrs(attrs), said: s.said}
}

// WithGroup implements [slog.Handler].
func (s *sparing) WithGroup(name string) slog.Handler {
	return &sparing{Handler: s.Handler.WithGroup(name), said: s.said}
}

// news reports whether a message was not said for a while.
func (s *said) news(message string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if last, ok := s.at[message]; ok && now.Sub(last) < sayAgain {
		return false
	}
	s.at[message] = now
	return true
}
