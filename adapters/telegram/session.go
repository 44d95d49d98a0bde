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
	moves  moves
	acks   sync.WaitGroup
}

func newSession(a *Adapter, self tgbotapi.User, closing <-chan struct{}) *session {
	l := newLedger()
	return &session{
		Adapter: a,
		self:    self,
		reader:  newReader(self, a.commands),
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
	if ev.changed.chat != "" {
		s.members.drop(ev.changed)
		s.infos.drop(ev.changed)
	}
	if !ev.asks() {
		s.ledger.settle(id)
		return
	}
	if ev.moved != nil {
		s.moves.expect(ev.moved.to)
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
	case ev.rest != nil:
		return ev.rest(t)
	case ev.typed != nil:
		s.moves.wait(ctx, ev.typed.req.Chat.ID)
		return s.answerTyped(ctx, t, ev.typed)
	case ev.press != nil:
		s.moves.wait(ctx, ev.press.req.Chat.ID)
		return s.answerPress(ctx, t, ev.press)
	case ev.query != nil:
		return s.answerQuery(ctx, t, ev.query)
	case ev.presence != nil:
		return s.notePresence(ctx, ev.presence)
	default:
		return s.noteMove(ctx, ev.moved)
	}
}

// report logs what went wrong with an answer. It reports false where the answer
// was interrupted and the update has to be delivered again.
func (s *session) report(ctx context.Context, err error) bool {
	switch {
	case err == nil:
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return false
	case errors.Is(err, bot.ErrChatGone), errors.Is(err, bot.ErrForbidden), errors.Is(err, errMoved), failureOf(err).says("query is too old"):
		s.log.DebugContext(ctx, "an answer reached nobody", "err", err)
	default:
		s.log.WarnContext(ctx, "an answer was not sent", "err", err)
	}
	return true
}
