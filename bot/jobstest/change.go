package jobstest

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"filmbot/bot"
)

var changeTests = []test{
	{"DueAtOnce", func(b *bench) {
		jobs := b.start()
		j := in(-time.Second, "club-1/round-2/ballot")
		b.insert(jobs, j)
		done, _ := b.record(jobs)
		b.expect(done, j)
		b.settle(jobs, done)
	}},
	{"NotBeforeItsTime", func(b *bench) {
		jobs := b.start()
		done, _ := b.record(jobs)
		j := in(3*time.Second, "later")
		b.insert(jobs, j)
		b.expect(done, j)
		if early := time.Until(j.At); early > 0 {
			b.Errorf("a job was done %v before it was due", early)
		}
	}},
	{"DueAYearAgo", func(b *bench) {
		jobs := b.start()
		j := bot.Job{Key: "old", At: time.Now().AddDate(-1, 0, 0).UTC().Truncate(time.Microsecond)}
		b.insert(jobs, j)
		done, _ := b.record(jobs)
		b.expect(done, j)
		b.settle(jobs, done)
	}},
	{"InAnyZone", func(b *bench) {
		jobs := b.start()
		j := in(-time.Minute, "zone")
		b.insert(jobs, bot.Job{Key: j.Key, At: j.At.In(time.FixedZone("", -11*60*60)).Add(123 * time.Nanosecond)})
		done, _ := b.record(jobs)
		b.expect(done, j)
	}},
	{"RolledBack", func(b *bench) {
		jobs := b.start()
		kept := in(-time.Second, "kept")
		b.insert(jobs, kept)
		b.change(jobs, Change{Insert: []bot.Job{in(-time.Hour, "never"), in(time.Hour, "kept")}, RollBack: true})
		b.change(jobs, Change{Cancel: []string{"kept"}, RollBack: true})
		done, _ := b.record(jobs)
		b.expect(done, kept)
		b.settle(jobs, done)
	}},
	{"Cancelled", func(b *bench) {
		jobs := b.start()
		kept := in(-time.Second, "kept")
		b.insert(jobs, in(-time.Hour, "gone/1"), kept, in(-time.Hour, "gone/2"))
		b.change(jobs, Change{Cancel: []string{"gone/1", "gone/2", "unknown"}})
		done, _ := b.record(jobs)
		b.expect(done, kept)
		b.settle(jobs, done)
	}},
	{"CancelledAndInserted", func(b *bench) {
		jobs := b.start()
		b.insert(jobs, in(-time.Hour, "key"))
		moved := in(-time.Minute, "key")
		b.change(jobs, Change{Cancel: []string{"key"}, Insert: []bot.Job{moved}})
		done, _ := b.record(jobs)
		b.expect(done, moved)
		b.settle(jobs, done)
	}},
	{"Moved", func(b *bench) {
		jobs := b.start()
		b.insert(jobs, in(time.Hour, "sooner"), in(-time.Hour, "later"), in(time.Hour, "twice"))
		sooner, later, twice := in(-time.Minute, "sooner"), in(5*time.Second, "later"), in(-time.Minute, "twice")
		b.insert(jobs, sooner, later)
		b.insert(jobs, in(2*time.Hour, "twice"))
		b.insert(jobs, twice)
		done, _ := b.record(jobs)
		b.expect(done, sooner, twice, later)
		b.settle(jobs, done)
	}},
	{"LastOfAKey", func(b *bench) {
		jobs := b.start()
		last := in(-time.Second, "key")
		b.insert(jobs, in(-time.Hour, "key"), in(-time.Minute, "key"), last)
		done, _ := b.record(jobs)
		b.expect(done, last)
		b.settle(jobs, done)
	}},
	{"AgainAfterDone", func(b *bench) {
		jobs := b.start()
		done, _ := b.record(jobs)
		for n := range 3 {
			j := in(-time.Duration(n)*time.Second, "key")
			b.insert(jobs, j)
			b.expect(done, j)
		}
	}},
	{"Nothing", func(b *bench) {
		jobs := b.start()
		b.change(jobs, Change{})
	}},
	{"AnyKey", func(b *bench) {
		jobs := b.start()
		var want []bot.Job
		for _, key := range []string{`"quoted" 'key'`, "100%", "a,b;c\\d", "$.key", "telegram:-1001234567890/1/2", "Key", "key", "KEY", fmt.Sprintf("%0200d", 1)} {
			want = append(want, in(-time.Second, key))
		}
		b.insert(jobs, want...)
		b.insert(jobs, want...)
		done, _ := b.record(jobs)
		b.expect(done, want...)
		b.settle(jobs, done)
	}},
	{"ChangesAtOnce", changesAtOnce},
	{"MovedWhileWorking", movedWhileWorking},
}

// changesAtOnce lets many transactions move the same jobs, in different orders.
// One that fails because of the others is made again, as a store does.
func changesAtOnce(b *bench) {
	jobs, other := b.start(), b.start()
	var all sync.WaitGroup
	for n := range 8 {
		via := []Jobs{jobs, other}[n%2]
		all.Go(func() {
			some := make([]bot.Job, 10)
			for i := range some {
				some[i] = in(time.Hour, fmt.Sprint("key/", (i*(2*n+1)+n)%10))
			}
			err := errors.New("not tried")
			for range 20 {
				if err = via.Change(b.Context(), Change{Insert: some}); err == nil {
					return
				}
			}
			b.Errorf("Change: %v", err)
		})
	}
	all.Wait()
	var want []bot.Job
	for i := range 10 {
		want = append(want, in(-time.Second, fmt.Sprint("key/", i)))
	}
	b.insert(jobs, want...)
	done, _ := b.record(jobs)
	b.expect(done, want...)
	b.settle(jobs, done)
}

// movedWhileWorking moves jobs that are due at that moment. Each is done at its
// last time, and perhaps before.
func movedWhileWorking(b *bench) {
	jobs := b.start()
	done, _ := b.record(jobs)
	last := make(map[bot.Job]bool)
	for n := range 40 {
		key := fmt.Sprint("key/", n)
		b.insert(jobs, in(0, key))
		j := in(time.Duration(n%3)*time.Millisecond, key)
		b.insert(jobs, j)
		last[j] = true
	}
	for len(last) > 0 {
		delete(last, b.next(done))
	}
	b.settle(jobs, done)
}
