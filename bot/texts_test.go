package bot

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
)

// fillings are values for everything that texts leave open.
var fillings = []any{
	"Films", 60, "Title", "Title", "Command", "/x", "Word", "word", "Words", "words", "Text", "text", "Filter", "filter",
	"Minutes", 90, "Year", 1977, "Page", 1, "Pages", 2, "Names", "names", "Decade", "1970", "Line", "/film", "Short", "Title",
	"Name", "Ann", "By", "Boris", "Most", 3500, "Number", 5, "Code", "ABCD", "Zone", "Europe/Berlin", "Chat", "#films", "Language", "English",
	"Count", 7, "Average", "7.5", "Numbers", "2, 1", "Size", 5, "Time", "12:00", "Kind", "text",
}

func TestTextsAreWholeInEveryLanguage(t *testing.T) {
	all, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	ids := make(map[string][]string)
	for _, lang := range Languages {
		file := textsIn(t, lang)
		for id, entry := range file {
			ids[id] = append(ids[id], lang)
			_, plural := entry.(map[string]any)
			night := all[lang].named(nil, time.Date(2026, 11, 27, 19, 0, 0, 0, time.UTC), time.UTC)
			for _, n := range []int{0, 1, 2, 5, 11, 21, 111} {
				pairs := append([]any{"When", night, "Night", night}, fillings...)
				if plural {
					pairs = append(pairs, "N", n)
				}
				text := all[lang].say(id, pairs...)
				if text == id || text == "" || strings.Contains(text, "<no value>") || strings.Contains(text, "{{") {
					t.Errorf("%s in %s with N = %d says %q", id, lang, n, text)
				}
			}
		}
	}
	for id, langs := range ids {
		if len(langs) != len(Languages) {
			t.Errorf("%s is only in %q", id, langs)
		}
	}
	for id := range usedTexts(t) {
		if len(ids[id]) == 0 {
			t.Errorf("the code says %s, which no file has", id)
		}
		delete(ids, id)
	}
	for id := range ids {
		if !composed.MatchString(id) {
			t.Errorf("nobody says %s", id)
		}
	}
}

// textsIn returns the entries of all files of a language.
func textsIn(t *testing.T, lang string) map[string]any {
	t.Helper()
	names, err := fs.Glob(textFiles, "texts/*."+lang+".toml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no texts in %s: %v", lang, err)
	}
	all := make(map[string]any)
	for _, name := range names {
		data, err := textFiles.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file map[string]any
		if err := toml.Unmarshal(data, &file); err != nil {
			t.Fatal(err)
		}
		for id, entry := range file {
			if _, twice := all[id]; twice {
				t.Errorf("%s is in two files in %s", id, lang)
			}
			all[id] = entry
		}
	}
	return all
}

var someID = regexp.MustCompile(`\.some\("([a-z.]+)"`)

// composed are the ids that the code puts together: a name, and what the name is
// of.
var composed = regexp.MustCompile(`^(menu|option|argument|permission|form|problem|saved|log|collection|outcome|week|note|post|step|draw|undone)\.`)

var textID = regexp.MustCompile(`"([a-z]+(?:\.[a-z]+)*)"`)

// usedTexts returns the ids of texts that stand in the code.
func usedTexts(t *testing.T) map[string]bool {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	known := regexp.MustCompile(`^(argument|help|card|button|title|film|random|filter|list|like|seen|command|role|permission|form|draft|saved|conflict|log|problem|suggest|review|import|export|club|code|zone|privacy|restore|undo|publish|moderators|outcome|week|note|nominate|vote|coming|rate|extend|date|done|refused|history|why|draw|trouble)\.`)
	bare := map[string]bool{"greeting": true, "start": true, "failed": true, "quoted": true, "minutes": true}
	used := make(map[string]bool)
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		code, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range textID.FindAllStringSubmatch(string(code), -1) {
			if known.MatchString(m[1]) || bare[m[1]] {
				used[m[1]] = true
			}
		}
		for _, m := range someID.FindAllStringSubmatch(string(code), -1) {
			used[m[1]+".single"] = true
		}
	}
	return used
}
