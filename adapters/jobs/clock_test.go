package jobs

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"filmbot/bot"
)

// TestClockJumps has the time jump while the queue works, from job to job, and does
// them sooner than River looks for them.
func TestClockJumps(t *testing.T) {
	onBoth(t, func(t *testing.T, open func(options) process) {
		var ahead atomic.Int64
		o := quick().with([]Option{Clock(func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) })})
		p := open(o)
		defer p.Close()
		done := make(chan bot.Job, 100)
		stop := p.work(func(_ context.Context, j bot.Job) error {
			done <- j
			return nil
		})
		p.insert(t, due(0, "first"))
		next(t, done)
		began := time.Now()
		const jumps = 20
		var want []bot.Job
		for n := range jumps {
			want = append(want, due(time.Duration(n+1)*7*24*time.Hour, string(rune('a'+n))))
		}
		p.insert(t, want...)
		for _, j := range want {
			if len(done) > 0 {
				t.Errorf("%+v was done too early", <-done)
			}
			ahead.Store(int64(time.Until(j.At)))
			if got := next(t, done); got != j {
				t.Errorf("%+v was done, want %+v", got, j)
			}
		}
		if took := time.Since(began); took > limit/4 {
			t.Errorf("%d jumps took %v", jumps, took)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func TestClockNil(t *testing.T) {
	if o := quick().with([]Option{Clock(nil)}); o.clock != nil || o.look != quick().look {
		t.Errorf("Clock(nil) makes %+v", o)
	}
}
