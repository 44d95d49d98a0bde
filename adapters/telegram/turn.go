package telegram

import (
	"context"
	"time"
)

// A turn is that of one post in its chat, in which no other leaves until it ends. What
// leaves is counted from when Telegram has answered it: before it leaves it may have to
// wait for a database, and then for a connection, so that two which leave a second apart
// could arrive together. A nil turn is that of an answer to somebody, which waits for
// nothing.
type turn struct {
	chats *chats
	id    string
	pace  *pace
	// next tells that the turn has come, open that a call has.
	next, open bool
}

// enter waits until a call of the turn may leave. The wait for all chats comes last, so
// that a chat that has to wait longer holds up none.
func (t *turn) enter(ctx context.Context) error {
	if t == nil {
		return nil
	}
	// Twice, for somebody may be answered meanwhile, and not for ever, for that may not
	// end.
	for range 2 {
		if err := sleep(ctx, t.chats.apart(t.pace)); err != nil {
			return err
		}
	}
	return t.all(ctx)
}

// all waits for the pace of the whole.
func (t *turn) all(ctx context.Context) error {
	// One at a time waits, so that answers come into the count before the others, and
	// none of the few that may be open is spent on waiting for others.
	if err := take(ctx, t.chats.next); err != nil {
		return err
	}
	defer func() { <-t.chats.next }()
	if err := take(ctx, t.chats.open); err != nil {
		return err
	}
	t.open = true
	return t.chats.posts.Wait(ctx)
}

// leave tells that a call of the turn was answered, or was not made after all.
func (t *turn) leave() {
	if t != nil && t.open {
		t.open = false
		<-t.chats.open
	}
}

// end ends the turn.
func (t *turn) end() {
	t.leave()
	if t.next {
		<-t.pace.next
	}
	t.chats.posted(t.id)
}

// apart is how long a post waits for what was written before it in its chat.
func (c *chats) apart(p *pace) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return p.apart(time.Now())
}

// wrote notes that what counts as a message in a chat has arrived there, if it ever
// will.
func (c *chats) wrote(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.paced(id).pace
	if now := time.Now(); now.After(p.wrote) {
		p.wrote = now
	}
}
