package console

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"filmbot/bot"
)

var update = flag.Bool("update", false, "write the golden files anew")

var ascent = bot.Card{
	Title:    "The Ascent (1977)",
	Original: "Восхождение",
	Details:  []string{"Larisa Shepitko", "Soviet Union · 111 min · war, drama · Belarus"},
	Sections: []bot.Section{
		{Text: "Two partisans leave the winter forest to find food for their group, and are caught. One of them would do much to live, the other finds that he can die."},
		{Label: "Why watch it", Text: "For the faces in the snow: Shepitko films a war story as if it were an icon."},
		{Label: "A fact", Text: "It was shot around Murom at up to forty degrees below zero.\nShe died two years later."},
		{Label: "Note", Text: "It is often said to have won at Moscow; it won the Golden Bear at Berlin in 1977."},
	},
}

var replies = map[string]bot.Reply{
	"text":  {Text: "I do not know a film called “Acsent”. What I understand after /film: random, like, list, and a title, in English or in Russian.\n\n  indented\nlast line\n"},
	"empty": {},
	"card": {
		Text:    "Tonight:",
		Cards:   []bot.Card{ascent},
		Buttons: []bot.Button{{Label: "Another", Line: "/film random"}, {Label: "More like this", Line: "/film like #sm2"}, {Label: "Seen", Line: "/film seen #sm2"}},
	},
	"cards": {Cards: []bot.Card{{Title: "One (2001)"}, {}, {Title: "Two (2002)", Sections: []bot.Section{{}, {Label: "Note"}, {Text: "…"}}}, {Sections: []bot.Section{{Text: "no title"}}}}},
	"choices": {
		Text:    "Which one do you mean?",
		Choices: []bot.Choice{{Label: "White Mountains (1964)", Line: "/film #sm33"}, {Label: "The White Ship (1976)", Line: "/film #sm36"}},
		Buttons: []bot.Button{{Label: "None of these", Line: "/help"}},
	},
	"details": {
		Text: "Films like The Ascent",
		Choices: slices.Concat(slices.Repeat([]bot.Choice{
			{Label: "Alpine Ballad (1965)", Detail: "war in the mountains; Belarus; two people on the run from a camp, and what they find on the way", Line: "/film #sm30"},
		}, 9), []bot.Choice{{Label: "Annychka (1968)", Detail: "partisans and a choice", Line: "/film #sm55"}}),
	},
	"offered": {Text: "A suggestion is waiting.", Form: aFilm(nil), Buttons: []bot.Button{{Label: "Decline", Line: "/decline"}}},
	"wide":    {Text: "七人の侍は黒澤明監督による一九五四年の日本の時代劇映画である。 👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀 e\u0301e\u0301e\u0301"},
	"buttons": {Buttons: slices.Repeat([]bot.Button{{Label: "Ещё один фильм", Line: "/film random"}, {Label: "A label that is much longer than labels of buttons ought to be, by far", Line: "/help"}}, 3)},
	"hostile": {
		Text:    "\x1b[2Jcleared \x1b]0;title\a bell \u009b31m red \u202Eturned\u202C \u2066isolated\u2069 tab\there\r\nnew\u2028line \x7f\x00 bad \xff\xfe end",
		Cards:   []bot.Card{{Title: "a\nb\r\x1b[1m", Original: "\u202e", Details: []string{"x\ny", "\x07"}, Sections: []bot.Section{{Label: "l\nm", Text: "t\nu"}}}},
		Choices: []bot.Choice{{Label: "[2] no\n2. no", Detail: "d\ne", Line: "/one"}},
		Buttons: []bot.Button{{Label: "p\nq\x1b", Line: "/two"}},
	},
}

func TestRender(t *testing.T) {
	for name, r := range replies {
		for _, width := range []int{80, 32, 1} {
			if width == 1 && name != "card" {
				continue
			}
			got, pressable := render(r, nil, width)
			want := len(r.Choices) + len(r.Buttons)
			if r.Form != nil {
				want++
			}
			if len(pressable) != want {
				t.Errorf("render of %s: %d lines can be pressed, want %d", name, len(pressable), want)
			}
			golden(t, fmt.Sprintf("%s-%d.txt", name, width), got)
			if width < 32 {
				continue
			}
			for line := range strings.SplitSeq(got, "\n") {
				if columns(line) > width {
					t.Errorf("render of %s: a line takes %d columns of %d: %q", name, columns(line), width, line)
				}
			}
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

func TestRenderNumbers(t *testing.T) {
	_, got := render(bot.Reply{
		Choices: []bot.Choice{{Label: "A", Line: "/a"}, {Label: "B", Line: "/b"}},
		Form:    &bot.Form{Title: "F", Open: "/f", Line: "/submit"},
		Buttons: []bot.Button{{Label: "C", Line: "/c"}},
	}, []string{"films.txt"}, 80)
	if want := []string{"/a", "/b", "/f", "/c"}; !slices.Equal(got, want) {
		t.Errorf("pressable = %q, want %q", got, want)
	}
}

// FuzzRender looks for what may not reach a terminal, and for text that gets
// lost.
func FuzzRender(f *testing.F) {
	for _, r := range replies {
		f.Add(r.Text, 32)
	}
	f.Add("a  b   c", 3)
	f.Add("\u202e\x1b[31m\u009b0m\xf0\x9f", 1)
	f.Fuzz(func(t *testing.T, text string, width int) {
		width = 1 + width&0xff
		got, _ := render(bot.Reply{
			Text:    text,
			Cards:   []bot.Card{{Title: text, Sections: []bot.Section{{Label: text, Text: text}}}},
			Choices: []bot.Choice{{Label: text, Detail: text}},
			Buttons: []bot.Button{{Label: text}},
			Form:    &bot.Form{Title: text},
		}, nil, width)
		got += question(bot.Field{Label: text, Hint: text, Value: text}, width)
		if !utf8.ValidString(got) {
			t.Errorf("render(%q) is not valid UTF-8: %q", text, got)
		}
		for _, r := range got {
			if r != '\n' && unicode.IsControl(r) || turns(r) {
				t.Errorf("render(%q) lets %U through", text, r)
			}
		}
		plain, _ := render(bot.Reply{Text: text}, nil, width)
		if want := strings.Join(strings.Fields(clean(text)), ""); strings.Join(strings.Fields(plain), "") != want {
			t.Errorf("render(%q) in %d columns = %q, want all of its words", text, width, plain)
		}
	})
}
