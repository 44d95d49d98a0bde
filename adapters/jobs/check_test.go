package jobs

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	t.Run("SQLite", func(t *testing.T) {
		checkKeeps(t, file, func() io.Closer { return ender(openProcess(t, file, quick()).Close) })
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		url := postgresURL(t)
		checkKeeps(t, url, func() io.Closer {
			q, err := Open(context.Background(), url, nil, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			return ender(q.Close)
		})
	})
}

// An ender ends something.
type ender func()

func (e ender) Close() error {
	e()
	return nil
}

// checkKeeps checks a database before and after its jobs are opened.
func checkKeeps(t *testing.T, address string, open func() io.Closer) {
	if found, err := Check(t.Context(), address); err != nil || found != unmade {
		t.Errorf("Check of an empty database = %q, %v, want %q", found, err, unmade)
	}
	q := open()
	defer q.Close()
	if found, err := Check(t.Context(), address); err != nil || found != "can be kept" {
		t.Errorf("Check = %q, %v", found, err)
	}
}

// TestCheckLeavesNoTrace looks at a file that nobody has open.
func TestCheckLeavesNoTrace(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	openProcess(t, file, quick()).Close()
	if found, err := Check(t.Context(), file); err != nil || found != "can be kept" {
		t.Errorf("Check = %q, %v", found, err)
	}
	if made, err := filepath.Glob(file + "*"); err != nil || len(made) != 1 {
		t.Errorf("beside the file are %q, %v", made, err)
	}
}

func TestCheckFails(t *testing.T) {
	file := filepath.Join(t.TempDir(), "filmbot.db")
	if err := os.WriteFile(file, []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{file, "postgres://user:password@localhost:1/filmbot?connect_timeout=1"} {
		found, err := Check(t.Context(), address)
		if err == nil || strings.Contains(err.Error(), "password@") {
			t.Errorf("Check = %q, %v", found, err)
		}
	}
}
