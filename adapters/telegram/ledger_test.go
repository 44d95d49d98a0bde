package telegram

import "testing"

func TestLedger(t *testing.T) {
	l := newLedger()
	check := func(when string, want int64, wantIdle bool) {
		t.Helper()
		if got, idle := l.offset(); got != want || idle != wantIdle {
			t.Errorf("%s: offset = %d, %v; want %d, %v", when, got, idle, want, wantIdle)
		}
	}
	check("at first", 0, true)
	for _, id := range []int64{5, 6, 8} {
		if !l.begin(id) {
			t.Errorf("begin(%d) = false for a new update", id)
		}
	}
	check("after a batch", 5, false)
	l.settle(6)
	l.settle(6)
	check("with one settled in the middle", 5, false)
	if l.begin(6) || l.begin(5) {
		t.Error("begin = true for an update that is there")
	}
	l.settle(5)
	check("with the first ones settled", 8, false)
	l.settle(8)
	check("with all settled", 9, true)
	if l.begin(6) {
		t.Error("begin = true for an update that was settled")
	}
	l.settle(77)
	check("after settling an unknown one", 9, true)
	if !l.begin(2) {
		t.Error("begin = false after the numbers began again")
	}
	l.settle(2)
	check("after the numbers began again", 3, true)
	for id := range int64(3 * recentUpdates) {
		l.begin(id + 1000)
		l.settle(id + 1000)
	}
	if n := len(l.recent); n != recentUpdates || len(l.order) != n {
		t.Errorf("%d updates are remembered, want %d", n, recentUpdates)
	}
}
