package telegram

import "sync"

// recentUpdates is how many settled updates are remembered, so that one which
// Telegram delivers again is not answered again. It is several batches.
const recentUpdates = 1000

// A ledger keeps account of which updates are settled: handled, or refused for
// good. Telegram forgets the updates below the offset that it is asked for, so
// the offset follows the first one that is not settled. Its methods may be
// called concurrently.
type ledger struct {
	mu sync.Mutex
	// queue has the updates that arrived and could not be passed yet, in order.
	// The first one is never settled.
	queue   []int64
	settled map[int64]bool // for those in the queue
	next    int64          // the offset when the queue is empty
	recent  map[int64]bool
	order   []int64 // of recent
	// changed has something in it when an update was settled.
	changed chan struct{}
}

func newLedger() *ledger {
	return &ledger{
		settled: map[int64]bool{},
		recent:  map[int64]bool{},
		changed: make(chan struct{}, 1),
	}
}

// begin notes an update that arrived. It reports false for one that it has seen.
//
// A number below the ones before is no sign of that: after a week without updates
// Telegram starts anywhere (https://core.telegram.org/bots/api#update).
func (l *ledger) begin(id int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, waiting := l.settled[id]; waiting || l.recent[id] {
		return false
	}
	l.queue = append(l.queue, id)
	l.settled[id] = false
	return true
}

// settle notes that an update needs no more care. Settling it again does
// nothing.
func (l *ledger) settle(id int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, waiting := l.settled[id]; !waiting {
		return
	}
	l.settled[id] = true
	for len(l.queue) > 0 && l.settled[l.queue[0]] {
		l.pass(l.queue[0])
		l.queue = l.queue[1:]
	}
	select {
	case l.changed <- struct{}{}:
	default:
	}
}

func (l *ledger) pass(id int64) {
	delete(l.settled, id)
	l.next = id + 1
	l.recent[id] = true
	l.order = append(l.order, id)
	if len(l.order) > recentUpdates {
		delete(l.recent, l.order[0])
		l.order = l.order[1:]
	}
}

// offset returns what to ask Telegram for next, and whether everything before
// it is settled and nothing after it has arrived.
func (l *ledger) offset() (next int64, idle bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) > 0 {
		return l.queue[0], false
	}
	return l.next, true
}
