package main

import (
	"context"
	"log/slog"
	"time"

	"filmbot/bot"
)

// background does what nobody asks for, beside the platforms that are served here,
// until ctx is done.
func (c *core) background(ctx context.Context, platforms ...string) {
	// Its error is that of the jobs, who log and go on by themselves.
	_ = c.bot.Run(ctx, persistent{c.queue, c.log, jobsPause}, platforms...)
}

// jobsPause is how long to wait before a database that fails is asked for jobs again.
const jobsPause = 15 * time.Second

// persistent are jobs that are worked on again where that fails: people are answered
// meanwhile.
type persistent struct {
	bot.Jobs
	log   *slog.Logger
	pause time.Duration
}

// Work implements [bot.Jobs].
func (p persistent) Work(ctx context.Context, do func(context.Context, bot.Job) error) error {
	for {
		err := p.Jobs.Work(ctx, do)
		if err != nil {
			p.log.ErrorContext(ctx, "scheduled work stands still", "err", err, "wait", p.pause)
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(p.pause):
		}
	}
}
