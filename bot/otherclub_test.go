package bot_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"filmbot/bot"
)

// secret is in everything that the other club has.
const secret = "SECRETWORD"

// In these tests ann moderates a club and zoe another, which is full of secrets.
// Both come to the first one.
var (
	here  = bot.Chat{Platform: "discord", ID: "hall", Server: "1"}
	there = bot.Chat{Platform: "discord", ID: "den", Server: "2"}
)

// twoClubs is a bot with the two clubs, and every id of the other one.
func twoClubs(tb testing.TB) (b *bot.Bot, store *memory, ids []string) {
	tb.Helper()
	store = newMemory()
	// Ids are the same every time, as those in the seeds and in the corpus must be.
	secrets := rand.NewChaCha8([32]byte{9})
	b, err := bot.New(bot.Config{
		Collections: collections(tb), Store: store, Log: slog.New(slog.DiscardHandler),
		Random: func(p []byte) { _, _ = secrets.Read(p) }, // it never fails
	})
	if err != nil {
		tb.Fatal(err)
	}
	say := func(line string, fields map[string]string) bot.Reply {
		r := b.Handle(tb.Context(), byModerator("zoe", there, line, fields))
		if failed(r) {
			tb.Fatalf("Handle(%q) = %q", line, r.Text)
		}
		for _, button := range buttons(r) {
			ids = append(ids, strings.Fields(button.Line)[2:]...)
		}
		return r
	}
	add := func(text string) { say(button(tb, say("/catalog add "+text, nil), "save"), nil) }
	add("First " + secret + " (2001)\nDescription: " + secret)
	add("Second (2002)\nOriginal: " + secret + "\nDirector: " + secret)
	form := say("/catalog edit mimino", nil).Form
	preview := say(form.Line, map[string]string{"entry": "Mimino (1977)\nDescription: " + secret})
	say(button(tb, preview, "save"), nil)
	say("/catalog remove second", nil)
	say("/catalog add Draft (2003)\nFact: "+secret, nil)
	say("/catalog add "+secret, nil)
	say("/catalog import", nil)
	say("/club review", nil)
	say("/club zone Asia/Yakutsk", nil)
	named := byModerator("zoe", there, "/club moderator", nil)
	named.Mentions = []bot.Mention{{Key: "discord:77", Name: secret}}
	b.Handle(tb.Context(), named)
	say(button(tb, say("/film suggest Wish "+secret+" (2004)", nil), "save"), nil)
	say("/film suggest Another (2005)\nWhy: "+secret, nil)
	say(button(tb, say("/week setup friday 20:00", nil), "save start"), nil)
	say("/week nominate First "+secret, nil)
	say("/week close", nil)
	ids = append(ids, "1."+bot.ClubMark(there.Place()), "1."+bot.ClubMark(there.Place())+" 1")
	for _, s := range store.suggestions {
		ids = append(ids, s.ID)
	}
	for id := range store.drafts {
		ids = append(ids, id)
	}
	for id := range store.clubs[there.Place()].entries {
		ids = append(ids, "#"+id)
	}
	slices.Sort(ids)
	return b, store, slices.Compact(ids)
}

// byModerator is a request of somebody who administers the place.
func byModerator(who string, at bot.Chat, line string, fields map[string]string) bot.Request {
	return bot.Request{
		Line: line, Fields: fields, Chat: at, User: bot.User{Platform: at.Platform, ID: who, Name: who},
		Standing: func(_ context.Context, chat bot.Chat) (bot.Standing, error) {
			return bot.Standing{Administrator: chat.Place() == at.Place()}, nil
		},
	}
}

// button is the line of the reply's button with a word.
func button(tb testing.TB, r bot.Reply, word string) string {
	tb.Helper()
	for _, b := range buttons(r) {
		if strings.Contains(b.Line, word) {
			return b.Line
		}
	}
	tb.Fatalf("no button says %q below %q", word, r.Text)
	return ""
}

// failed reports whether a reply says that the bot is at fault.
func failed(r bot.Reply) bool {
	return strings.Contains(r.Text, "went wrong") || strings.Contains(r.Text, "сломалось")
}

// FuzzOtherClub gives lines, forms and files in one club, with everything that the
// other has an id or a number for. No answer may tell anything of the other club,
// nothing of it may change, and nothing may fail.
func FuzzOtherClub(f *testing.F) {
	b, store, ids := twoClubs(f)
	for _, line := range bot.RowLines() {
		for _, id := range append([]string{"", "1", "4", "-1", "0", "99999999999999999999", "#", "anyway", "shared 1", "yes", "mimino", "page 2", "to 4"}, ids...) {
			f.Add(line+" "+id, "", uint8(0))
			f.Add(line+" "+id, "", uint8(9))
			f.Add(line+" "+id+" anyway", "Mimino (1977)\nDescription: mine", uint8(3))
			f.Add(line+" "+id, "Title (2001)", uint8(6))
		}
	}
	f.Add("/club join AAAA-AAAA yes", "", uint8(3))
	before := stateOf(store)
	runs := 0
	f.Fuzz(func(t *testing.T, line, text string, how uint8) {
		if runs++; runs%2000 == 0 { // what was typed is kept, and would fill the memory
			b, store, ids = twoClubs(t)
			before = stateOf(store)
		}
		who := "ann"
		if how&1 > 0 {
			who = "zoe"
		}
		req := byModerator(who, here, line, nil)
		if how&2 > 0 && text != "" {
			req.Fields = map[string]string{"entry": text, "title": text, "details": text, "reason": text}
		}
		if how&4 > 0 {
			req.Files = []bot.File{{Name: "films.txt", Open: func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }}}
		}
		req.Pressed = how&8 > 0
		if how&16 > 0 {
			req.Lang = "ru"
		}
		// What a person typed may be said again, and /privacy tells zoe what zoe did.
		if strings.Contains(strings.ToUpper(line+text), secret) || who == "zoe" && strings.Contains(strings.ToLower(line), "/privacy") {
			return
		}
		r := b.Handle(t.Context(), req)
		checkReply(t, line, r)
		if failed(r) {
			t.Errorf("Handle(%q) = %q", line, r.Text)
		}
		req.Inline = how&32 > 0
		for what, said := range map[string]any{"Handle": r, "Suggest": b.Suggest(t.Context(), req)} {
			if all := everything(said); strings.Contains(all, secret) {
				t.Errorf("%s(%q) tells of the other club: %s", what, line, all)
			}
		}
		if now := stateOf(store); now != before {
			t.Errorf("Handle(%q) changed the other club to %s, want %s", line, now, before)
		}
	})
}

// stateOf tells one state of the other club from another.
func stateOf(m *memory) string {
	c := m.clubs[there.Place()]
	return fmt.Sprintf("revision %d, round %d", c.revision, c.rounds[1].version)
}

// everything is all text of a value, the content of files included.
func everything(value any) string {
	if r, ok := value.(bot.Reply); ok {
		text := fmt.Sprintf("%+v", r)
		if r.Form != nil {
			text += fmt.Sprintf("%+v", *r.Form)
			if r.Form.Whole != nil {
				text += fmt.Sprintf("%+v", *r.Form.Whole)
			}
		}
		for _, file := range r.Files {
			text += string(file.Data)
		}
		return text
	}
	var text strings.Builder
	for _, choice := range value.([]bot.Choice) {
		fmt.Fprintf(&text, "%+v", choice)
		if choice.Card != nil {
			fmt.Fprintf(&text, "%+v", *choice.Card)
		}
	}
	return text.String()
}

// TestOtherClubIsSecret sees that the search for the secret would find it: its own
// club is told.
func TestOtherClubIsSecret(t *testing.T) {
	b, _, ids := twoClubs(t)
	for _, line := range []string{"/film first", "/film mimino", "/catalog log", "/catalog log 1", "/catalog restore second", "/catalog review", "/catalog export", "/club", "/catalog edit first", "/week", "/week why", "/week vote"} {
		r := b.Handle(t.Context(), byModerator("zoe", there, line, nil))
		if !strings.Contains(everything(r), secret) {
			t.Errorf("Handle(%q) = %q in the club itself, want something about %s", line, r.Text, secret)
		}
	}
	if len(ids) < 8 {
		t.Errorf("the other club has the ids %q, want those of drafts, suggestions and films", ids)
	}
}
