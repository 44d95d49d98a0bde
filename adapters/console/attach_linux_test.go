package console

import (
	"path/filepath"
	"syscall"
	"testing"

	"filmbot/bot/adaptertest"
)

// TestNamedPipe gives the path of a named pipe, which to open would wait for
// somebody who writes.
func TestNamedPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	a := New(Config{Commands: adaptertest.Commands()})
	if req := a.typed("/catalog import " + path); len(req.Files) > 0 {
		t.Error("a named pipe counts as a file")
	}
}
