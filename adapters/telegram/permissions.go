package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// chatInfo is what Telegram tells about a chat: a part of
// https://core.telegram.org/bots/api#chatfullinfo.
type chatInfo struct {
	Title string `json:"title"`
	Forum bool   `json:"is_forum"`
	// Permissions are those of members who are not restricted. Telegram leaves out
	// what is the same as another.
	Permissions *struct {
		CanSend *bool `json:"can_send_messages"`
	} `json:"permissions"`
}

// silenced reports whether members may not write.
func (i chatInfo) silenced() bool {
	return i.Permissions != nil && i.Permissions.CanSend != nil && !*i.Permissions.CanSend
}

// Lacks implements [bot.Poster]. What it has asked Telegram counts for a minute, or
// until Telegram tells of a change.
func (a *Adapter) Lacks(ctx context.Context, at bot.Chat, wanted []bot.Permission) ([]bot.Permission, error) {
	out, err := a.lacks(ctx, at.ID, wanted)
	if err != nil {
		return nil, fmt.Errorf("permissions on telegram: %w", err)
	}
	return out, nil
}

func (a *Adapter) lacks(ctx context.Context, id string, wanted []bot.Permission) ([]bot.Permission, error) {
	next, err := a.reach(id)
	if err != nil || !isGroup(next) || !slices.ContainsFunc(wanted, governed) {
		return nil, err
	}
	self := a.self.Load()
	if self == nil {
		return nil, errors.New("telegram has not told yet who the bot is")
	}
	m, err := a.member(ctx, nil, seat{next, formatID(self.ID)})
	if err != nil {
		return nil, err
	}
	if m.absent() {
		return nil, bot.ErrChatGone
	}
	info, err := a.info(ctx, next)
	if err != nil {
		return nil, err
	}
	var out []bot.Permission
	for _, p := range wanted {
		if lacking(p, m, info) {
			out = append(out, p)
		}
	}
	return out, nil
}

// governed reports whether administrators of groups and channels can allow and
// refuse something. There are no threads, no events and no roles on Telegram, and
// formatting is always allowed.
func governed(p bot.Permission) bool {
	return p == bot.SendMessages || p == bot.PinMessages || p == bot.ManageTopics
}

// lacking reports whether a bot lacks a permission. Bots pin and open topics as
// administrators only (https://core.telegram.org/bots/api#pinchatmessage,
// #createforumtopic).
func lacking(p bot.Permission, m member, info chatInfo) bool {
	switch p {
	case bot.SendMessages:
		return m.mute(false) || m.Status == "member" && info.silenced()
	case bot.PinMessages:
		return !m.administers() || !m.CanPin && !m.CanEdit
	case bot.ManageTopics:
		return info.Forum && (!m.administers() || !m.CanManageTopics)
	}
	return false
}

// info asks Telegram about a chat unless that is known.
func (a *Adapter) info(ctx context.Context, chat string) (chatInfo, error) {
	info, known, q := a.infos.look(seat{chat: chat})
	if known {
		return info, nil
	}
	c := call{method: "getChat", chat: chat, harmless: true, follows: true, brief: true, params: tgbotapi.Params{"chat_id": chat}}
	result, err := a.do(ctx, nil, c)
	if err != nil {
		return chatInfo{}, err
	}
	if json.Unmarshal(result, &info) != nil {
		return chatInfo{}, &failure{method: c.method, text: "unreadable result", sent: true}
	}
	a.infos.keep(q, info)
	return info, nil
}
