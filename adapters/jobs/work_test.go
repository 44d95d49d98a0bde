package jobs

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"filmbot/bot"
)

func TestPause(t *testing.T) {
	b := backOff{options{retry: 2 * time.Second, longest: 5 * time.Minute}}
	tests := []struct {
		attempt int
		want    time.Duration
	}{
		{0, 2 * time.Second}, {1, 2 * time.Second}, {2, 4 * time.Second}, {3, 8 * time.Second}, {8, 256 * time.Second},
		{9, 5 * time.Minute}, {10, 5 * time.Minute}, {tries, 5 * time.Minute},
	}
	for _, tt := range tests {
		if got := b.pause(tt.attempt); got != tt.want {
			t.Errorf("pause(%d) = %v, want %v", tt.attempt, got, tt.want)
		}
	}
}

// TestClockFarAhead works with a clock that has jumped ahead by a year, over
// jobs that were due meanwhile.
func TestClockFarAhead(t *testing.T) {
	onBoth(t, func(t *testing.T, open func(options) process) {
		before := open(quick())
		half, next1 := due(26*7*24*time.Hour, "half"), due(2*365*24*time.Hour, "next")
		before.insert(t, half, next1)
		before.Close()

		p := open(quick().with([]Option{Clock(func() time.Time { return time.Now().Add(365 * 24 * time.Hour) })}))
		defer p.Close()
		done := make(chan bot.Job, 100)
		stop := p.work(func(_ context.Context, j bot.Job) error {
			done <- j
			return nil
		})
		if got := next(t, done); got != half {
			t.Errorf("%+v was done, want %+v", got, half)
		}
		last := bot.Job{Key: "last", At: half.At.AddDate(0, 1, 0)}
		p.insert(t, last)
		if got := next(t, done); got != last {
			t.Errorf("%+v was done, want %+v", got, last)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// TestContextEndsWhenStopped stops while a job waits for its context. The job is
// done again as soon as there is work again.
func TestContextEndsWhenStopped(t *testing.T) {
	onBoth(t, func(t *testing.T, open func(options) process) {
		o := quick()
		o.soft, o.retry, o.longest = 50*time.Millisecond, time.Hour, time.Hour
		p := open(o)
		defer p.Close()
		j := due(-time.Second, "key")
		p.insert(t, j)
		begun := make(chan bot.Job, 10)
		stop := p.work(func(ctx context.Context, j bot.Job) error {
			begun <- j
			<-ctx.Done()
			return ctx.Err()
		})
		next(t, begun)
		if err := stop(); err != nil {
			t.Errorf("Work = %v, want nil", err)
		}
		stop = p.work(func(_ context.Context, j bot.Job) error {
			begun <- j
			return nil
		})
		if got := next(t, begun); got != j {
			t.Errorf("%+v was done, want %+v", got, j)
		}
		if err := stop(); err != nil {
			t.Errorf("Work = %v, want nil", err)
		}
	})
}

// TestDoesNotEnd has a job that does not end with its context.
func TestDoesNotEnd(t *testing.T) {
	o := quick()
	o.soft, o.hard = 20*time.Millisecond, 200*time.Millisecond
	p := openProcess(t, t.TempDir()+"/filmbot.db", o)
	p.insert(t, due(-time.Second, "key"))
	begun, end := make(chan bool), make(chan struct{})
	stop := p.work(func(context.Context, bot.Job) error {
		begun <- true
		<-end
		return nil
	})
	next(t, begun)
	err := stop()
	if want := "work on jobs: what was under way did not end within 200ms"; err == nil || err.Error() != want {
		t.Errorf("Work = %v, want %s", err, want)
	}
	close(end)
	p.engine.(*onRiver[*sql.Tx]).options.hard = limit // for Close
	p.Close()
}

// TestTimeout gives a job little time. It fails, and is done again.
func TestTimeout(t *testing.T) {
	onBoth(t, func(t *testing.T, open func(options) process) {
		o := quick()
		o.timeout, o.rescue = 100*time.Millisecond, time.Hour
		p := open(o)
		defer p.Close()
		p.insert(t, due(-time.Second, "key"))
		ended := make(chan error, 10)
		n := 0
		stop := p.work(func(ctx context.Context, _ bot.Job) error {
			if n++; n == 1 {
				<-ctx.Done()
				ended <- ctx.Err()
				return ctx.Err()
			}
			ended <- nil
			return nil
		})
		if err := next(t, ended); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the context of a job that takes long ended with %v", err)
		}
		if err := next(t, ended); err != nil {
			t.Errorf("the job is not done again: %v", err)
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

// TestErrorsStayOut checks what is kept and logged of jobs that fail.
func TestErrorsStayOut(t *testing.T) {
	onBoth(t, func(t *testing.T, open func(options) process) {
		var log recorder
		o := quick()
		o.log = log.logger()
		p := open(o)
		defer p.Close()
		p.insert(t, due(-time.Second, "fails"), due(-time.Second, "panics"))
		done := make(chan string, 10)
		var tried sync.Map
		stop := p.work(func(_ context.Context, j bot.Job) error {
			_, again := tried.LoadOrStore(j.Key, true)
			switch {
			case again:
				done <- j.Key
				return nil
			case j.Key == "panics":
				panic("a secret in a panic")
			}
			return errors.New("the text of an error")
		})
		next(t, done)
		next(t, done)
		if err := stop(); err != nil {
			t.Error(err)
		}
		var errs int
		rows, err := p.db.Query(`SELECT CAST(errors AS TEXT) FROM river_job`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var text string
			if err := rows.Scan(&text); err != nil {
				t.Fatal(err)
			}
			errs++
			if strings.Contains(text, "secret") || strings.Contains(text, "the text") {
				t.Errorf("the tables hold %q", text)
			}
		}
		if errs != 2 {
			t.Errorf("%d jobs with errors are in the tables, want 2", errs)
		}
		text := log.String()
		for _, want := range []string{"job failed", "key=fails", `err="the text of an error"`, "job panicked", "key=panics", "stack="} {
			if !strings.Contains(text, want) {
				t.Errorf("the log lacks %q: %s", want, text)
			}
		}
		if strings.Contains(text, "secret") || strings.Contains(text, "engine") {
			t.Errorf("the log says too much: %s", text)
		}
	})
}
