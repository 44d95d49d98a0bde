package bot_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"unicode/utf8"

	"filmbot/bot"
	"filmbot/catalog"
)

func newBot(tb testing.TB) (*bot.Bot, *memory) {
	tb.Helper()
	store := newMemory()
	b, err := bot.New(bot.Config{Collections: collections(tb), Store: store, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		tb.Fatal(err)
	}
	return b, store
}

// TestBagGivesEachFilmOnce draws the whole catalog several times over.
func TestBagGivesEachFilmOnce(t *testing.T) {
	b, _ := newBot(t)
	req := bot.Request{Line: "/film random", Chat: bot.Chat{Platform: "test", ID: "club"}}
	n := shipped(t).Len()
	last := ""
	for round := range 5 {
		given := make(map[string]bool)
		for i := range n {
			title := b.Handle(t.Context(), req).Cards[0].Title
			if given[title] {
				t.Fatalf("round %d gives %s again as film %d of %d", round, title, i+1, n)
			}
			if title == last {
				t.Errorf("%s comes twice running", title)
			}
			given[title], last = true, title
		}
	}
}

// TestBagsAreFair draws the first film of many chats; each film is as likely.
func TestBagsAreFair(t *testing.T) {
	b, _ := newBot(t)
	const chats = 6000
	first := make(map[string]int)
	for i := range chats {
		r := b.Handle(t.Context(), bot.Request{Line: "/film random", Chat: bot.Chat{Platform: "test", ID: fmt.Sprint(i)}})
		first[r.Cards[0].Title]++
	}
	// Each count is binomial with mean 100 and deviation 10; six deviations leave
	// a chance below one in ten million for any of the sixty.
	c := shipped(t)
	if c.Len() != 60 {
		t.Fatalf("the bounds are for 60 films, and there are %d", c.Len())
	}
	for f := range c.All {
		if n := first[f.Heading("en")]; n < 40 || n > 160 {
			t.Errorf("%s came first %d times of %d, want about %d", f.Title, n, chats, chats/c.Len())
		}
	}
}

// TestSuggestionsWork chooses what is suggested, as typed and as a button.
func TestSuggestionsWork(t *testing.T) {
	films, err := catalog.Collection("soviet-mountain")
	if err != nil {
		t.Fatal(err)
	}
	films = append(films, &catalog.Film{ID: "rh", Title: "Random Harvest", Year: 1942}, &catalog.Film{ID: "lw", Title: "Like Water", Year: 1992})
	b, err := bot.New(bot.Config{Collections: []bot.Collection{{Name: "some", Films: films}}, Store: newMemory(), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range bot.Languages {
		for _, typed := range []string{"/film ", "/film r", "/film random h", "/film like w", "/film random ", "/film random к", "/film random war 19", "/film list <", "/film w", "/film random tian sh", "/film б"} {
			req := bot.Request{Line: typed, Lang: lang, User: bot.User{Platform: "test", ID: "ann"}, Chat: bot.Chat{Platform: "test", ID: "club", Private: true}}
			for _, choice := range b.Suggest(t.Context(), req) {
				if strings.HasSuffix(choice.Typed, " ") {
					continue // a verb that wants more
				}
				for _, line := range []string{choice.Line, choice.Typed} {
					req.Line = line
					if r := b.Handle(t.Context(), req); r.Private || len(r.Cards)+len(r.Choices) == 0 {
						t.Errorf("%q suggests %q, which is answered %q", typed, line, r.Text)
					}
				}
			}
		}
	}
}

// TestTextWithoutSlash gives a film in the text form in a private chat, where a
// line needs no slash.
func TestTextWithoutSlash(t *testing.T) {
	b, _ := newBot(t)
	r := b.Handle(t.Context(), bot.Request{
		Line: "suggest The Thing (1982)\nDirector: John Carpenter", User: user("ann"), Chat: bot.Chat{Platform: "test", ID: "ann", Private: true},
	})
	if len(r.Cards) != 1 || r.Cards[0].Title != "The Thing (1982)" {
		t.Errorf("the preview has the cards %v", r.Cards)
	}
}

// TestNothingToSuggest completes lines in a club that has no film at all.
func TestNothingToSuggest(t *testing.T) {
	var log bytes.Buffer
	b, err := bot.New(bot.Config{Store: newMemory(), Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"", "/film ", "/film r", "/film random ", "/film like ", "/film list "} {
		for _, inline := range []bool{false, true} {
			b.Suggest(t.Context(), bot.Request{Line: line, User: user("ann"), Chat: bot.Chat{Platform: "test", ID: "ann", Private: true}, Inline: inline})
		}
	}
	if log.Len() > 0 {
		t.Errorf("the log says %s", log.String())
	}
}

func TestObserveMovesTheBag(t *testing.T) {
	b, store := newBot(t)
	group, super := bot.Chat{Platform: "telegram", ID: "-5"}, bot.Chat{Platform: "telegram", ID: "-1005"}
	b.Handle(t.Context(), bot.Request{Line: "/film random", Chat: group})
	if err := b.Observe(t.Context(), bot.Event{Chat: group, Moved: &super}); err != nil {
		t.Fatal(err)
	}
	if n := len(store.bags[super.Key()]); n != 1 {
		t.Errorf("the new chat's bag has given %d films, want 1", n)
	}
}

func TestConsoleWordsAreTwoLines(t *testing.T) {
	b, _ := newBot(t)
	for _, lang := range bot.Languages {
		for _, text := range []string{b.Greeting(lang), b.FormHelp(lang)} {
			lines := strings.Split(text, "\n")
			for _, line := range lines {
				if len(lines) != 2 || utf8.RuneCountInString(line) > 80 {
					t.Errorf("a text in %s has %d lines, one of them %q", lang, len(lines), line)
				}
			}
		}
	}
}

func TestYouHaveAWordInEachLanguage(t *testing.T) {
	b, _ := newBot(t)
	for lang, want := range map[string]string{"en_GB.UTF-8": "you", "ru_RU.UTF-8": "вы", "": "you"} {
		if got := b.You(lang); got != want {
			t.Errorf("You(%q) = %q, want %q", lang, got, want)
		}
	}
}

func FuzzHandle(f *testing.F) {
	for _, line := range []string{
		"", "/", "/film", "/film random war", "/film \"", "/film #", "/film #sm2", "/~", "/film list page 99999999999999999999", "/film seen \xff",
		"/FILM RANDOM", "/film@bot x", "/film like " + strings.Repeat("я", 3000), "\u202e", "/film random <>", "/film list page -1", "/help me",
	} {
		f.Add(line, true)
		f.Add(line, false)
	}
	b, _ := newBot(f)
	f.Fuzz(func(t *testing.T, line string, private bool) {
		req := bot.Request{Line: line, User: bot.User{Platform: "test", ID: "ann"}, Chat: bot.Chat{Platform: "test", ID: "club", Private: private}}
		r := b.Handle(context.Background(), req)
		if r.Empty() && private {
			t.Errorf("Handle(%q) says nothing", line)
		}
		if strings.Contains(r.Text, "went wrong") {
			t.Errorf("Handle(%q) failed", line)
		}
		for _, btn := range r.Buttons {
			checkLine(t, line, btn.Line)
		}
		for _, c := range r.Choices {
			checkLine(t, line, c.Line)
		}
		if !utf8.ValidString(r.Text) {
			t.Errorf("Handle(%q) says invalid UTF-8", line)
		}
		for _, inline := range []bool{false, true} {
			req.Inline = inline
			choices := b.Suggest(context.Background(), req)
			if len(choices) > 25 {
				t.Errorf("Suggest(%q) gives %d choices", line, len(choices))
			}
			for _, c := range choices {
				if len(c.Line) > 100 || inline && c.Card == nil {
					t.Errorf("Suggest(%q) gives %q with the card %v", line, c.Line, c.Card)
				}
				for _, btn := range c.Buttons {
					checkLine(t, line, btn.Line)
				}
			}
		}
	})
}

func checkLine(t *testing.T, typed, line string) {
	t.Helper()
	if len(line) > bot.MaxLine || !strings.HasPrefix(line, "/") {
		t.Errorf("Handle(%q) has a button with the line %q", typed, line)
	}
}

// BenchmarkHandle measures an answer from the line to the reply, against the
// lookup that it contains.
func BenchmarkHandle(b *testing.B) {
	h, _ := newBot(b)
	c := shipped(b)
	b.Run("lookup alone", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			c.Search("ascent", 8)
		}
	})
	for _, lang := range bot.Languages {
		for _, line := range []string{"/film ascent", "/film random", "/film list 1970s", "/film like ascent", "/help"} {
			req := bot.Request{Line: line, Lang: lang, User: bot.User{Platform: "test", ID: "ann"}, Chat: bot.Chat{Platform: "test", ID: "club"}}
			b.Run(lang+line, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					h.Handle(b.Context(), req)
				}
			})
		}
	}
}
