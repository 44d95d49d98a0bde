package telegram

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// TestPin checks where the bot may pin. What a pin is about is checked by the suite.
func TestPin(t *testing.T) {
	tests := []struct {
		name   string
		kind   string
		rights map[string]any
		want   error
	}{
		{"private", telegramtest.Private, nil, nil},
		{"member", telegramtest.Group, map[string]any{"status": "member"}, bot.ErrForbidden},
		{"administrator", telegramtest.Supergroup, map[string]any{"status": "administrator", "can_pin_messages": true}, nil},
		{"without the right", telegramtest.Supergroup, map[string]any{"status": "administrator", "can_pin_messages": false}, bot.ErrForbidden},
		{"channel", telegramtest.Channel, map[string]any{"status": "administrator", "can_post_messages": true, "can_edit_messages": true}, nil},
		{"channel without the right", telegramtest.Channel, map[string]any{"status": "administrator", "can_post_messages": true, "can_edit_messages": false}, bot.ErrForbidden},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.start(echo)
				c := w.chatOf(tt.kind, false)
				if tt.rights != nil {
					w.SetMember(c, telegramtest.BotID, tt.rights)
				}
				m, err := w.adapter.Post(context.Background(), chatOfFake(c), bot.Reply{Text: "the film"})
				if err != nil {
					t.Fatalf("Post: %v", err)
				}
				for range 2 {
					wantError(t, "Pin", w.adapter.Pin(context.Background(), m, true), tt.want)
				}
				if n := len(w.Pinned(c)); (n == 1) != (tt.want == nil) {
					t.Errorf("%d messages are pinned", n)
				}
				for range 2 {
					wantError(t, "Pin", w.adapter.Pin(context.Background(), m, false), tt.want)
				}
				if n := len(w.Pinned(c)); n != 0 {
					t.Errorf("%d messages are still pinned", n)
				}
				synctest.Wait()
				if n := len(w.Waiting()); n != 0 {
					t.Errorf("%d updates about pins wait", n)
				}
			})
		})
	}
}

func TestPinErrors(t *testing.T) {
	tests := []struct {
		answer telegramtest.Answer
		want   error
	}{
		{telegramtest.Answer{Status: 400, Description: "Bad Request: CHAT_NOT_MODIFIED"}, nil},
		{telegramtest.Answer{Status: 400, Description: "Bad Request: message to pin not found"}, bot.ErrNotFound},
		{telegramtest.Answer{Status: 400, Description: "Bad Request: MESSAGE_ID_INVALID"}, bot.ErrNotFound},
		{telegramtest.Answer{Status: 400, Description: "Bad Request: CHAT_ADMIN_REQUIRED"}, bot.ErrForbidden},
		{telegramtest.Answer{Status: 403, Description: "Forbidden: bot is not a member of the channel chat"}, bot.ErrChatGone},
		{telegramtest.Answer{Status: 400, Description: "Bad Request: no"}, errAny},
		{telegramtest.Answer{Drop: true, After: true}, nil}, // and done again
	}
	for _, tt := range tests {
		inWorld(t, func(w *world) {
			w.Intercept(first("pinChatMessage", func() *telegramtest.Answer { return &tt.answer }))
			w.start(echo)
			c := w.Private(w.ann)
			m, err := w.adapter.Post(context.Background(), chatOfFake(c), bot.Reply{Text: "the film"})
			if err != nil {
				t.Fatalf("Post: %v", err)
			}
			wantError(t, fmt.Sprintf("Pin after %+v", tt.answer), w.adapter.Pin(context.Background(), m, true), tt.want)
		})
	}
	inWorld(t, func(w *world) {
		w.start(echo)
		m := bot.Message{Chat: chatOfFake(w.Private(w.ann)), ID: "no number"}
		wantError(t, "Pin of no message", w.adapter.Pin(context.Background(), m, true), bot.ErrNotFound)
		m = bot.Message{Chat: bot.Chat{Platform: platform, ID: "i77"}, ID: "7"}
		wantError(t, "Pin where the bot is not", w.adapter.Pin(context.Background(), m, true), bot.ErrChatGone)
	})
}
