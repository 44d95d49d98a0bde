package bot

import "sync"

// A bell wakes all who wait for it at once. The zero value is ready.
type bell struct {
	mu sync.Mutex
	c  chan struct{}
}

// rung returns a channel that is closed when the bell rings next.
func (b *bell) rung() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.c == nil {
		b.c = make(chan struct{})
	}
	return b.c
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.c != nil {
		close(b.c)
		b.c = nil
	}
}
