package telegram

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

const (
	// ackPatience is how long a pressed button may show that it is at work while
	// the answer to it is not known.
	ackPatience = 5 * time.Second
	// ackTimeout is when nobody looks at the button any more.
	ackTimeout = 20 * time.Second
)

// An ack answers one pressed button, once: with what the person shall see, or
// with nothing when that takes too long.
type ack struct {
	id    string
	taken atomic.Bool
	timer *time.Timer
	owner *sync.WaitGroup
	send  func(tgbotapi.Params)
}

// newAck begins to wait for an answer. The goroutines that send it belong to
// owner.
func newAck(id string, owner *sync.WaitGroup, send func(tgbotapi.Params)) *ack {
	k := &ack{id: id, owner: owner, send: send}
	owner.Add(1)
	k.timer = time.AfterFunc(ackPatience, func() {
		defer owner.Done()
		if k.taken.CompareAndSwap(false, true) {
			k.send(k.params("", false))
		}
	})
	return k
}

// take reports whether the answer may be given now, which is so once.
func (k *ack) take() bool {
	if !k.taken.CompareAndSwap(false, true) {
		return false
	}
	if k.timer.Stop() {
		k.owner.Done()
	}
	return true
}

// answer answers without anybody having to wait for it. It reports false if that
// was done before, or if there is no press to answer.
func (k *ack) answer(text string, alert bool) bool {
	if k == nil || !k.take() {
		return false
	}
	k.owner.Go(func() { k.send(k.params(text, alert)) })
	return true
}

func (k *ack) params(text string, alert bool) tgbotapi.Params {
	p := tgbotapi.Params{"callback_query_id": k.id}
	p.AddNonEmpty("text", text)
	p.AddBool("show_alert", alert)
	return p
}

// acknowledge sends an answer to a press.
func (s *session) acknowledge(ctx context.Context, p tgbotapi.Params) {
	ctx, cancel := context.WithTimeout(ctx, ackTimeout)
	defer cancel()
	_, err := s.do(ctx, nil, call{method: "answerCallbackQuery", params: p, harmless: true})
	s.report(ctx, err)
}
