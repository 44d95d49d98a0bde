package bot

import (
	"context"
	"sync"
	"time"
)

const (
	// gracePeriod is how long a club is kept that the bot was removed from
	// everywhere.
	gracePeriod = 180 * 24 * time.Hour
	// expiring is how often clubs are looked for whose grace period is over.
	expiring = 24 * time.Hour
	// telling is how often outcomes are looked for that could not be told.
	telling = 5 * time.Minute
	// followPause is how long to wait before a store that failed is followed again.
	followPause = 5 * time.Second
)

// Run does what nobody asks for, until ctx is done: it hears of changes that other
// processes make, tells people what became of their suggestions, forgets clubs whose
// grace period is over, moves rounds on by the jobs that the store keeps, and sends
// what there is to post on the platforms that this process serves. It runs beside
// them, once. The error is that of [Jobs.Work]; without jobs, which may be nil, rounds
// stand still.
func (b *Bot) Run(ctx context.Context, jobs Jobs, platforms ...string) error {
	var tasks sync.WaitGroup
	var failed error
	if jobs != nil {
		tasks.Go(func() { failed = jobs.Work(ctx, b.wake) })
	}
	for _, platform := range platforms {
		tasks.Go(func() { b.send(ctx, platform) })
	}
	tasks.Go(func() { b.follow(ctx) })
	tasks.Go(func() { every(ctx, telling, b.tellOutcomes) })
	tasks.Go(func() { every(ctx, expiring, b.expire) })
	tasks.Wait()
	return failed
}

// every does something at once and then again and again, until ctx is done.
func every(ctx context.Context, pause time.Duration, do func(context.Context)) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		do(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (b *Bot) follow(ctx context.Context) {
	for ctx.Err() == nil {
		err := b.store.Follow(ctx, b.clubs.changed)
		if ctx.Err() != nil {
			return
		}
		b.log.WarnContext(ctx, "changes of other processes are not heard of", "err", err, "wait", followPause)
		// What was missed is read again.
		b.clubs.changed("", 0)
		select {
		case <-ctx.Done():
		case <-time.After(followPause):
		}
	}
}

func (b *Bot) expire(ctx context.Context) {
	gone, err := b.store.Expire(ctx, b.now().Add(-gracePeriod))
	if err != nil {
		if ctx.Err() == nil {
			b.log.ErrorContext(ctx, "clubs that are gone cannot be forgotten", "err", err)
		}
		return
	}
	if len(gone) > 0 {
		b.log.InfoContext(ctx, "forgot clubs that the bot left long ago", "count", len(gone))
		b.clubs.changed("", 0)
	}
}
