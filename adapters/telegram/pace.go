package telegram

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// A quota is how many messages may leave: bunch at once, then one at each interval.
type quota struct {
	interval time.Duration
	bunch    int
}

func (q quota) limiter() *rate.Limiter { return rate.NewLimiter(rate.Every(q.interval), q.bunch) }

// paces are how fast the bot writes where nobody waits for it.
type paces struct{ all, chat, group quota }

// limits are what Telegram allows, with room for answers to people, which nothing
// delays: about 30 messages a second in all, one a second in a chat and 20 a minute
// in a group (https://core.telegram.org/bots/faq, "My bot is hitting limits"). To edit
// a message, to pin one and to open a topic count as much as to send one
// (https://github.com/tdlib/td/issues/2592).
var limits = paces{
	all:   quota{time.Second / 22, 1},
	chat:  quota{1100 * time.Millisecond, 1},
	group: quota{4 * time.Second, 3}, // at most 18 in a minute
}

// How far answers may run into what posts have to wait for then: without a bound,
// answers that come faster than posts may leave would put these off for ever.
const (
	maxAhead      = time.Second
	maxAheadGroup = 30 * time.Second
)

// A pace is how fast one chat may be written to.
type pace struct {
	quota  paces
	second *rate.Limiter
	minute *rate.Limiter // nil but in groups
	// turn is taken by the post that is the next in the chat. Others wait before they
	// begin to count, for what has waited long would leave in a bunch.
	turn chan struct{}
	// left is when the last post did. Whoever has the turn may use it.
	left time.Time
}

func newPace(p paces, group bool) *pace {
	out := &pace{quota: p, second: p.chat.limiter(), turn: make(chan struct{}, 1)}
	if group {
		out.minute = p.group.limiter()
	}
	return out
}

// rested reports whether nothing that was written counts any more.
func (p *pace) rested(now time.Time) bool {
	return p.second.TokensAt(now) >= float64(p.quota.chat.bunch) &&
		(p.minute == nil || p.minute.TokensAt(now) >= float64(p.quota.group.bunch))
}

// paceOf returns the pace of a chat, which somebody is going to post to.
func (c *chats) paceOf(id string, posting int) *pace {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.get(id)
	s.posting += posting
	if s.pace == nil {
		s.pace = newPace(c.paces, isGroup(id))
	}
	return s.pace
}

// posted undoes what paceOf has counted.
func (c *chats) posted(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known[id].posting--
}

// pace waits until a chat may be written to without anybody having asked. The wait
// for all chats comes last, so that a chat that has to wait longer holds up none.
func (c *chats) pace(ctx context.Context, id string) error {
	p := c.paceOf(id, 1)
	defer c.posted(id)
	if err := take(ctx, p.turn); err != nil {
		return err
	}
	defer func() { <-p.turn }()
	if p.minute != nil {
		if err := p.minute.Wait(ctx); err != nil {
			return err
		}
	}
	if err := p.second.Wait(ctx); err != nil {
		return err
	}
	if err := c.all(ctx); err != nil {
		return err
	}
	return p.space(ctx)
}

// all waits for the pace of the whole.
func (c *chats) all(ctx context.Context) error {
	// One at a time waits, so that answers come into the count before the others.
	if err := take(ctx, c.turn); err != nil {
		return err
	}
	defer func() { <-c.turn }()
	return c.posts.Wait(ctx)
}

// space keeps posts in the chat apart from when they leave: one that has waited for
// the others may be close upon the one before. Whoever calls it has the turn.
func (p *pace) space(ctx context.Context) error {
	if err := sleep(ctx, p.quota.chat.interval-time.Since(p.left)); err != nil {
		return err
	}
	p.left = time.Now()
	return nil
}

func take(ctx context.Context, turn chan struct{}) error {
	select {
	case turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// spend counts an answer in a chat, which leaves at once. Posts make up for it.
func (c *chats) spend(id string) {
	p := c.paceOf(id, 0)
	now := time.Now()
	ahead(c.posts, now, maxAhead)
	ahead(p.second, now, maxAhead)
	if p.minute != nil {
		ahead(p.minute, now, maxAheadGroup)
	}
}

// ahead takes what is not there yet, unless that is too far off.
func ahead(l *rate.Limiter, now time.Time, most time.Duration) {
	if r := l.ReserveN(now, 1); r.DelayFrom(now) > most {
		r.CancelAt(now)
	}
}
