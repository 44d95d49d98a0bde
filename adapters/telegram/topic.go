package telegram

import (
	"context"
	"encoding/json"
	"fmt"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// maxTopic is the limit of https://core.telegram.org/bots/api#createforumtopic.
const maxTopic = 128

// Talk implements [bot.Poster]. Telegram does not know which message a topic is about,
// so to call it again opens another one.
func (a *Adapter) Talk(ctx context.Context, m bot.Message, title string) (bot.Chat, error) {
	chat, err := a.openTopic(ctx, m.Chat.ID, title)
	if err != nil {
		return bot.Chat{}, fmt.Errorf("open a topic on telegram: %w", err)
	}
	return chat, nil
}

func (a *Adapter) openTopic(ctx context.Context, id, title string) (bot.Chat, error) {
	next, err := a.reach(id)
	if err != nil {
		return bot.Chat{}, err
	}
	if !isGroup(next) {
		return bot.Chat{}, bot.ErrUnsupported
	}
	info, err := a.info(ctx, next)
	if err != nil {
		return bot.Chat{}, err
	}
	if !info.Forum {
		return bot.Chat{}, bot.ErrUnsupported
	}
	c := call{method: "createForumTopic", chat: next, once: true, brief: true,
		params: tgbotapi.Params{"chat_id": next, "name": shown(cut(cleanLine(title), maxTopic))}}
	// Telegram tells of a new topic in a message, which counts as one.
	result, err := a.doInTurn(ctx, c, maxRest)
	if err != nil {
		return bot.Chat{}, err
	}
	var topic struct {
		Thread int64 `json:"message_thread_id"`
	}
	if json.Unmarshal(result, &topic) != nil || topic.Thread == 0 {
		return bot.Chat{}, fmt.Errorf("%w: %w", bot.ErrUnsure, &failure{method: c.method, text: "unreadable result", sent: true})
	}
	return bot.Chat{Platform: platform, ID: next, Topic: formatID(topic.Thread)}, nil
}

// Plan implements [bot.Poster]. Telegram has no events.
func (a *Adapter) Plan(context.Context, bot.Chat, string, bot.Gathering) (string, error) {
	return "", bot.ErrUnsupported
}

// CallOff implements [bot.Poster]. Telegram has no events.
func (a *Adapter) CallOff(context.Context, bot.Chat, string) error { return bot.ErrUnsupported }
