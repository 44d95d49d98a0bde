package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// How long the end of Run takes at most: grace for what is under way, then
// lastGrace for what does not hear that it is over, then confirmTimeout. All of it
// is less than the ten seconds that the program has.
const (
	grace          = 7 * time.Second
	lastGrace      = 500 * time.Millisecond
	confirmTimeout = time.Second
)

// errRefused is what an operator has to know about a refused token.
var errRefused = errors.New("TELEGRAM_TOKEN is refused by Telegram: copy the token from @BotFather again (/mybots, API Token)")

// Run implements [bot.Adapter].
//
// Telegram keeps an update until it is asked for a later one. Run asks for later
// ones when an update was handled or refused for good, so a kill loses none; it
// may answer those again that were under way. The exception are answers that are
// late, see lanes.
func (a *Adapter) Run(ctx context.Context, h bot.Handler) error {
	a.handler.Store(&h)
	defer a.client.close()
	defer a.ready.Store(false)
	self, err := a.connect(ctx)
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return nil
	}
	a.self.Store(&self)
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	intake, stopIntake := context.WithCancel(ctx)
	defer stopIntake()
	s := newSession(a, self, intake.Done())
	var menus sync.WaitGroup
	menus.Go(func() { a.registerCommands(intake, self.ID) })
	asked, err := s.poll(intake, work)
	stopIntake()
	a.ready.Store(false)
	s.finish(ctx, stopWork)
	menus.Wait()
	if err == nil {
		s.confirm(ctx, asked)
	}
	return err
}

// connect asks Telegram who the bot is, until it gets an answer or ctx is done.
func (a *Adapter) connect(ctx context.Context) (tgbotapi.User, error) {
	for wait := newBackoff(); ; {
		self, err := a.me(ctx)
		f := failureOf(err)
		switch {
		case err == nil || ctx.Err() != nil:
			return self, nil
		case f.refused():
			return self, errRefused
		}
		pause := max(wait.next(), f.retryAfter)
		a.log.WarnContext(ctx, "telegram is not reached; trying again", "wait", pause, "err", err)
		if sleep(ctx, pause) != nil {
			return self, nil
		}
	}
}

func (a *Adapter) me(ctx context.Context) (tgbotapi.User, error) {
	var self tgbotapi.User
	result, err := a.client.call(ctx, "getMe", nil)
	if err != nil {
		return self, err
	}
	if json.Unmarshal(result, &self) != nil || self.ID == 0 {
		return self, &failure{method: "getMe", text: "unreadable result"}
	}
	return self, nil
}

// finish waits for what is under way.
func (s *session) finish(ctx context.Context, stopWork context.CancelFunc) {
	done := make(chan struct{})
	go func() {
		s.lanes.work.Wait()
		s.acks.Wait()
		close(done)
	}()
	if within(done, grace) {
		return
	}
	stopWork()
	if !within(done, lastGrace) {
		s.log.WarnContext(ctx, "requests were still being handled when the adapter stopped")
	}
}

func within(done <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}

// confirm tells Telegram what is handled since it heard of that last, so that
// the next start does not answer that again. What it may return is not taken, so
// it is not lost.
//
// Where Telegram had heard of it after all and no update waits, it keeps the call
// waiting. So no answer in time is a good answer, too.
func (s *session) confirm(ctx context.Context, asked int64) {
	offset, _ := s.ledger.offset()
	if offset == asked {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), confirmTimeout)
	defer cancel()
	if _, err := s.updates(ctx, offset, 0, 1); err != nil && ctx.Err() == nil {
		s.log.WarnContext(ctx, "the last updates could not be confirmed and may be answered again", "err", err)
	}
}

// A backoff is a growing pause between attempts.
type backoff struct{ pause time.Duration }

const (
	firstPause = 250 * time.Millisecond
	lastPause  = 30 * time.Second
)

func newBackoff() *backoff { return &backoff{firstPause} }

func (b *backoff) next() time.Duration {
	d := b.pause
	b.pause = min(2*b.pause, lastPause)
	return d
}

func (b *backoff) reset() { b.pause = firstPause }
