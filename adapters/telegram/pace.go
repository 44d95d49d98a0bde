package telegram

import (
	"context"
	"math"
	"time"

	"filmbot/bot"

	"golang.org/x/time/rate"
)

// forever is how long to wait for a chat where that does not matter.
const forever = time.Duration(math.MaxInt64)

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
	// queued is how many posts have come that have no place in the minute yet. It is
	// guarded by the mutex of the chats.
	queued int

	// turn is taken by the post that is the next in the chat. Others wait before they
	// begin to count, for what has waited long would leave in a bunch. What follows is
	// used by whoever has the turn.
	turn chan struct{}
	// place is when a post may leave that was put off; whichever comes next has it. With
	// none kept, answers could put posts off for ever. It is zero for none.
	place time.Time
	// left is when the last post did.
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

// paced returns what is known about a chat, with its pace. The caller holds c.mu.
func (c *chats) paced(id string) *chat {
	s := c.get(id)
	if s.pace == nil {
		s.pace = newPace(c.paces, isGroup(id))
	}
	return s
}

// join counts a post to a chat, unless those before it will put it off for longer than
// a time.
func (c *chats) join(id string, most time.Duration) (*pace, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.paced(id)
	if d := s.pace.behind(time.Now()); s.posting > 0 && d > most {
		return nil, &bot.Later{After: d}
	}
	s.posting++
	s.pace.queued++
	return s.pace, nil
}

// placed tells that a post which was counted has its place, or will have none.
func (c *chats) placed(p *pace) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p.queued--
}

// posted tells that a post which was counted may leave, or will not.
func (c *chats) posted(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known[id].posting--
}

// pace waits until a chat may be written to without anybody having asked. Where the
// chat alone would take longer than a time the error is a [*bot.Later]. The wait for all
// chats comes last, so that a chat that has to wait longer holds up none.
func (c *chats) pace(ctx context.Context, id string, most time.Duration) error {
	p, err := c.join(id, most)
	if err != nil {
		return err
	}
	defer c.posted(id)
	err = take(ctx, p.turn)
	if err == nil {
		defer func() { <-p.turn }()
		err = p.keepPlace(time.Now(), most)
	}
	c.placed(p)
	if err == nil {
		err = p.await(ctx)
	}
	if err != nil {
		return err
	}
	if err := c.all(ctx); err != nil {
		return err
	}
	return p.space(ctx)
}

// behind is how long a post waits that comes behind those that are queued, by what
// the chat allows. The caller holds the mutex of the chats.
func (p *pace) behind(now time.Time) time.Duration {
	need := float64(p.queued + 1)
	d := time.Duration((need - p.second.TokensAt(now)) * float64(p.quota.chat.interval))
	if p.minute != nil {
		d = max(d, time.Duration((need-p.minute.TokensAt(now))*float64(p.quota.group.interval)))
	}
	return d
}

// keepPlace takes a place in the minute of a group. One that is too far off stays for
// a post that comes then.
func (p *pace) keepPlace(now time.Time, most time.Duration) error {
	if p.place.IsZero() && p.minute != nil {
		p.place = now.Add(p.minute.ReserveN(now, 1).DelayFrom(now))
	}
	if d := p.place.Sub(now); d > most {
		return &bot.Later{After: d}
	}
	return nil
}

// await waits until the place has come, and for the pace of the seconds.
func (p *pace) await(ctx context.Context) error {
	if err := sleep(ctx, time.Until(p.place)); err != nil {
		return err
	}
	p.place = time.Time{}
	return p.second.Wait(ctx)
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
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// spend counts an answer in a chat, which leaves at once. Posts make up for it.
func (c *chats) spend(id string) {
	c.mu.Lock()
	p := c.paced(id).pace
	c.mu.Unlock()
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
