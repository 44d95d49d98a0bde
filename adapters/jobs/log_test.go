package jobs

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"
)

// A recorder keeps what is logged.
type recorder struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *recorder) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(r, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (r *recorder) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *recorder) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

func TestQuiet(t *testing.T) {
	var log recorder
	q := quiet(log.logger())
	q.Debug("debug")
	q.Info("info")
	for range 3 {
		q.With("queue", "default").Error("Error fetching jobs", "error", errors.New("no connection"))
	}
	q.Warn("another")
	text := log.String()
	if n := strings.Count(text, "\n"); n != 2 {
		t.Errorf("%d records were logged, want 2: %s", n, text)
	}
	for _, want := range []string{`msg="job engine: Error fetching jobs" queue=default err="no connection"`, `msg="job engine: another"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the log lacks %q: %s", want, text)
		}
	}
}

func TestSaidAgain(t *testing.T) {
	s := &said{at: make(map[string]time.Time)}
	start := time.Date(2026, 11, 27, 20, 0, 0, 0, time.UTC)
	tests := []struct {
		after   time.Duration
		message string
		want    bool
	}{
		{0, "a", true}, {time.Second, "a", false}, {time.Second, "b", true}, {sayAgain - 1, "a", false}, {sayAgain, "a", true},
		{sayAgain + 1, "a", false}, {2 * sayAgain, "a", true},
	}
	for _, tt := range tests {
		if got := s.news(tt.message, start.Add(tt.after)); got != tt.want {
			t.Errorf("news(%q) after %v = %v, want %v", tt.message, tt.after, got, tt.want)
		}
	}
}
