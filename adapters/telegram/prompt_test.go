package telegram

import (
	"strings"
	"testing"
	"unicode/utf8"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// testForm is a form that uses every field.
func testForm(value string) *bot.Form {
	return &bot.Form{
		Title: "Add a film", Line: "/catalog add k7h2k9", Open: "/catalog form k7h2k9",
		Fields: []bot.Field{{Name: "title", Label: "Title"}, {Name: "rest", Label: "The rest"}},
		Whole:  &bot.Field{Name: "whole", Label: "The film", Hint: "Title (year), then <keys>", Value: value},
	}
}

func TestPrompts(t *testing.T) {
	group := place{bot: "FilmBot", chat: bot.Chat{Platform: platform, ID: "-9"}, asker: bot.User{Platform: platform, ID: "7", Name: "Ann <3"}, name: true}
	answering, private := group, group
	answering.reply, answering.name = 5, false
	private.chat = bot.Chat{Platform: platform, ID: "7", Private: true}
	tests := map[string]struct {
		at    place
		apart bool
		reply bot.Reply
	}{
		"prompt":          {answering, false, bot.Reply{Text: "There is no year.", Form: testForm("The Ascent\nGenres: <war>")}},
		"prompt_private":  {private, false, bot.Reply{Form: testForm("")}},
		"prompt_mention":  {group, false, bot.Reply{Text: "Well?", Form: testForm("")}},
		"prompt_one":      {private, false, bot.Reply{Form: &bot.Form{Title: "Decline", Line: "/film decline k7", How: "Answer <this> message.", Fields: []bot.Field{{Name: "reason"}}}}},
		"prompt_buttons":  {private, false, bot.Reply{Text: "Here:", Cards: []bot.Card{{Title: "Wanda"}}, Buttons: []bot.Button{{Label: "Cancel", Line: "/x"}}, Form: testForm("")}},
		"prompt_apart":    {private, true, bot.Reply{Text: "There is no year.", Form: testForm("")}},
		"prompt_nameless": {place{chat: group.chat}, false, bot.Reply{Form: testForm("")}},
		"prompt_channel":  {place{chat: group.chat, channel: true, reply: 5}, false, bot.Reply{Form: testForm("")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			for _, m := range compose(tt.reply, tt.at, tt.apart) {
				b.WriteString(picture(m))
				if m.force != nil {
					b.WriteString(encode(m.force) + "\n")
				}
				b.WriteString("--\n")
			}
			golden(t, name+".txt", b.String())
		})
	}
}

// TestPromptIsNeverCut checks that what is filled in comes whole, however long
// it is.
func TestPromptIsNeverCut(t *testing.T) {
	line := strings.Repeat("word ", 19) + "end😀\n"
	zalgo := "a" + strings.Repeat("\u0301", 5000)
	tests := []struct {
		name, text, value string
		messages          int
	}{
		{"fits", "why", strings.Repeat(line, 35), 1},
		{"fits alone", strings.Repeat("why ", 10), strings.Repeat(line, 40), 2},
		{"fits not even alone", "why", strings.Repeat(line, 100), 4},
		{"long text", strings.Repeat(line, 60), line, 2},
		{"one line", "", strings.Repeat("x", 9000), 4},
		{"one character", "", zalgo, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := compose(bot.Reply{Text: tt.text, Form: testForm(tt.value)}, place{chat: bot.Chat{ID: "7", Private: true}}, false)
			if len(all) != tt.messages {
				t.Errorf("there are %d messages, want %d", len(all), tt.messages)
			}
			got := ""
			for i, m := range all {
				text, err := telegramtest.PlainText(m.html)
				if err != nil {
					t.Fatal(err)
				}
				if n := units(text); n > maxText || !utf8.ValidString(text) {
					t.Errorf("message %d has %d units", i, n)
				}
				if (m.force != nil) != (i == len(all)-1) {
					t.Errorf("message %d asks for an answer: %v", i, m.force != nil)
				}
				_, value, _ := strings.Cut(m.html, "<pre>")
				value, _, _ = strings.Cut(value, "</pre>")
				got += value
			}
			if got != tt.value {
				t.Errorf("of the %d bytes filled in %d come", len(tt.value), len(got))
			}
			if line, field, _ := tagOf(t, all[len(all)-1]); line != "/catalog add k7h2k9" || field != "whole" {
				t.Errorf("the prompt tells %q, %q", line, field)
			}
		})
	}
}

func FuzzPrompts(f *testing.F) {
	f.Add("text", "value", "/line", uint16(1))
	f.Add("<b>", "a\n<pre>\xff", "/l\u202e", uint16(3000))
	f.Add("\u0301", "👨‍👩‍👧\u0301\u0301", "x", uint16(5000))
	f.Fuzz(func(t *testing.T, text, value, line string, times uint16) {
		if len(line) > bot.MaxLine {
			return
		}
		enough := min(int(times), 12_000/(1+len(text)+len(value)))
		text, value = strings.Repeat(text, enough), strings.Repeat(value, enough)
		form := &bot.Form{Title: text, Line: line, Whole: &bot.Field{Name: "whole", Label: value, Hint: text, Value: value}}
		all := compose(bot.Reply{Text: text, Form: form}, place{chat: bot.Chat{ID: "-9"}, asker: bot.User{ID: "7", Name: text}, name: true}, false)
		for _, m := range all {
			got, err := telegramtest.PlainText(m.html)
			if err != nil {
				t.Fatalf("a prompt is %q: %v", m.html, err)
			}
			if blank(got) || telegramtest.UTF16Length(got) > maxText || !utf8.ValidString(got) {
				t.Fatalf("a prompt has %d units: %q", telegramtest.UTF16Length(got), got)
			}
			if m.force == nil {
				continue
			}
			if units(m.force.Placeholder) > maxPlaceholder {
				t.Fatalf("a placeholder has %d units", units(m.force.Placeholder))
			}
			if back, field, _ := tagOf(t, m); !blank(line) && (back != line || field != "whole") {
				t.Fatalf("the prompt of %q tells %q, %q:\n%s", line, back, field, got)
			}
		}
	})
}
