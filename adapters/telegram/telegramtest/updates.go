package telegramtest

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// queue has the updates that the bot has not confirmed. It is guarded by the
// server's mutex.
type queue struct {
	next    int64
	waiting []waiting
	allowed []string
	// poll is closed to end the call that waits for updates.
	poll chan struct{}
	// asked is the offset of the last call, which came at askedAt.
	asked   int64
	askedAt time.Time
}

type waiting struct {
	id   int64
	body json.RawMessage
}

// Push queues an update of a kind, if the bot asked for that kind or has not
// asked yet, and returns its number.
func (s *Server) Push(kind string, payload any) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.push(kind, payload)
}

func (s *Server) push(kind string, payload any) int64 {
	q := &s.updates
	q.next++
	if q.allowed == nil || slices.Contains(q.allowed, kind) {
		body, err := json.Marshal(map[string]any{"update_id": q.next, kind: payload})
		if err != nil {
			panic(err)
		}
		q.waiting = append(q.waiting, waiting{q.next, body})
	}
	s.notify()
	return q.next
}

// PushRaw queues an update as it is written for a number, and returns that.
func (s *Server) PushRaw(write func(id int64) string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.updates.next++
	id := s.updates.next
	s.updates.waiting = append(s.updates.waiting, waiting{id, json.RawMessage(write(id))})
	s.notify()
	return id
}

// Renumber has the next update numbered as given, as Telegram does after a week
// without updates.
func (s *Server) Renumber(next int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.updates.next = next - 1
}

// Waiting returns the numbers of the updates that the bot has not confirmed.
func (s *Server) Waiting() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []int64{}
	for _, w := range s.updates.waiting {
		out = append(out, w.id)
	}
	return out
}

// Polled reports whether a call waits for updates.
func (s *Server) Polled() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.updates.poll != nil
}

// SetWebhook has the server send updates elsewhere, so that nobody can fetch
// them.
func (s *Server) SetWebhook(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.webhook = url
}

func (s *Server) getUpdates(ctx context.Context, c Call) (any, *apiError) {
	s.mu.Lock()
	if s.webhook != "" {
		s.mu.Unlock()
		return nil, refuse(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	q := &s.updates
	if q.poll != nil {
		close(q.poll)
	}
	mine := make(chan struct{})
	q.poll = mine
	s.confirm(c)
	limit, wait := q.curb(c)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if q.poll == mine {
			q.poll = nil
		}
	}()
	timeout := time.NewTimer(wait)
	defer timeout.Stop()
	for {
		batch, changed, ended := s.batch(limit)
		if len(batch) > 0 || ended {
			return batch, nil
		}
		select {
		case <-changed:
		case <-timeout.C:
			return batch, nil
		case <-ctx.Done():
			return batch, nil
		case <-mine:
			return nil, refuse(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
		}
	}
}

// curb returns how many updates a call gets and how long it may wait. As the real
// servers do, it curbs calls that ask for the same again and again
// (https://github.com/tdlib/telegram-bot-api, process_get_updates_query).
func (q *queue) curb(c Call) (limit int, wait time.Duration) {
	limit, wait = int(c.number("limit")), time.Duration(c.number("timeout"))*time.Second
	if limit < 1 || limit > 100 {
		limit = 100
	}
	if offset := c.number("offset"); offset != q.asked {
		q.asked = offset
	} else if since := time.Since(q.askedAt); since < 3*time.Second {
		wait = max(wait, 3*time.Second)
		if since < 500*time.Millisecond {
			limit = 1
		}
	}
	q.askedAt = time.Now()
	return limit, wait
}

// confirm forgets what the bot has handled.
func (s *Server) confirm(c Call) {
	q := &s.updates
	if n := c.number("timeout"); n > 50 {
		s.complain("getUpdates waits %d s, which the servers cut at 50", n)
	}
	if offset := c.number("offset"); offset > 0 {
		q.waiting = slices.DeleteFunc(q.waiting, func(w waiting) bool { return w.id < offset })
	}
	if kinds := c.Params["allowed_updates"]; kinds != "" {
		q.allowed = nil
		if err := json.Unmarshal([]byte(kinds), &q.allowed); err != nil {
			s.complain("allowed_updates is %q", kinds)
		}
	}
	s.notify()
}

func (s *Server) batch(limit int) (batch []json.RawMessage, changed chan struct{}, ended bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	batch = []json.RawMessage{}
	for _, w := range s.updates.waiting[:min(limit, len(s.updates.waiting))] {
		batch = append(batch, w.body)
	}
	return batch, s.changed, s.ended
}
