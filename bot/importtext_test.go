package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"filmbot/catalog/files"
)

// TestImportsWhatItHasRead imports a file of which what is kept between the report
// and Import is larger than a file may be.
func TestImportsWhatItHasRead(t *testing.T) {
	var large strings.Builder
	large.WriteString("Title,Year,Director,Genres,Runtime,Description\n")
	for i := 0; large.Len() < files.MaxBytes-300; i++ {
		fmt.Fprintf(&large, "Film number %d,1970,Some Director,drama,100,%s\n", i, strings.Repeat("word ", 50))
	}
	b, _ := newBot(t)
	r := b.Handle(t.Context(), importing(0, strings.NewReader(large.String()), nil))
	if len(r.Buttons) == 0 {
		t.Fatalf("no report with a button: %q", r.Text)
	}
	if r := b.Handle(t.Context(), byModerator("ann", placeOf("club"), r.Buttons[0].Line, nil)); !strings.Contains(r.Text, "added") {
		t.Errorf("Import is answered %q", r.Text)
	}
}

// TestImportHasNoForm opens the form of a draft that is a file.
func TestImportHasNoForm(t *testing.T) {
	b, _ := newBot(t)
	save := b.Handle(t.Context(), importing(0, strings.NewReader("Title,Year\nHeat,1995\nWanda,1970\n"), nil)).Buttons[0].Line
	if r := b.Handle(t.Context(), byModerator("ann", placeOf("club"), strings.Replace(save, "save", "form", 1), nil)); r.Form != nil {
		t.Error("the films of a file are asked for as one film")
	}
}
