package telegram

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"

	"github.com/google/go-cmp/cmp"
)

var ascent = bot.Card{
	Title:    "The Ascent (1977)",
	Original: "Восхождение",
	Details:  []string{"Larisa Shepitko", "Soviet Union · 111 min · war, drama"},
	Sections: []bot.Section{
		{Text: "Two partisans go out for food in the winter of 1942 & are caught."},
		{Label: "Why watch it", Text: "For the faces in the snow."},
		{Label: "Note", Text: "The claim of a <Golden Prize> at Moscow is wrong: it won the Golden Bear at Berlin."},
	},
}

// picture writes a message as a person would describe it to another.
func picture(m message) string {
	var b strings.Builder
	b.WriteString(m.html + "\n")
	for _, row := range m.keys.Rows {
		for _, k := range row {
			fmt.Fprintf(&b, "[%s](%s) ", k.Text, k.Data)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestRender(t *testing.T) {
	tests := map[string]bot.Reply{
		"card": {
			Text:    "Here is one:",
			Cards:   []bot.Card{ascent},
			Buttons: []bot.Button{{Label: "Another", Line: "/film random"}, {Label: "More like this", Line: "/film like #sm2"}, {Label: "Seen", Line: "/film seen #sm2"}},
		},
		"cards": {Cards: []bot.Card{ascent, {Title: "Wanda", Sections: []bot.Section{{Label: "Really?", Text: "One."}}}, {}}},
		"choices": {
			Text:    "Which one?",
			Choices: []bot.Choice{{Label: "White Mountains (1964)", Line: "/film #sm33"}, {Label: "The White Ship (1976)", Line: "/film #sm36"}},
			Buttons: []bot.Button{{Label: "None of these", Line: "/help"}},
		},
		"list": {
			Text: "Films like The Ascent",
			Choices: []bot.Choice{
				{Label: "Alpine Ballad (1965)", Detail: "war in the mountains", Line: "/film 1"},
				{Label: "Annychka (1968)", Detail: "partisans and a choice", Line: "/film 2"},
				{Label: "C", Line: "/film 3"}, {Label: "D", Line: "/film 4"}, {Label: "E", Line: "/film 5"}, {Label: "F", Line: "/film 6"},
			},
			Buttons: []bot.Button{{Label: "←", Line: "/film list 1"}, {Label: "2 / 6", Line: "/film list 2"}, {Label: "→", Line: "/film list 3"}},
		},
		"hostile": {
			Text: "<b>&amp;</b> \u202eabc\u0000\x1b[31m \t@x\r\nend \n",
			Cards: []bot.Card{{Title: "a\nb <i>", Original: "</b>", Details: []string{" ", "\u200b", "&"},
				Sections: []bot.Section{{Label: "<\u2067", Text: "\xff>"}, {Label: "empty"}}}},
			Buttons: []bot.Button{
				{Label: "\u202e\u200b", Line: "/x"}, {Label: "no line"}, {Label: "long line", Line: strings.Repeat("x", 65)},
				{Label: strings.Repeat("👨‍👩‍👧", 30), Line: "/family"},
			},
		},
		"buttons only": {Buttons: []bot.Button{{Label: "Press", Line: "/help"}}},
	}
	for name, r := range tests {
		t.Run(name, func(t *testing.T) {
			golden(t, strings.ReplaceAll(name, " ", "_")+".txt", picture(render(r)))
		})
	}
}

func TestFit(t *testing.T) {
	long := strings.Repeat("word ", 400) // 2000 units
	section := func(label string) bot.Section { return bot.Section{Label: label, Text: long} }
	tests := []struct {
		name     string
		reply    bot.Reply
		has, not []string
		end      string
	}{
		{"last sections first",
			bot.Reply{Text: strings.Repeat("text ", 100), Cards: []bot.Card{{Title: "One", Sections: []bot.Section{section("A"), section("B")}}, {Title: "Two", Sections: []bot.Section{section("C")}}}},
			[]string{"text", "One", "A: word", "B: word", "Two"}, []string{"C:"}, "Two"},
		{"cut where it fits no more",
			bot.Reply{Cards: []bot.Card{{Title: "One", Sections: []bot.Section{section("A"), section("B"), section("C")}}}},
			[]string{"A: word", "B: word", "C: word"}, nil, "word…"},
		{"text last",
			bot.Reply{Text: strings.Repeat("text ", 1000), Cards: []bot.Card{{Title: "One"}}, Choices: []bot.Choice{{Label: "L", Detail: "d", Line: "/x"}}},
			[]string{"text text"}, []string{"One", "1. L"}, "text…"},
		{"choices after cards",
			bot.Reply{Text: strings.Repeat("text ", 700), Cards: []bot.Card{{Title: "One", Details: []string{long}}},
				Choices: []bot.Choice{{Label: "L", Detail: strings.Repeat("detail ", 70), Line: "/x"}, {Label: "M", Detail: long, Line: "/y"}}},
			[]string{"text", "1. L", "2. M"}, []string{"One"}, "word…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := render(tt.reply)
			text, err := telegramtest.PlainText(m.html)
			if err != nil {
				t.Fatal(err)
			}
			if n := units(text); n > maxText || n < maxText-2100 {
				t.Errorf("the text has %d units", n)
			}
			for _, s := range tt.has {
				if !strings.Contains(text, s) {
					t.Errorf("%q is missing", s)
				}
			}
			for _, s := range tt.not {
				if strings.Contains(text, s) {
					t.Errorf("%q is still there", s)
				}
			}
			if !strings.HasSuffix(text, tt.end) {
				t.Errorf("the text ends with %q, want %q", text[len(text)-20:], tt.end)
			}
		})
	}
}

func TestNumberedButtonsFollowTheText(t *testing.T) {
	r := bot.Reply{Text: "Films"}
	for i := range 40 {
		r.Choices = append(r.Choices, bot.Choice{Label: fmt.Sprint("Film ", i), Detail: strings.Repeat("long ", 60), Line: fmt.Sprint("/film #", i)})
	}
	m := render(r)
	text, err := telegramtest.PlainText(m.html)
	if err != nil {
		t.Fatal(err)
	}
	shown := strings.Count(text, "\n") - 1
	buttons := 0
	for _, row := range m.keys.Rows {
		buttons += len(row)
	}
	if buttons != shown || shown < 10 || shown >= 40 {
		t.Errorf("%d films are shown and %d buttons", shown, buttons)
	}
}

func TestKeyboardLimits(t *testing.T) {
	var r bot.Reply
	for i := range 200 {
		r.Choices = append(r.Choices, bot.Choice{Label: strings.Repeat("Ж", 200), Line: fmt.Sprintf("/film #%d", i)})
		r.Buttons = append(r.Buttons, bot.Button{Label: "Button", Line: fmt.Sprintf("/film like #%d", i)})
	}
	n, bytes, own := 0, 0, 0
	for _, row := range keys(r, 0).Rows {
		for _, b := range row {
			n++
			bytes += len(b.Text) + len(b.Data)
			if b.Text == "Button" {
				own++
			}
		}
	}
	if n > maxButtons || bytes > maxKeyboardBytes || own < keptForButtons {
		t.Errorf("%d buttons of %d bytes, %d of the reply's own; want at most %d, %d, and %d", n, bytes, own, maxButtons, maxKeyboardBytes, keptForButtons)
	}
}

func TestButtonRows(t *testing.T) {
	tests := []struct {
		labels string
		want   [][]string
	}{
		{"Seen", [][]string{{"Seen"}}},
		{"Another,Seen,More", [][]string{{"Another", "Seen", "More"}}},
		{"Another,More like this,Seen", [][]string{{"Another", "More like this"}, {"Seen"}}},
		{"A,B,C,D", [][]string{{"A", "B", "C"}, {"D"}}},
		{"A long label indeed,Another long label", [][]string{{"A long label indeed"}, {"Another long label"}}},
	}
	for _, tt := range tests {
		var r bot.Reply
		for i, l := range strings.Split(tt.labels, ",") {
			r.Buttons = append(r.Buttons, bot.Button{Label: l, Line: fmt.Sprint("/", i)})
		}
		var got [][]string
		for _, row := range keys(r, 0).Rows {
			var labels []string
			for _, b := range row {
				labels = append(labels, b.Text)
			}
			got = append(got, labels)
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("rows of %s: (-want +got)\n%s", tt.labels, d)
		}
	}
}

func TestCut(t *testing.T) {
	family := "👨‍👩‍👧" // one character of 8 units
	tests := []struct {
		text  string
		limit int
		want  string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"ab cd", 4, "ab…"},
		{"one two three", 11, "one two…"},
		{"one two three", 8, "one two…"},
		{"a longlonglong", 8, "a longl…"},
		{"abc", 0, ""},
		{"abc", 1, "…"},
		{"a😀😀", 4, "a😀…"},
		{"a😀😀", 3, "a…"},
		{family + family, 10, family + "…"},
		{family + family, 8, "…"},
		{"e\u0301e\u0301", 3, "e\u0301…"},
		{"e\u0301e\u0301", 2, "…"},
		{"🇷🇺🇷🇺", 6, "🇷🇺…"},
	}
	for _, tt := range tests {
		if got := cut(tt.text, tt.limit); got != tt.want {
			t.Errorf("cut(%q, %d) = %q, want %q", tt.text, tt.limit, got, tt.want)
		}
	}
}

func TestResults(t *testing.T) {
	var choices []bot.Choice
	for i := range 60 {
		choices = append(choices, bot.Choice{Label: "Film", Line: fmt.Sprint("/film #", i)})
	}
	if got := len(results(choices)); got != maxResults {
		t.Errorf("%d results, want %d", got, maxResults)
	}
	if got := encode(results(nil)); got != "[]" {
		t.Errorf("no results are %s, want []", got)
	}
	r := newResult("x", bot.Choice{Label: "\u200b", Card: &bot.Card{Title: "T", Details: []string{"A detail"}}})
	if r.Title != "…" || r.Description != "A detail" || r.Keys != nil {
		t.Errorf("the result is %+v", r)
	}
}

func FuzzRender(f *testing.F) {
	f.Add("text", "<b>title</b>", "&amp;", uint16(1), 3)
	f.Add("😀", "\u202e", "e\u0301", uint16(3000), 1)
	f.Add("<", "👨‍👩‍👧", "\xff\xfe", uint16(5000), 9)
	f.Fuzz(func(t *testing.T, text, title, section string, times uint16, n int) {
		enough := min(int(times), 12_000/(1+len(text)+len(section)))
		text, section = strings.Repeat(text, enough), strings.Repeat(section, enough)
		var r bot.Reply
		r.Text = text
		for i := range min(max(n, 0), 12) {
			r.Cards = append(r.Cards, bot.Card{Title: title, Original: section, Details: []string{text}, Sections: []bot.Section{{Label: title, Text: section}, {Text: text}}})
			r.Choices = append(r.Choices, bot.Choice{Label: title, Detail: strings.Repeat(section, i%2), Line: text})
			r.Buttons = append(r.Buttons, bot.Button{Label: section, Line: title})
		}
		m := render(r)
		got, err := telegramtest.PlainText(m.html)
		if err != nil {
			t.Fatalf("render gives %q: %v", m.html, err)
		}
		if blank(got) || telegramtest.UTF16Length(got) > maxText || !utf8.ValidString(got) {
			t.Fatalf("the text has %d units: %q", telegramtest.UTF16Length(got), got)
		}
		for _, row := range m.keys.Rows {
			for _, b := range row {
				if blank(b.Text) || units(b.Text) > maxLabel || b.Data == "" || len(b.Data) > bot.MaxLine {
					t.Fatalf("a bad button: %+v", b)
				}
			}
		}
		if want := clean(text); n <= 0 && !blank(want) && units(want) <= maxText && got != want {
			t.Fatalf("render(%q) reads %q", text, got)
		}
		if s, _ := notice(r); units(s) > maxNotice {
			t.Fatalf("a notice of %d units", units(s))
		}
	})
}
