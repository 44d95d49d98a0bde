package round

import (
	"slices"
	"time"

	"filmbot/bot/calendar"
)

// Nominate adds a member's nomination of a film. A film that the club watched
// before is refused as [SeenBefore], unless it is nominated again on purpose; so
// are films nominated by the same member as [Yours], a member's nominations beyond
// [Rules.Each] as [TooMany], and any beyond [MostNominations] as [Full].
//
// It is open while the round is nominating, also to a nameless person, who counts as
// one member. Of the facts it needs Watched.
func (r Round) Nominate(film string, by Who, again bool, now time.Time, f Facts) (Round, []Effect, error) {
	if why := r.taken(film); why != "" {
		return r.refuse(why)
	}
	mine := 0
	for _, n := range r.Nominations {
		switch {
		case n.By.Key != by.Key:
			continue
		case n.Film == film:
			return r.refuse(Yours)
		}
		mine++
	}
	switch v, seen := latest(f.Watched, film); {
	case mine >= r.Rules.Each:
		return r, nil, &Refusal{Why: TooMany, Limit: r.Rules.Each}
	case len(r.Nominations) >= MostNominations:
		return r, nil, &Refusal{Why: Full, Limit: MostNominations}
	case seen && !again:
		return r, nil, &Refusal{Why: SeenBefore, Round: v.Round, Night: v.Night}
	}
	t := r.turn(now, nil)
	t.Nominations = append(t.Nominations, Nomination{Film: film, By: by, At: t.now})
	return t.end()
}

// Withdraw takes a member's nomination back, while the round is nominating.
func (r Round) Withdraw(film string, by Who, now time.Time) (Round, []Effect, error) {
	if why := r.taken(film); why != "" {
		return r.refuse(why)
	}
	i := slices.IndexFunc(r.Nominations, func(n Nomination) bool { return n.Film == film && n.By.Key == by.Key })
	if i < 0 {
		return r.refuse(NotYours)
	}
	t := r.turn(now, nil)
	t.Nominations = slices.Delete(t.Nominations, i, i+1)
	if len(t.Nominations) == 0 {
		t.Nominations = nil
	}
	return t.end()
}

// Forget takes a person's key and name out of the round. What they nominated stays.
// It is for any phase and for rounds that are over, too.
func (r Round) Forget(key string) Round {
	if key == "" {
		return r
	}
	t := r.turn(time.Time{}, nil)
	for i := range t.Nominations {
		if t.Nominations[i].By.Key == key {
			t.Nominations[i].By = Who{}
		}
	}
	t.State.forget(key)
	if r.Last != nil {
		last := *r.Last
		last.Before = last.Before.clone()
		last.Before.forget(key)
		t.Last = &last
	}
	return t.Round
}

func (s *State) forget(key string) {
	if s.Picker.Key == key {
		s.Picker = Who{}
	}
}

// MayVote is nil if a ballot may be cast or changed at a time: while the round is
// voting, up to the moment at which the close is due. Otherwise it is a [*Refusal].
func (r Round) MayVote(now time.Time) error {
	closing, _ := r.Step(calendar.Close)
	switch why := r.rests(); {
	case why != "":
		return &Refusal{Why: why}
	case r.Phase != Voting || !now.Before(closing.Due):
		return &Refusal{Why: NotVoting}
	}
	return nil
}

// taken says why no nomination of a film is taken or taken back, or is empty.
func (r Round) taken(film string) Why {
	why := r.rests()
	switch {
	case why != "":
		return why
	case r.Phase != Nominating || r.mark(calendar.Close) != Ahead:
		return NotOpen
	case film == "":
		return NoFilm
	}
	return ""
}

// latest is when a film was last watched, and whether it was.
func latest(watched []Viewing, film string) (last Viewing, seen bool) {
	for _, v := range watched {
		if v.Film == film && (!seen || v.Night.After(last.Night)) {
			last, seen = v, true
		}
	}
	return last, seen
}

// Persons are the keys of those whom the round names, each once, in the order of the
// alphabet.
func (r Round) Persons() []string {
	keys := []string{r.Picker.Key}
	for _, n := range r.Nominations {
		keys = append(keys, n.By.Key)
	}
	if r.Last != nil {
		keys = append(keys, r.Last.Before.Picker.Key)
	}
	slices.Sort(keys)
	return slices.DeleteFunc(slices.Compact(keys), func(key string) bool { return key == "" })
}
