package bot_test

import (
	"slices"
	"strings"
	"testing"
)

// An act is a line of a transcript that makes something happen.
type act struct {
	word, rest string
	// more are the lines that go on with the text.
	more []string
}

// text is the act's text with all its lines.
func (a act) text() string { return strings.Join(append([]string{a.rest}, a.more...), "\n") }

var words = []string{"#", "as", "mention", "file", ">", "press", "fill", "open", "?", "event", "wait", "meanwhile", "pass", "title", "forbid", "delete", "unsure", "gone", "down", "up", "break", "mend"}

// acts reads a transcript, without what the bot answered.
func acts(t *testing.T, script string) []act {
	t.Helper()
	var out []act
	goesOn := false
	for line := range strings.SplitSeq(script, "\n") {
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case word == "+" && goesOn:
			last := &out[len(out)-1]
			last.more = append(last.more, rest)
			continue
		case slices.Contains(words, word):
			out = append(out, act{word: word, rest: rest})
			goesOn = true
			continue
		case line != "" && !strings.HasPrefix(line, "  ") && !strings.HasPrefix(line, arrow):
			t.Fatalf("nobody knows what %q means", line)
		}
		goesOn = false
	}
	return out
}
