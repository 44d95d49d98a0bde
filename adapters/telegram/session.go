package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"sync"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// A session is one run of an adapter.
type session struct {
	*Adapter
	self   tgbotapi.User
	reader reader
	ledger *ledger
	lanes  *lanes
	acks   sync.WaitGroup
}

func newSession(a *Adapter, self tgbotapi.User, closing <-chan struct{}) *session {
	l := newLedger()
	return &session{
		Adapter: a,
		self:    self,
		reader:  newReader(self.UserName, a.commands),
		ledger:  l,
		lanes:   newLanes(closing, l.settle),
	}
}

// meaning reads an update. It reports false for one that cannot be read, also
// where reading it shows a mistake in this program: a crash would come back with
// the update at every start.
func (s *session) meaning(ctx context.Context, raw json.RawMessage) (id int64, ev event, ok bool) {
	defer s.caught(ctx, func() { ok = false })
	id, u, err := decode(raw)
	if err != nil {
		return id, event{}, false
	}
	return id, s.reader.read(u), true
}

// take puts an event on its way. ctx is that of the work on it.
func (s *session) take(ctx context.Context, id int64, ev event) {
	switch {
	case ev.heard != "":
		s.chats.heard(ev.heard)
	case ev.left != "":
		s.chats.setGone(ev.left)
	}
	if !ev.asks() {
		s.ledger.settle(id)
		return
	}
	t := &task{id: id, event: ev}
	if p := ev.press; p != nil {
		t.ack = newAck(p.id, &s.acks, func(params tgbotapi.Params) { s.acknowledge(ctx, params) })
	}
	if s.lanes.add(ctx, t, s.work) {
		return
	}
	s.log.WarnContext(ctx, "an update was refused because too many wait for its chat", "update", id)
	t.ack.answer("", false)
	s.ledger.settle(id)
}

// work handles an update. It reports false if it was not done and has to be
// delivered again.
func (s *session) work(ctx context.Context, t *task) (done bool) {
	if ctx.Err() != nil {
		return false
	}
	defer s.caught(ctx, func() {
		t.ack.answer("", false)
		done = true
	})
	switch ev := t.event; {
	case ev.typed != nil:
		return s.answerTyped(ctx, t, ev.typed)
	case ev.press != nil:
		return s.answerPress(ctx, t, ev.press)
	case ev.query != nil:
		return s.answerQuery(ctx, t, ev.query)
	default:
		return s.noteMove(ctx, ev.moved)
	}
}

func (s *session) answerTyped(ctx context.Context, t *task, in *typed) bool {
	in.req.Standing = s.standing(t, in.who)
	r := s.ask(ctx, in.req)
	if r.Empty() {
		return ctx.Err() == nil
	}
	_, err := s.send(ctx, t, in.req.Chat, in.reply, render(r))
	return s.report(ctx, err)
}

// answerPress gives the two answers that a press gets beside each other: what
// ends the waiting at the button, and what changes in the chat.
func (s *session) answerPress(ctx context.Context, t *task, p *press) bool {
	var r bot.Reply
	if p.req.Line != "" {
		p.req.Standing = s.standing(t, p.who)
		r = s.ask(ctx, p.req)
	}
	if ctx.Err() != nil {
		return false
	}
	if r.Private {
		text, alert := notice(r)
		if t.ack.answer(text, alert) || text == "" || p.inline != "" {
			return true
		}
		// The button stopped waiting for an answer that took too long.
		return s.answerAnew(ctx, t, p, r)
	}
	t.ack.answer("", false)
	switch {
	case r.Empty():
		return true
	case p.inline != "":
		// There is no other place for an answer: the bot is not in that chat.
		return s.report(ctx, s.edit(ctx, t, "", 0, p.inline, render(r)))
	case r.Replace:
		err := s.edit(ctx, t, p.req.Chat.ID, p.message, "", render(r))
		if failureOf(err).code != 400 || errors.Is(err, bot.ErrChatGone) {
			return s.report(ctx, err)
		}
		s.log.DebugContext(ctx, "a pressed message could not be edited", "err", err)
	}
	return s.answerAnew(ctx, t, p, r)
}

// answerAnew answers a press with a message of its own. Where Telegram does not
// tell the topic any more, the message finds it as a reply.
func (s *session) answerAnew(ctx context.Context, t *task, p *press, r bot.Reply) bool {
	reply := 0
	if p.faded {
		reply = p.message
	}
	_, err := s.send(ctx, t, p.req.Chat, reply, render(r))
	return s.report(ctx, err)
}

// noteMove tells the handler about a migration until it has stored that.
func (s *session) noteMove(ctx context.Context, m *moved) bool {
	if next, told := s.chats.now(m.from); next == m.to && told {
		return true
	}
	for wait := newBackoff(); ; {
		err := s.observe(ctx, movedEvent(m.from, m.to))
		if err == nil {
			s.chats.move(m.from, m.to, true)
			return true
		}
		s.log.WarnContext(ctx, "a group that became a supergroup could not be noted", "err", err)
		if sleep(ctx, wait.next()) != nil {
			return false
		}
	}
}

// report logs what went wrong with an answer. It reports false where the answer
// was interrupted and the update has to be delivered again.
func (s *session) report(ctx context.Context, err error) bool {
	switch {
	case err == nil:
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return false
	case errors.Is(err, bot.ErrChatGone) || failureOf(err).mute() || failureOf(err).says("query is too old"):
		s.log.DebugContext(ctx, "an answer reached nobody", "err", err)
	default:
		s.log.WarnContext(ctx, "an answer was not sent", "err", err)
	}
	return true
}
