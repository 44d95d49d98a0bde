package console

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"filmbot/bot"
)

// aFilm is a form with fields of every kind.
func aFilm(values map[string]string) *bot.Form {
	return &bot.Form{
		Title: "Add a film", Line: "/fill k7", Open: "form",
		Fields: []bot.Field{
			{Name: "title", Label: "Title and year", Hint: "such as The Ascent (1977)", Required: true, Value: values["title"]},
			{Name: "original", Label: "Original title", Value: values["original"]},
			{Name: "text", Label: "The rest", Hint: "a key and its text on each line", Long: true, Value: values["text"]},
		},
		Whole: &bot.Field{Name: "whole", Label: "The film"},
	}
}

// before is what is filled in already.
var before = map[string]string{"original": "Восхождение", "text": "Genres: war\nRuntime: 111"}

// filler is a handler that asks for a film, and again where the title is "bad".
func filler() *echo {
	e := &echo{}
	e.form = func(req bot.Request) *bot.Form {
		switch {
		case req.Line == "form":
			return aFilm(before)
		case req.Fields["title"] == "bad":
			return aFilm(req.Fields)
		}
		return nil
	}
	return e
}

// submitted returns the fields of the submissions.
func (e *echo) submitted() []map[string]string {
	var out []map[string]string
	for _, req := range e.asked {
		if req.Fields != nil {
			out = append(out, req.Fields)
		}
	}
	return out
}

func TestFill(t *testing.T) {
	film := func(title, original, text string) map[string]string {
		return map[string]string{"title": title, "original": original, "text": text}
	}
	const kept = "Genres: war\nRuntime: 111"
	tests := []struct {
		name, in string
		want     []map[string]string
		lines    string // all that the handler is asked
	}{
		{"filled in", "form\nA (1977)\nB\nC: d\nE: f\n\nafter\n", []map[string]string{film("A (1977)", "B", "C: d\nE: f")}, "form /fill k7 after"},
		{"kept", "form\nA\n\n\nafter\n", []map[string]string{film("A", "Восхождение", kept)}, "form /fill k7 after"},
		{"kept with blanks", "form\nA\n  \n \t\nafter\n", []map[string]string{film("A", "Восхождение", kept)}, "form /fill k7 after"},
		{"cleared", "form\nA\n-\n - \nafter\n", []map[string]string{film("A", "", "")}, "form /fill k7 after"},
		{"blanks", "form\n  A  \nB\t\n  c\n d \n  \nafter\n", []map[string]string{film("  A  ", "B\t", "  c\n d ")}, "form /fill k7 after"},
		{"dashes", "form\n--\n- b\n-c\n-\n\nafter\n", []map[string]string{film("--", "- b", "-c\n-")}, "form /fill k7 after"},
		{"like commands", "x\nform\n1\n/help\n2\nform\n\nafter\n", []map[string]string{film("1", "/help", "2\nform")}, "x form /fill k7 after"},
		{"Windows", "form\r\nA\r\nB\r\nC\r\nD\r\n\r\nafter\r\n", []map[string]string{film("A", "B", "C\nD")}, "form /fill k7 after"},
		{"required", "form\n\nA\nB\n\nafter\n", []map[string]string{film("A", "B", kept)}, "form /fill k7 after"},
		{"required twice", "form\n-\n\nB\n\nafter\n", []map[string]string{film("", "B", kept)}, "form /fill k7 after"},
		{"ends at once", "form\n", nil, "form"},
		{"ends in between", "form\nA\n", nil, "form"},
		{"ends in a long one", "form\nA\nB\nC", nil, "form"},
		{"ends after a long one", "form\nA\nB\nC\n\n", []map[string]string{film("A", "B", "C")}, "form /fill k7"},
		{"comes back", "form\nbad\nB\n\nplain\n2\nA\n\n\n", []map[string]string{film("bad", "B", kept), film("A", "Восхождение", kept)}, "form /fill k7 plain form /fill k7"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := filler()
			if err := New(Config{In: strings.NewReader(tt.in), Out: io.Discard}).Run(context.Background(), e); err != nil {
				t.Fatalf("Run: %v", err)
			}
			if diff := cmp.Diff(tt.want, e.submitted()); diff != "" {
				t.Errorf("submitted (-want +got):\n%s", diff)
			}
			if got := strings.ReplaceAll(strings.Join(e.lines(), " "), "*", ""); got != tt.lines {
				t.Errorf("lines = %q, want %q", got, tt.lines)
			}
		})
	}
}

// TestFillShown compares what is written with a golden file.
func TestFillShown(t *testing.T) {
	const in = "form\n\nbad\n-\nC: d\nE: \x1b[2Jf\n\nplain\n2\nA\n"
	e := filler()
	var out bytes.Buffer
	if err := New(Config{In: strings.NewReader(in), Out: &out, Width: 32, FormHelp: "Enter skips, and a - \x1b[2Jempties.\nCtrl-C leaves."}).Run(context.Background(), e); err != nil {
		t.Fatalf("Run: %v", err)
	}
	golden(t, "form-32.txt", out.String())
}

// TestFillInterrupted ends a console that waits for an answer.
func TestFillInterrupted(t *testing.T) {
	others := goleak.IgnoreCurrent()
	in, typed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer typed.Close()
	ctx, cancel := context.WithCancel(context.Background())
	answers := make(screen, 16)
	e := filler()
	done := make(chan error)
	go func() { done <- New(Config{In: in, Out: answers}).Run(ctx, e) }()
	if _, err := typed.WriteString("form\nA\nB\nC\n"); err != nil {
		t.Fatal(err)
	}
	for range 4 { // the answer, and what is asked for
		<-answers
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
	if got := e.submitted(); got != nil {
		t.Errorf("submitted = %v, want nothing", got)
	}
	goleak.VerifyNone(t, others)
}

func TestFillFails(t *testing.T) {
	torn := errors.New("torn off")
	in := io.MultiReader(strings.NewReader("form\nA\n"), iotest.ErrReader(torn))
	e := filler()
	err := New(Config{In: in, Out: io.Discard}).Run(context.Background(), e)
	if want := "console: read an answer: torn off"; err == nil || err.Error() != want {
		t.Errorf("Run = %v, want %q", err, want)
	}
	out := &limited{writes: 2, err: torn}
	err = New(Config{In: strings.NewReader("form\nA\nB\n\n"), Out: out}).Run(context.Background(), e)
	if want := "console: write an answer: torn off"; err == nil || err.Error() != want {
		t.Errorf("Run = %v, want %q", err, want)
	}
	if got := e.submitted(); got != nil {
		t.Errorf("submitted = %v, want nothing", got)
	}
}

// limited is a writer that fails after some writes.
type limited struct {
	writes int
	err    error
}

func (l *limited) Write(p []byte) (int, error) {
	if l.writes == 0 {
		return 0, l.err
	}
	l.writes--
	return len(p), nil
}

// TestLongAnswer fills a field for several lines with more than there is room
// for.
func TestLongAnswer(t *testing.T) {
	line := strings.Repeat("Ж", 1000)
	in := "form\nA\nB\n" + strings.Repeat(line+"\n", 2*maxLine/len(line)) + "\nafter\n"
	e := filler()
	if err := New(Config{In: strings.NewReader(in), Out: io.Discard}).Run(context.Background(), e); err != nil {
		t.Fatalf("Run: %v", err)
	}
	got := e.submitted()
	if len(got) != 1 {
		t.Fatalf("there are %d submissions, want 1", len(got))
	}
	if text := got[0]["text"]; len(text) > maxLine || len(text) < maxLine-2*len(line) || !strings.HasSuffix(text, line) {
		t.Errorf("the field has %d bytes, want about %d, cut between lines", len(text), maxLine)
	}
	if last := e.asked[len(e.asked)-1].Line; last != "after" {
		t.Errorf("the last line is %q, want %q", last, "after")
	}
}

// FuzzFill looks for answers that do not come through as they were typed, or that
// something is done with beside filling in.
func FuzzFill(f *testing.F) {
	f.Add("A (1977)", "B", "C: d\nE: f")
	f.Add("-", "", "-")
	f.Add("/help", "1", "\n\n2\n")
	f.Add("\xff", "\r", "a\r\n \x00\n\u202e")
	f.Fuzz(func(t *testing.T, title, original, text string) {
		typed := func(s string) string {
			return strings.ToValidUTF8(strings.NewReplacer("\r", "", "\n", " ").Replace(s), "\uFFFD")
		}
		filled := func(s, before string) string {
			switch strings.TrimSpace(s) {
			case "":
				return before
			case "-":
				return ""
			}
			return s
		}
		title, original = "T"+typed(title), typed(original)
		var long []string
		for line := range strings.SplitSeq(text, "\n") {
			if line = typed(line); strings.TrimSpace(line) != "" && utf8.ValidString(line) {
				long = append(long, line)
			}
		}
		if len(long) > 0 && strings.TrimSpace(long[0]) == "-" {
			long = long[:1]
		}
		in := "form\n" + title + "\n" + original + "\n" + strings.Join(long, "\n") + "\n"
		rest := filled(strings.Join(long, "\n"), before["text"])
		if len(long) > 0 && rest != "" {
			in += "\n"
		}
		e := filler()
		if err := New(Config{In: strings.NewReader(in + "after"), Out: io.Discard}).Run(context.Background(), e); err != nil {
			t.Fatalf("Run: %v", err)
		}
		want := []map[string]string{{"title": title, "original": filled(original, before["original"]), "text": rest}}
		if diff := cmp.Diff(want, e.submitted()); diff != "" {
			t.Errorf("submitted after %q (-want +got):\n%s", in, diff)
		}
		if got := strings.Join(e.lines(), " "); got != "form /fill k7 after" {
			t.Errorf("lines after %q = %q", in, got)
		}
	})
}
