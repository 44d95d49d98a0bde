package jobstest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"filmbot/bot"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// opened is one of the processes that share a queue.
type opened struct{ *Queue }

func (o opened) Change(_ context.Context, c Change) error {
	if c.RollBack {
		return nil
	}
	o.Cancel(c.Cancel...)
	o.Insert(c.Insert...)
	return nil
}

func (opened) Close() {}

func TestQueue(t *testing.T) {
	for _, tt := range slices.Concat(changeTests, workTests) {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				q := NewQueue(time.Now)
				tt.test(&bench{T: t, open: func(*testing.T) Jobs { return opened{q} }})
			})
		})
	}
}

// TestQueueInOrder checks that a test which goes through time by itself gets the
// same jobs in the same order always.
func TestQueueInOrder(t *testing.T) {
	start := time.Date(2026, 11, 27, 20, 0, 0, 0, time.UTC)
	now := start
	q := NewQueue(func() time.Time { return now })
	at := func(minutes int, key string) bot.Job {
		return bot.Job{Key: key, At: start.Add(time.Duration(minutes) * time.Minute)}
	}
	q.Insert(at(3, "c"), at(1, "a"), at(3, "b"), at(2, "gone"), at(9, "moved"), at(5, "fails"))
	q.Insert(at(4, "moved"))
	q.Cancel("gone", "unknown")
	var got []string
	failed := false
	for {
		next, ok := q.Next()
		if !ok {
			break
		}
		now = next
		q.Do(t.Context(), func(_ context.Context, j bot.Job) error {
			got = append(got, fmt.Sprint(int(now.Sub(start).Minutes()), j.Key))
			switch {
			case j.Key == "a":
				q.Insert(at(1, "at once"), at(7, "a"))
			case j.Key == "fails" && !failed:
				failed = true
				return errTest
			}
			if len(got) > 20 {
				t.Fatalf("%q", got)
			}
			if now.Sub(start) >= 7*time.Minute {
				q.Cancel("a")
				q.Cancel("at once")
			}
			return nil
		})
	}
	want := []string{"1a", "1at once", "3c", "3b", "4moved", "5fails", "5fails", "7a"}
	if !slices.Equal(got, want) {
		t.Errorf("jobs were done as %q, want %q", got, want)
	}
	if q.Len() != 0 {
		t.Errorf("%d jobs are left", q.Len())
	}
}

// TestQueueFiveYears goes through five years of 200 clubs with nine steps a week.
func TestQueueFiveYears(t *testing.T) {
	const clubs, steps = 200, 9
	start := time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)
	now, end := start, start.AddDate(5, 0, 0)
	q := NewQueue(func() time.Time { return now })
	for c := range clubs {
		for s := range steps {
			q.Insert(bot.Job{Key: fmt.Sprintf("%d/%d", c, s), At: start.Add(time.Duration(c)*time.Minute + time.Duration(s)*13*time.Hour)})
		}
	}
	done, weeks := 0, 0
	for at := start; at.Before(end); at = at.AddDate(0, 0, 7) {
		weeks++
	}
	last := now
	for {
		next, ok := q.Next()
		if !ok || !next.Before(end) {
			break
		}
		now = next
		if now.Before(last) {
			t.Fatalf("after %v comes %v", last, now)
		}
		last = now
		done += q.Do(t.Context(), func(_ context.Context, j bot.Job) error {
			if !j.At.Equal(now) {
				t.Fatalf("%v was done at %v", j, now)
			}
			q.Insert(bot.Job{Key: j.Key, At: j.At.AddDate(0, 0, 7)})
			return nil
		})
	}
	if least, most := clubs*steps*(weeks-1), clubs*steps*weeks; done < least || done > most {
		t.Errorf("%d jobs were done in %d weeks, want %d to %d", done, weeks, least, most)
	}
	if q.Len() != clubs*steps {
		t.Errorf("%d jobs wait, want %d", q.Len(), clubs*steps)
	}
}
