package telegram

import (
	"context"
	"strconv"
	"sync"
	"time"

	"filmbot/bot"

	"golang.org/x/time/rate"
)

// How often a message tells how far an answer is, so that there is room for the
// answer within what Telegram allows in a group, and how long telling it may take.
const (
	progressInterval = 4 * time.Second
	progressBurst    = 2
	progressTimeout  = 5 * time.Second
)

// A progress is the message in the place of an answer that is to come. Its
// methods may be called concurrently.
type progress struct {
	session *session
	at      place
	allowed *rate.Limiter

	mu      sync.Mutex
	message int // 0 where there is none
	over    bool
}

func (s *session) newProgress(at place) *progress {
	return &progress{session: s, at: at, allowed: rate.NewLimiter(rate.Every(progressInterval), progressBurst)}
}

// show is [bot.Request.Progress]. It leaves out what comes too fast: another will
// come, or the answer.
func (p *progress) show(ctx context.Context, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over || blank(text) || !p.allowed.Allow() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, progressTimeout)
	defer cancel()
	if err := p.put(ctx, render(bot.Reply{Text: text})); err != nil {
		p.session.log.DebugContext(ctx, "it could not be shown how far an answer is", "err", err)
	}
}

func (p *progress) put(ctx context.Context, m message) error {
	p.session.chats.spend(p.at.chat.ID)
	if p.message != 0 {
		c := newEdit(p.at.chat.ID, p.message, "", m)
		c.hasty = true
		_, err := p.session.do(ctx, nil, c)
		return err
	}
	c := newMessage(p.at.chat, p.at.reply, m)
	c.hasty = true
	sent, err := p.session.send(ctx, nil, p.at.chat, c)
	if err != nil {
		return err
	}
	p.message, err = strconv.Atoi(sent.ID)
	return err
}

// end returns the message, if there is one. Nothing is shown in it from then on.
func (p *progress) end() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	return p.message
}
