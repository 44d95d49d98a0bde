package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

const (
	// pollTimeout is how long Telegram keeps a call for updates waiting. Its
	// servers cut it at 50 s; shorter notices a dead connection earlier.
	pollTimeout = 30 * time.Second
	// pollMargin is what the answer may take on top.
	pollMargin = 10 * time.Second
	batchSize  = 100
	// While an update is being handled, the next call returns at once with that
	// update and those after it, so that calls are made at intervals. Telegram's
	// servers return only the one update to a call that repeats the last one
	// within half a second
	// (https://github.com/tdlib/telegram-bot-api, process_get_updates_query).
	peekInterval = 600 * time.Millisecond
	// arrival is how long a call may be on its way to Telegram.
	arrival = time.Second
	// conflictSilence is how seldom the log complains about a second poller, and
	// how long none has to be noticed until it counts as gone: two of them take
	// turns, so that calls work in between.
	conflictSilence = time.Minute
)

// allowedUpdates are the updates that the bot does something with. Edited
// messages are not among them: what was answered stays answered.
const allowedUpdates = `["message","channel_post","callback_query","inline_query","my_chat_member","chat_member"]`

// poll takes in updates until ctx is done and returns the last offset of which
// Telegram has certainly heard. Work on them goes on with the context work. It
// fails where trying on is useless.
func (s *session) poll(ctx, work context.Context) (asked int64, err error) {
	var (
		timeout   time.Duration // a first call that returns at once tells whether it works
		wait      = newBackoff()
		conflicts conflicts
		announced bool
	)
	for ctx.Err() == nil {
		offset, idle := s.ledger.offset()
		begin := time.Now()
		batch, err := s.updates(ctx, offset, timeout, batchSize)
		if ctx.Err() != nil {
			if time.Since(begin) > arrival {
				asked = offset
			}
			return asked, nil
		}
		var fresh int
		if err == nil {
			asked = offset
			fresh, err = s.takeAll(work, batch)
		}
		if err != nil {
			s.ready.Store(false)
			announced = false
			pause, err := s.recoverPolling(ctx, err, wait, &conflicts)
			if err != nil {
				return asked, err
			}
			if sleep(ctx, pause) != nil {
				return asked, nil
			}
			timeout = 0
			continue
		}
		s.ready.Store(true)
		if !announced && conflicts.over() {
			announced = true
			s.log.InfoContext(ctx, "connected", "name", "@"+s.self.UserName)
		}
		wait.reset()
		timeout = pollTimeout
		if idle && fresh == 0 && len(batch) > 0 {
			// Telegram repeats what it was told is settled.
			_ = sleep(ctx, peekInterval)
		}
		s.settled(ctx, peekInterval)
	}
	return asked, nil
}

// updates calls for updates.
func (s *session) updates(ctx context.Context, offset int64, timeout time.Duration, limit int) ([]json.RawMessage, error) {
	params := tgbotapi.Params{
		"timeout":         strconv.Itoa(int(timeout / time.Second)),
		"limit":           strconv.Itoa(limit),
		"allowed_updates": allowedUpdates,
	}
	params.AddNonZero64("offset", offset)
	result, err := s.client.callWithin(ctx, timeout+pollMargin, "getUpdates", params)
	if err != nil {
		return nil, err
	}
	var batch []json.RawMessage
	if json.Unmarshal(result, &batch) != nil {
		return nil, &failure{method: "getUpdates", text: "unreadable result"}
	}
	return batch, nil
}

// takeAll puts the updates of a batch on their way, each by itself, so that one
// that cannot be read takes no other with it. It returns how many are new, and
// fails if nothing in the batch can be passed.
func (s *session) takeAll(work context.Context, batch []json.RawMessage) (fresh int, err error) {
	numbered := 0
	for _, raw := range batch {
		id, ev, ok := s.meaning(work, raw)
		if id == 0 {
			s.log.ErrorContext(work, "an update without a number was refused")
			continue
		}
		numbered++
		if !s.ledger.begin(id) {
			continue
		}
		fresh++
		if !ok {
			// Why is not logged: that may have in it what a member typed.
			s.log.ErrorContext(work, "an update that cannot be read was refused", "update", id)
			s.ledger.settle(id)
			continue
		}
		s.take(work, id, ev)
	}
	if numbered == 0 && len(batch) > 0 {
		return 0, &failure{method: "getUpdates", text: "no update has a number"}
	}
	return fresh, nil
}

// settled waits until everything that arrived is settled, but not longer than d:
// others must not wait for a chat that is slow.
func (s *session) settled(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		if _, idle := s.ledger.offset(); idle {
			return
		}
		select {
		case <-s.ledger.changed:
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// conflicts remembers when a second poller was last noticed, and when the log last
// complained about it.
type conflicts struct{ noticed, logged time.Time }

// over reports whether there is no second poller any more.
func (c *conflicts) over() bool { return time.Since(c.noticed) >= conflictSilence }

// recoverPolling does about a failed call for updates what can be done, and
// returns how long to wait before the next one, or an error if there is no point.
func (s *session) recoverPolling(ctx context.Context, err error, wait *backoff, c *conflicts) (time.Duration, error) {
	f := failureOf(err)
	switch {
	case f.refused():
		if _, err := s.me(ctx); failureOf(err).refused() {
			return 0, errRefused
		}
	case f.code == http.StatusConflict && f.says("webhook"):
		return s.removeWebhook(ctx, wait)
	case f.code == http.StatusConflict:
		c.noticed = time.Now()
		if time.Since(c.logged) >= conflictSilence {
			c.logged = time.Now()
			s.log.ErrorContext(ctx, "another program fetches this bot's updates: only one may run with this TELEGRAM_TOKEN; trying again", "err", err)
		}
		return wait.next(), nil
	}
	pause := max(wait.next(), f.retryAfter)
	s.log.WarnContext(ctx, "no updates from telegram; trying again", "wait", pause, "err", err)
	return pause, nil
}

// removeWebhook makes Telegram hand out updates here again. Those that wait are
// kept.
func (s *session) removeWebhook(ctx context.Context, wait *backoff) (time.Duration, error) {
	_, err := s.client.call(ctx, "deleteWebhook", tgbotapi.Params{"drop_pending_updates": "false"})
	if err != nil && !errors.Is(err, context.Canceled) {
		pause := max(wait.next(), failureOf(err).retryAfter)
		s.log.WarnContext(ctx, "the webhook that keeps updates from this program could not be removed; trying again", "wait", pause, "err", err)
		return pause, nil
	}
	s.log.WarnContext(ctx, "a webhook kept updates from this program and was removed")
	return wait.next(), nil
}
