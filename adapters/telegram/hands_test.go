package telegram

import (
	"context"

	"filmbot/bot"
)

var testCommands = []bot.Command{
	{Name: "film", Descriptions: map[string]string{"en": "A film", "ru": "Фильм"}},
	{Name: "catalog", Descriptions: map[string]string{"en": "The catalog", "ru": "Каталог"}, Moderators: true},
	{Name: "help", Descriptions: map[string]string{"en": "What can be done"}},
	{Name: "start", Descriptions: map[string]string{"en": "Begin", "ru": "Начать"}, Greeting: true},
}

// hands is a handler made of functions. Where they are nil nothing is said.
type hands struct {
	handle  func(context.Context, bot.Request) bot.Reply
	suggest func(bot.Request) []bot.Choice
	observe func(bot.Event) error
}

func (h hands) Handle(ctx context.Context, req bot.Request) bot.Reply {
	if h.handle == nil {
		return bot.Reply{}
	}
	return h.handle(ctx, req)
}

func (h hands) Suggest(_ context.Context, req bot.Request) []bot.Choice {
	if h.suggest == nil {
		return nil
	}
	return h.suggest(req)
}

func (h hands) Observe(_ context.Context, e bot.Event) error {
	if h.observe == nil {
		return nil
	}
	return h.observe(e)
}

// echo answers with the line.
var echo = hands{handle: func(_ context.Context, req bot.Request) bot.Reply {
	return bot.Reply{Text: "re: " + req.Line}
}}

// always gives the same answer.
func always(r bot.Reply) hands {
	return hands{handle: func(context.Context, bot.Request) bot.Reply { return r }}
}
