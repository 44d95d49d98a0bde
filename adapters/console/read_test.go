package console

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"filmbot/bot/adaptertest"
)

// readQuestion reads a question for a field of the form that the handler gave
// last, or returns nil.
func (b *bench) readQuestion(text string) *adaptertest.ShownForm {
	form := b.handler.form()
	if form == nil {
		return nil
	}
	out := &adaptertest.ShownForm{}
	if rest, ok := strings.CutPrefix(text, form.Title+"\n\n"); ok {
		out.Title, text = form.Title, rest
	}
	for _, f := range form.Fields {
		rest, ok := strings.CutPrefix(text, f.Label)
		if !ok {
			continue
		}
		head, value, _ := strings.Cut(strings.TrimSuffix(rest, "\n\n"), "\n")
		value = strings.TrimSuffix(strings.TrimPrefix(value, "["), "]")
		out.Fields = []adaptertest.ShownField{{
			Name: f.Name, Label: f.Label, Hint: strings.TrimPrefix(head, " – "), Value: strings.ReplaceAll(value, "\n ", "\n"),
		}}
		return out
	}
	return nil
}

// readAnswer reads an answer as a person does: its numbers can be pressed, in
// order, and its paths lead to files.
func (b *bench) readAnswer(text string) adaptertest.Shown {
	b.t.Helper()
	var out adaptertest.Shown
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		n := len(out.Buttons) + 1
		if label, ok := strings.CutPrefix(strings.TrimLeft(line, " "), fmt.Sprintf("%d. ", n)); ok {
			out.Buttons = append(out.Buttons, label)
		}
		if strings.HasPrefix(line, b.folder) {
			data, err := os.ReadFile(line)
			if err != nil {
				b.t.Error(err)
			}
			out.Files = append(out.Files, adaptertest.ShownFile{Name: filepath.Base(line), Data: data})
			continue
		}
		rest, ok := strings.CutPrefix(line, fmt.Sprintf("[%d] ", n))
		if !ok {
			lines = append(lines, line)
			continue
		}
		for ok {
			n++
			var label string
			label, rest, ok = strings.Cut(rest, fmt.Sprintf("  [%d] ", n))
			out.Buttons = append(out.Buttons, label)
		}
	}
	out.Text = strings.Trim(strings.Join(lines, "\n"), "\n")
	return out
}
