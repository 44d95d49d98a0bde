package telegram

import (
	"context"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// membership reads how the bot itself stands in a chat. Whether somebody blocked
// it in a private chat is nobody else's affair.
func membership(m *tgbotapi.ChatMemberUpdated) event {
	id := formatID(m.Chat.ID)
	ev := event{changed: seat{chat: id}}
	now := bot.Present
	switch self := m.NewChatMember; {
	case self.HasLeft() || self.WasKicked() || self.Status == "restricted" && !self.IsMember:
		ev.left, now = id, bot.Absent
	default:
		ev.heard = id
	}
	if isGroup(id) {
		ev.lane, ev.presence = "presence "+id, &presence{id, now}
	}
	return ev
}

func memberChange(m *tgbotapi.ChatMemberUpdated) event {
	if m.NewChatMember.User == nil {
		return event{}
	}
	return event{changed: seat{formatID(m.Chat.ID), formatID(m.NewChatMember.User.ID)}}
}

func (p presence) event() bot.Event {
	return bot.Event{Chat: bot.Chat{Platform: platform, ID: p.chat}, Presence: p.is}
}

// notePresence tells the handler that the bot came or went until it has stored
// that. A group that became another chat is left behind, not lost.
func (s *session) notePresence(ctx context.Context, p *presence) bool {
	if next, _ := s.chats.now(p.chat); next != p.chat && p.is == bot.Absent {
		return true
	}
	return s.note(ctx, "whether the bot is in a group could not be noted", func() error { return s.observe(ctx, p.event()) })
}

// noteMove tells the handler about a migration until it has stored that.
func (s *session) noteMove(ctx context.Context, m *moved) bool {
	defer s.moves.known(m.to)
	if next, told := s.chats.now(m.from); next == m.to && told {
		return true
	}
	if !s.note(ctx, notMoved, func() error { return s.observeMove(ctx, m.from, m.to) }) {
		return false
	}
	s.chats.move(m.from, m.to, true)
	return true
}

// note does something until it succeeds. It reports false where ctx ends first.
func (s *session) note(ctx context.Context, failed string, do func() error) bool {
	for wait := newBackoff(); ; {
		err := do()
		if err == nil {
			return true
		}
		s.log.WarnContext(ctx, failed, "err", err)
		if sleep(ctx, wait.next()) != nil {
			return false
		}
	}
}

const notMoved = "a group that became a supergroup could not be noted"

// tell tells the handler that a group became another chat. If that fails it is
// told again before the next message to that chat.
func (a *Adapter) tell(ctx context.Context, from, to string) {
	if err := a.observeMove(ctx, from, to); err != nil {
		a.log.WarnContext(ctx, notMoved, "err", err)
		return
	}
	a.chats.move(from, to, true)
}

// observeMove tells the handler once. It also says that the bot is in the new
// chat, for it may have been told that the bot is not in the old one any more.
func (a *Adapter) observeMove(ctx context.Context, from, to string) error {
	err := a.observe(ctx, bot.Event{
		Chat:  bot.Chat{Platform: platform, ID: from},
		Moved: &bot.Chat{Platform: platform, ID: to},
	})
	if err != nil {
		return err
	}
	return a.observe(ctx, presence{to, bot.Present}.event())
}
