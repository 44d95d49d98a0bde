package discord

import (
	"sync"
	"time"
)

const (
	// workers is how many interactions are served at the same time.
	workers = 64
	// waiting is how many more may wait. Discord gives each three seconds, so
	// that a longer queue would only hold what is lost.
	waiting = 1024
)

// job is an interaction to serve, as it came.
type job struct {
	raw     []byte
	arrived time.Time
}

// pool serves interactions with a bounded number of goroutines.
type pool struct {
	jobs chan job
	done chan struct{}

	mu     sync.Mutex
	closed bool
}

func newPool(serve func(job)) *pool {
	p := &pool{jobs: make(chan job, waiting), done: make(chan struct{})}
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for j := range p.jobs {
				serve(j)
			}
		})
	}
	go func() {
		defer close(p.done)
		wg.Wait()
	}()
	return p
}

// take accepts a job, or reports that there is no room for it. It does not wait.
func (p *pool) take(j job) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	select {
	case p.jobs <- j:
		return true
	default:
		return false
	}
}

// close has the pool accept no more jobs. It may be called more than once.
func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.closed = true
		close(p.jobs)
	}
}

// drain closes the pool and waits for the jobs that it has, at most so long. It
// reports whether all are done.
func (p *pool) drain(d time.Duration) bool {
	p.close()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-p.done:
		return true
	case <-timer.C:
		return false
	}
}
