package sqlstore

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"

	"filmbot/adapters/sqlstore/sqlstoretest"
	"filmbot/bot/storetest"
)

// server is the PostgreSQL server of this run of the tests.
var server sqlstoretest.Server

func TestMain(m *testing.M) {
	if how := os.Getenv(victim); how != "" {
		fmt.Fprintln(os.Stderr, suffer(how, os.Stdout))
		os.Exit(1)
	}
	code := m.Run()
	server.Stop()
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) func() storetest.Store {
		file := filepath.Join(t.TempDir(), "filmbot.db")
		return func() storetest.Store { return keepJobs(t, mustOpen(t, file)) }
	})
}

func mustOpen(t testing.TB, url string) *Store {
	t.Helper()
	s, err := Open(context.Background(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return s
}
