package round

import (
	"container/heap"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"filmbot/bot/calendar"
)

// The simulation has clubs in many zones run their rounds for years, while they
// pause, change zones and hours, and while the process sleeps, restarts and races
// with another one. Rounds are kept as JSON and compared and swapped by version.

// zones change their clocks in many ways, or not at all.
var zones = []string{
	"Africa/Cairo", "Africa/Casablanca", "Africa/Lagos", "America/Anchorage", "America/Argentina/Buenos_Aires",
	"America/Asuncion", "America/Bogota", "America/Chicago", "America/Havana", "America/Los_Angeles",
	"America/New_York", "America/Nuuk", "America/Phoenix", "America/Santiago", "America/Sao_Paulo",
	"America/St_Johns", "Antarctica/Troll", "Asia/Beirut", "Asia/Gaza", "Asia/Jerusalem",
	"Asia/Kathmandu", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tashkent", "Asia/Tokyo",
	"Asia/Vladivostok", "Atlantic/Azores", "Australia/Adelaide", "Australia/Lord_Howe", "Australia/Sydney",
	"Europe/Berlin", "Europe/Chisinau", "Europe/Dublin", "Europe/London", "Europe/Moscow",
	"Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Easter", "Pacific/Kiritimati",
}

// A span of time, such as one in which the process slept.
type interval struct{ from, to time.Time }

func (i interval) meets(from, to time.Time) bool { return !i.to.Before(from) && !i.from.After(to) }

// A club of the simulation, with its database.
type simulated struct {
	name    string
	zone    *time.Location
	rules   Rules
	version int
	stored  []byte
	votes   []Cast
	films   []Viewing

	// disturbed are the times of pauses, and of changes of zone or hour.
	disturbed []interval
	paused    time.Time
	// wakes counts the times to be woken at that were asked for: one takes the place
	// of another.
	wakes int
	// posts counts what was posted for a round, by kind.
	posts map[EffectKind]int
	// rounds are those that are over.
	rounds []Round
}

// An event is something that happens to a club at a time.
type event struct {
	at   time.Time
	club *simulated
	do   func(s *simulation, c *simulated, now time.Time)
	n    int // keeps the order of events at the same time
}

type events []event

func (e events) Len() int { return len(e) }
func (e events) Less(i, j int) bool {
	if e[i].at.Equal(e[j].at) {
		return e[i].n < e[j].n
	}
	return e[i].at.Before(e[j].at)
}
func (e events) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)   { *e = append(*e, x.(event)) }
func (e *events) Pop() any {
	last := (*e)[len(*e)-1]
	*e = (*e)[:len(*e)-1]
	return last
}

type simulation struct {
	t       *testing.T
	random  *rand.Rand
	end     time.Time
	ahead   events
	pushed  int
	asleep  []interval
	catalog []string
	// What happened, so that a simulation in which nothing does is noticed.
	races, failed, kept int
	marks               map[Mark]int
}

func (s *simulation) at(t time.Time, c *simulated, do func(*simulation, *simulated, time.Time)) {
	s.pushed++
	heap.Push(&s.ahead, event{t, c, do, s.pushed})
}

// chance is true once in so many times.
func (s *simulation) chance(in int) bool { return s.random.IntN(in) == 0 }

// within is a duration up to another.
func (s *simulation) within(most time.Duration) time.Duration {
	return time.Duration(s.random.Int64N(int64(most)))
}

// load reads the round from the database, as after a restart.
func (s *simulation) load(c *simulated) (r Round) {
	if c.stored == nil {
		return r
	}
	if err := json.Unmarshal(c.stored, &r); err != nil {
		s.t.Fatal(err)
	}
	return r
}

// swap stores a round in place of the one of a version, and sees to the effects.
func (s *simulation) swap(c *simulated, version int, r Round, effects []Effect, now time.Time) bool {
	if version != c.version {
		return false
	}
	stored, err := json.Marshal(r)
	if err != nil {
		s.t.Fatal(err)
	}
	c.version, c.stored = c.version+1, stored
	s.kept++
	for _, e := range effects {
		switch e.Kind {
		case OpenNext:
			s.over(c, r, now)
		default:
			if s.chance(50) {
				s.failed++ // the chat has kicked the bot; nothing else happens
			}
			c.posts[e.Kind]++
		}
	}
	if due, ok := r.Wake(); ok {
		s.wake(c, due.Add(s.within(20*time.Second)))
		if s.chance(20) {
			s.at(due.Add(s.within(time.Hour)), c, (*simulation).woken)
		}
	}
	return true
}

// wake has a round woken at a time, in place of any asked for before.
func (s *simulation) wake(c *simulated, at time.Time) {
	c.wakes++
	mine := c.wakes
	s.at(at, c, func(s *simulation, c *simulated, now time.Time) {
		if c.wakes == mine {
			s.woken(c, now)
		}
	})
}

// over checks a round that is over, and opens the next one.
func (s *simulation) over(c *simulated, r Round, now time.Time) {
	if r.Phase == Watched {
		c.films = append(c.films, Viewing{r.Film, r.Number, r.Night})
	}
	s.check(c, r, now)
	c.votes, c.posts = nil, make(map[EffectKind]int)
	next, effects, err := Open(c.rules, r, now, c.zone)
	if err != nil {
		s.t.Fatalf("%s: Open = %v", c.name, err)
	}
	s.swap(c, c.version, next, effects, now)
	if c.rules.Way == calendar.ByPick {
		s.at(now.Add(s.within(3*24*time.Hour)), c, (*simulation).pick)
	}
	s.at(now.Add(s.within(24*time.Hour)), c, (*simulation).nominate)
}

// awake is when the process does what is due: at once, or when it has slept.
func (s *simulation) awake(at time.Time) time.Time {
	for _, i := range s.asleep {
		if !at.Before(i.from) && at.Before(i.to) {
			at = i.to
		}
	}
	return at
}

// run has everything happen up to the end.
func (s *simulation) run() {
	for len(s.ahead) > 0 {
		e := heap.Pop(&s.ahead).(event)
		if e.at.After(s.end) {
			continue
		}
		if now := s.awake(e.at); now.After(e.at) {
			s.at(now, e.club, e.do)
			continue
		}
		e.do(s, e.club, e.at)
	}
}

// TestSimulation is small, but with SIMULATION=200 it has so many clubs, for five years.
func TestSimulation(t *testing.T) {
	clubs, years := 40, 2
	if n, err := strconv.Atoi(os.Getenv("SIMULATION")); err == nil {
		clubs, years = n, 5
	}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	s := &simulation{
		t: t, random: rand.New(rand.NewPCG(2026, 11)), end: start.AddDate(years, 0, 0), marks: make(map[Mark]int),
	}
	for i := range 80 {
		s.catalog = append(s.catalog, fmt.Sprintf("f%d", i))
	}
	for at := start; at.Before(s.end); {
		at = at.Add(s.within(60 * 24 * time.Hour))
		slept := interval{at, at.Add(s.within([]time.Duration{2, 24, 100}[s.random.IntN(3)] * time.Hour))}
		s.asleep = append(s.asleep, slept)
		at = slept.to
	}
	var all []*simulated
	for i := range clubs {
		all = append(all, s.club(i, start))
	}
	s.run()
	rounds := 0
	for _, c := range all {
		rounds += len(c.rounds)
		if wake, ok := s.load(c).Wake(); c.paused.IsZero() && (!ok || wake.Before(s.awake(s.end).Add(-5*24*time.Hour))) {
			t.Errorf("%s: its round waits for %v, %v", c.name, wake, ok)
		}
		if len(c.rounds) < 6*years {
			t.Errorf("%s: there were %d rounds", c.name, len(c.rounds))
		}
	}
	t.Logf("%d rounds, stored %d times, %d races, %d posts failed, asleep %d times; marks %v",
		rounds, s.kept, s.races, s.failed, len(s.asleep), s.marks)
	for _, m := range []Mark{Done, DoneLate, Missed, Overtaken, Slept, Needless} {
		if s.marks[m] == 0 && years == 5 {
			t.Errorf("no step was marked %q", m)
		}
	}
}
