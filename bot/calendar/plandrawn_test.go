package calendar

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// someOffsets draws offsets that pass their check.
func someOffsets(t *rapid.T, way Way) Offsets {
	return rapid.Custom(func(t *rapid.T) Offsets {
		if rapid.Bool().Draw(t, "default") {
			return DefaultOffsets()
		}
		span := func(b Bound) Span {
			hours := rapid.IntRange(b.Least.hours(), min(b.Most.hours(), 6*24)).Draw(t, string(b.Field))
			if rapid.Bool().Draw(t, "in days") {
				return Span{hours / 24, hours % 24}
			}
			return Span{Hours: hours}
		}
		spans := make(map[Field]Span)
		for _, b := range Bounds() {
			spans[b.Field] = span(b)
		}
		return Offsets{spans[BallotField], spans[PromptField], spans[AnnounceField], spans[RemindField],
			spans[AskField], spans[ArchiveField], spans[NominateField], spans[VoteField], spans[NoticeField]}
	}).Filter(func(o Offsets) bool { return o.Check(way) == nil }).Draw(t, "offsets")
}

// TestPlanHolds draws rounds: steps are all there, in order, with the time that
// members have, and a plan made again at any moment of its round is the same.
func TestPlanHolds(t *testing.T) {
	names := zoneNames(t)
	planned := 0
	rapid.Check(t, func(t *rapid.T) {
		way := rapid.SampledFrom([]Way{ByVote, AtRandom, ByPick}).Draw(t, "way")
		o := someOffsets(t, way)
		zone, err := time.LoadLocation(rapid.SampledFrom(names).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		opened := time.Unix(rapid.Int64Range(1.3e9, 2.3e9).Draw(t, "opened"), 0)
		least := o.Nominate.length() + o.Notice.length() // about where there begins to be time
		night := opened.Add(least/2 + time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "minutes"))*time.Minute)
		steps, ok := Plan(way, opened, night, zone, o)
		if !ok {
			if night.Sub(opened) > o.Nominate.length()+o.Vote.length()+max(o.Announce.length(), o.Notice.length())+24*time.Hour {
				t.Errorf("no time from %v to %v with %+v", opened, night, o)
			}
			return
		}
		planned++
		checkSteps(t, way, steps, o)
		now := opened.Add(time.Duration(rapid.Int64Range(0, int64(30*24*time.Hour)).Draw(t, "now")))
		again, ok := Replan(past(steps, now), now, way, night, zone, o)
		if !ok || !slices.EqualFunc(again, steps, func(a, b Step) bool { return a.Kind == b.Kind && a.Due.Equal(b.Due) }) {
			t.Errorf("at %v it is %s, want %s", now, told(again, zone), told(steps, zone))
		}
	})
	if planned == 0 {
		t.Error("no round had a plan")
	}
}

func checkSteps(t *rapid.T, way Way, steps Steps, o Offsets) {
	want := slices.DeleteFunc(kinds(way), func(k Kind) bool {
		_, has := steps.Due(k)
		return !has && (k == Remind || k == Ask && o.Ask == Span{})
	})
	var got []Kind
	for i, s := range steps {
		got = append(got, s.Kind)
		if i > 0 && s.Due.Before(steps[i-1].Due) {
			t.Errorf("%s comes before %s", s.Kind, steps[i-1].Kind)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the steps are %v, want %v", got, want)
	}
	from := func(a, b Kind) time.Duration {
		first, _ := steps.Due(a)
		second, _ := steps.Due(b)
		return second.Sub(first)
	}
	const clockChange = 2 * time.Hour // of the votes that are as long as their offsets say
	if way == ByVote && (from(Open, Ballot) < o.Nominate.length() || from(Ballot, Close) < o.Vote.length()-clockChange) {
		t.Errorf("nominations take %v and the vote %v, want %v and %v", from(Open, Ballot), from(Ballot, Close), o.Nominate, o.Vote)
	}
	if from(Open, Announce) < o.Nominate.length() || from(Announce, Night) < o.Notice.length() {
		t.Errorf("the announcement is %v after the opening and %v before the night", from(Open, Announce), from(Announce, Night))
	}
	if _, reminds := steps.Due(Remind); reminds && from(Announce, Remind) <= 0 {
		t.Errorf("the reminder comes with the announcement")
	}
}

// TestRoundsFollow runs clubs for years: where the offsets fit the rhythm, every
// night of it has a round, in every zone.
func TestRoundsFollow(t *testing.T) {
	names := zoneNames(t)
	followed := 0
	rapid.Check(t, func(t *rapid.T) {
		way := rapid.SampledFrom([]Way{ByVote, AtRandom, ByPick}).Draw(t, "way")
		o := someOffsets(t, way)
		r := someRhythm(t)
		if !o.Fits(way, r) {
			return
		}
		followed++
		zone, err := time.LoadLocation(rapid.SampledFrom(names).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		opened := time.Unix(rapid.Int64Range(1.3e9, 2.3e9).Draw(t, "opened"), 0)
		night, steps, ok := Begin(way, r, opened, opened, zone, o)
		for range 60 {
			if !ok {
				t.Fatalf("%q has no round after %v", r, night)
			}
			over, _ := steps.Due(Archive)
			want := r.Next(night, zone)
			if night, steps, ok = Begin(way, r, night, over, zone, o); !night.Equal(want) {
				t.Errorf("after the round that ends on %v comes the night of %v, want %v", over, night, want)
			}
		}
	})
	if followed == 0 {
		t.Error("no club had rounds")
	}
}
