package round

import "filmbot/bot/calendar"

// ballot draws the ballot up and opens the vote.
func (t *turn) ballot(m Mark, f Facts, roll Dice) {
	if !m.Held() {
		t.settle(calendar.Ballot, m)
		t.missed(calendar.Ballot, m)
		return
	}
	films, draws := f.ballot(t.Nominations, t.Rules.Most, t.now, roll)
	if len(films) == 0 {
		t.settle(calendar.Ballot, Needless)
		t.tell(NoCandidates)
		return
	}
	before := t.State.clone()
	t.settle(calendar.Ballot, m)
	if m == DoneLate && !t.squeeze() {
		t.settle(calendar.Ballot, Overtaken)
		t.missed(calendar.Ballot, Overtaken)
		return
	}
	t.remember(BallotAct, before)
	t.Phase = Voting
	t.Ballot = films
	t.Draws = append(t.Draws, draws...)
	step, _ := t.Step(calendar.Ballot)
	t.add(Effect{Kind: PostBallot, Late: m == DoneLate && step.Due.Before(t.now), Due: step.Due})
}

// squeeze plans what is ahead after a late ballot, with the longest vote that there
// is time for. It is false, and changes nothing, if there is not an hour.
func (t *turn) squeeze() bool {
	if t.replan() {
		return true
	}
	was := t.Offsets
	for hours := length(was.Vote) - 1; hours >= 1; hours-- {
		t.Offsets.Vote = calendar.Span{Hours: hours}
		if t.replan() {
			return true
		}
	}
	t.Offsets = was
	return false
}

// close counts the vote or, where there was none, draws the film.
func (t *turn) close(m Mark, f Facts, roll Dice) {
	voting := t.Phase == Voting
	before := t.State.clone()
	if voting {
		standing := Tally(t.Ballot, f.Votes)
		t.Standing = &standing
	}
	t.settle(calendar.Close, m)
	t.missed(calendar.Close, m)
	if t.Phase == Failed || !t.now.Before(t.Night) {
		return
	}
	if voting {
		t.count(roll)
	} else {
		film, draws := f.film(t.Nominations, t.now, roll)
		t.Film, t.How = film, ByLot
		t.Draws = append(t.Draws, draws...)
	}
	if t.Film == "" {
		t.How = ""
		t.settle(calendar.Close, Needless)
		t.tell(NoCandidates)
		return
	}
	t.Phase = Chosen
	t.remember(CloseAct, before)
}

// count chooses the film by the standing.
func (t *turn) count(roll Dice) {
	film, lot := Count(*t.Standing, roll)
	t.Film, t.How = film, ByVote
	if lot != nil {
		t.How = ByTie
		t.Draws = append(t.Draws, *lot)
	}
}

// missed tells moderators of a step that lateness took from the club.
func (t *turn) missed(k calendar.Kind, m Mark) {
	if m == Missed || m == Overtaken {
		t.skipped(k)
	}
}

// length is how many hours a span has when no clocks change.
func length(s calendar.Span) int { return 24*s.Days + s.Hours }
