package adaptertest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"filmbot/bot"
)

func testRequest(t *testing.T, p Platform) {
	s := say(bot.Reply{Text: "fine"})
	b := p.Start(t, s)
	if got := b.Say("ann", "/film random war"); got.Text != "fine" {
		t.Errorf("answer = %q, want %q", got.Text, "fine")
	}
	ann := s.last(t, 0)
	if ann.Line != "/film random war" {
		t.Errorf("line = %q, want %q", ann.Line, "/film random war")
	}
	if ann.Chat.Key() != b.Group().Key() {
		t.Errorf("chat = %q, want %q", ann.Chat.Key(), b.Group().Key())
	}
	if ann.User.Key() == "" {
		t.Error("the person has no key")
	}
	if ann.Pressed {
		t.Error("a typed line counts as pressed")
	}
	b.Say("bob", "/film random")
	if bob := s.last(t, 0); !p.One && bob.User.Key() == ann.User.Key() {
		t.Errorf("two people share the key %q", bob.User.Key())
	}
}

// ascent is a card that uses every field.
var ascent = bot.Card{
	Title:    "The Ascent (1977)",
	Original: "Восхождение",
	Details:  []string{"Larisa Shepitko", "Soviet Union · 111 min"},
	Sections: []bot.Section{
		{Text: "Two partisans go out for food."},
		{Label: "Why watch it", Text: "For the faces in the snow."},
		{Label: "Note", Text: "It won at Berlin, not at Moscow."},
	},
}

func testCard(t *testing.T, p Platform) {
	b := p.Start(t, say(bot.Reply{
		Text:    "Here is one:",
		Cards:   []bot.Card{ascent},
		Buttons: []bot.Button{{Label: "Another", Line: "/film random"}, {Label: "More like this", Line: "/film like #sm2"}},
	}))
	got := b.Say("ann", "/film ascent")
	wantInOrder(t, got.Text,
		"Here is one:", "The Ascent (1977)", "Восхождение", "Larisa Shepitko", "Soviet Union · 111 min",
		"Two partisans", "Why watch it", "For the faces", "Note", "It won at Berlin")
	if want := []string{"Another", "More like this"}; !slices.Equal(got.Buttons, want) {
		t.Errorf("buttons = %q, want %q", got.Buttons, want)
	}
}

func testChoices(t *testing.T, p Platform) {
	s := say(bot.Reply{
		Text: "Which one?",
		Choices: []bot.Choice{
			{Label: "White Mountains (1964)", Line: "/film #sm33"},
			{Label: "The White Ship (1976)", Line: "/film #sm36"},
		},
		Buttons: []bot.Button{{Label: "None of these", Line: "/help"}},
	})
	b := p.Start(t, s)
	got := b.Say("ann", "/film white")
	wantInOrder(t, got.Text+"\n"+strings.Join(got.Buttons, "\n"),
		"Which one?", "White Mountains (1964)", "The White Ship (1976)", "None of these")
	if len(got.Buttons) != 3 {
		t.Fatalf("buttons = %q, want three", got.Buttons)
	}
	for i, want := range []string{"/film #sm33", "/film #sm36", "/help"} {
		b.Press("ann", got, i)
		if line := s.last(t, 0).Line; line != want {
			t.Errorf("button %d gives the line %q, want %q", i, line, want)
		}
	}
}

func testDetailedChoices(t *testing.T, p Platform) {
	s := say(bot.Reply{
		Text: "Films like The Ascent",
		Choices: []bot.Choice{
			{Label: "Alpine Ballad (1965)", Detail: "war in the mountains", Line: "/film #sm30"},
			{Label: "Annychka (1968)", Detail: "partisans and a choice", Line: "/film #sm55"},
		},
	})
	b := p.Start(t, s)
	got := b.Say("ann", "/film like ascent")
	wantInOrder(t, got.Text, "Films like The Ascent",
		"1", "Alpine Ballad (1965)", "war in the mountains", "2", "Annychka (1968)", "partisans and a choice")
	if len(got.Buttons) != 2 {
		t.Fatalf("buttons = %q, want two", got.Buttons)
	}
	b.Press("ann", got, 1)
	if line := s.last(t, 0).Line; line != "/film #sm55" {
		t.Errorf("the second button gives the line %q, want %q", line, "/film #sm55")
	}
}

func testReplace(t *testing.T, p Platform) {
	var mu sync.Mutex
	n := 0
	s := &script{handle: func(req bot.Request) bot.Reply {
		mu.Lock()
		defer mu.Unlock()
		n++
		return bot.Reply{
			Text:    fmt.Sprintf("pick %d", n),
			Buttons: []bot.Button{{Label: "Another", Line: "/film random"}},
			Replace: true,
		}
	}}
	b := p.Start(t, s)
	first := b.Say("ann", "/film random")
	press := func(who, want string) {
		t.Helper()
		got := b.Press(who, first, 0)
		if got.Text != want {
			t.Errorf("after the press: %q, want %q", got.Text, want)
		}
		if p.InPlace && got.Message.ID != first.Message.ID {
			t.Errorf("the answer is message %s, want %s edited", got.Message.ID, first.Message.ID)
		}
		if req := s.last(t, 0); !req.Pressed || req.Line != "/film random" {
			t.Errorf("request = %q, pressed %v; want %q, pressed", req.Line, req.Pressed, "/film random")
		}
	}
	press("ann", "pick 2")
	press("ann", "pick 3")
	press("bob", "pick 4")
	b.Restart()
	if !p.Forgets {
		press("bob", "pick 5")
		return
	}
	if first = b.Say("bob", "/film random"); first.Text != "pick 5" {
		t.Errorf("after the restart: %q, want %q", first.Text, "pick 5")
	}
	press("bob", "pick 6")
}

func testAnswerAnew(t *testing.T, p Platform) {
	s := &script{handle: func(req bot.Request) bot.Reply {
		if req.Pressed {
			return bot.Reply{Text: "something else"}
		}
		return bot.Reply{Text: "a question", Buttons: []bot.Button{{Label: "Press", Line: "/help"}}}
	}}
	b := p.Start(t, s)
	first := b.Say("ann", "/film x")
	got := b.Press("bob", first, 0)
	if got.Text != "something else" || got.Message.ID == first.Message.ID {
		t.Errorf("answer = %q in message %s, want %q in a message of its own", got.Text, got.Message.ID, "something else")
	}
	if p.InPlace {
		if still := b.Look(first.Message); still.Text != "a question" || len(still.Buttons) != 1 {
			t.Errorf("the pressed message is now %q with %q", still.Text, still.Buttons)
		}
	}
}

func testWhisper(t *testing.T, p Platform) {
	s := &script{handle: func(req bot.Request) bot.Reply {
		if req.Pressed || req.Line == "/film privately" {
			return bot.Reply{Text: "noted, for your eyes", Private: true, Replace: true}
		}
		return bot.Reply{Text: "a card", Buttons: []bot.Button{{Label: "Seen", Line: "/film seen #sm2"}}}
	}}
	b := p.Start(t, s)
	first := b.Say("ann", "/film x")
	got := b.Press("bob", first, 0)
	if got.Text != "noted, for your eyes" {
		t.Errorf("answer = %q, want %q", got.Text, "noted, for your eyes")
	}
	if (p.Whispers || s.last(t, 0).Whispers && !p.One) && !got.Private {
		t.Error("everybody sees the private answer")
	}
	if p.InPlace {
		if still := b.Look(first.Message); still.Text != "a card" {
			t.Errorf("the pressed message became %q", still.Text)
		}
	}
	got = b.Say("ann", "/film privately")
	if s.last(t, 0).Whispers && !p.One && !got.Private {
		t.Error("the adapter says that it whispers, and everybody sees the private answer to a typed line")
	}
}

func testSuggest(t *testing.T, p Platform) {
	s := &script{
		handle: func(bot.Request) bot.Reply { return bot.Reply{Text: "fine"} },
		suggest: func(req bot.Request) []bot.Choice {
			if req.Line != "/film asc" {
				return nil
			}
			var out []bot.Choice
			for _, c := range []bot.Card{ascent, {Title: "Alpine Ballad (1965)"}} {
				out = append(out, bot.Choice{Label: c.Title, Line: "/film #" + c.Title[:2], Typed: "/film " + c.Title, Card: &c})
			}
			return out
		},
	}
	b := p.Start(t, s)
	want := []string{"The Ascent (1977)", "Alpine Ballad (1965)"}
	if got := b.Suggest("ann", "/film asc"); !slices.Equal(got, want) {
		t.Errorf("suggestions = %q, want %q", got, want)
	}
	if got := b.Suggest("ann", "/film zzz"); len(got) != 0 {
		t.Errorf("suggestions = %q, want none", got)
	}
}

// wantInOrder fails unless the parts are in the text, each after the one before.
func wantInOrder(t *testing.T, text string, parts ...string) {
	t.Helper()
	rest := text
	for _, part := range parts {
		_, after, ok := strings.Cut(rest, part)
		if !ok {
			t.Fatalf("%q is missing, or out of order, in:\n%s", part, text)
		}
		rest = after
	}
}
