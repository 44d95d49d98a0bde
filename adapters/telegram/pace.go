package telegram

import (
	"context"
	"errors"
	"math"
	"time"

	"filmbot/bot"

	"golang.org/x/time/rate"
)

// forever is how long to wait for a chat where that does not matter.
const forever = time.Duration(math.MaxInt64)

// How far answers may run into what posts have to wait for then: without a bound,
// answers that come faster than posts may leave would put these off for ever.
const (
	maxAhead      = time.Second
	maxAheadGroup = 30 * time.Second
)

// A pace is how fast one chat may be written to.
type pace struct {
	allowed Pace
	second  *rate.Limiter
	minute  *rate.Limiter // nil but in groups
	// queued is how many posts have come that have no place in the minute yet, and
	// wrote when the last that counts had arrived for certain. Both are guarded by the
	// mutex of the chats.
	queued int
	wrote  time.Time

	// next is taken by the post that is the next in the chat, until it is answered. Others
	// wait before they begin to count, for what has waited long would leave in a bunch.
	next chan struct{}
	// place is when a post may leave that was put off; whichever comes next has it. With
	// none kept, answers could put posts off for ever. It is zero for none, and used by
	// whoever is the next.
	place time.Time
}

func newPace(p Pace, group bool) *pace {
	out := &pace{allowed: p, second: limiter(p.Chat, 1), next: make(chan struct{}, 1)}
	if group {
		out.minute = limiter(p.Group, groupBunch)
	}
	return out
}

// rested reports whether nothing that was written counts any more.
func (p *pace) rested(now time.Time) bool {
	return p.second.TokensAt(now) >= 1 && (p.minute == nil || p.minute.TokensAt(now) >= groupBunch) && p.apart(now) <= 0
}

// paced returns what is known about a chat, with its pace. The caller holds c.mu.
func (c *chats) paced(id string) *chat {
	s := c.get(id)
	if s.pace == nil {
		s.pace = newPace(c.allowed, isGroup(id))
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

// place ends the queueing of a post that was counted, which takes a place in the minute
// at the same moment, if its turn has come: others reckon with both.
func (c *chats) place(p *pace, come bool, most time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	p.queued--
	if !come {
		return nil
	}
	return p.keepPlace(time.Now(), most)
}

// posted tells that a post which was counted was sent, or will not be.
func (c *chats) posted(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.known[id].posting--
}

// pace waits until it is the turn of a post in a chat, which the caller ends. Where the
// chat alone would take longer than a time the error is a [*bot.Later].
func (c *chats) pace(ctx context.Context, id string, most time.Duration) (*turn, error) {
	p, err := c.join(id, most)
	if err != nil {
		return nil, err
	}
	t := &turn{chats: c, id: id, pace: p}
	err = take(ctx, p.next)
	t.next = err == nil
	if err = errors.Join(err, c.place(p, t.next, most)); err == nil {
		err = p.await(ctx)
	}
	if err != nil {
		t.end()
		return nil, err
	}
	return t, nil
}

// behind is how long a post waits that comes behind those that are queued, by what
// the chat allows. The caller holds the mutex of the chats.
func (p *pace) behind(now time.Time) time.Duration {
	need := float64(p.queued + 1)
	d := time.Duration((need - p.second.TokensAt(now)) * float64(p.allowed.Chat))
	if p.minute != nil {
		d = max(d, time.Duration((need-p.minute.TokensAt(now))*float64(p.allowed.Group)))
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

// apart is how long a post waits for what was written before it. The caller holds the
// mutex of the chats.
func (p *pace) apart(now time.Time) time.Duration { return p.wrote.Add(p.allowed.Chat).Sub(now) }

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
