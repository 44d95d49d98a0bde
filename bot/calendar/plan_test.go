package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// at reads a local time such as "2026-11-27 20:00".
func at(t testing.TB, s string, zone *time.Location) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// told writes steps as the tests of plans do.
func told(steps Steps, zone *time.Location) string {
	var parts []string
	for _, s := range steps {
		parts = append(parts, string(s.Kind)+" "+s.Due.In(zone).Format("02 15:04"))
	}
	return strings.Join(parts, ", ")
}

func TestPlan(t *testing.T) {
	none := func(*Offsets) {}
	const tooLate = ""
	tests := []struct {
		name, zone string
		way        Way
		opened     string
		night      string
		change     func(o *Offsets)
		want       string
	}{
		{"vote", "Europe/Berlin", ByVote, "2026-11-21 20:00", "2026-11-27 20:00", none,
			"open 21 20:00, ballot 24 20:00, close 26 20:00, announce 26 20:00, remind 27 17:00, night 27 20:00, ask 27 23:00, archive 28 20:00"},
		{"random", "Europe/Berlin", AtRandom, "2026-11-21 20:00", "2026-11-27 20:00", none,
			"open 21 20:00, close 26 20:00, announce 26 20:00, remind 27 17:00, night 27 20:00, ask 27 23:00, archive 28 20:00"},
		{"pick", "Europe/Berlin", ByPick, "2026-11-21 20:00", "2026-11-27 20:00", none,
			"open 21 20:00, prompt 25 20:00, announce 26 20:00, remind 27 17:00, night 27 20:00, ask 27 23:00, archive 28 20:00"},
		{"no such way", "Europe/Berlin", "lot", "2026-11-21 20:00", "2026-11-27 20:00", none, ""},

		// Days are of the calendar, hours of sixty minutes.
		{"forward between", "Europe/Berlin", ByVote, "2026-03-23 20:00", "2026-03-29 20:00", none,
			"open 23 20:00, ballot 26 20:00, close 28 20:00, announce 28 20:00, remind 29 17:00, night 29 20:00, ask 29 23:00, archive 30 20:00"},
		{"forward in the night before", "Europe/Berlin", ByVote, "2026-03-23 04:00", "2026-03-29 04:00", none,
			"open 23 04:00, ballot 26 04:00, close 28 04:00, announce 28 04:00, remind 29 00:00, night 29 04:00, ask 29 07:00, archive 30 04:00"},
		{"back in the night after", "Europe/Berlin", ByVote, "2026-10-18 23:30", "2026-10-24 23:30", none,
			"open 18 23:30, ballot 21 23:30, close 23 23:30, announce 23 23:30, remind 24 20:30, night 24 23:30, ask 25 02:30, archive 25 23:30"},
		{"a step at a time left out", "Europe/Berlin", ByVote, "2026-03-24 02:30", "2026-03-30 02:30", none,
			"open 24 02:30, ballot 27 02:30, close 29 03:30, announce 29 03:30, remind 29 23:30, night 30 02:30, ask 30 05:30, archive 31 02:30"},
		{"a day left out", "Pacific/Apia", ByVote, "2011-12-24 20:00", "2011-12-31 20:00", none,
			"open 24 20:00, ballot 27 20:00, close 29 20:00, announce 29 20:00, remind 31 17:00, night 31 20:00, ask 31 23:00, archive 01 20:00"},

		// Late beginnings.
		{"the ballot is late", "Europe/Berlin", ByVote, "2026-11-24 12:00", "2026-11-27 20:00", none,
			"open 24 12:00, ballot 25 12:00, close 26 20:00, announce 26 20:00, remind 27 17:00, night 27 20:00, ask 27 23:00, archive 28 20:00"},
		{"the result is late", "Europe/Berlin", ByVote, "2026-11-25 12:00", "2026-11-27 20:00", none,
			"open 25 12:00, ballot 26 12:00, close 27 12:00, announce 27 12:00, remind 27 17:00, night 27 20:00, ask 27 23:00, archive 28 20:00"},
		{"just enough time", "Europe/Berlin", ByVote, "2026-11-25 14:00", "2026-11-27 20:00", none,
			"open 25 14:00, ballot 26 14:00, close 27 14:00, announce 27 14:00, remind 27 17:00, night 27 20:00, ask 27 23:00, archive 28 20:00"},
		{"not enough time", "Europe/Berlin", ByVote, "2026-11-25 14:01", "2026-11-27 20:00", none, tooLate},
		{"no reminder after the announcement", "Europe/Berlin", ByVote, "2026-11-25 18:00", "2026-11-27 20:00",
			func(o *Offsets) { o.Notice = Span{Hours: 1} },
			"open 25 18:00, ballot 26 18:00, close 27 18:00, announce 27 18:00, night 27 20:00, ask 27 23:00, archive 28 20:00"},
		{"a late draw", "Europe/Berlin", AtRandom, "2026-11-26 13:00", "2026-11-27 20:00", none,
			"open 26 13:00, close 27 13:00, announce 27 13:00, remind 27 17:00, night 27 20:00, ask 27 23:00, archive 28 20:00"},
		{"too late for a draw", "Europe/Berlin", AtRandom, "2026-11-26 14:01", "2026-11-27 20:00", none, tooLate},
		{"a late pick", "Europe/Berlin", ByPick, "2026-11-26 13:00", "2026-11-27 20:00", none,
			"open 26 13:00, prompt 26 13:00, announce 27 13:00, remind 27 17:00, night 27 20:00, ask 27 23:00, archive 28 20:00"},
		{"less time wanted", "Europe/Berlin", ByVote, "2026-11-27 12:00", "2026-11-27 20:00",
			func(o *Offsets) { o.Nominate, o.Vote, o.Notice = Span{Hours: 1}, Span{Hours: 3}, Span{Hours: 4} },
			"open 27 12:00, ballot 27 13:00, close 27 16:00, announce 27 16:00, remind 27 17:00, night 27 20:00, ask 27 23:00, archive 28 20:00"},
		{"the night is past", "Europe/Berlin", ByVote, "2026-11-27 20:00", "2026-11-27 20:00", none, tooLate},

		{"other offsets", "Europe/Berlin", ByVote, "2026-11-14 20:00", "2026-11-27 20:00", func(o *Offsets) {
			o.Ballot, o.Announce, o.Remind = Span{Days: 5, Hours: 2}, Span{Hours: 36}, Span{}
			o.Ask, o.Archive = Span{}, Span{Days: 2, Hours: 12}
		}, "open 14 20:00, ballot 22 18:00, close 26 08:00, announce 26 08:00, night 27 20:00, archive 30 08:00"},
		{"steps that the clocks would put out of order", "Antarctica/Troll", ByPick, "2024-10-21 20:00", "2024-10-27 20:00",
			func(o *Offsets) { o.Prompt = Span{Hours: 25} },
			"open 21 20:00, prompt 26 21:00, announce 26 21:00, remind 27 17:00, night 27 20:00, ask 27 23:00, archive 28 20:00"},
		{"notice of a day of 23 hours", "Europe/Berlin", ByVote, "2026-03-23 20:00", "2026-03-29 20:00",
			func(o *Offsets) { o.Notice = Span{Hours: 24} },
			"open 23 20:00, ballot 26 20:00, close 28 19:00, announce 28 19:00, remind 29 17:00, night 29 20:00, ask 29 23:00, archive 30 20:00"},
	}
	for _, tt := range tests {
		zone := zone(t, tt.zone)
		offsets := DefaultOffsets()
		tt.change(&offsets)
		if err := offsets.Check(tt.way); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		// Times may come in any location; plans are in the club's.
		got, ok := Plan(tt.way, at(t, tt.opened, zone).UTC(), at(t, tt.night, zone).UTC(), zone, offsets)
		if told := told(got, zone); told != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: Plan(%s, %s, %s) = %s, %v, want %s", tt.name, tt.way, tt.opened, tt.night, told, ok, tt.want)
		}
	}
}

func TestReplan(t *testing.T) {
	zone := zone(t, "Europe/Berlin")
	plan, ok := Plan(ByVote, at(t, "2026-11-21 20:00", zone), at(t, "2026-11-27 20:00", zone), zone, DefaultOffsets())
	if !ok {
		t.Fatal("there is no plan")
	}
	const after = ", ask 27 23:00, archive 28 20:00"
	tests := []struct {
		name, now, night string
		way              Way
		change           func(o *Offsets)
		want             string
	}{
		{"an hour earlier", "2026-11-22 12:00", "2026-11-27 19:00", ByVote, nil,
			"open 21 20:00, ballot 24 19:00, close 26 19:00, announce 26 19:00, remind 27 16:00, night 27 19:00, ask 27 22:00, archive 28 19:00"},
		{"a day later, in the vote", "2026-11-25 12:00", "2026-11-28 20:00", ByVote, nil,
			"open 21 20:00, ballot 24 20:00, close 27 20:00, announce 27 20:00, remind 28 17:00, night 28 20:00, ask 28 23:00, archive 29 20:00"},
		{"a day earlier, in the vote", "2026-11-24 22:00", "2026-11-26 20:00", ByVote, nil,
			"open 21 20:00, ballot 24 20:00, close 25 20:00, announce 25 20:00, remind 26 17:00, night 26 20:00, ask 26 23:00, archive 27 20:00"},
		{"the vote would be too short", "2026-11-24 22:00", "2026-11-26 01:00", ByVote, nil, ""},
		{"to a night that is past", "2026-11-24 22:00", "2026-11-24 20:00", ByVote, nil, ""},
		{"an hour earlier, on the day", "2026-11-27 16:30", "2026-11-27 19:00", ByVote, nil,
			"open 21 20:00, ballot 24 20:00, close 26 20:00, announce 26 20:00, remind 27 16:30, night 27 19:00, ask 27 22:00, archive 28 19:00"},
		{"after the reminder", "2026-11-27 18:00", "2026-11-29 20:00", ByVote, nil,
			"open 21 20:00, ballot 24 20:00, close 26 20:00, announce 26 20:00, remind 27 17:00, night 29 20:00, ask 29 23:00, archive 30 20:00"},
		{"after the night it stays", "2026-11-27 21:00", "2026-11-29 20:00", ByVote, nil,
			"open 21 20:00, ballot 24 20:00, close 26 20:00, announce 26 20:00, remind 27 17:00, night 27 20:00" + after},
		{"the vote is extended", "2026-11-26 12:00", "2026-11-27 20:00", ByVote, func(o *Offsets) { o.Announce = Span{Hours: 12} },
			"open 21 20:00, ballot 24 20:00, close 27 08:00, announce 27 08:00, remind 27 17:00, night 27 20:00" + after},
		{"from vote to pick", "2026-11-25 12:00", "2026-11-27 20:00", ByPick, nil,
			"open 21 20:00, ballot 24 20:00, prompt 25 20:00, announce 26 20:00, remind 27 17:00, night 27 20:00" + after},
		{"from vote to random", "2026-11-25 12:00", "2026-11-27 20:00", AtRandom, nil,
			"open 21 20:00, ballot 24 20:00, close 26 20:00, announce 26 20:00, remind 27 17:00, night 27 20:00" + after},
		{"to pick after the announcement", "2026-11-26 22:00", "2026-11-27 20:00", ByPick, nil,
			"open 21 20:00, ballot 24 20:00, close 26 20:00, announce 26 20:00, remind 27 17:00, night 27 20:00" + after},
	}
	for _, tt := range tests {
		offsets := DefaultOffsets()
		if tt.change != nil {
			tt.change(&offsets)
		}
		now := at(t, tt.now, zone)
		got, ok := Replan(past(plan, now), now, tt.way, at(t, tt.night, zone), zone, offsets)
		if told := told(got, zone); told != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: Replan(%s, %s) = %s, %v, want %s", tt.name, tt.now, tt.night, told, ok, tt.want)
		}
	}
	if got, ok := Replan(nil, at(t, "2026-11-21 20:00", zone), ByVote, at(t, "2026-11-27 20:00", zone), zone, DefaultOffsets()); ok {
		t.Errorf("Replan(nothing settled) = %v", got)
	}
}

func TestReplanAfterLateBallot(t *testing.T) {
	zone := zone(t, "Europe/Berlin")
	night := at(t, "2026-11-27 20:00", zone)
	settled := Steps{{Open, at(t, "2026-11-21 20:00", zone)}, {Ballot, at(t, "2026-11-26 10:00", zone)}}
	got, ok := Replan(settled, settled[1].Due, ByVote, night, zone, DefaultOffsets())
	const want = "open 21 20:00, ballot 26 10:00, close 27 10:00, announce 27 10:00, remind 27 17:00, night 27 20:00, ask 27 23:00, archive 28 20:00"
	if told := told(got, zone); told != want || !ok {
		t.Errorf("Replan(late ballot) = %s, %v, want %s", told, ok, want)
	}
	settled = append(settled, Step{Prompt, at(t, "2026-11-26 11:00", zone)})
	pick := Steps{settled[0], settled[2]}
	got, ok = Replan(pick, pick[1].Due, ByVote, at(t, "2026-11-30 20:00", zone), zone, DefaultOffsets())
	const voted = "open 21 20:00, prompt 26 11:00, ballot 27 20:00, close 29 20:00, announce 29 20:00, remind 30 17:00, night 30 20:00, ask 30 23:00, archive 01 20:00"
	if told := told(got, zone); told != voted || !ok {
		t.Errorf("Replan(from pick to vote) = %s, %v, want %s", told, ok, voted)
	}
}

func TestBegin(t *testing.T) {
	zone := zone(t, "Europe/Berlin")
	far := DefaultOffsets()
	far.Nominate, far.Vote, far.Notice = Span{Days: 14}, Span{Days: 14}, Span{Days: 7}
	far.Announce, far.Ballot = Span{Days: 7}, Span{Days: 21}
	if err := far.Check(ByVote); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, rhythm, after, opened string
		offsets                     Offsets
		want                        string
	}{
		{"the next night", "weekly fri 20:00", "2026-11-21 20:00", "2026-11-21 20:00", DefaultOffsets(), "2026-11-27 20:00"},
		{"compressed", "weekly fri 20:00", "2026-11-25 12:00", "2026-11-25 12:00", DefaultOffsets(), "2026-11-27 20:00"},
		{"the night after", "weekly fri 20:00", "2026-11-25 20:00", "2026-11-25 20:00", DefaultOffsets(), "2026-12-04 20:00"},
		{"a night that was moved ahead", "weekly fri 20:00", "2026-11-27 20:00", "2026-11-24 20:00", DefaultOffsets(), "2026-12-04 20:00"},
		{"a night that was moved back", "weekly fri 20:00", "2026-11-20 20:00", "2026-11-24 20:00", DefaultOffsets(), "2026-11-27 20:00"},
		{"a night that was moved back beyond the next", "weekly fri 20:00", "2026-11-20 20:00", "2026-11-28 20:00", DefaultOffsets(), "2026-12-04 20:00"},
		{"after a year's pause", "weekly fri 20:00", "2025-11-21 20:00", "2026-11-21 20:00", DefaultOffsets(), "2026-11-27 20:00"},
		{"long before the first", "weekly fri 20:00 from 2029-01-01", "2026-11-21 20:00", "2026-11-21 20:00", DefaultOffsets(), "2029-01-05 20:00"},
		{"the longest times", "weekly fri 20:00", "2026-11-20 20:00", "2026-11-20 20:01", far, "2027-01-01 20:00"},
	}
	for _, tt := range tests {
		r, err := ParseRhythm(tt.rhythm)
		if err != nil {
			t.Fatal(err)
		}
		night, steps, ok := Begin(ByVote, r, at(t, tt.after, zone), at(t, tt.opened, zone), zone, tt.offsets)
		if got := night.Format("2006-01-02 15:04"); got != tt.want || !ok {
			t.Errorf("%s: Begin(%q) = %s, %v, want %s", tt.name, tt.rhythm, got, ok, tt.want)
		}
		if due, ok := steps.Due(Night); !ok || !due.Equal(night) {
			t.Errorf("%s: the night of the steps is %v, want %v", tt.name, due, night)
		}
	}
	if night, _, ok := Begin(ByVote, Rhythm{}, zero, zero, zone, far); ok {
		t.Errorf("Begin(no rhythm) = %v", night)
	}
}

var zero time.Time

// past are the steps that are due at a time.
func past(s Steps, now time.Time) Steps {
	due := slices.IndexFunc(s, func(step Step) bool { return step.Due.After(now) })
	if due < 0 {
		return s
	}
	return s[:due:due]
}
