package telegram

import (
	"encoding/json"
	"errors"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// An update is what Telegram reports, with the fields that the library does not
// know.
type update struct {
	tgbotapi.Update
	topics topics
}

// topics are the forum topics that an update's messages stand in.
type topics struct {
	Message       *inTopic `json:"message"`
	ChannelPost   *inTopic `json:"channel_post"`
	CallbackQuery *struct {
		Message *inTopic `json:"message"`
	} `json:"callback_query"`
}

// inTopic is a part of https://core.telegram.org/bots/api#message.
type inTopic struct {
	Thread int64 `json:"message_thread_id"`
	// Topic tells a forum topic from a thread of replies, to which Telegram
	// takes no messages by its number.
	Topic bool `json:"is_topic_message"`
}

// decode reads an update. Where it fails it still tells the number of the update
// if that can be read.
func decode(raw json.RawMessage) (id int64, u update, err error) {
	var number struct {
		ID int64 `json:"update_id"`
	}
	if err := json.Unmarshal(raw, &number); err != nil || number.ID == 0 {
		return number.ID, update{}, errors.New("update without a number")
	}
	if err := json.Unmarshal(raw, &u.Update); err != nil {
		return number.ID, update{}, err
	}
	if err := json.Unmarshal(raw, &u.topics); err != nil {
		return number.ID, update{}, err
	}
	return number.ID, u, nil
}
