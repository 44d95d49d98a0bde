package telegram

import (
	"context"
	"strings"
	"testing"

	"filmbot/bot"
)

func TestInlineMode(t *testing.T) {
	inWorld(t, func(w *world) {
		card := bot.Card{Title: "The Ascent (1977)", Sections: []bot.Section{{Text: "Two partisans."}}}
		w.start(hands{
			suggest: func(req bot.Request) []bot.Choice {
				if req.Line != "/film asc" || !req.Inline || !req.Chat.Private || req.Lang != "ru" {
					t.Errorf("Suggest got %+v", req)
				}
				return []bot.Choice{
					{Label: "The Ascent (1977)", Line: "/film #sm2", Card: &card, Buttons: again},
					{Label: "Plain", Detail: "no card", Line: "/film " + strings.Repeat("x", 100)},
					{Label: "Double", Line: "/film #sm2"},
				}
			},
			handle: func(_ context.Context, req bot.Request) bot.Reply {
				if !strings.HasPrefix(req.Chat.ID, "i") || req.Chat.Private {
					t.Errorf("a press on an inline message came from chat %+v", req.Chat)
				}
				return bot.Reply{Text: "re: " + req.Line}
			},
		})
		id := w.Type(w.bob, "asc")
		w.Await(t, "suggestions", func() bool { _, n := w.Results(id); return n > 0 })
		got, _ := w.Results(id)
		if len(got) != 2 {
			t.Fatalf("%d results, want 2", len(got))
		}
		first := got[0]
		if first.Title != "The Ascent (1977)" || first.Description != "Two partisans." || first.Message.Text != "The Ascent (1977)\n\nTwo partisans." {
			t.Errorf("the first result is %+v", first)
		}
		if got[1].Description != "no card" || got[1].Message.Text != "Plain" {
			t.Errorf("the second result is %+v", got[1])
		}
		m := w.Choose(first)
		press := w.Press(t, w.bob, m, 0, false)
		w.acked(press)
		if got := w.Look(m).Text; got != "re: /film random" {
			t.Errorf("the message is %q, want %q", got, "re: /film random")
		}
	})
}

func TestInlineModeWhenHandlerPanics(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(hands{suggest: func(bot.Request) []bot.Choice { panic(secret) }})
		id := w.Type(w.bob, "asc")
		w.Await(t, "an answer", func() bool { _, n := w.Results(id); return n == 1 })
	})
}
