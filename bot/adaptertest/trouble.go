package adaptertest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"filmbot/bot"
)

// hostile is what people type to break markup, ping a crowd or upset a terminal.
const hostile = "@everyone @here <@1> <@&2> <#3> </x:4> <b>&amp;</b> *a* _b_ __c__ ~~d~~ ||e|| `f` ```g``` " +
	"[h](http://x) # i > j - k \\* 😀 e\u0301 \u202eabc"

func testHostileText(t *testing.T, p Platform) {
	b := p.Start(t, say(bot.Reply{
		Text:    hostile,
		Cards:   []bot.Card{{Title: hostile, Original: hostile, Details: []string{hostile}, Sections: []bot.Section{{Label: hostile, Text: hostile}}}},
		Choices: []bot.Choice{{Label: hostile, Detail: hostile, Line: "/film #1"}},
		Buttons: []bot.Button{{Label: hostile, Line: "/film #2"}},
	}))
	got := b.Say("ann", "/film "+hostile)
	if n := strings.Count(got.Text, visible(hostile)); n < 7 {
		t.Errorf("the text stands %d times as it was written, want 7, in:\n%s", n, got.Text)
	}
	if strings.ContainsAny(got.Text, "\u202e\u001b") {
		t.Error("a control character came through")
	}
}

// visible is a text without what turns the direction of writing.
func visible(s string) string { return strings.ReplaceAll(s, "\u202e", "") }

func testTooMuch(t *testing.T, p Platform) {
	long := strings.Repeat("Ж😀 ", 4000)
	r := bot.Reply{Text: long}
	for i := range 12 {
		r.Cards = append(r.Cards, bot.Card{
			Title: long, Original: long, Details: []string{long, long},
			Sections: []bot.Section{{Label: long, Text: long}, {Text: fmt.Sprint(i, long)}},
		})
	}
	for i := range 130 {
		r.Choices = append(r.Choices, bot.Choice{Label: long, Line: fmt.Sprintf("/film #%d", i)})
		r.Buttons = append(r.Buttons, bot.Button{Label: long, Line: fmt.Sprintf("/film like #%d", i)})
	}
	b := p.Start(t, say(r))
	got := b.Say("ann", "/film x")
	if !strings.HasPrefix(got.Text, "Ж😀 Ж😀") {
		t.Errorf("the text begins %q", strings.ToValidUTF8(got.Text[:min(20, len(got.Text))], "?"))
	}
	if !utf8.ValidString(got.Text) {
		t.Error("a character was cut in two")
	}
	if len(got.Buttons) == 0 {
		t.Error("no button was left")
	}
}

func testPanic(t *testing.T, p Platform) {
	var mu sync.Mutex
	calls := 0
	s := &script{handle: func(bot.Request) bot.Reply {
		mu.Lock()
		defer mu.Unlock()
		calls++
		if calls == 1 {
			panic("a mistake in the program")
		}
		return bot.Reply{Text: "still here"}
	}}
	b := p.Start(t, s)
	b.Mutter("ann", "/film x")
	if got := b.Say("ann", "/film x"); got.Text != "still here" {
		t.Errorf("answer = %q, want %q", got.Text, "still here")
	}
}

func testPostAndEdit(t *testing.T, p Platform) {
	b := p.Start(t, say(bot.Reply{Text: "fine"}))
	b.Say("ann", "/film x")
	ctx := context.Background()
	r := bot.Reply{Text: "an announcement", Cards: []bot.Card{ascent}, Buttons: []bot.Button{{Label: "Seen", Line: "/film seen #sm2"}}}
	m, err := b.Adapter().Post(ctx, b.Group(), r)
	if err != nil {
		t.Fatalf("Post: %v", err)
	}
	wantInOrder(t, b.Look(m).Text, "an announcement", "The Ascent (1977)")
	if err := b.Adapter().Edit(ctx, m, r); err != nil {
		t.Errorf("Edit to the same: %v", err)
	}
	if err := b.Adapter().Edit(ctx, m, bot.Reply{Text: "a correction"}); err != nil {
		t.Errorf("Edit: %v", err)
	}
	got := b.Look(m)
	if p.InPlace && (got.Text != "a correction" || len(got.Buttons) != 0) {
		t.Errorf("after Edit: %q with %q, want %q without buttons", got.Text, got.Buttons, "a correction")
	}
}

func testManyAtOnce(t *testing.T, p Platform) {
	if p.One {
		t.Skip("there is only one person")
	}
	s := &script{handle: func(req bot.Request) bot.Reply { return bot.Reply{Text: "for " + req.Line} }}
	b := p.Start(t, s)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			line := fmt.Sprintf("/film number %d", i)
			if got := b.Say(fmt.Sprint("person", i), line); got.Text != "for "+line {
				t.Errorf("answer to %q = %q", line, got.Text)
			}
		})
	}
	wg.Wait()
}
