package bot_test

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"strconv"
	"sync"
	"testing"
	"time"

	"filmbot/bot"
)

// TestFiveYears has clubs in many zones run their film of the week for years, with
// everything that people and machines do to them, and checks each step of each round
// and each post in each chat against a reckoning of its own.
//
// It is small unless SIMULATION says how many clubs there are: SIMULATION=200 is the
// whole of it. SIMULATION_SEED is for another course of things, and SIMULATION_YEARS
// for fewer years.
func TestFiveYears(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(200)) // it keeps nearly all that it makes
	clubs, years, seed := environment(t, "SIMULATION", 12), environment(t, "SIMULATION_YEARS", 5), environment(t, "SIMULATION_SEED", 2026)
	if os.Getenv("SIMULATION") == "" {
		years = 1
	}
	// Clubs have nothing to do with each other, so that several worlds can go on at
	// the same time. Half of them have the past, in which more zones changed clocks.
	worlds := max(2, clubs/worldSize)
	var all sync.WaitGroup
	happened := make([]map[string]int, worlds)
	for i := range worlds {
		start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		if i%2 == 1 {
			start = time.Date(2009, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		all.Go(func() {
			s := newSimulation(t, uint64(seed), i, start, start.AddDate(years, 0, 0))
			for n := range clubs / worlds {
				s.found(i + n*worlds)
			}
			s.run()
			happened[i] = s.happened
		})
	}
	all.Wait()
	total := make(map[string]int)
	for _, some := range happened {
		for what, n := range some {
			total[what] += n
		}
	}
	t.Logf("seed %d: %v", seed, total)
	if clubs < 100 {
		return
	}
	for _, what := range []string{
		"step done", "step late", "step missed", "step overtaken", "step paused", "step needless", "post recognised", "post ambiguous",
		"post again", "post refused", "post too late", "post lapsed", "restart", "kill", "asleep", "undo", "date", "extend", "zone", "rhythm",
		"pause", "pick", "skip", "close",
	} {
		if total[what] == 0 {
			t.Errorf("nothing tested %q", what)
		}
	}
}

// worldSize is how many clubs share a store.
const worldSize = 50

func environment(t *testing.T, name string, usual int) int {
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%s is not a number", name, text)
	}
	return n
}

// A simulation is a world of clubs with a store, two processes and the platforms.
type simulation struct {
	t        *testing.T
	name     string
	dice     *rand.Rand
	now, end time.Time
	store    *memory
	replicas [2]*replica
	platform *platform
	shipped  []bot.Collection
	titles   map[string]string
	clubs    []*simulated
	ahead    happenings
	count    int
	// up is when a process runs again, downs are when none did.
	up    time.Time
	downs []interval
	// killed tells that the process at work has just ended.
	killed   bool
	happened map[string]int
	errors   int
}

// A replica is a process, with the news that it has from its store.
type replica struct {
	*bot.Bot
	news *follower
}

// A happening is something that happens at a time.
type happening struct {
	at time.Time
	n  int
	do func()
}

type happenings []happening

func (h happenings) Len() int { return len(h) }
func (h happenings) Less(i, j int) bool {
	return h[i].at.Before(h[j].at) || h[i].at.Equal(h[j].at) && h[i].n < h[j].n
}
func (h happenings) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *happenings) Push(x any)   { *h = append(*h, x.(happening)) }
func (h *happenings) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func newSimulation(t *testing.T, seed uint64, number int, start, end time.Time) *simulation {
	s := &simulation{
		t: t, name: fmt.Sprint("world ", number), dice: rand.New(rand.NewPCG(seed, uint64(number))), now: start, end: end, up: start,
		store: newMemory(), happened: make(map[string]int),
		shipped: collections(t), titles: make(map[string]string),
	}
	s.store.now = func() time.Time { return s.now }
	s.platform = newPlatform(s)
	for _, f := range s.shipped[0].Films {
		s.titles[f.ID] = f.Heading("en")
	}
	s.restart()
	s.troubles()
	return s
}

// wrong reports what is not as it should be.
func (s *simulation) wrong(c *simulated, what string, about ...any) {
	const most = 20
	if s.errors++; s.errors > most {
		return
	}
	who := ""
	if c != nil {
		who = c.String()
	}
	s.t.Errorf("%s, %s, %s: %s", s.name, s.now.Format("2006-01-02 15:04:05"), who, fmt.Sprintf(what, about...))
}

func (s *simulation) at(t time.Time, do func()) {
	s.count++
	heap.Push(&s.ahead, happening{t.Truncate(time.Second), s.count, do})
}

func (s *simulation) after(d time.Duration, do func()) { s.at(s.now.Add(d), do) }

// chance is true once in so many times.
func (s *simulation) chance(in int) bool { return s.dice.IntN(in) == 0 }

// upTo is a random duration.
func (s *simulation) upTo(most time.Duration) time.Duration {
	return time.Duration(s.dice.Int64N(int64(most/time.Second)+1)) * time.Second
}

// oneOf is one of some things.
func oneOf[T any](s *simulation, of ...T) T { return of[s.dice.IntN(len(of))] }

// run lets time pass from one thing to the next.
func (s *simulation) run() {
	for s.now.Before(s.end) && s.errors < 20 {
		due, waits := s.store.nextDue(s.now)
		if due.Before(s.up) {
			due = s.up
		}
		// Of what comes at the same moment either may be first.
		first := len(s.ahead) == 0 || due.Before(s.ahead[0].at) || due.Equal(s.ahead[0].at) && s.chance(2)
		switch {
		case waits && first:
			if due.After(s.now) {
				s.now = due
			}
			s.work()
		case len(s.ahead) > 0:
			next := heap.Pop(&s.ahead).(happening)
			if next.at.After(s.now) {
				s.now = next.at
			}
			s.hear()
			next.do()
		default:
			s.wrong(nil, "nothing is ahead")
			return
		}
	}
	s.settleUp()
}

// work does what is due.
func (s *simulation) work() {
	ctx := context.Background()
	s.hear()
	s.store.doJobs(ctx, func(ctx context.Context, j bot.Job) error {
		s.wake(ctx, j)
		if s.chance(8) {
			s.happened["job twice"]++
			s.wake(ctx, j)
		}
		return nil
	})
	for _, platform := range []string{"discord", "telegram"} {
		for !s.killed {
			n, err := s.either().TendDue(ctx, platform)
			if err != nil && !errors.Is(err, errKilled) {
				s.wrong(nil, "posts: %v", err)
			}
			s.happened["tended"] += n
			if n == 0 {
				break
			}
		}
	}
	if s.killed {
		s.die()
	}
}

// wake has one of the processes do a job.
func (s *simulation) wake(ctx context.Context, j bot.Job) {
	c := s.clubOf(j.Key)
	slept := s.store.club(c.id).asleep
	if err := s.either().Wake(ctx, j); err != nil {
		s.wrong(c, "a job: %v", err)
	}
	c.look(byClock)
	if slept && !s.store.club(c.id).asleep {
		c.caughtUp(c.places()...)
	}
}

// either is one of the processes.
func (s *simulation) either() *bot.Bot { return s.replicas[s.dice.IntN(len(s.replicas))].Bot }

// hear tells the processes what others have changed.
func (s *simulation) hear() {
	for _, r := range s.replicas {
		for _, news := range s.store.newsFor(r.news) {
			r.Heard(news.id, news.revision)
		}
	}
}

// restart begins new processes on the same store.
func (s *simulation) restart() {
	for i := range s.replicas {
		if old := s.replicas[i]; old != nil && s.chance(2) {
			continue
		}
		b, err := bot.New(bot.Config{
			Collections: s.shipped, Store: s.store, Log: slog.New(slog.DiscardHandler), Post: s.platform,
			Rand: s.dice.IntN, Random: s.random, Now: func() time.Time { return s.now },
		})
		if err != nil {
			s.t.Fatal(err)
		}
		if s.replicas[i] == nil {
			s.replicas[i] = &replica{news: &follower{wake: make(chan struct{}, 1)}}
			s.store.followers = append(s.store.followers, s.replicas[i].news)
		}
		s.replicas[i].Bot = b
	}
}

func (s *simulation) random(p []byte) {
	for i := range p {
		p[i] = byte(s.dice.UintN(256))
	}
}
