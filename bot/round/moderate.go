package round

import (
	"time"

	"filmbot/bot/calendar"
)

// Pick makes a film the round's, in place of a vote or a draw or of the film that
// was chosen, until the night begins. It is announced when that is due, or at once if
// that is past; a vote that is under way is over. It is refused as [NoFilm],
// [NightBegan], [NoNight] if the night was called off, and [Already] if members were
// told of the very film.
func (r Round) Pick(film string, by Who, now time.Time) (Round, []Effect, error) {
	switch why := r.tooLate(now); {
	case why != "":
		return r.refuse(why)
	case film == "":
		return r.refuse(NoFilm)
	case film == r.Film && r.Told():
		return r.refuse(Already)
	}
	t := r.turn(now, nil)
	t.remember(PickAct, r.State.clone())
	for _, k := range []calendar.Kind{calendar.Ballot, calendar.Prompt, calendar.Close} {
		if t.mark(k) == Ahead {
			t.settle(k, Needless)
		}
	}
	t.Phase, t.Film, t.How, t.Picker = Chosen, film, ByHand, by
	announced, _ := t.Step(calendar.Announce)
	if announced.Settled() {
		t.announceAgain(announced)
	}
	return t.end()
}

// announceAgain announces the film though the step was done or skipped. The post is
// not late, whenever the step was due: the film is the one of just now.
func (t *turn) announceAgain(announced Step) {
	t.belong()
	if !announced.Mark.Held() {
		t.settle(calendar.Announce, DoneLate)
	}
	t.post(PostFilm)
}

// Skip calls the night off before it begins. The next round opens when it would
// have. It is refused as [NightBegan], and as [Already] if the round has no night.
func (r Round) Skip(now time.Time) (Round, []Effect, error) {
	switch why := r.busy(now); {
	case why != "":
		return r.refuse(why)
	case r.Phase == Failed:
		return r.refuse(Already)
	case r.begun(now):
		return r.refuse(NightBegan)
	}
	t := r.turn(now, nil)
	t.remember(SkipAct, r.State.clone())
	t.Phase, t.Ending = Failed, CalledOff
	for i, s := range t.Steps {
		if !s.Settled() && s.Kind != calendar.Archive {
			t.settle(t.Steps[i].Kind, Needless)
		}
	}
	t.post(PostCancel)
	return t.end()
}

// End ends a round before its archive is due, so that the next one opens at once: one
// that has failed, or of which members were asked how the film was. A film of which
// nobody said whether it was watched counts as watched. It is refused as [UnderWay]
// before that.
func (r Round) End(now time.Time) (Round, []Effect, error) {
	if why := r.busy(now); why != "" {
		return r.refuse(why)
	}
	asked := r.index(calendar.Ask) < 0 || r.mark(calendar.Ask) != Ahead
	if r.Phase != Failed && !(asked && r.begun(now)) {
		return r.refuse(UnderWay)
	}
	t := r.turn(now, nil)
	t.Last = nil
	t.bring(calendar.Archive)
	if t.mark(calendar.Ask) == Ahead {
		t.settle(calendar.Ask, Needless)
	}
	t.archive(Done)
	return t.end()
}

// CloseNow does what the round waits for at once, though it is not due: a round that
// is nominating and has a vote opens it, also one whose ballot was skipped; one
// without a vote draws its film and announces it; a vote is closed, and its film
// announced; a film that was chosen is announced. What comes after stays as planned.
//
// It is refused as [NightBegan], as [NoFilm] if there is none to choose from or
// nobody picked one, as [NoTime] if there is not an hour for a vote, as [JustBegun] in
// the first [LeastVote] of a vote in which nobody has voted, so that two who say it at
// once do not do two things, and as [Already] if the film was announced.
func (r Round) CloseNow(now time.Time, zone *time.Location, f Facts, roll Dice) (Round, []Effect, error) {
	if why := r.tooLate(now); why != "" {
		return r.refuse(why)
	}
	t := r.turn(now, zone)
	var why Why
	switch {
	case t.Phase == Chosen:
		why = t.announceNow()
	case t.Phase == Voting && t.justBegun(f):
		why = JustBegun
	case t.Phase == Voting || t.Rules.Way == calendar.AtRandom:
		why = t.closeNow(f, roll)
	case t.Rules.Way == calendar.ByVote:
		why = t.ballotNow(f, roll)
	default:
		why = NoFilm
	}
	if why != "" {
		return r.refuse(why)
	}
	return t.end()
}

// LeastVote is for how long a vote is open before it can be closed by hand.
const LeastVote = time.Minute

func (t *turn) justBegun(f Facts) bool {
	began, _ := t.Step(calendar.Ballot)
	return t.now.Before(began.At.Add(LeastVote)) && Tally(t.Ballot, f.Votes).Cast() == 0
}

func (t *turn) announceNow() Why {
	announced, _ := t.Step(calendar.Announce)
	switch {
	case announced.Mark.Held():
		return Already
	case announced.Settled():
		t.announceAgain(announced)
		return ""
	}
	t.bring(calendar.Announce)
	t.announce(Done)
	return ""
}

func (t *turn) closeNow(f Facts, roll Dice) Why {
	if t.mark(calendar.Close) != Ahead {
		return NoFilm // the close found none
	}
	before := t.State.clone()
	t.bring(calendar.Close)
	if t.close(Done, f, roll); t.Film == "" {
		return NoFilm
	}
	t.remember(CloseAct, before)
	return t.announceNow()
}

func (t *turn) ballotNow(f Facts, roll Dice) Why {
	if t.mark(calendar.Close) != Ahead {
		return NoFilm // the close found none
	}
	m := Done
	before := t.State.clone()
	t.bring(calendar.Ballot)
	if t.mark(calendar.Ballot) != Ahead {
		// It was skipped. The vote is one that begins just then, whenever it was due.
		m, t.Steps[t.index(calendar.Ballot)].Due = DoneLate, t.now
	}
	if t.ballot(m, f, roll); t.Phase == Voting {
		t.remember(BallotAct, before)
		return ""
	}
	if t.mark(calendar.Ballot) == Overtaken {
		return NoTime
	}
	return NoFilm
}

// Watched notes that the film was watched, once the night has begun. It may be said
// after the archive, too, and in place of [Round.FellThrough]. It is refused as
// [NightAhead], as [NoNight] if the round had no film or night, and as [Already].
func (r Round) Watched(now time.Time) (Round, []Effect, error) {
	return r.witness(now, Watched, Confirmed, WatchedAct)
}

// FellThrough notes that the film was not watched, as [Round.Watched] does.
func (r Round) FellThrough(now time.Time) (Round, []Effect, error) {
	return r.witness(now, Failed, NotHeld, NotHeldAct)
}

func (r Round) witness(now time.Time, p Phase, e Ending, act ActKind) (Round, []Effect, error) {
	switch why := r.busy(now); {
	case why != "" && why != RoundOver:
		return r.refuse(why)
	case r.Ending == e:
		return r.refuse(Already)
	case r.Phase == Failed && r.Ending != NotHeld:
		return r.refuse(NoNight)
	case now.Before(r.Night):
		return r.refuse(NightAhead)
	case !r.Told():
		return r.refuse(NoNight)
	}
	t := r.turn(now, nil)
	if !r.Over() {
		t.remember(act, r.State.clone())
	}
	t.Phase, t.Ending = p, e
	return t.end()
}
