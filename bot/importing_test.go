package bot_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"filmbot/bot"
	"filmbot/catalog/files"
)

// importing is a request to import a file of the size and content given.
func importing(size int64, content io.Reader, err error) bot.Request {
	req := byModerator("ann", placeOf("club"), "/catalog import", nil)
	req.Files = []bot.File{{Name: "films.txt", Size: size, Open: func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(content), err
	}}}
	return req
}

func TestFilesHaveLimits(t *testing.T) {
	films := strings.Repeat("Title (2001)\n\n", files.MaxFilms+1)
	tests := []struct {
		name string
		req  bot.Request
		want string
	}{
		{"size is told", importing(files.MaxBytes+1, nil, nil), "That file is too large; 5 MiB and 20000 films are the most."},
		{"size is not told", importing(0, io.LimitReader(endless{}, files.MaxBytes+1), nil), "That file is too large; 5 MiB and 20000 films are the most."},
		{"many films", importing(0, strings.NewReader(films), nil), "That file has too many films; 20000 and 5 MiB are the most."},
		{"cannot be fetched", importing(0, nil, errors.New("no network")), "I could not fetch the file."},
		{"ends too soon", importing(0, io.MultiReader(strings.NewReader("Title (2001)\n"), broken{}), nil), "I could not fetch the file."},
	}
	b, _ := newBot(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if r := b.Handle(t.Context(), tt.req); !strings.HasPrefix(r.Text, tt.want) || !r.Private || len(r.Buttons) > 0 {
				t.Errorf("Handle(%q) = %q with %d buttons, want %q", tt.req.Line, r.Text, len(r.Buttons), tt.want)
			}
		})
	}
}

// endless is a file that never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, strings.Repeat("x", len(p))), nil }

// broken is a file that cannot be read on.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestLongImportsTellHowFarTheyAre looks at what is shown while many films are
// stored, and at nothing being shown for few.
func TestLongImportsTellHowFarTheyAre(t *testing.T) {
	for n, want := range map[int]string{100: "", 600: "Adding 600 films …"} {
		b, _ := newBot(t)
		preview := b.Handle(t.Context(), importing(0, strings.NewReader(strings.Join(invented(n, 3), "\n")), nil))
		var shown []string
		req := byModerator("ann", placeOf("club"), button(t, preview, "save"), nil)
		req.Progress = func(_ context.Context, text string) { shown = append(shown, text) }
		b.Handle(t.Context(), req)
		if got := strings.Join(shown, "\n"); got != want {
			t.Errorf("an import of %d films shows %q, want %q", n, got, want)
		}
	}
}

// TestNothingTypedIsLost fills in a form as full as it can be, wrongly, and gets it
// back as it was.
func TestNothingTypedIsLost(t *testing.T) {
	long := func(s string) string { return strings.TrimSpace(strings.Repeat(s, bot.MaxField/len([]rune(s)))) }
	tests := []map[string]string{
		{"title": "No year", "original": "Оригинал", "director": "Somebody", "description": "A film.", "details": "Runtime: long\nnonsense\nGenres:"},
		{"title": "", "original": "", "director": "Somebody", "description": "", "details": "nonsense"},
		{"title": long("title "), "original": long("ориг "), "director": long("директор "), "description": long("слово "), "details": long("Fact: слово\n")},
		{"title": "Twice (2001)", "original": "One", "director": "", "description": "", "details": "Original: Two\nDescription.ru: Три"},
	}
	b, _ := newBot(t)
	for _, fields := range tests {
		r := b.Handle(t.Context(), byModerator("ann", placeOf("club"), "/catalog add", fields))
		checkReply(t, "/catalog add", r)
		if r.Form == nil {
			t.Errorf("the form with the title %.20q does not come back: %.60q", fields["title"], r.Text)
			continue
		}
		for _, f := range r.Form.Fields {
			if f.Value != fields[f.Name] {
				t.Errorf("the field %s comes back as %.60q (%d), want %.60q (%d)", f.Name, f.Value, len(f.Value), fields[f.Name], len(fields[f.Name]))
			}
		}
	}
}
