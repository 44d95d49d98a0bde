package bot_test

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"filmbot/bot"
	"filmbot/bot/round"
)

// keptRound is what memory keeps of a round.
type keptRound struct {
	// state is the round in JSON, and read what that reads as. watched is what was,
	// without a film where nothing was.
	state   []byte
	read    round.Round
	watched round.Viewing
	version int64
	said    map[string]keptSaid
	// came counts those who said that they are coming.
	came int
}

type keptSaid struct {
	bot.Said
	name string
	came int
}

// round is the round as it was stored. It shares none of its lists with others.
func (r *keptRound) round() round.Round {
	out := r.read
	out.Nominations = slices.Clone(out.Nominations)
	out.Steps, out.Ballot, out.Draws = slices.Clone(out.Steps), slices.Clone(out.Ballot), slices.Clone(out.Draws)
	return out
}

// put stores what became of a round.
func (r *keptRound) put(state round.Round) {
	text, err := json.Marshal(state)
	if err != nil {
		panic(err)
	}
	r.state, r.read, r.watched = text, round.Round{}, round.Viewing{}
	if err := json.Unmarshal(text, &r.read); err != nil {
		panic(err)
	}
	if state.Phase == round.Watched {
		r.watched = round.Viewing{Film: state.Film, Round: state.Number, Night: state.Night}
	}
	if !state.Over() {
		return
	}
	for key, said := range r.said {
		r.keep(key, said.name, bot.Said{Rating: said.Rating})
	}
}

// keep stores what a person says.
func (r *keptRound) keep(key, name string, said bot.Said) {
	kept := keptSaid{Said: said, name: name, came: r.said[key].came}
	switch {
	case said == bot.Said{}:
		delete(r.said, key)
		return
	case !said.Coming:
		kept.came = 0
	case kept.came == 0:
		r.came++
		kept.came = r.came
	}
	r.said[key] = kept
}

// votes counts the ballots by platform and content.
func (r *keptRound) votes() []round.Cast {
	counts := make(map[round.Cast]int)
	for key, said := range r.said {
		if platform, _, _ := strings.Cut(key, ":"); said.Ballot != 0 {
			counts[round.Cast{Platform: platform, Ballot: said.Ballot}]++
		}
	}
	var out []round.Cast
	for cast, n := range counts {
		cast.Number = n
		out = append(out, cast)
	}
	slices.SortFunc(out, func(a, b round.Cast) int {
		return cmp.Or(cmp.Compare(a.Platform, b.Platform), cmp.Compare(a.Ballot, b.Ballot))
	})
	return out
}

// week is the round with what was said in it.
func (r *keptRound) week() bot.Week {
	w := bot.Week{Round: r.round(), Version: r.version, Votes: r.votes()}
	byComing := func(a, b string) int { return cmp.Compare(r.said[a].came, r.said[b].came) }
	for _, key := range slices.SortedFunc(maps.Keys(r.said), byComing) {
		said := r.said[key]
		if said.Coming {
			w.Coming = append(w.Coming, bot.Author{Key: key, Name: said.name})
		}
		if said.Rating > 0 {
			w.Ratings++
			w.Points += said.Rating
		}
	}
	return w
}

// numbers are those of the club's rounds, in order.
func (c *keptClub) numbers() []int { return slices.Sorted(maps.Keys(c.rounds)) }

// latest is the number of the club's latest round, 0 where it had none.
func (c *keptClub) latest() int {
	latest := 0
	for n := range c.rounds {
		latest = max(latest, n)
	}
	return latest
}

func (c *keptClub) before() bot.Latest {
	l := bot.Latest{Asleep: c.asleep}
	if r, ok := c.rounds[c.latest()]; ok {
		l.Round, l.Votes = r.round(), r.votes()
	}
	for _, n := range c.numbers() {
		if v := c.rounds[n].watched; v.Round > 0 {
			l.Watched = append(l.Watched, v)
		}
	}
	return l
}

// Turn implements [bot.Rounds].
func (m *memory) Turn(ctx context.Context, club string, change func(bot.Latest) (bot.Turn, error)) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	c := m.club(club)
	turn, err := change(c.before())
	if err == nil {
		err = ctx.Err()
	}
	if err != nil || len(turn.Rounds) == 0 {
		return err
	}
	for _, state := range turn.Rounds {
		r, ok := c.rounds[state.Number]
		if !ok {
			r = &keptRound{said: make(map[string]keptSaid)}
			c.rounds[state.Number] = r
		}
		r.put(state)
		m.changed(club, state.Number)
	}
	c.asleep = turn.Asleep
	if turn.Revive {
		for _, p := range m.postsOf[roundKey{club, c.latest()}] {
			if p.State == bot.PostGone || p.State == bot.PostDropped {
				m.hurry(p)
			}
		}
	}
	for _, p := range turn.Posts {
		m.addPost(p)
	}
	m.wake(bot.WeekKey(club), turn.Wake)
	return nil
}

// changed gives a round its next version, of which its posts are to tell.
func (m *memory) changed(club string, number int) {
	m.clubs[club].rounds[number].version++
	for _, p := range m.postsOf[roundKey{club, number}] {
		if p.State == bot.PostSent {
			m.hurry(p)
		}
	}
}

// Round implements [bot.Rounds].
func (m *memory) Round(ctx context.Context, club string, number int) (bot.Week, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Week{}, err
	}
	defer m.mu.Unlock()
	c := m.club(club)
	r, ok := c.rounds[cmp.Or(number, c.latest())]
	if !ok {
		return bot.Week{}, bot.ErrNotFound
	}
	w := r.week()
	w.Asleep = c.asleep && w.Round.Number == c.latest()
	return w, nil
}

// History implements [bot.Rounds].
func (m *memory) History(ctx context.Context, club string) ([]bot.Week, error) {
	if err := m.begin(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	c := m.club(club)
	var out []bot.Week
	for _, n := range slices.Backward(c.numbers()) {
		w := c.rounds[n].week()
		w.Asleep = c.asleep && n == c.latest()
		if w.Round.Over() {
			out = append(out, w)
		}
	}
	return out, nil
}

// Said implements [bot.Rounds].
func (m *memory) Said(ctx context.Context, club string, number int, person string) (bot.Said, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Said{}, err
	}
	defer m.mu.Unlock()
	r, ok := m.club(club).rounds[number]
	if !ok {
		return bot.Said{}, nil
	}
	return r.said[person].Said, nil
}

// Say implements [bot.Rounds].
func (m *memory) Say(ctx context.Context, club string, number int, who bot.Author, change func(round.Round, bot.Said) (bot.Said, error)) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	r, ok := m.club(club).rounds[number]
	if !ok {
		return bot.ErrNotFound
	}
	said, err := change(r.round(), r.said[who.Key].Said)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return err
	}
	r.keep(who.Key, who.Name, said)
	m.changed(club, number)
	return nil
}

// roundTraces are what is kept about a person in the rounds of a club.
func (c *keptClub) roundTraces(club, user string) []bot.RoundTrace {
	var out []bot.RoundTrace
	for _, n := range c.numbers() {
		r := c.rounds[n].round()
		said, ok := c.rounds[n].said[user]
		if !ok && !slices.Contains(r.Persons(), user) {
			continue
		}
		t := bot.RoundTrace{Club: club, Number: n, Said: said.Said, Approved: said.Ballot.Films(r.Ballot)}
		for _, nomination := range r.Nominations {
			if nomination.By.Key == user {
				t.Nominated = append(t.Nominated, nomination.Film)
			}
		}
		switch {
		case r.Picker.Key == user:
			t.Picked = r.Film
		case r.Last != nil && r.Last.Before.Picker.Key == user:
			t.Picked = r.Last.Before.Film
		}
		out = append(out, t)
	}
	return out
}

// forgetInRounds forgets a person in the rounds of a club.
func (m *memory) forgetInRounds(club, user string) {
	for n, r := range m.clubs[club].rounds {
		state := r.round()
		_, ok := r.said[user]
		if !ok && !slices.Contains(state.Persons(), user) {
			continue
		}
		delete(r.said, user)
		r.put(state.Forget(user))
		m.changed(club, n)
	}
}
