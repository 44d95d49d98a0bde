package telegram

import (
	"context"
	"encoding/json"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// standing returns what [bot.Request.Standing] asks for. It is nil for a private
// chat, where there is nothing to ask.
func (s *session) standing(t *task, who standing) func(context.Context) (bot.Standing, error) {
	if who.chat == "" || !isGroup(who.chat) {
		return nil
	}
	return func(ctx context.Context) (bot.Standing, error) {
		out := bot.Standing{Administrator: who.administrator}
		if !who.administrator && who.user != "" {
			m, err := s.member(ctx, t, who.chat, who.user)
			if err != nil {
				return bot.Standing{}, err
			}
			out.Administrator = m.IsCreator() || m.IsAdministrator()
		}
		self, err := s.member(ctx, t, who.chat, formatID(s.self.ID))
		if err != nil {
			return bot.Standing{}, err
		}
		if mute(self, who.channel) {
			out.Lacks = append(out.Lacks, bot.SendMessages)
		}
		return out, nil
	}
}

// mute reports whether the bot may not write.
func mute(self tgbotapi.ChatMember, channel bool) bool {
	if channel {
		return !self.CanPostMessages
	}
	return self.Status == "restricted" && !self.CanSendMessages || self.HasLeft() || self.WasKicked()
}

func (s *session) member(ctx context.Context, t *task, chat, user string) (tgbotapi.ChatMember, error) {
	c := call{
		method: "getChatMember", chat: chat, harmless: true, follows: true,
		params: tgbotapi.Params{"chat_id": chat, "user_id": user},
	}
	result, err := s.do(ctx, t, c)
	if err != nil {
		return tgbotapi.ChatMember{}, err
	}
	var m tgbotapi.ChatMember
	if err := json.Unmarshal(result, &m); err != nil {
		return tgbotapi.ChatMember{}, &failure{method: c.method, text: "unreadable result", sent: true}
	}
	return m, nil
}
