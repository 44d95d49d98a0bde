package discord

import (
	"context"
	"sync"
	"time"
)

const (
	// workers is how many handlers run at the same time.
	workers = 64
	// waiting is how many more interactions may wait for a handler. Each of them
	// is acknowledged in time all the same, for which it needs a goroutine.
	waiting = 1024
)

// job is an interaction to serve, as it came.
type job struct {
	raw     []byte
	arrived time.Time
}

// pool serves interactions, a bounded number of them at the same time and each in
// a goroutine of its own: Discord's three seconds run for all of them.
type pool struct {
	serve func(job)
	done  chan struct{}

	mu     sync.Mutex
	under  int // how many are being served
	closed bool
}

func newPool(serve func(job)) *pool {
	return &pool{serve: serve, done: make(chan struct{})}
}

// take accepts a job, or reports that there is no room for it. It does not wait.
func (p *pool) take(j job) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.under == workers+waiting {
		return false
	}
	p.under++
	go func() {
		defer p.finish()
		p.serve(j)
	}()
	return true
}

func (p *pool) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.under--; p.closed && p.under == 0 {
		close(p.done)
	}
}

// close has the pool accept no more jobs. It may be called more than once.
func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return
	}
	p.closed = true
	if p.under == 0 {
		close(p.done)
	}
}

// drain closes the pool and waits for the jobs that it has, until ctx is done. It
// reports whether all are done.
func (p *pool) drain(ctx context.Context) bool {
	p.close()
	select {
	case <-p.done:
		return true
	case <-ctx.Done():
		return false
	}
}
