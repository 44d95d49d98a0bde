package telegram

import (
	"context"
	"fmt"
	"strconv"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Pin implements [bot.Poster]. In a group a pin makes a message that tells of it, so
// it waits as Post does.
func (a *Adapter) Pin(ctx context.Context, m bot.Message, pinned bool) error {
	if err := a.pin(ctx, m, pinned); err != nil {
		return fmt.Errorf("pin on telegram: %w", err)
	}
	return nil
}

func (a *Adapter) pin(ctx context.Context, m bot.Message, pinned bool) error {
	id, err := numberOf(m)
	if err != nil {
		return err
	}
	c := call{method: "unpinChatMessage", chat: m.Chat.ID, harmless: true, brief: true,
		params: tgbotapi.Params{"chat_id": m.Chat.ID, "message_id": strconv.Itoa(id)}}
	if pinned {
		c.method = "pinChatMessage"
		c.params.AddBool("disable_notification", true)
	}
	_, err = a.doInTurn(ctx, c, maxRest)
	return err
}
