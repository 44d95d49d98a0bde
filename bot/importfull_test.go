package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"filmbot/bot"
)

// TestClubsHaveABound imports films into a club that has room for one.
func TestClubsHaveABound(t *testing.T) {
	b, store := newBot(t)
	edits := make([]bot.Edit, 49_999)
	for i := range edits {
		edits[i] = bot.Edit{Film: fmt.Sprintf("x%d", i), After: bot.State{Text: "A (1970)\n"}}
	}
	if _, err := store.Commit(t.Context(), bot.Commit{Club: placeOf("club").Place(), Kind: bot.Imported, Edits: edits}); err != nil {
		t.Fatal(err)
	}
	const full = "a club can have 50000 entries"
	r := b.Handle(t.Context(), importing(0, strings.NewReader("Heat (1995)\n\nWanda (1970)\n"), nil))
	if !strings.Contains(r.Text, full) || len(r.Buttons) > 0 {
		t.Errorf("two films are answered %q with %d buttons", r.Text, len(r.Buttons))
	}
	r = b.Handle(t.Context(), importing(0, strings.NewReader("Heat (1995)\n"), nil))
	if strings.Contains(r.Text, full) || len(r.Buttons) == 0 {
		t.Fatalf("one film is answered %q with %d buttons", r.Text, len(r.Buttons))
	}
	edits = []bot.Edit{{Film: "y", After: bot.State{Text: "B (1970)\n"}}}
	if _, err := store.Commit(t.Context(), bot.Commit{Club: placeOf("club").Place(), Kind: bot.Added, Edits: edits}); err != nil {
		t.Fatal(err)
	}
	b = process(t, store)
	if r := b.Handle(t.Context(), byModerator("ann", placeOf("club"), r.Buttons[0].Line, nil)); !strings.Contains(r.Text, full) {
		t.Errorf("Import is answered %q", r.Text)
	}
}
