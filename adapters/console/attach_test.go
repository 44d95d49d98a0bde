package console

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"filmbot/bot"
	"filmbot/bot/adaptertest"
)

// lay writes files, by their names in a folder. A name with a slash at its end is
// that of a folder.
func lay(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o700); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAttached(t *testing.T) {
	home, folder := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	lay(t, home, map[string]string{"films.txt": "home"})
	lay(t, folder, map[string]string{
		"films.txt": "folder", "my list (1).csv": "blanks", `"quoted"`: "quotes", "it's.txt": "one quote", "deep/down.txt": "deep",
		`back\slash.txt`: "backslash", "~films.txt": "tilde", "empty/": "",
	})
	tests := []struct {
		line, command, name, content string
	}{
		{"/catalog import films.txt", "/catalog import", "films.txt", "folder"},
		{"  /Catalog   IMPORT\tfilms.txt  ", "/Catalog IMPORT", "films.txt", "folder"},
		{"/catalog import " + folder + "/films.txt", "/catalog import", "films.txt", "folder"},
		{"/catalog import ~/films.txt", "/catalog import", "films.txt", "home"},
		{`/catalog import "~/films.txt"`, "/catalog import", "films.txt", "home"},
		{"/catalog import ~films.txt", "/catalog import", "~films.txt", "tilde"},
		{"/catalog import ./deep/../deep/down.txt", "/catalog import", "down.txt", "deep"},
		{"/catalog import my list (1).csv", "/catalog import", "my list (1).csv", "blanks"},
		{`/catalog import "my list (1).csv"`, "/catalog import", "my list (1).csv", "blanks"},
		{"/catalog import 'my list (1).csv'", "/catalog import", "my list (1).csv", "blanks"},
		{`/catalog import my\ list\ \(1\).csv`, "/catalog import", "my list (1).csv", "blanks"},
		{`/catalog import "quoted"`, "/catalog import", `"quoted"`, "quotes"},
		{"/catalog import it's.txt", "/catalog import", "it's.txt", "one quote"},
		{`/catalog import it\'s.txt`, "/catalog import", "it's.txt", "one quote"},
		{`/catalog import back\slash.txt`, "/catalog import", `back\slash.txt`, "backslash"},
		{line: "/catalog import"},
		{line: "/catalog import "},
		{line: "/catalog import missing.txt"},
		{line: "/catalog import empty"},
		{line: "/catalog import /dev/null"},
		{line: "/catalog import ~"},
		{line: "/catalog import \"\""},
		{line: "/catalog import films\x00.txt"},
		{line: "/catalog add films.txt"},
		{line: "/film films.txt"},
		{line: "films.txt"},
		{line: "catalog import films.txt"},
	}
	for _, tt := range tests {
		e := &echo{}
		a := New(Config{In: strings.NewReader(tt.line + "\n"), Out: io.Discard, Commands: adaptertest.Commands(), Folder: folder})
		if err := a.Run(context.Background(), e); err != nil {
			t.Fatalf("Run: %v", err)
		}
		req := e.asked[0]
		if tt.command == "" {
			if req.Line != tt.line || len(req.Files) > 0 {
				t.Errorf("%q comes as %q with %d files, want it as it is", tt.line, req.Line, len(req.Files))
			}
			continue
		}
		if req.Line != tt.command || len(req.Files) != 1 {
			t.Errorf("%q comes as %q with %d files, want %q with one", tt.line, req.Line, len(req.Files), tt.command)
			continue
		}
		f := req.Files[0]
		if content := contentOf(t, f); content != tt.content || f.Name != tt.name || f.Size != int64(len(tt.content)) {
			t.Errorf("%q comes with %q, %d bytes, %q; want %q, %q", tt.line, f.Name, f.Size, content, tt.name, tt.content)
		}
	}
}

func contentOf(t *testing.T, f bot.File) string {
	t.Helper()
	r, err := f.Open(context.Background())
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestAttachedGone deletes a file before it is opened.
func TestAttachedGone(t *testing.T) {
	folder := t.TempDir()
	lay(t, folder, map[string]string{"secret.txt": ""})
	a := New(Config{Commands: adaptertest.Commands(), Folder: folder})
	req := a.typed("/catalog import secret.txt")
	if err := os.Remove(filepath.Join(folder, "secret.txt")); err != nil {
		t.Fatal(err)
	}
	r, err := req.Files[0].Open(context.Background())
	if r != nil || !errors.Is(err, fs.ErrNotExist) || strings.Contains(err.Error(), "secret") {
		t.Errorf("Open = %v, %v; want nothing, and %v without a name", r, err, fs.ErrNotExist)
	}
}

// TestPressedTakesNoPath presses a button with a line that looks like one with a
// path.
func TestPressedTakesNoPath(t *testing.T) {
	folder := t.TempDir()
	lay(t, folder, map[string]string{"k7": ""})
	a := New(Config{Commands: adaptertest.Commands(), Folder: folder, Out: io.Discard})
	if _, err := a.Post(context.Background(), chat, bot.Reply{Buttons: []bot.Button{{Label: "Import", Line: "/catalog import k7"}}}); err != nil {
		t.Fatal(err)
	}
	if req := a.typed("1"); req.Line != "/catalog import k7" || len(req.Files) > 0 {
		t.Errorf("pressed, it is %q with %d files; want %q without", req.Line, len(req.Files), "/catalog import k7")
	}
}

func TestCompletePath(t *testing.T) {
	home, folder := t.TempDir(), t.TempDir()
	t.Setenv("HOME", home)
	lay(t, home, map[string]string{"films.txt": ""})
	lay(t, folder, map[string]string{"films.txt": "", "films 2.txt": "", ".hidden": "", "deep/down.txt": "", "odd\x1b[2J": "", "odd\u202e": ""})
	a := New(Config{Commands: adaptertest.Commands(), Folder: folder})
	tests := []struct {
		line string
		want []string
	}{
		{"/catalog import ", []string{"deep/", "films 2.txt", "films.txt"}},
		{"/catalog import fi", []string{"films 2.txt", "films.txt"}},
		{"/catalog  import films.", []string{"films.txt"}},
		{"/catalog import .", []string{".hidden"}},
		{"/catalog import d", []string{"deep/"}},
		{"/catalog import deep/", []string{"deep/down.txt"}},
		{"/catalog import ~/f", []string{"~/films.txt"}},
		{"/catalog import " + folder + "/films.", []string{folder + "/films.txt"}},
		{"/catalog import none/", nil},
		{"/catalog import x", nil},
		{"/catalog import films ", nil},
	}
	for _, tt := range tests {
		var want []string
		for _, path := range tt.want {
			want = append(want, tt.line[:strings.LastIndexByte(tt.line, ' ')+1]+path)
		}
		if got := a.complete(context.Background(), &echo{}, tt.line); !cmp.Equal(got, want) {
			t.Errorf("complete(%q) = %q, want %q", tt.line, got, want)
		}
	}
}
