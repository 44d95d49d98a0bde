package storetest

import (
	"fmt"
	"sync"
	"time"

	"filmbot/bot"
	"filmbot/bot/round"
)

var roundRaceTests = []test{
	{"many nominate", testRaceNominate},
	{"many vote", testRaceVote},
	{"one votes many times at once", testRaceOneVoter},
	{"a vote is counted or refused", testRaceClose},
	{"turns race", testRaceTurn},
	{"many claim one post", testRaceClaim},
	{"many claim all posts", testRaceClaimAll},
	{"a round changes while its post is edited", testRaceSave},
	{"a round is seen as of one moment", testRoundMoment},
}

// together lets many do something at the same time, on two openings in turn.
func (b *bench) together(many int, openings []Store, do func(i int, s Store)) {
	var wg sync.WaitGroup
	for i := range many {
		wg.Go(func() { do(i, openings[i%len(openings)]) })
	}
	wg.Wait()
}

// nominate adds a nomination to the latest round of a club.
func (b *bench) nominate(s Store, club, film string, who bot.Author) {
	b.Helper()
	err := s.Turn(b.Context(), club, func(l bot.Latest) (bot.Turn, error) {
		r, _, err := l.Round.Nominate(film, round.Who(who), false, b.at(1), round.Facts{Watched: l.Watched})
		return bot.Turn{Rounds: []round.Round{r}, Wake: b.at(2)}, err
	})
	if err != nil {
		b.Errorf("Turn: %v", err)
	}
}

func testRaceNominate(b *bench) {
	openings := []Store{b.open(), b.open()}
	b.hold(openings[0], mountain, b.opened(1))
	before := b.week(openings[0], mountain, 1)
	const members, each = 8, 3
	b.together(members, openings, func(i int, s Store) {
		for j := range each {
			b.nominate(s, mountain, fmt.Sprint("f", j), bot.Author{Key: fmt.Sprint("discord:", i)})
			b.say(s, mountain, 1, bot.Author{Key: fmt.Sprint("discord:", i)}, bot.Said{Coming: true, Rating: j + 1})
		}
	})
	w := b.week(openings[1], mountain, 1)
	if n := len(w.Round.Nominations); n != members*each {
		b.Errorf("%d of %d nominations are left", n, members*each)
	}
	if w.Ratings != members || w.Points != members*each || len(w.Coming) != members {
		b.Errorf("%d ratings with %d points are left, and %d are coming; want %d, %d, %d", w.Ratings, w.Points, len(w.Coming), members, members*each, members)
	}
	if w.Version < before.Version+members*each {
		b.Errorf("%d changes took the version from %d to %d", 2*members*each, before.Version, w.Version)
	}
}

func testRaceVote(b *bench) {
	openings := []Store{b.open(), b.open()}
	b.hold(openings[0], mountain, b.voting(1))
	const members, each = 8, 5
	b.together(members, openings, func(i int, s Store) {
		for j := range each {
			who := bot.Author{Key: fmt.Sprint([]string{"discord:", "telegram:"}[j%2], i, ".", j)}
			b.say(s, mountain, 1, who, bot.Said{Ballot: 1, Coming: true})
		}
	})
	b.wantVotes(openings[1], mountain, 1,
		round.Cast{Platform: "discord", Ballot: 1, Number: members * 3}, round.Cast{Platform: "telegram", Ballot: 1, Number: members * 2})
	if n := len(b.week(openings[1], mountain, 1).Coming); n != members*each {
		b.Errorf("%d of %d are coming", n, members*each)
	}
}

// testRaceOneVoter lets a person press many buttons at once, each of which
// approves of another film.
func testRaceOneVoter(b *bench) {
	openings := []Store{b.open(), b.open()}
	r := b.voting(1)
	r.Ballot = nil
	for i := range round.MostBallot {
		r.Ballot = append(r.Ballot, fmt.Sprint("f", i))
	}
	b.hold(openings[0], mountain, r)
	b.together(round.MostBallot, openings, func(i int, s Store) {
		err := s.Say(b.Context(), mountain, 1, ann, func(r round.Round, said bot.Said) (bot.Said, error) {
			said.Ballot, _ = said.Ballot.Toggle(r.Ballot, fmt.Sprint("f", i))
			return said, nil
		})
		if err != nil {
			b.Errorf("Say: %v", err)
		}
	})
	b.wantSaid(openings[1], mountain, 1, ann.Key, bot.Said{Ballot: 1<<round.MostBallot - 1})
}

// testRaceClose closes a vote while members vote: the close counts exactly those
// who were told that they have voted.
func testRaceClose(b *bench) {
	one, two := b.open(), b.open()
	for n := 1; n <= rounds/2; n++ {
		b.hold(one, mountain, b.voting(n))
		var mu sync.Mutex
		voted, counted := 0, 0
		b.together(7, []Store{one, two}, func(i int, s Store) {
			if i == 3 {
				err := s.Turn(b.Context(), mountain, func(l bot.Latest) (bot.Turn, error) {
					counted = round.Tally(l.Round.Ballot, l.Votes).Cast()
					l.Round.Phase = round.Chosen
					return bot.Turn{Rounds: []round.Round{l.Round}}, nil
				})
				b.wantErr("Turn", err, nil)
				return
			}
			err := s.Say(b.Context(), mountain, n, bot.Author{Key: fmt.Sprint("discord:", i)}, func(r round.Round, said bot.Said) (bot.Said, error) {
				if r.Phase != round.Voting {
					return said, errNo
				}
				return bot.Said{Ballot: 1}, nil
			})
			if err == nil {
				mu.Lock()
				voted++
				mu.Unlock()
				return
			}
			b.wantErr("Say", err, errNo)
		})
		if voted != counted {
			b.Errorf("%d were told that they have voted, and the close counted %d", voted, counted)
		}
	}
}

// testRaceTurn lets two go on with the same round, as two jobs do that were woken
// for it.
func testRaceTurn(b *bench) {
	one, two := b.open(), b.open()
	b.hold(one, mountain, b.opened(1))
	for n := 1; n <= rounds; n++ {
		end := func(s Store) func() error {
			return func() error {
				return s.Turn(b.Context(), mountain, func(l bot.Latest) (bot.Turn, error) {
					if l.Round.Number != n {
						return bot.Turn{}, errNo
					}
					return bot.Turn{Rounds: []round.Round{b.watched(n, "f1"), b.opened(n + 1)}, Posts: []bot.Post{b.waits(mountain, n+1, 1)}}, nil
				})
			}
		}
		b.race("turn", errNo, end(one), end(two))
	}
	if n := len(b.latest(two, mountain).Watched); n != rounds {
		b.Errorf("the club watched %d films, want %d", n, rounds)
	}
	posts, err := two.DuePosts(b.Context(), "telegram", b.start, 2*rounds)
	b.must("DuePosts", err)
	if len(posts) != rounds {
		b.Errorf("there are %d posts, want %d", len(posts), rounds)
	}
}

func testRaceClaim(b *bench) {
	openings := []Store{b.open(), b.open()}
	b.hold(openings[0], mountain, b.opened(1))
	for i := range rounds / 2 {
		k := key(mountain, 1, i)
		b.posts(openings[0], b.waits(mountain, 1, i))
		for _, now := range []time.Time{b.at(1), b.at(2)} { // the first claim expires
			var claims []func() error
			for j := range 6 {
				claims = append(claims, func() error {
					_, err := openings[j%2].ClaimPost(b.Context(), k, now, now.Add(time.Minute))
					return err
				})
			}
			b.race("claim", bot.ErrNotFound, claims...)
		}
	}
}

// testRaceClaimAll lets several see to all posts, as processes on one database do:
// each post is sent by one of them.
func testRaceClaimAll(b *bench) {
	openings := []Store{b.open(), b.open()}
	b.hold(openings[0], mountain, b.opened(1))
	const posts = 30
	for i := range posts {
		b.posts(openings[0], b.waits(mountain, 1, i))
	}
	var mu sync.Mutex
	sent := make(map[bot.PostKey]int)
	b.together(4, openings, func(_ int, s Store) {
		for {
			keys, err := s.DuePosts(b.Context(), "telegram", b.at(1), 5)
			if err != nil {
				b.Errorf("DuePosts: %v", err)
			}
			if len(keys) == 0 {
				return
			}
			for _, k := range keys {
				p, err := s.ClaimPost(b.Context(), k, b.at(1), b.at(100))
				if err != nil {
					b.wantErr("ClaimPost", err, bot.ErrNotFound)
					continue
				}
				mu.Lock()
				sent[k]++
				mu.Unlock()
				p.State, p.Next = bot.PostUnsure, time.Time{}
				b.save(s, p, b.at(2))
			}
		}
	})
	for i := range posts {
		if n := sent[key(mountain, 1, i)]; n != 1 {
			b.Errorf("post %d was claimed %d times", i, n)
		}
	}
}

// testRaceSave lets members vote while a post is edited: what the post does not
// show is never forgotten.
func testRaceSave(b *bench) {
	one, two := b.open(), b.open()
	b.hold(one, mountain, b.voting(1))
	k := key(mountain, 1, 1)
	b.shown(one, k, b.at(5))
	for i := range rounds {
		who := bot.Author{Key: fmt.Sprint("discord:", i)}
		b.say(one, mountain, 1, who, bot.Said{Ballot: 1})
		p := b.claim(two, k, b.at(5), b.at(9))
		b.together(2, []Store{one, two}, func(i int, s Store) {
			if i == 0 {
				b.say(s, mountain, 1, who, bot.Said{Ballot: 2})
				return
			}
			w, err := s.Round(b.Context(), mountain, 1)
			if err != nil {
				b.Errorf("Round: %v", err)
			}
			p.Version, p.Next = w.Version, time.Time{}
			b.save(s, p, b.at(5))
		})
		want := time.Time{}
		if p.Version != b.week(one, mountain, 1).Version {
			want = b.at(5)
		}
		b.wantNext(one, k, want)
	}
}

// testRoundMoment ends rounds while another opening looks: a round that is over
// has no ballots, and one that is not has all of them.
func testRoundMoment(b *bench) {
	one, two := b.open(), b.open()
	b.hold(one, mountain, b.voting(1))
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(done)
		for n := 1; n <= rounds; n++ {
			b.say(one, mountain, n, ann, bot.Said{Ballot: 1, Coming: true, Rating: 2})
			b.hold(one, mountain, b.watched(n, "f1"), b.voting(n+1))
		}
	})
	for finished := false; !finished; {
		select {
		case <-done:
			finished = true
		default:
		}
		w, err := two.Round(b.Context(), mountain, 0)
		b.must("Round", err)
		if w.Round.Over() {
			b.Errorf("round %d is the latest one and over", w.Round.Number)
		}
		weeks, err := two.History(b.Context(), mountain)
		b.must("History", err)
		for _, w := range weeks {
			if len(w.Votes) > 0 || len(w.Coming) > 0 || w.Points != 2 {
				b.Fatalf("round %d is over with %+v", w.Round.Number, w)
			}
		}
	}
	wg.Wait()
}
