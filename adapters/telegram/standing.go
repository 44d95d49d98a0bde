package telegram

import (
	"context"
	"encoding/json"
	"net/http"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// standing returns what [bot.Request.Standing] asks for. It is nil for messages
// in places where the bot is not.
func (s *session) standing(t *task, who standing) func(context.Context, bot.Chat) (bot.Standing, error) {
	if who.chat == "" {
		return nil
	}
	return func(ctx context.Context, at bot.Chat) (bot.Standing, error) {
		if at.Platform != platform || !isGroup(at.ID) {
			return bot.Standing{}, nil
		}
		out, err := s.standingAt(ctx, t, who, at.ID)
		if err != nil && at.ID != who.chat {
			s.log.DebugContext(ctx, "the standing in another chat is not known", "err", err)
			return bot.Standing{}, nil
		}
		return out, err
	}
}

func (s *session) standingAt(ctx context.Context, t *task, who standing, chat string) (bot.Standing, error) {
	here := chat == who.chat
	out := bot.Standing{Administrator: here && who.administrator}
	if !out.Administrator && who.user != "" {
		m, err := s.member(ctx, t, seat{chat, who.user})
		if err != nil {
			return bot.Standing{}, err
		}
		out.Administrator = m.administers()
	}
	self, err := s.member(ctx, t, seat{chat, formatID(s.self.ID)})
	if err != nil {
		return bot.Standing{}, err
	}
	if self.mute(here && who.channel) {
		out.Lacks = append(out.Lacks, bot.SendMessages)
	}
	return out, nil
}

// member asks Telegram about a member unless that is known.
func (a *Adapter) member(ctx context.Context, t *task, of seat) (member, error) {
	m, known, q := a.members.look(of)
	if known {
		return m, nil
	}
	c := call{
		method: "getChatMember", chat: of.chat, harmless: true, follows: true, brief: t == nil,
		params: tgbotapi.Params{"chat_id": of.chat, "user_id": of.user},
	}
	result, err := a.do(ctx, t, c)
	switch f := failureOf(err); {
	case f.code == http.StatusBadRequest && f.stranger():
		m = member{Status: "left"}
	case err != nil:
		return member{}, err
	case json.Unmarshal(result, &m) != nil:
		return member{}, &failure{method: c.method, text: "unreadable result", sent: true}
	}
	a.members.keep(q, m)
	return m, nil
}
