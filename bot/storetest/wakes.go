package storetest

import (
	"context"
	"errors"
	"time"

	"filmbot/bot"
	"filmbot/bot/round"
)

var wakeTests = []test{
	{"a turn asks for a job", testWake},
	{"jobs of turns that store nothing", testWakeNot},
	{"jobs of clubs that expire", testWakeExpire},
}

// A jobStore is a [Store] that tells which jobs wait. A store need not; what its
// turns ask for is then tested with the engine that does the jobs.
type jobStore interface {
	// WaitingJob returns when the job under a key is due, and whether there is one.
	WaitingJob(ctx context.Context, key string) (time.Time, bool, error)
}

func (b *bench) needJobs(s Store) {
	b.Helper()
	if _, ok := s.(jobStore); !ok {
		b.Skip("the store does not tell which jobs wait: it has no WaitingJob")
	}
}

// wantWake checks when the job of a club is due, zero for not at all.
func (b *bench) wantWake(s Store, club string, want time.Time) {
	b.Helper()
	at, ok, err := s.(jobStore).WaitingJob(b.Context(), bot.WeekKey(club))
	b.must("WaitingJob", err)
	if ok == want.IsZero() || ok && (!at.Equal(want) || at.Location() != time.UTC) {
		b.Errorf("the job of %q is due at %v (%v), want %v", club, at, ok, want)
	}
}

func (b *bench) wake(s Store, club string, at time.Time) {
	b.Helper()
	b.turn(s, club, bot.Turn{Rounds: []round.Round{b.voting(1)}, Wake: at})
}

func testWake(b *bench) {
	s := b.open()
	b.needJobs(s)
	b.wantWake(s, mountain, time.Time{})
	b.wake(s, mountain, b.at(5))
	b.wake(s, river, b.at(6))
	b.wantWake(s, mountain, b.at(5))
	b.wantWake(s, river, b.at(6))
	for _, at := range []time.Time{b.at(7), b.at(3), b.at(3), {}, {}, b.at(4).In(time.FixedZone("somewhere", 3600))} {
		b.wake(s, mountain, at)
		b.wantWake(s, mountain, at)
		b.wantWake(s, river, b.at(6))
	}
	b.say(s, mountain, 1, ann, bot.Said{Ballot: 1})
	b.wantWake(s, mountain, b.at(4))
	b.wake(s, mountain, b.at(4).Add(1500*time.Nanosecond))
	b.wantWake(s, mountain, b.at(4).Add(time.Microsecond))
}

func testWakeNot(b *bench) {
	s := b.open()
	b.needJobs(s)
	b.wake(s, mountain, b.at(5))
	for _, at := range []time.Time{b.at(6), {}} {
		b.turn(s, mountain, bot.Turn{Wake: at})
		b.wantWake(s, mountain, b.at(5))
		refuse := func(ctx context.Context, err error) error {
			return s.Turn(ctx, mountain, func(bot.Latest) (bot.Turn, error) {
				return bot.Turn{Rounds: []round.Round{b.voting(1)}, Wake: at}, err
			})
		}
		if err := refuse(b.Context(), errNo); !errors.Is(err, errNo) {
			b.Errorf("Turn: %v, want %v", err, errNo)
		}
		b.wantWake(s, mountain, b.at(5))
		b.wantErr("Turn", refuse(cancelled(b.Context()), nil), context.Canceled)
		b.wantWake(s, mountain, b.at(5))
	}
}

func testWakeExpire(b *bench) {
	s := b.open()
	b.needJobs(s)
	b.wake(s, mountain, b.at(5))
	b.wake(s, river, b.at(6))
	b.presence(s, mountain, bot.Absent, 1)
	b.wantExpired(s, 10, mountain)
	b.wantWake(s, mountain, time.Time{})
	b.wantWake(s, river, b.at(6))
}
