package sqlstore

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// voted stores a round in a vote with some nominations, which posts in four chats
// show, and has members vote in it.
func voted(b *testing.B, s *Store, club string, nominations, voters int) {
	b.Helper()
	r, _, err := round.Open(round.DefaultRules(calendar.Rhythm{Weeks: 1, Day: time.Saturday, Hour: 20}), round.Round{}, time.Unix(1e9, 0), time.UTC)
	if err != nil {
		b.Fatal(err)
	}
	r.Phase = round.Voting
	for i := range nominations {
		film := fmt.Sprint("f", i)
		r.Nominations = append(r.Nominations, round.Nomination{Film: film, By: round.Who{Key: fmt.Sprint("discord:", i), Name: "Somebody"}, At: r.Opened})
		if i < 10 {
			r.Ballot = append(r.Ballot, film)
		}
	}
	turn := bot.Turn{Rounds: []round.Round{r}, Wake: r.Night}
	for i := range 4 {
		key := bot.PostKey{Club: club, Round: 1, Effect: 1, Chat: fmt.Sprint("telegram:-100", i)}
		turn.Posts = append(turn.Posts, bot.Post{PostKey: key, Kind: bot.BallotPost, State: bot.PostSent})
	}
	if err := s.Turn(b.Context(), club, to(turn)); err != nil {
		b.Fatal(err)
	}
	for i := range voters {
		vote(b, s, club, i)
	}
}

// vote changes the vote of one of 5,000 members.
func vote(b *testing.B, s *Store, club string, i int) {
	who := bot.Author{Key: fmt.Sprint([]string{"discord:", "telegram:"}[i%2], i%5000), Name: "Somebody"}
	err := s.Say(b.Context(), club, 1, who, func(r round.Round, was bot.Said) (bot.Said, error) {
		ballot, ok := was.Ballot.Toggle(r.Ballot, r.Ballot[i/5000%len(r.Ballot)])
		if !ok {
			b.Error("the ballot does not have the film")
		}
		return bot.Said{Ballot: ballot}, nil
	})
	if err != nil {
		b.Error(err)
	}
}

// BenchmarkSay stores votes of 5,000 members of one club, from one and from many at
// a time.
func BenchmarkSay(b *testing.B) {
	for _, nominations := range []int{10, 100, round.MostNominations} {
		b.Run(fmt.Sprint(nominations, " nominations"), func(b *testing.B) {
			benchmarkBoth(b, func(b *testing.B, s *Store) {
				voted(b, s, "discord:1", nominations, 0)
				n := 0
				for b.Loop() {
					vote(b, s, "discord:1", n)
					n++
				}
				b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "votes/s")
			})
		})
	}
	b.Run("at once", func(b *testing.B) {
		benchmarkBoth(b, func(b *testing.B, s *Store) {
			voted(b, s, "discord:1", 10, 0)
			var n atomic.Int64
			b.SetParallelism(50)
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					vote(b, s, "discord:1", int(n.Add(1)))
				}
			})
			b.ReportMetric(float64(n.Load())/b.Elapsed().Seconds(), "votes/s")
		})
	})
}

// BenchmarkTurn moves rounds on by turns that add two posts and move the job, ten
// turns a round, in a club that has had 200 rounds.
func BenchmarkTurn(b *testing.B) {
	benchmarkBoth(b, func(b *testing.B, plain *Store) {
		s := keepJobs(b, plain)
		for n := range 200 {
			r := round.Round{Number: n + 1, State: round.State{Phase: round.Watched, Film: "f1", Night: time.Unix(int64(n), 0), Ended: time.Unix(int64(n), 0)}}
			if err := s.Turn(b.Context(), "discord:1", to(bot.Turn{Rounds: []round.Round{r}})); err != nil {
				b.Fatal(err)
			}
		}
		n := 0
		for b.Loop() {
			err := s.Turn(b.Context(), "discord:1", func(l bot.Latest) (bot.Turn, error) {
				r := l.Round
				if r.Effects%10 == 0 {
					r = roundOf(r.Number + 1)
				}
				r.Effects++
				turn := bot.Turn{Rounds: []round.Round{r}, Wake: time.Unix(int64(n), 0)}
				for _, chat := range []string{"telegram:1", "discord:1"} {
					key := bot.PostKey{Club: "discord:1", Round: r.Number, Effect: r.Effects, Chat: chat}
					turn.Posts = append(turn.Posts, bot.Post{PostKey: key, State: bot.PostWaits, Next: time.Unix(1, 0)})
				}
				return turn, nil
			})
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "turns/s")
	})
}

// BenchmarkWeek reads a round in which 5,000 members voted.
func BenchmarkWeek(b *testing.B) {
	benchmarkBoth(b, func(b *testing.B, s *Store) {
		voted(b, s, "discord:1", 10, 5000)
		b.ResetTimer()
		for b.Loop() {
			if w, err := s.Round(b.Context(), "discord:1", 1); err != nil || len(w.Votes) == 0 {
				b.Fatalf("%v, %v", w.Votes, err)
			}
		}
	})
}
