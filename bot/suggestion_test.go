package bot_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"filmbot/bot"
)

// review is a club with a chat for reviews, and one beside it.
type review struct {
	t     *testing.T
	bot   *bot.Bot
	store *memory
	posts *postbox
}

func newReview(t *testing.T) *review {
	t.Helper()
	r := &review{t: t, store: newMemory(), posts: newPostbox(t)}
	b, err := bot.New(bot.Config{
		Collections: collections(t), Store: r.store, Log: slog.New(slog.DiscardHandler), Post: r.posts,
		Now: func() time.Time { return began },
	})
	if err != nil {
		t.Fatal(err)
	}
	r.bot = b
	return r
}

// say gives a line as somebody, who administers the chat if the name says so.
func (r *review) say(who, chat, line string) bot.Reply {
	req := bot.Request{
		Line: line, User: bot.User{Platform: "test", ID: who, Name: who}, Chat: bot.Chat{Platform: "test", ID: chat}, Whispers: true,
		Standing: func(context.Context, bot.Chat) (bot.Standing, error) {
			return bot.Standing{Administrator: strings.HasPrefix(who, "mod")}, nil
		},
	}
	if strings.Contains(line, " decline ") {
		req.Fields = map[string]string{"reason": "because"}
	}
	return r.bot.Handle(r.t.Context(), req)
}

// suggest makes a suggestion and returns its id.
func (r *review) suggest(who, chat, title string) string {
	r.t.Helper()
	preview := r.say(who, chat, "/film suggest "+title)
	sent := r.say(who, chat, preview.Buttons[0].Line)
	if len(sent.Buttons) != 1 {
		r.t.Fatalf("sending answers %q, and no button to take back", sent.Text)
	}
	return strings.TrimPrefix(sent.Buttons[0].Line, "/film takeback ")
}

// TestSuggestionsStayInTheirClub gives every line that names a suggestion in
// another club: the answer is that to an id that does not exist.
func TestSuggestionsStayInTheirClub(t *testing.T) {
	r := newReview(t)
	id := r.suggest("ann", "den", "Mirage of the Peaks (1983)")
	draft := r.say("mod", "den", "/catalog revise "+id).Form.Line
	for _, line := range []string{
		"/film takeback ", "/catalog approve ", "/catalog decline ", "/catalog revise ", "/film suggest ", "/catalog log ",
	} {
		// Ann herself moderates the other club.
		for _, who := range []string{"ann", "mod", "mod of the lair"} {
			got, want := r.say(who, "lair", line+id), r.say(who, "lair", line+"x22222222a")
			if strings.Contains(line, "suggest ") || strings.Contains(line, "log ") {
				got.Form, want.Form = nil, nil // they repeat what was typed
				got.Text, want.Text = strings.ReplaceAll(got.Text, id, ""), strings.ReplaceAll(want.Text, "x22222222a", "")
				got.Buttons, want.Buttons = nil, nil
			}
			if render(got) != render(want) {
				t.Errorf("%s gives %q in another club: %s, want the answer to an unknown id: %s", who, line+id, render(got), render(want))
			}
		}
	}
	if got := r.say("mod", "lair", draft); got.Form != nil || len(got.Cards) > 0 {
		t.Errorf("a draft of another club is shown: %s", render(got))
	}
	if got := r.say("mod", "lair", "/catalog review"); len(got.Cards) > 0 {
		t.Errorf("a suggestion of another club is in the review: %s", render(got))
	}
	if s := r.store.suggestion("test:den", id); s == nil || s.Decision.Outcome != bot.Waiting {
		t.Errorf("after all that the suggestion is %+v, want it waiting", s)
	}
}

// TestNobodyFloodsModerators sends suggestions and takes them back, all day long.
func TestNobodyFloodsModerators(t *testing.T) {
	r := newReview(t)
	for range 20 {
		r.say("ann", "den", "/film takeback "+r.suggest("ann", "den", "Mirage of the Peaks (1983)"))
	}
	preview := r.say("ann", "den", "/film suggest Mirage of the Peaks (1983)")
	if got := r.say("ann", "den", preview.Buttons[0].Line); !strings.Contains(got.Text, "tomorrow") || len(r.store.suggestions) != 20 {
		t.Errorf("the suggestion after 20 is answered %q, and there are %d", got.Text, len(r.store.suggestions))
	}
	r.suggest("boris", "den", "Mirage of the Peaks (1983)")
}

// TestOneModeratorDecides lets several decide at the same time.
func TestOneModeratorDecides(t *testing.T) {
	r := newReview(t)
	id := r.suggest("ann", "den", "Mirage of the Peaks (1983)")
	var all sync.WaitGroup
	first := make(chan string, 20)
	for _, line := range []string{"/catalog approve ", "/catalog decline ", "/film takeback "} {
		for _, who := range []string{"mod1", "mod2", "ann"} {
			all.Go(func() {
				got := r.say(who, "den", line+id)
				if !got.Private && !got.Empty() || strings.HasPrefix(got.Text, "Taken back") {
					first <- who + ": " + got.Text
				}
			})
		}
	}
	all.Wait()
	close(first)
	var decided []string
	for text := range first {
		decided = append(decided, text)
	}
	if len(decided) != 1 {
		t.Errorf("%d have decided: %q, want one", len(decided), decided)
	}
	s := *r.store.suggestion("test:den", id)
	if s.Decision.Outcome == bot.Waiting || !s.Told {
		t.Errorf("the suggestion is %+v, want it decided, and the author told", s)
	}
	told, want := 0, 1
	if s.Decision.Outcome == bot.TakenBack {
		want = 0
	}
	news := taken(r.posts)
	for _, p := range news {
		if p.Chat.ID == "den" && !p.edited {
			told++
		}
	}
	if told != want {
		t.Errorf("the author of a suggestion that is %s was told %d times, want %d", s.Decision.Outcome, told, want)
	}
}

// TestOutcomesWaitForAPlatform decides where nothing can be posted.
func TestOutcomesWaitForAPlatform(t *testing.T) {
	r := newReview(t)
	silent, err := bot.New(bot.Config{Store: r.store, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return began }})
	if err != nil {
		t.Fatal(err)
	}
	talking := r.bot
	r.bot = silent
	id := r.suggest("ann", "den", "Mirage of the Peaks (1983)")
	r.say("mod", "den", "/catalog approve "+id)
	if s := r.store.suggestion("test:den", id); s.Decision.Outcome != bot.Accepted || s.Told {
		t.Errorf("the suggestion is %+v, want it approved and untold", *s)
	}
	r.bot = talking
	bot.TellOutcomes(talking, t.Context())
	if n := len(taken(r.posts)); n != 0 {
		t.Errorf("%d outcomes were told within a minute, which the one who decided may still do", n)
	}
	r.store.suggestion("test:den", id).Decision.At = began.Add(-time.Hour)
	bot.TellOutcomes(talking, t.Context())
	bot.TellOutcomes(talking, t.Context())
	if n := len(taken(r.posts)); n != 1 {
		t.Errorf("the outcome was told %d times, want once", n)
	}
}

// TestPrivacyFileIsWhole compares the file with what the store has of somebody.
func TestPrivacyFileIsWhole(t *testing.T) {
	r := newReview(t)
	id := r.suggest("mod", "den", "Mirage of the Peaks (1983)")
	r.say("mod", "den", "/film seen ascent")
	r.say("mod", "den", "/catalog approve "+id)
	r.say("mod", "den", "/catalog remove mimino")
	r.say("mod", "lair", "/film suggest\nMirage of the Plains (1984)\nFact: “<&>”")
	store, key := r.store, "test:mod"
	if _, err := store.Adjust(t.Context(), "test:lair", func(s *bot.Settings) { s.Moderators = []bot.Mention{{Key: key, Name: "mod"}} }); err != nil {
		t.Fatal(err)
	}
	files := r.say("mod", "den", "/privacy").Files
	if len(files) != 1 {
		t.Fatalf("%d files, want one", len(files))
	}
	var got struct {
		Person      string
		SeenFilms   []struct{ ID, Title string }
		Suggestions []struct {
			Club, Chat, Text, Outcome, Film string
			At, DecidedAt                   time.Time
		}
		ChangesOfCatalogs []struct {
			Club, Kind string
			Number     int
			At         time.Time
		}
		Drafts           []struct{ Club, Kind, Text string }
		ModeratorOfClubs []string
	}
	if err := json.Unmarshal(files[0].Data, &got); err != nil {
		t.Fatal(err)
	}
	if got.Person != key || len(got.SeenFilms) != 1 || got.SeenFilms[0].ID != "sm2" || len(got.ModeratorOfClubs) != 1 {
		t.Errorf("the file says %+v", got)
	}
	if s := got.Suggestions; len(s) != 1 || s[0].Text != "Mirage of the Peaks (1983)\n" || s[0].Outcome != "accepted" || s[0].Film == "" || !s[0].DecidedAt.Equal(began) {
		t.Errorf("suggestions = %+v", s)
	}
	if c := got.ChangesOfCatalogs; len(c) != 2 || c[0].Kind != "approved" || c[1].Kind != "removed" || c[1].Number != 2 {
		t.Errorf("changes = %+v", c)
	}
	if d := got.Drafts; len(d) != 1 || d[0].Kind != "suggestion" || !strings.Contains(d[0].Text, "Fact: “<&>”") {
		t.Errorf("drafts = %+v", d)
	}
	if !strings.Contains(string(files[0].Data), "“<&>”") {
		t.Errorf("the file cannot be read by people: %s", files[0].Data)
	}
}

// TestForgottenPeopleLeaveNoName deletes what is kept about somebody who has done
// everything that leaves a trace.
func TestForgottenPeopleLeaveNoName(t *testing.T) {
	r := newReview(t)
	id := r.suggest("mod ann", "den", "Mirage of the Peaks (1983)")
	r.say("mod ann", "den", "/catalog approve "+id)
	declined := r.suggest("boris", "den", "Mirage of the Plains (1984)")
	r.say("mod ann", "den", "/catalog decline "+declined)
	r.suggest("mod ann", "den", "Mirage of the Seas (1985)")
	r.say("mod ann", "den", "/catalog remove mimino")
	r.say("mod ann", "den", "/privacy delete")
	if n := len(r.store.clubs["test:den"].changes); n != 2 {
		t.Fatalf("there are %d changes, want 2", n)
	}
	if c := r.store.clubs["test:den"].changes[1]; c.By.Name != "mod ann" {
		t.Fatalf("before, the change is by %+v", c.By)
	}
	r.say("mod ann", "den", "/privacy delete yes")
	for _, c := range r.store.clubs["test:den"].changes {
		if c.By != (bot.Author{}) {
			t.Errorf("change %d is still by %+v", c.Number, c.By)
		}
	}
	for _, s := range r.store.suggestions {
		if strings.Contains(s.Author.Key+s.Author.Name+s.Decision.By.Key+s.Decision.By.Name, "mod ann") {
			t.Errorf("a suggestion still names who was forgotten: %+v", s)
		}
	}
	if n := len(r.store.suggestions); n != 2 {
		t.Errorf("%d suggestions are left, want the two that were decided", n)
	}
	if got := r.say("boris", "den", "/film mirage of the peaks"); len(got.Cards) != 1 {
		t.Errorf("the film that was added is gone: %s", render(got))
	}
}
