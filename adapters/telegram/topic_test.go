package telegram

import (
	"context"
	"fmt"
	"testing"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

func TestTalk(t *testing.T) {
	long := "The Discreet Charm of the Bourgeoisie (1972) Le Charme discret de la bourgeoisie, Скромное обаяние буржуазии, and some more of its many titles"
	tests := []struct {
		name  string
		kind  string
		forum bool
		title string
		want  error
		topic string
		asked int // calls of getChat for two topics
	}{
		{name: "private", kind: telegramtest.Private, title: "Wanda", want: bot.ErrUnsupported},
		{name: "group", kind: telegramtest.Group, title: "Wanda", want: bot.ErrUnsupported, asked: 1},
		{name: "channel", kind: telegramtest.Channel, title: "Wanda", want: bot.ErrUnsupported, asked: 1},
		{name: "forum", kind: telegramtest.Supergroup, forum: true, title: "Wanda <1970>\n\u202e", topic: "Wanda <1970>", asked: 1},
		{name: "long", kind: telegramtest.Supergroup, forum: true, title: long, topic: cut(long, maxTopic), asked: 1},
		{name: "blank", kind: telegramtest.Supergroup, forum: true, title: " ", topic: ellipsis, asked: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.start(echo)
				c := w.chatOf(tt.kind, tt.forum)
				for range 2 {
					at, err := w.adapter.Talk(context.Background(), bot.Message{Chat: chatOfFake(c), ID: "1"}, tt.title)
					wantError(t, "Talk", err, tt.want)
					topics := w.Topics(c)
					if err != nil {
						if len(topics) > 0 || at != (bot.Chat{}) {
							t.Errorf("Talk = %+v with the topics %+v, want none", at, topics)
						}
						continue
					}
					last := topics[len(topics)-1]
					want := chatOfFake(c)
					want.Topic = fmt.Sprint(last.ID)
					if at != want || last.Name != tt.topic {
						t.Errorf("Talk = %+v, named %q; want %+v, named %q", at, last.Name, want, tt.topic)
					}
				}
				if n := len(w.Calls("getChat")); n != tt.asked {
					t.Errorf("getChat was called %d times, want %d", n, tt.asked)
				}
			})
		})
	}
}

func TestTalkErrors(t *testing.T) {
	tests := []struct {
		method string
		answer telegramtest.Answer
		want   error
		calls  int
	}{
		{"createForumTopic", telegramtest.Answer{Drop: true, After: true}, bot.ErrUnsure, 1},
		{"createForumTopic", telegramtest.Answer{Status: 500, Description: "Internal Server Error"}, bot.ErrUnsure, 1},
		{"createForumTopic", telegramtest.Answer{Status: 200, Body: `{"ok":true,"result":{}}`, After: true}, bot.ErrUnsure, 1},
		{"createForumTopic", telegramtest.Answer{Status: 429, RetryAfter: 3}, nil, 2},
		{"createForumTopic", telegramtest.Answer{Status: 400, Description: "Bad Request: not enough rights to create a topic"}, bot.ErrForbidden, 1},
		{"createForumTopic", telegramtest.Answer{Status: 400, Description: "Bad Request: the chat is not a forum"}, bot.ErrUnsupported, 1},
		{"createForumTopic", telegramtest.Answer{Status: 403, Description: "Forbidden: bot was kicked from the supergroup chat"}, bot.ErrChatGone, 1},
		{"getChat", telegramtest.Answer{Status: 500, Description: "Internal Server Error"}, nil, 1},
		{"getChat", telegramtest.Answer{Status: 400, Description: "Bad Request: chat not found"}, bot.ErrChatGone, 0},
		{"getChat", telegramtest.Answer{Status: 200, Body: `{"ok":true,"result":[]}`}, errAny, 0},
	}
	for _, tt := range tests {
		inWorld(t, func(w *world) {
			w.Intercept(first(tt.method, func() *telegramtest.Answer { return &tt.answer }))
			w.start(echo)
			c := w.Chat(telegramtest.Supergroup)
			w.Forum(c)
			_, err := w.adapter.Talk(context.Background(), bot.Message{Chat: chatOfFake(c), ID: "1"}, "Wanda")
			wantError(t, fmt.Sprintf("Talk after %s %+v", tt.method, tt.answer), err, tt.want)
			if n := len(w.Calls("createForumTopic")); n != tt.calls {
				t.Errorf("after %s %+v createForumTopic was called %d times, want %d", tt.method, tt.answer, n, tt.calls)
			}
		})
	}
}
