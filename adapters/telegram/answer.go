package telegram

import (
	"context"
	"errors"

	"filmbot/bot"
)

func (s *session) answerTyped(ctx context.Context, t *task, in *typed) bool {
	at := place{chat: in.req.Chat, channel: in.who.channel, bot: s.self.UserName, reply: in.reply, asker: in.req.User}
	p := s.newProgress(at)
	in.req.Standing = s.standing(t, in.who)
	in.req.Files = s.files(t, in.documents)
	in.req.Progress = p.show
	r := s.ask(ctx, in.req)
	shown := p.end()
	if ctx.Err() != nil {
		return false
	}
	return s.respond(ctx, t, at, shown, shown, r)
}

// answerPress gives the two answers that a press gets beside each other: what
// ends the waiting at the button, at once, and what changes in the chat, when it is
// its turn there.
func (s *session) answerPress(ctx context.Context, t *task, p *press) bool {
	at := place{chat: p.req.Chat, channel: p.who.channel, bot: s.self.UserName, asker: p.req.User, name: true}
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
	if whisper(r, at) {
		// If the button has stopped waiting, the answer is a message.
		if text, alert := notice(r); t.ack.answer(text, alert) || text == "" {
			r = bot.Reply{}
		}
	}
	t.ack.answer("", false)
	if r.Empty() && shown == 0 {
		return true
	}
	over := shown
	if r.Replace && !r.Private {
		over = p.message
	}
	return s.later(ctx, t, at.chat.ID, func(t *task) bool { return s.respond(ctx, t, at, over, shown, r) })
}

// later puts off the rest of a task until it is its turn in another lane. It reports
// whether the task is settled, which it is where that lane is full.
func (s *session) later(ctx context.Context, t *task, lane string, rest func(*task) bool) bool {
	if s.lanes.add(ctx, &task{id: t.id, event: event{lane: lane, rest: rest}}, s.work) {
		return false
	}
	s.log.WarnContext(ctx, "an answer was given up because too many wait for its chat", "update", t.id)
	return true
}

// whisper reports whether a private answer to a press can be one. Nobody but the
// person sees a notice, but it has no buttons, and room for little: where nobody
// else reads along, what does not fit is a message.
func whisper(r bot.Reply, at place) bool {
	if !r.Private || r.Form != nil || len(r.Files)+len(r.Buttons)+len(r.Choices) > 0 {
		return false
	}
	return !at.chat.Private || len(r.Cards) == 0 && lay(r).units() <= maxNotice
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

// respond answers in a chat, and takes away the message that showed how far the
// answer was, unless the answer took its place. over is as in answer.
func (s *session) respond(ctx context.Context, t *task, at place, over, shown int, r bot.Reply) bool {
	taken, err := s.answer(ctx, t, at, over, r)
	if shown != 0 && !(taken && over == shown) {
		s.retract(ctx, t, at.chat.ID, shown)
	}
	return s.report(ctx, err)
}

// answer answers in a chat. If over is not 0, the answer takes the place of that
// message of the bot's where it can; otherwise, and with what does not fit there,
// it is new. It reports whether it took the place.
func (s *session) answer(ctx context.Context, t *task, at place, over int, r bot.Reply) (taken bool, err error) {
	messages := compose(r, at, over != 0)
	if len(messages) > 0 {
		s.chats.spend(at.chat.ID)
	}
	if over != 0 && len(messages) > 0 && messages[0].editable() {
		err := s.edit(ctx, t, at.chat.ID, over, "", messages[0])
		switch {
		case err == nil:
			taken, messages = true, messages[1:]
		case failureOf(err).code != 400 || errors.Is(err, bot.ErrChatGone):
			return false, err
		default:
			s.log.DebugContext(ctx, "a message could not be edited", "err", err)
		}
	}
	for i, m := range messages {
		if i > 0 {
			s.chats.spend(at.chat.ID)
		}
		reply := 0
		if i == 0 || m.force != nil {
			reply = at.reply
		}
		if _, err := s.send(ctx, t, at.chat, newMessage(at.chat, reply, m)); err != nil {
			return taken, err
		}
	}
	return taken, nil
}
