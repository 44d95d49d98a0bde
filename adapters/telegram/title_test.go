package telegram

import (
	"context"
	"testing"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

func TestTitle(t *testing.T) {
	tests := []struct {
		name  string
		kind  string
		topic string
		title string
		want  error
	}{
		{name: "private", kind: telegramtest.Private, title: "Ann", want: bot.ErrUnsupported},
		{name: "group", kind: telegramtest.Group, title: "Mountain Club"},
		{name: "channel", kind: telegramtest.Channel, title: "Mountain <i>News</i>"},
		{name: "topic", kind: telegramtest.Supergroup, topic: "42", title: "Mountain Club"},
		{name: "nothing", kind: telegramtest.Group, title: "", want: bot.ErrUnsupported},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.start(echo)
				c := w.Private(w.ann)
				if tt.kind != telegramtest.Private {
					c = w.Chat(tt.kind)
				}
				w.Rename(c, tt.title)
				at := chatOfFake(c)
				at.Topic = tt.topic
				got, err := w.adapter.Title(context.Background(), at)
				wantError(t, "Title", err, tt.want)
				if err == nil && got != tt.title {
					t.Errorf("Title = %q, want %q", got, tt.title)
				}
			})
		})
	}
}
