package storetest

import (
	"errors"
	"fmt"
	"sync"

	"filmbot/bot"
)

var raceTests = []test{
	{"two change one entry", testRaceEntry},
	{"two change one revision", testRaceRevision},
	{"two use up one draft", testRaceDraft},
	{"two decide one suggestion", testRaceSuggestion},
	{"two use one code", testRaceCode},
	{"two join each other", testRaceJoin},
	{"many suggest", testRaceSuggest},
	{"many adjust", testRaceAdjust},
	{"many count", testRaceCount},
	{"a club is seen as of one moment", testMoment},
}

// rounds is how often two openings race.
const rounds = 20

// race lets both do the same thing at the same time, and checks that one of them
// did it and that the other was told why not.
func (b *bench) race(what string, refused error, do ...func() error) {
	b.Helper()
	begin := make(chan struct{})
	errs := make(chan error)
	for _, f := range do {
		go func() {
			<-begin
			errs <- f()
		}()
	}
	close(begin)
	done := 0
	for range do {
		switch err := <-errs; {
		case err == nil:
			done++
		case !errors.Is(err, refused):
			b.Errorf("%s: %v, want nil or %v", what, err, refused)
		}
	}
	if done != 1 {
		b.Errorf("%s: %d of %d were told that they did it, want 1", what, done, len(do))
	}
}

func testRaceEntry(b *bench) {
	one, two := b.open(), b.open()
	for i := range int64(rounds) {
		edit := func(s Store, text string) func() error {
			return func() error {
				_, err := s.Commit(b.Context(), bot.Commit{Club: mountain, At: b.start, Kind: bot.Edited, Edits: []bot.Edit{give("f1", i, text)}})
				return err
			}
		}
		b.race("edit", bot.ErrConflict, edit(one, "one"), edit(two, "two"))
	}
	b.wantRevision(one, mountain, rounds)
	if err := CheckLog(b.Context(), two, mountain); err != nil {
		b.Error(err)
	}
}

func testRaceRevision(b *bench) {
	one, two := b.open(), b.open()
	for i := range rounds {
		revision := b.club(one, mountain).Revision
		add := func(s Store, film string) func() error {
			return func() error {
				c := bot.Commit{Club: mountain, At: b.start, Kind: bot.Added, Edits: []bot.Edit{give(fmt.Sprint(film, i), 0, "text")}, Revision: &revision}
				_, err := s.Commit(b.Context(), c)
				return err
			}
		}
		b.race("add", bot.ErrConflict, add(one, "x"), add(two, "y"))
	}
	if n := len(b.club(two, mountain).Entries); n != rounds {
		b.Errorf("%d revisions took %d films", rounds, n)
	}
}

func testRaceDraft(b *bench) {
	one, two := b.open(), b.open()
	for i := range rounds {
		id := fmt.Sprint("d", i)
		b.keepDraft(one, bot.Draft{ID: id, Club: mountain, Owner: ann.Key, At: b.start})
		save := func(s Store, film string) func() error {
			return func() error {
				_, err := s.Commit(b.Context(), bot.Commit{Club: mountain, At: b.start, Kind: bot.Added, Edits: []bot.Edit{give(film+id, 0, "text")}, Draft: id})
				return err
			}
		}
		send := func() error {
			return two.Suggest(b.Context(), bot.Suggestion{ID: "s" + id, Club: mountain, Author: ann, At: b.start}, id, 100)
		}
		b.race("save", bot.ErrNotFound, save(one, "x"), save(two, "y"), send)
	}
	if n := len(b.club(one, mountain).Entries) + len(b.waiting(one, mountain, "")); n != rounds {
		b.Errorf("%d drafts became %d films and suggestions", rounds, n)
	}
}

func testRaceSuggestion(b *bench) {
	one, two := b.open(), b.open()
	for i := range rounds {
		id := fmt.Sprint("s", i)
		b.suggest(one, bot.Suggestion{ID: id, Club: mountain, Author: bob, At: b.start})
		approve := func() error {
			_, err := one.Commit(b.Context(), bot.Commit{Club: mountain, By: ann, At: b.start, Kind: bot.Approved, Edits: []bot.Edit{give(id, 0, "text")}, Suggestion: id})
			return err
		}
		decline := func(s Store, o bot.Outcome) func() error {
			return func() error {
				_, err := s.Decline(b.Context(), mountain, id, bot.Decision{Outcome: o, At: b.start})
				return err
			}
		}
		b.race("decide", bot.ErrConflict, approve, decline(two, bot.Declined), decline(one, bot.TakenBack))
	}
	accepted := 0
	for i := range rounds {
		s, err := two.Suggestion(b.Context(), mountain, fmt.Sprint("s", i))
		b.must("Suggestion", err)
		if s.Decision.Outcome == bot.Accepted {
			accepted++
		}
	}
	if n := len(b.club(one, mountain).Entries); n != accepted {
		b.Errorf("%d suggestions were accepted, and there are %d films", accepted, n)
	}
}

func testRaceCode(b *bench) {
	one, two := b.open(), b.open()
	for i := range rounds {
		hash := fmt.Sprint("hash", i)
		b.keepCode(one, bot.Code{Hash: hash, Club: mountain, Expires: b.at(10)})
		to := b.club(one, mountain).Revision
		join := func(s Store, place string) func() error {
			return func() error {
				_, err := s.Join(b.Context(), bot.Joining{Code: hash, Place: place, From: place, To: mountain, ToRevision: to, At: b.start})
				if errors.Is(err, bot.ErrConflict) {
					// The other one has joined: the code is gone, and the club has changed.
					err = bot.ErrNotFound
				}
				return err
			}
		}
		b.race("join", bot.ErrNotFound, join(one, fmt.Sprint("discord:", i)), join(two, fmt.Sprint("telegram:", i)))
	}
	if n := len(b.club(two, mountain).Places); n != rounds {
		b.Errorf("%d codes let %d places join", rounds, n)
	}
}

// testRaceJoin lets two clubs join each other, which is where a database that
// locks one club after the other could lock itself up.
func testRaceJoin(b *bench) {
	one, two := b.open(), b.open()
	for i := range rounds {
		left, right := fmt.Sprint("telegram:", i), fmt.Sprint("discord:", i)
		join := func(s Store, place, to string) func() error {
			return func() error {
				_, err := s.Join(b.Context(), bot.Joining{Place: place, From: place, To: to, At: b.start})
				return err
			}
		}
		b.race("join", bot.ErrConflict, join(one, left, right), join(two, right, left))
	}
}

func testRaceSuggest(b *bench) {
	openings := []Store{b.open(), b.open()}
	const limit, each = 3, 4
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for j := range each {
				s := bot.Suggestion{ID: fmt.Sprintf("s%dx%d", i, j), Club: mountain, Author: bob, At: b.start}
				if err := openings[i%2].Suggest(b.Context(), s, "", limit); err != nil && !errors.Is(err, bot.ErrTooMany) {
					b.Errorf("Suggest: %v", err)
				}
			}
		})
	}
	wg.Wait()
	if n := len(b.waiting(openings[0], mountain, bob.Key)); n != limit {
		b.Errorf("%d suggestions wait, want %d", n, limit)
	}
}

func testRaceAdjust(b *bench) {
	openings := []Store{b.open(), b.open()}
	const workers, each = 4, 5
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() {
			for j := range each {
				_, err := openings[i%2].Adjust(b.Context(), mountain, func(s *bot.Settings) { s.Off = append(s.Off, fmt.Sprintf("%d.%d", i, j)) })
				if err != nil {
					b.Errorf("Adjust: %v", err)
				}
			}
		})
	}
	wg.Wait()
	if n := len(b.club(openings[1], mountain).Settings.Off); n != workers*each {
		b.Errorf("%d of %d changes of the settings are left", n, workers*each)
	}
}

func testRaceCount(b *bench) {
	openings := []Store{b.open(), b.open()}
	const workers, each = 4, 5
	var mu sync.Mutex
	times := make(map[int]int)
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() {
			for range each {
				n, err := openings[i%2].Count(b.Context(), "key", b.start, b.at(-1))
				if err != nil {
					b.Errorf("Count: %v", err)
				}
				mu.Lock()
				times[n]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for n := 1; n <= workers*each; n++ {
		if times[n] != 1 {
			b.Errorf("%d were told that they are number %d, want 1", times[n], n)
		}
	}
}

// testMoment changes two entries and a setting of a club, always to the same
// text, while another opening looks.
func testMoment(b *bench) {
	one, two := b.open(), b.open()
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		defer close(done)
		for i := range int64(4 * rounds) {
			text := fmt.Sprint(i)
			_, err := one.Commit(b.Context(), bot.Commit{Club: mountain, At: b.start, Kind: bot.Edited, Edits: []bot.Edit{give("f1", i, text), give("f2", i, text)}})
			if err != nil {
				b.Errorf("Commit: %v", err)
				return
			}
		}
	})
	for finished := false; !finished; {
		select {
		case <-done:
			finished = true
		default:
		}
		c := b.club(two, mountain)
		if c.Revision == 0 && len(c.Entries) == 0 {
			continue
		}
		if len(c.Entries) != 2 || c.Entries[0].State != c.Entries[1].State || c.Entries[0].Version != c.Revision || c.Entries[1].Version != c.Revision {
			b.Errorf("at revision %d there are the entries %+v", c.Revision, c.Entries)
			break
		}
	}
	wg.Wait()
}
