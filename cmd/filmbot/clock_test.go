package main

import (
	"sync/atomic"
	"time"
)

// A stepClock is the machine's clock, put forward. The zero value is not.
type stepClock struct{ ahead atomic.Int64 }

func (c *stepClock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// to puts the clock forward to a time, if it is not past it.
func (c *stepClock) to(t time.Time) {
	if ahead := int64(time.Until(t)); ahead > c.ahead.Load() {
		c.ahead.Store(ahead)
	}
}
