package sqlstore

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"filmbot/bot/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) func() storetest.Store {
		file := filepath.Join(t.TempDir(), "filmbot.db")
		return func() storetest.Store { return mustOpen(t, file) }
	})
}

func mustOpen(t *testing.T, file string) *Store {
	t.Helper()
	s, err := Open(context.Background(), file, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return s
}
