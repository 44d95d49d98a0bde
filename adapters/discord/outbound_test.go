package discord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filmbot/bot"
)

// ascent is a card that uses every field.
var ascent = bot.Card{
	Title:    "The Ascent (1977)",
	Original: "Восхождение",
	Details:  []string{"Larisa Shepitko", "Soviet Union · 111 min · war, drama"},
	Sections: []bot.Section{
		{Text: "Two partisans go out for food and are caught.\nOne of them wants to live."},
		{Label: "Why watch it", Text: "For the faces in the snow: see https://example.org/a_b."},
		{Label: "Is it true?", Text: "It won at *Berlin*, not at Moscow."},
	},
}

func list(n int, detail string) []bot.Choice {
	var out []bot.Choice
	for i := range n {
		out = append(out, bot.Choice{Label: fmt.Sprintf("Film %d (19%02d)", i+1, i), Detail: detail, Line: fmt.Sprintf("/film #%d", i+1)})
	}
	return out
}

func actions(n int) []bot.Button {
	var out []bot.Button
	for i := range n {
		out = append(out, bot.Button{Label: fmt.Sprintf("Action %d", i+1), Line: fmt.Sprintf("/do %d", i+1)})
	}
	return out
}

var replies = map[string]bot.Reply{
	"text": {Text: "Nothing is called “@everyone *x*”.\n# Try again:\n1. shorter\nhttps://example.org/?a=b_c_d"},
	"card": {Cards: []bot.Card{ascent}, Buttons: []bot.Button{
		{Label: "Another", Line: "/film random"}, {Label: "More like this", Line: "/film like #sm2"}, {Label: "Seen", Line: "/film seen #sm2"}}},
	"bare card":        {Text: "This one:", Cards: []bot.Card{{Title: "Wanda (1970)"}, {}}},
	"choices":          {Text: "Which one?", Choices: list(3, ""), Buttons: actions(1)},
	"many choices":     {Text: "Which one?", Choices: list(12, ""), Buttons: actions(2)},
	"list":             {Text: "Films like The Ascent", Choices: list(7, "war in the mountains"), Buttons: actions(2)},
	"list below card":  {Text: "This one, and others:", Cards: []bot.Card{ascent}, Choices: list(2, "near"), Buttons: actions(1)},
	"list without end": {Choices: list(40, "near"), Buttons: actions(6)},
	"only actions":     {Text: "Much to do", Choices: list(5, ""), Buttons: actions(30)},
	"unusable buttons": {Text: "x", Choices: []bot.Choice{{Label: "a", Line: "/a"}, {Label: "again", Line: "/a"}, {Label: "not pressed"}, {Line: "/nameless"}},
		Buttons: []bot.Button{{Label: " ", Line: "/b"}, {Label: "c", Line: "/c"}, {Label: "d", Line: "/c"}, {Label: "e", Line: "/" + strings.Repeat("e", 100)}}},
	"form": {Text: "There is no year.", Form: &bot.Form{Title: "Add a film", Line: "/catalog add d1", Open: "/catalog add again d1"},
		Buttons: []bot.Button{{Label: "Cancel", Line: "/catalog cancel d1"}}},
	"moments": {Text: "Nominate until Sunday, 29 November, 18:00 (Europe/Berlin)!\n20:00. *Friday, 4 December*: the film, https://example.org/20:00",
		Moments: []bot.Moment{
			{Text: "until Sunday, 29 November, 18:00 (Europe/Berlin)", At: time.Unix(1795971600, 0)}, {Text: "20:00", At: time.Unix(1796410800, 0)},
			{Text: "*Friday, 4 December*", At: time.Unix(1796410800, 0)}, {Text: "Sunday, 29 November", At: time.Unix(1795971600, 0)}}},
	"moments in lines": {Text: "🍿 The film of the week: The Ascent (1977)\nFriday, 27 November, 20:00 (Europe/Berlin)\nIt was drawn by lot.\n\n" +
		"• Friday, 27 November, 20:00\n• Friday, 4 December, 20:00 — film night",
		Moments: []bot.Moment{
			{Text: "Friday, 27 November, 20:00 (Europe/Berlin)", At: time.Unix(1795806000, 0), Full: true},
			{Text: "Friday, 27 November, 20:00", At: time.Unix(1795806000, 0), Full: true},
			{Text: "Friday, 4 December, 20:00", At: time.Unix(1796410800, 0), Full: true}}},
	"call": {Text: "The vote is open until Friday. @everyone", Ping: "discord:role:600000000000000002", Buttons: actions(1),
		Moments: []bot.Moment{{Text: "Friday", At: time.Unix(1796410800, 0)}}},
	"call above cards": {Cards: []bot.Card{{Title: "Wanda (1970)"}}, Ping: "discord:role:600000000000000002"},
	"call above list":  {Choices: list(2, "near"), Ping: "discord:role:600000000000000002"},
	"files":            {Files: []bot.Attachment{{Name: "films.txt", Data: []byte("x")}, {Name: "films.csv"}}},
	"nothing":          {},
}

// TestRender compares what replies become with golden files.
func TestRender(t *testing.T) {
	for name, r := range replies {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			enc := json.NewEncoder(&got)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "  ")
			if err := enc.Encode(render(r)); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", strings.ReplaceAll(name, " ", "-")+".json")
			if *update {
				if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("render(%s) =\n%s\nwant\n%s", name, &got, want)
			}
		})
	}
}

// TestLimits checks sizes that only too much of everything reaches.
func TestLimits(t *testing.T) {
	long := strings.Repeat("*Ж😀* ", 2000)
	full := bot.Card{Title: long, Original: long, Details: []string{long}, Sections: []bot.Section{{Label: long, Text: long}}}
	tests := []struct {
		name   string
		reply  bot.Reply
		embeds int
		list   bool
	}{
		{"cards", bot.Reply{Text: long, Cards: []bot.Card{full, full, full}}, 2, false},
		{"small cards", bot.Reply{Cards: slicesOf(20, bot.Card{Title: "Wanda (1970)"})}, 10, false},
		{"cards and a list", bot.Reply{Cards: []bot.Card{full, full, full}, Choices: list(25, long)}, 2, true},
		{"small cards and a list", bot.Reply{Cards: slicesOf(20, bot.Card{Title: "Wanda (1970)"}), Choices: list(3, "x")}, 10, true},
		{"long list", bot.Reply{Choices: list(25, long)}, 1, true},
		{"text and list", bot.Reply{Text: long, Choices: list(3, "x")}, 1, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := render(tt.reply)
			if n := width(m.Content); n > maxContent {
				t.Errorf("the content has a length of %d", n)
			}
			if n := total(m.Embeds); n > maxEmbedsTotal {
				t.Errorf("the embeds have a length of %d", n)
			}
			for _, e := range m.Embeds {
				if width(e.Title) > maxTitle || width(e.Description) > maxDescription {
					t.Errorf("an embed has a title of %d and a description of %d", width(e.Title), width(e.Description))
				}
			}
			if len(m.Embeds) != tt.embeds {
				t.Errorf("%d embeds, want %d", len(m.Embeds), tt.embeds)
			}
			if !tt.list {
				return
			}
			listed := strings.Count(m.Embeds[len(m.Embeds)-1].Description, "\n") + 1
			buttons := 0
			for _, r := range m.Components {
				buttons += len(r.Components)
			}
			if listed != buttons {
				t.Errorf("%d entries in the list have %d buttons", listed, buttons)
			}
		})
	}
}

func slicesOf(n int, c bot.Card) []bot.Card {
	var out []bot.Card
	for range n {
		out = append(out, c)
	}
	return out
}

func TestSuggestions(t *testing.T) {
	long := strings.Repeat("ж", 200)
	choices := []bot.Choice{
		{Label: "The Ascent (1977)", Line: "/film #sm2", Typed: "/film The Ascent"},
		{Label: long, Line: "/film #sm3"},
		{Label: "long line", Line: "/film " + long},
		{Label: "", Line: "/film x"},
		{Label: "no line"},
		{Label: "no slash", Line: "x"},
		{Label: "elsewhere", Line: "/help"},
	}
	want := []suggestion{
		{"The Ascent (1977)", "#sm2"},
		{strings.Repeat("ж", 99) + "…", "#sm3"},
		{"elsewhere", "//help"},
	}
	if got := suggestions("/film", choices); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("suggestions = %q, want %q", got, want)
	}
	if got := suggestions("/film", list(30, "")); len(got) != maxSuggestions {
		t.Errorf("%d suggestions, want %d", len(got), maxSuggestions)
	}
	raw, err := json.Marshal(callback{answerSuggestions, choiceData(nil)})
	if want := `{"type":8,"data":{"choices":[]}}`; err != nil || string(raw) != want {
		t.Errorf("no suggestions are sent as %s, want %s", raw, want)
	}
}
