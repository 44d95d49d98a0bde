package telegram

import (
	"context"
	"errors"

	"filmbot/bot"
)

func (s *session) answerTyped(ctx context.Context, t *task, in *typed) bool {
	at := place{chat: in.req.Chat, channel: in.who.channel, reply: in.reply, asker: in.req.User}
	p := s.newProgress(at)
	in.req.Standing = s.standing(t, in.who)
	in.req.Files = s.files(t, in.documents)
	in.req.Progress = p.show
	r := s.ask(ctx, in.req)
	shown := p.end()
	if ctx.Err() != nil {
		return false
	}
	return s.report(ctx, s.answer(ctx, t, at, shown, r))
}

// answerPress gives the two answers that a press gets beside each other: what
// ends the waiting at the button, and what changes in the chat.
func (s *session) answerPress(ctx context.Context, t *task, p *press) bool {
	at := place{chat: p.req.Chat, channel: p.who.channel, asker: p.req.User}
	if p.faded {
		// Where Telegram does not tell the topic any more, the answer finds it as a
		// reply.
		at.reply = p.message
	}
	var r bot.Reply
	shown := 0
	if p.req.Line != "" {
		p.req.Standing = s.standing(t, p.who)
		var progress *progress
		if p.inline == "" {
			progress = s.newProgress(at)
			p.req.Progress = progress.show
		}
		r = s.ask(ctx, p.req)
		if progress != nil {
			shown = progress.end()
		}
	}
	if ctx.Err() != nil {
		return false
	}
	if p.inline != "" {
		return s.answerInline(ctx, t, p, r)
	}
	if r.Private && r.Form == nil && len(r.Files) == 0 {
		if text, alert := notice(r); t.ack.answer(text, alert) || text == "" {
			s.retract(ctx, t, at.chat.ID, shown)
			return true
		}
		// The button stopped waiting for an answer that took too long.
		return s.report(ctx, s.answer(ctx, t, at, shown, r))
	}
	t.ack.answer("", false)
	if !r.Replace || r.Private || r.Empty() {
		return s.report(ctx, s.answer(ctx, t, at, shown, r))
	}
	err := s.answer(ctx, t, at, p.message, r)
	s.retract(ctx, t, at.chat.ID, shown)
	return s.report(ctx, err)
}

// answerInline answers a press on a message that was posted through inline mode.
// There is no other place for an answer, and none for a form or a file: the bot is
// not in that chat.
func (s *session) answerInline(ctx context.Context, t *task, p *press, r bot.Reply) bool {
	if r.Private || r.Form != nil || len(r.Files) > 0 {
		if r.Form != nil && blank(r.Text) {
			r.Text = asked(r.Form).Label
		}
		t.ack.answer(notice(r))
		return true
	}
	t.ack.answer("", false)
	if r.Empty() {
		return true
	}
	return s.report(ctx, s.edit(ctx, t, "", 0, p.inline, render(r)))
}

// answer answers in a chat. If over is not 0, the answer takes the place of that
// message of the bot's where it can; otherwise, and with what does not fit there,
// it is new.
func (s *session) answer(ctx context.Context, t *task, at place, over int, r bot.Reply) error {
	if r.Private && len(r.Files) > 0 && !at.chat.Private {
		err := s.confide(ctx, t, at.asker, r)
		if !errors.Is(err, bot.ErrChatGone) {
			s.retract(ctx, t, at.chat.ID, over)
			return err
		}
		r.Files = nil
	}
	if r.Empty() {
		s.retract(ctx, t, at.chat.ID, over)
		return nil
	}
	messages := compose(r, at, over != 0)
	if over != 0 && messages[0].editable() {
		err := s.edit(ctx, t, at.chat.ID, over, "", messages[0])
		switch {
		case err == nil:
			messages = messages[1:]
		case failureOf(err).code != 400 || errors.Is(err, bot.ErrChatGone):
			return err
		default:
			s.log.DebugContext(ctx, "a message could not be edited", "err", err)
		}
	}
	for i, m := range messages {
		reply := 0
		if i == 0 || m.force != nil {
			reply = at.reply
		}
		if _, err := s.send(ctx, t, at.chat, newMessage(at.chat, reply, m)); err != nil {
			return err
		}
	}
	return nil
}

// confide sends an answer with files that only one person may see to that
// person's own chat with the bot. The error is [bot.ErrChatGone] where there is
// none: Telegram lets no bot begin one.
func (s *session) confide(ctx context.Context, t *task, who bot.User, r bot.Reply) error {
	if who.ID == "" {
		return bot.ErrChatGone
	}
	r.Private, r.Replace = false, false
	return s.answer(ctx, t, place{chat: bot.Chat{Platform: platform, ID: who.ID, Private: true}, asker: who}, 0, r)
}
