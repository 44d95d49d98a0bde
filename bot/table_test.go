package bot

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryRowHasATranscript looks for each row of the table in the transcripts,
// allowed and, where not everybody may, refused.
func TestEveryRowHasATranscript(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	b := &Bot{rows: table()}
	given := make(map[string]bool)
	for line := range strings.Lines(all.String()) {
		if typed, ok := strings.CutPrefix(strings.TrimSpace(line), "> "); ok {
			if r, _ := b.route(typed); r != nil {
				given[r.line()] = true
			}
		}
	}
	for _, r := range b.rows {
		if r.help == "" {
			continue // buttons and forms give it
		}
		if !given[r.line()] {
			t.Errorf("no transcript gives %s", r.line())
		}
		ids := map[role]string{moderator: "role.moderator", administrator: "role.administrator", editor: "role.editor"}
		refusal := texts["en"].say(ids[r.who], "Command", r.line())
		if r.who > anyone && !strings.Contains(all.String(), refusal) {
			t.Errorf("no transcript refuses %s to a member", r.line())
		}
	}
}

func TestCommandsAreDescribed(t *testing.T) {
	b, err := New(Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range b.Commands() {
		for _, v := range c.Verbs {
			for lang, about := range v.Descriptions {
				if about == "" || len([]rune(about)) > 100 {
					t.Errorf("/%s %s in %s is described as %q", c.Name, v.Name, lang, about)
				}
			}
		}
		for _, lang := range Languages {
			if about := c.Descriptions[lang]; about == "" || len([]rune(about)) > 100 {
				t.Errorf("/%s in %s is described as %q", c.Name, lang, about)
			}
		}
	}
}
