package console

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filmbot/bot"
)

func TestFileName(t *testing.T) {
	tests := map[string]string{
		"films.txt":           "films.txt",
		"фильмы (1).csv":      "фильмы (1).csv",
		"../../etc/passwd":    "_.._etc_passwd",
		"/etc/passwd":         "_etc_passwd",
		`C:\films.txt`:        "C__films.txt",
		".bashrc":             "bashrc",
		"..":                  "filmbot",
		"":                    "filmbot",
		" . ":                 "filmbot",
		"a\nb\x1b[2J\u202e.x": "a b[2J.x",
	}
	for name, want := range tests {
		if got := fileName(name); got != want {
			t.Errorf("fileName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestSave(t *testing.T) {
	folder := t.TempDir()
	lay(t, folder, map[string]string{"films.txt": "mine", "films-2.txt": "mine", "target": "mine"})
	if err := os.Symlink(filepath.Join(folder, "target"), filepath.Join(folder, "link.txt")); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	a := New(Config{Out: &out, Folder: folder})
	_, err := a.Post(context.Background(), chat, bot.Reply{
		Text: "Here:", Buttons: []bot.Button{{Label: "Again", Line: "/x"}},
		Files: []bot.Attachment{
			{Name: "films.txt", Data: []byte("one")}, {Name: "films.txt", Data: []byte("two")}, {Name: "link.txt", Data: []byte("three")}, {Name: "empty"},
		},
	})
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	want := "Here:\n\n" + strings.Join([]string{folder + "/films-3.txt", folder + "/films-4.txt", folder + "/link-2.txt", folder + "/empty"}, "\n") + "\n\n[1] Again\n\n"
	if out.String() != want {
		t.Errorf("Post wrote %q, want %q", out.String(), want)
	}
	for name, want := range map[string]string{
		"films.txt": "mine", "films-2.txt": "mine", "films-3.txt": "one", "films-4.txt": "two", "target": "mine", "link-2.txt": "three", "empty": "",
	} {
		if got, err := os.ReadFile(filepath.Join(folder, name)); err != nil || string(got) != want {
			t.Errorf("%s contains %q, %v; want %q", name, got, err, want)
		}
	}
	if info, err := os.Stat(filepath.Join(folder, "films-3.txt")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode of a file is %v, %v; want 0600, for it may be about a person", info.Mode(), err)
	}
}

// TestSaveFails has the bot send a file where there is no folder for it.
func TestSaveFails(t *testing.T) {
	var out, log bytes.Buffer
	a := New(Config{Out: &out, Folder: filepath.Join(t.TempDir(), "gone"), Log: slog.New(slog.NewTextHandler(&log, nil))})
	_, err := a.Post(context.Background(), chat, bot.Reply{Text: "Here:", Files: []bot.Attachment{{Name: "secret.txt"}}})
	if err != nil || out.String() != "Here:\n\n" {
		t.Errorf("Post = %v and wrote %q, want %q", err, out.String(), "Here:\n\n")
	}
	if !strings.Contains(log.String(), "cannot write a file") || strings.Contains(log.String(), "secret") {
		t.Errorf("log = %q, want it to tell without a name", log.String())
	}
}
