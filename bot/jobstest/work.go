package jobstest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"filmbot/bot"
)

var errTest = errors.New("this job fails")

var workTests = []test{
	{"AgainAfterAnError", func(b *bench) {
		again(b, func() error { return errTest })
	}},
	{"AgainAfterAPanic", func(b *bench) {
		again(b, func() error { panic("this job panics") })
	}},
	{"InsertedWhileDone", insertedWhileDone},
	{"InsertsItself", insertsItself},
	{"CancelledWhileDone", cancelledWhileDone},
	{"EachOnce", eachOnce},
	{"SharedByProcesses", sharedByProcesses},
	{"WaitsForWhatIsUnderWay", waitsForWhatIsUnderWay},
	{"AfterARestart", afterARestart},
	{"NothingAfterTheEnd", func(b *bench) {
		jobs := b.start()
		ctx, cancel := context.WithCancel(b.Context())
		cancel()
		b.insert(jobs, in(-time.Second, "key"))
		err := jobs.Work(ctx, func(context.Context, bot.Job) error {
			b.Error("a job was done")
			return nil
		})
		if err != nil {
			b.Errorf("Work with a context that is done = %v, want nil", err)
		}
	}},
}

// again fails at a job twice.
func again(b *bench, fail func() error) {
	jobs := b.start()
	j, other := in(-time.Second, "key"), in(-time.Second, "other")
	b.insert(jobs, j, other)
	done := make(chan bot.Job, 100)
	var tried atomic.Int32
	b.work(jobs, func(_ context.Context, j bot.Job) error {
		if j.Key == "key" && tried.Add(1) <= 2 {
			return fail()
		}
		done <- j
		return nil
	})
	b.expect(done, other, j)
	b.settle(jobs, done)
	if n := tried.Load(); n != 3 {
		b.Errorf("a job that fails twice was tried %d times", n)
	}
}

// insertedWhileDone inserts a job under the key of one that is being done, moves
// it, and ends the first one only after it.
func insertedWhileDone(b *bench) {
	jobs := b.start()
	first, second := in(-time.Minute, "key"), in(-time.Second, "key")
	b.insert(jobs, first)
	begun, end, done := make(chan bot.Job), make(chan struct{}), make(chan bot.Job, 100)
	b.work(jobs, func(ctx context.Context, j bot.Job) error {
		if j == first {
			begun <- j
			select {
			case <-end:
			case <-ctx.Done():
			}
		}
		done <- j
		return nil
	})
	b.next(begun)
	b.insert(jobs, in(time.Hour, "key"))
	b.insert(jobs, second)
	close(end)
	b.expect(done, first, second)
	b.settle(jobs, done)
}

// insertsItself has a job that goes on for some times.
func insertsItself(b *bench) {
	jobs := b.start()
	first := in(-time.Minute, "key")
	b.insert(jobs, first)
	done := make(chan bot.Job, 100)
	b.work(jobs, func(ctx context.Context, j bot.Job) error {
		next := bot.Job{Key: j.Key, At: j.At.Add(time.Second)}
		if j.Key == first.Key && next.At.Before(first.At.Add(5*time.Second)) {
			if err := jobs.Change(ctx, Change{Insert: []bot.Job{next}}); err != nil {
				return err
			}
		}
		done <- j
		return nil
	})
	for n := range 5 {
		b.expect(done, bot.Job{Key: first.Key, At: first.At.Add(time.Duration(n) * time.Second)})
	}
	b.settle(jobs, done)
}

// cancelledWhileDone cancels a job that is being done, which goes on.
func cancelledWhileDone(b *bench) {
	jobs := b.start()
	j := in(-time.Minute, "key")
	b.insert(jobs, j)
	begun, end, done := make(chan bot.Job), make(chan struct{}), make(chan bot.Job, 100)
	b.work(jobs, func(ctx context.Context, j bot.Job) error {
		if j.Key == "key" {
			begun <- j
			<-end
			if ctx.Err() != nil {
				b.Errorf("the context of a job that was cancelled while it was done: %v", ctx.Err())
			}
		}
		done <- j
		return nil
	})
	b.next(begun)
	b.change(jobs, Change{Cancel: []string{"key"}})
	close(end)
	b.expect(done, j)
	b.settle(jobs, done)
}

func many(n int) []bot.Job {
	some := make([]bot.Job, n)
	for i := range some {
		some[i] = in(time.Duration(i-n)*time.Millisecond, fmt.Sprint("key/", i))
	}
	return some
}

func eachOnce(b *bench) {
	jobs := b.start()
	want := many(250)
	b.insert(jobs, want...)
	done, _ := b.record(jobs)
	b.expect(done, want...)
	b.settle(jobs, done)
}

// sharedByProcesses has two processes take jobs, while a third one inserts them.
func sharedByProcesses(b *bench) {
	one, two, three := b.start(), b.start(), b.start()
	done := make(chan bot.Job, 10_000)
	do := func(_ context.Context, j bot.Job) error {
		done <- j
		return nil
	}
	b.work(one, do)
	b.work(two, do)
	want := many(150)
	b.insert(three, want[:100]...)
	for _, j := range want[100:] {
		b.insert(three, j)
	}
	b.expect(done, want...)
	b.settle(three, done)
}

// waitsForWhatIsUnderWay ends work while a job is being done. Its context goes
// on, and it is not done again.
func waitsForWhatIsUnderWay(b *bench) {
	jobs := b.start()
	j := in(-time.Minute, "key")
	b.insert(jobs, j)
	begun, end, done := make(chan bot.Job), make(chan struct{}), make(chan bot.Job, 100)
	stop := b.work(jobs, func(ctx context.Context, j bot.Job) error {
		begun <- j
		<-end
		if ctx.Err() != nil {
			b.Errorf("the context of a job under way: %v", ctx.Err())
		}
		done <- j
		return nil
	})
	b.next(begun)
	time.AfterFunc(500*time.Millisecond, func() { close(end) })
	stop()
	select {
	case got := <-done:
		if got != j {
			b.Errorf("%+v was done, want %+v", got, j)
		}
	default:
		b.Error("Work returned before what was under way")
	}
	again, _ := b.record(jobs)
	b.settle(jobs, again)
}

// afterARestart stops and starts, with jobs that come due while nobody works.
func afterARestart(b *bench) {
	jobs := b.start()
	now, soon := in(-time.Second, "now"), in(2*time.Second, "soon")
	b.insert(jobs, now, soon)
	done, stop := b.record(jobs)
	b.expect(done, now)
	stop()
	if time.Until(soon.At) < 0 {
		select {
		case j := <-done: // this machine is slow
			b.insert(jobs, j)
		default:
		}
	}
	meanwhile := in(-time.Second, "meanwhile")
	b.insert(jobs, meanwhile)
	later, _ := b.record(b.start())
	b.expect(later, soon, meanwhile)
	b.settle(jobs, later)
}
