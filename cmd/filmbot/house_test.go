package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// TestImportRule checks which room may use which: cmd uses adapters, adapters use
// bot, bot uses catalog; never back, and never one adapter another. Each foreign
// library of a platform or a database is used in one room only, but for the drivers
// of the databases, in which jobs lie beside what the store keeps.
func TestImportRule(t *testing.T) {
	foreign := make(map[string]string)
	eachImport(t, func(room, file, imported string) {
		if library, ok := strings.CutPrefix(imported, "filmbot/"); ok {
			if other := roomOf(library); other != room && !mayUse(room, other) {
				t.Errorf("%s: %s uses %s", file, room, other)
			}
			return
		}
		library := outside.FindString(imported)
		if library == "" {
			return
		}
		if room == "adapters/jobs" && slices.Contains(drivers, library) {
			return
		}
		if there, ok := foreign[library]; ok && there != room {
			t.Errorf("%s: %s is used in %s and in %s", file, library, there, room)
		}
		foreign[library] = room
	})
	if len(foreign) < 4 {
		t.Errorf("only %v were found: does this test still look at the code?", foreign)
	}
}

// outside are the libraries that live in one room each.
var outside = regexp.MustCompile(`^(github\.com/(bwmarrin/discordgo|go-telegram-bot-api|gorilla/websocket|jackc/pgx|pressly/goose|peterh/liner|prometheus|joho/godotenv|alecthomas/kong|nicksnyder/go-i18n|riverqueue)|modernc\.org/sqlite)`)

// drivers are used where something is kept in a database.
var drivers = []string{"github.com/jackc/pgx", "modernc.org/sqlite"}

// roomOf names the room that a file's folder belongs to.
func roomOf(dir string) string {
	parts := strings.Split(dir, "/")
	if parts[0] == "adapters" && len(parts) > 1 {
		return "adapters/" + parts[1]
	}
	return parts[0]
}

func mayUse(room, other string) bool {
	floor := func(room string) int {
		return slices.Index([]string{"catalog", "bot", "adapters", "cmd"}, strings.Split(room, "/")[0])
	}
	return floor(room) > floor(other) && floor(other) >= 0
}

// eachImport calls f with every import of the module's files.
func eachImport(t *testing.T, f func(room, file, imported string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			f(roomOf(filepath.ToSlash(filepath.Dir(rel))), rel, imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestTopLevel checks that no folder has come beside the four.
func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !slices.Contains([]string{"adapters", "bot", "catalog", "cmd", "bin"}, e.Name()) {
			t.Errorf("there is a folder %s", e.Name())
		}
	}
}

// TestEnvExample checks that .env.example names every setting with its default
// and a word of explanation, and nothing else.
func TestEnvExample(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(root, ".env.example"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for paragraph := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n\n") {
		lines := strings.Split(paragraph, "\n")
		name, value, ok := strings.Cut(lines[len(lines)-1], "=")
		if !ok {
			continue
		}
		names = append(names, name)
		if len(lines) < 2 || !strings.HasPrefix(lines[0], "# ") {
			t.Errorf("%s is not explained", name)
		}
		i := slices.IndexFunc(settings, func(s setting) bool { return s.name == name })
		if i < 0 {
			t.Errorf("%s is no setting", name)
			continue
		}
		if value != settings[i].fallback {
			t.Errorf("%s is %q there, but its default is %q", name, value, settings[i].fallback)
		}
	}
	for _, s := range settings {
		if !slices.Contains(names, s.name) {
			t.Errorf("%s is missing", s.name)
		}
	}
}
