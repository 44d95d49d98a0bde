package main

import (
	"sync/atomic"
	"time"
)

// A stepClock is the machine's clock, put forward. The zero value is not.
type stepClock struct {
	ahead atomic.Int64
	// rate is how many times as fast it goes since it began, 0 for once.
	rate  int64
	began time.Time
}

func (c *stepClock) now() time.Time {
	t := time.Now()
	if c.rate > 0 {
		t = t.Add(time.Since(c.began) * time.Duration(c.rate-1))
	}
	return t.Add(time.Duration(c.ahead.Load()))
}

// to puts the clock forward to a time, if it is not past it.
func (c *stepClock) to(t time.Time) {
	if d := t.Sub(c.now()); d > 0 {
		c.ahead.Add(int64(d))
	}
}
