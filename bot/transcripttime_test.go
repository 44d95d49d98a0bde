package bot_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/bot"
)

func (c *conversation) wait(long string) {
	d, err := time.ParseDuration(long)
	if err != nil {
		c.t.Fatal(err)
	}
	c.now = c.now.Add(d)
}

// meanwhile lets the bot do by itself what there is to do at this time.
func (c *conversation) meanwhile() {
	synctest.Test(c.t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		go func() { _ = c.bot.Run(ctx, nil) }()
		synctest.Wait()
		cancel()
	})
}

// platforms are those that the people of transcripts are on.
var platforms = []string{"test", "discord", "telegram"}

// pass lets time pass from one thing that falls due to the next.
func (c *conversation) pass(long string) {
	until, err := time.Parse("2006-01-02 15:04", long)
	if err != nil {
		d, err := time.ParseDuration(long)
		if err != nil {
			c.t.Fatal(err)
		}
		until = c.now.Add(d)
	}
	for {
		next, ok := c.store.nextDue(c.now)
		if !ok || next.After(until) {
			break
		}
		if next.After(c.now) {
			c.now = next
		}
		c.doDue()
		c.deliver()
	}
	c.now = until
}

// doDue does the jobs that are due and sees to the posts that are, one after the
// other, so that it is the same each time.
func (c *conversation) doDue() {
	b := c.bot.(*bot.Bot)
	c.store.doJobs(c.t.Context(), b.Wake)
	for _, platform := range platforms {
		for {
			n, err := b.TendDue(c.t.Context(), platform)
			if err != nil {
				c.t.Error(err)
			}
			if n == 0 || err != nil {
				break
			}
		}
	}
}
