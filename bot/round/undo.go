package round

import (
	"time"
)

// An Act is what can be undone.
type Act struct {
	Kind ActKind   `json:"kind"`
	At   time.Time `json:"at"`
	// Before is what the round was before it.
	Before State `json:"before"`
}

// An ActKind says what an [Act] was.
type ActKind string

// The acts. An announcement belongs to the act that chose its film.
const (
	BallotAct  ActKind = "ballot"   // the vote was opened, by itself or by [Round.CloseNow]
	CloseAct   ActKind = "close"    // the film was chosen, by itself or by [Round.CloseNow]
	PickAct    ActKind = "pick"     // [Round.Pick]
	SkipAct    ActKind = "skip"     // [Round.Skip]
	ExtendAct  ActKind = "extend"   // [Round.Extend]
	MoveAct    ActKind = "move"     // [Round.Move]
	WatchedAct ActKind = "watched"  // [Round.Watched]
	NotHeldAct ActKind = "not held" // [Round.FellThrough]
)

func (t *turn) remember(k ActKind, before State) {
	t.Last = &Act{Kind: k, At: t.now, Before: before}
}

// Undo takes the last act back, as long as what it brought about has not been seen
// to its end:
//
//   - the opening of a vote until a ballot is cast (of the facts it needs Votes) or
//     the vote closes;
//   - the choice of a film, an extension, a skip and another date until the
//     reminder or the beginning of the night, the earlier one if it was moved;
//   - "watched" and "fell through" until the archive.
//
// Only the last act can be undone, not twice, and not once a step of the round came
// after it, but for the announcement of the film that it chose. A change of zone or
// hour, a pause and [Round.Settle] put an end to it, too. It is refused as [Nothing],
// [BallotsCast] or [NightBegan].
//
// A vote or nominations that are open again last as long as their least time
// ([calendar.Offsets]) from now if they would be over otherwise, or less if that is
// all there is; under an hour, Undo is refused as [NoTime]. Votes that were cast
// count again.
func (r Round) Undo(now time.Time, zone *time.Location, f Facts) (Round, []Effect, error) {
	if why := r.busy(now); why != "" {
		return r.refuse(why)
	}
	if r.Last == nil {
		return r.refuse(Nothing)
	}
	act := *r.Last
	after := act.Kind == WatchedAct || act.Kind == NotHeldAct
	switch {
	case act.Kind == BallotAct && Tally(r.Ballot, f.Votes).Cast() > 0:
		return r.refuse(BallotsCast)
	case !after && !(now.Before(r.Night) && now.Before(act.Before.Night)):
		return r.refuse(NightBegan)
	}
	t := r.turn(now, zone)
	draws := t.Draws
	t.State = act.Before.clone()
	t.Last = nil
	t.Draws = draws // whoever draws again until the lot suits them is seen to do so
	for i := len(act.Before.Draws); i < len(t.Draws); i++ {
		t.Draws[i].Undone = true
	}
	if !after && !t.reopen() {
		return r.refuse(NoTime)
	}
	switch {
	case t.Film == r.Film && t.Told() && (act.Kind == SkipAct || !t.Night.Equal(r.Night)):
		t.post(PostDate)
	case t.Film != r.Film && r.Told() && t.Told():
		t.post(PostFilm)
	}
	t.add(Effect{Kind: Revive})
	return t.end()
}

// Settle leaves nothing to undo, for what was done last is another thing.
func (r Round) Settle() Round {
	r.Last = nil
	return r
}

// reopen gives nominations and votes that are over time again. It is false if there
// is none.
func (t *turn) reopen() bool {
	wake, ok := t.Wake()
	if !ok || wake.After(t.now) {
		return true
	}
	var hours int
	switch t.Phase {
	case Nominating:
		hours = length(t.Offsets.Nominate)
	case Voting:
		hours = length(t.Offsets.Vote)
	default:
		return true
	}
	for ; hours >= 1; hours-- {
		if t.extend(t.now.Add(time.Duration(hours) * time.Hour)) {
			return true
		}
	}
	return false
}
