package round

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"filmbot/bot/calendar"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestAdapt(t *testing.T) {
	const plan = "night 27 20:00 ask 27 23:00 archive 28 20:00 "
	tests := []struct {
		name, until, zone string
		change            func(r *Rules)
		before            act
		want, steps       string
	}{
		{"an hour earlier", voting, "", func(r *Rules) { r.Rhythm.Hour = 19 }, nil,
			"refresh, wake 26 19:00", "close 26 19:00 announce 26 19:00 remind 27 16:00 night 27 19:00 ask 27 22:00 archive 28 19:00 "},
		{"another zone", closing, "America/New_York", nil, nil,
			"post date, refresh, wake 27 23:00", "remind 27 23:00 night 28 02:00 ask 28 05:00 archive 29 02:00 "},
		{"another day", voting, "", func(r *Rules) { r.Rhythm.Day = time.Monday }, nil,
			"refresh", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + plan},
		{"another way", voting, "", func(r *Rules) { r.Way = calendar.ByPick }, nil,
			"refresh", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + plan},
		{"no reminder", voting, "", func(r *Rules) { r.Offsets.Remind = calendar.Span{} }, nil,
			"refresh", "close 26 20:00 announce 26 20:00 " + plan},
		{"an extended vote stays extended", voting, "", func(r *Rules) { r.Hidden = true }, extend(12),
			"refresh", "close 27 08:00 announce 27 08:00 remind 27 17:00 " + plan},
		{"but for other offsets", voting, "", func(r *Rules) { r.Offsets.Remind = calendar.Span{} }, extend(12),
			"refresh, wake 26 20:00", "close 26 20:00 announce 26 20:00 " + plan},
		{"a moved night keeps its day", voting, "", func(r *Rules) { r.Rhythm.Hour = 19 }, move("2026-11-29"),
			"refresh, wake 28 19:00", "close 28 19:00 announce 28 19:00 remind 29 16:00 night 29 19:00 ask 29 22:00 archive 30 19:00 "},
		{"too early", closing, "", func(r *Rules) { r.Rhythm.Hour = 0; r.Rhythm.Minute = 30 }, wakeAt("2026-11-27 01:00"),
			"no time", "remind 27 17:00 " + plan},
		{"bad rules", voting, "", func(r *Rules) { r.Most = 0 }, nil,
			"bad rules", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + plan},
	}
	for _, tt := range tests {
		p := open(t, calendar.ByVote)
		p.nominate("cliff", ann)
		p.advance(tt.until)
		now := at(tt.until).Add(time.Hour)
		if tt.before != nil {
			tt.before(p, now)
		}
		rules, where := p.r.Rules, berlin
		if tt.change != nil {
			tt.change(&rules)
		}
		if tt.zone != "" {
			where = zone(t, tt.zone)
		}
		if tt.name == "too early" {
			now = at("2026-11-27 01:00")
		}
		p.keep(p.r.Adapt(rules, now, where))
		got := told(p.effects)
		if p.err != nil {
			got = string(why(p.err))
		}
		if got != tt.want || ahead(p.r) != tt.steps || p.r.Rules.Way != calendar.ByVote {
			t.Errorf("%s: Adapt = %s; %s, want %s; %s", tt.name, got, ahead(p.r), tt.want, tt.steps)
		}
		if p.err == nil && p.r.Rules.Hidden != rules.Hidden {
			t.Errorf("%s: Adapt left the rules as they were", tt.name)
		}
	}
}

func wakeAt(when string) act { return func(p *table, _ time.Time) { p.wake(at(when)) } }

// TestPause has rounds paused at one time and resumed at another.
func TestPause(t *testing.T) {
	const rest = "night 27 20:00 ask 27 23:00 archive 28 20:00 "
	const next = "night 04 20:00 ask 04 23:00 archive 05 20:00 "
	tests := []struct {
		name          string
		way           calendar.Way
		paused, until string
		want, steps   string
		marks         string
	}{
		{"nothing was due", calendar.ByVote, "2026-11-22 12:00", "2026-11-23 12:00",
			"refresh, wake 24 20:00", "ballot 24 20:00 close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest, "open done"},
		{"the ballot was due, and there is time", calendar.ByVote, "2026-11-22 12:00", "2026-11-25 12:00",
			"refresh, wake 25 12:00", "ballot 25 12:00 close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest, "open done"},
		{"the ballot was due, and there is none", calendar.ByVote, "2026-11-22 12:00", "2026-11-27 12:00",
			"refresh, wake 01 20:00", "ballot 01 20:00 close 03 20:00 announce 03 20:00 remind 04 17:00 " + next, "open done"},
		{"the night was due", calendar.ByVote, "2026-11-22 12:00", "2026-11-30 12:00",
			"refresh, wake 01 20:00", "ballot 01 20:00 close 03 20:00 announce 03 20:00 remind 04 17:00 " + next, "open done"},
		{"for months", calendar.ByVote, "2026-11-22 12:00", "2027-02-28 12:00",
			"refresh, wake 02 20:00", "ballot 02 20:00 close 04 20:00 announce 04 20:00 remind 05 17:00 night 05 20:00 ask 05 23:00 archive 06 20:00 ", "open done"},
		{"in the vote, and there is time", calendar.ByVote, "2026-11-25 12:00", "2026-11-27 12:00",
			"refresh, wake 27 12:00", "close 27 12:00 announce 27 12:00 remind 27 17:00 " + rest, "open done, ballot done"},
		{"in the vote, and there is none", calendar.ByVote, "2026-11-25 12:00", "2026-11-28 12:00",
			"refresh, wake 03 20:00", "close 03 20:00 announce 03 20:00 remind 04 17:00 " + next, "open done, ballot done"},
		{"the reminder was due", calendar.ByVote, "2026-11-27 12:00", "2026-11-27 18:00",
			"refresh, wake 27 20:00", rest, "open done, ballot done, close done, announce done, remind paused"},
		{"with a film, the night was due", calendar.ByVote, "2026-11-27 12:00", "2026-11-28 12:00",
			"post date, refresh, wake 04 17:00", "remind 04 17:00 " + next, "open done, ballot done, close done, announce done"},
		{"the question was due", calendar.ByVote, "2026-11-27 21:00", "2026-11-28 12:00",
			"refresh, wake 28 20:00", "archive 28 20:00 ", "open done, ballot done, close done, announce done, remind done, night done, ask paused"},
		{"the archive was due", calendar.ByVote, "2026-11-28 12:00", "2026-12-24 12:00",
			"refresh, wake 24 12:00", "archive 24 12:00 ", "open done, ballot done, close done, announce done, remind done, night done, ask done"},
		{"the announcement of a pick was due", calendar.ByPick, "2026-11-26 12:00", "2026-11-28 12:00",
			"refresh, wake 03 20:00", "announce 03 20:00 remind 04 17:00 " + next, "open done, prompt done"},
	}
	for _, tt := range tests {
		p := open(t, tt.way)
		p.nominate("cliff", ann)
		p.advance(tt.paused)
		p.keep(p.r.Pause(at(tt.paused)))
		if got, want := told(p.effects), "refresh"; got != want || p.err != nil {
			t.Errorf("%s: Pause = %s, %v, want %s", tt.name, got, p.err, want)
		}
		if k, ok := p.r.Next(at(tt.until)); ok {
			t.Errorf("%s: the next step of a paused round is %s", tt.name, k)
		}
		p.keep(p.r.Resume(p.r.Rules, at(tt.until), berlin))
		if got := told(p.effects); got != tt.want || p.err != nil || ahead(p.r) != tt.steps || marks(p.r) != tt.marks {
			t.Errorf("%s: Resume = %s, %v; %s; %s, want %s; %s; %s", tt.name, got, p.err, marks(p.r), ahead(p.r), tt.want, tt.marks, tt.steps)
		}
		for !p.r.Over() {
			wake, _ := p.r.Wake()
			p.wake(wake)
		}
		if p.r.Phase != Watched && tt.way == calendar.ByVote {
			t.Errorf("%s: the round ends %s", tt.name, p.r.Phase)
		}
		// The place that the round took in the rhythm is not taken again.
		following, _, err := Open(p.r.Rules, p.r, p.r.Ended, berlin)
		if err != nil || !following.Night.After(p.r.Night) {
			t.Errorf("%s: the next night is %v after %v, %v", tt.name, following.Night, p.r.Night, err)
		}
	}
}

// TestResumeElsewhere has the club change while its round is paused.
func TestResumeElsewhere(t *testing.T) {
	p := open(t, calendar.ByVote)
	p.keep(p.r.Pause(at("2026-11-22 12:00")))
	rules := p.r.Rules
	rules.Rhythm.Hour = 18
	p.keep(p.r.Resume(rules, at("2026-11-22 13:00"), berlin))
	if got, want := ahead(p.r), "ballot 24 18:00 close 26 18:00 announce 26 18:00 remind 27 15:00 night 27 18:00 ask 27 21:00 archive 28 18:00 "; got != want {
		t.Errorf("Resume at another hour: %s, want %s", got, want)
	}
	p.keep(p.r.Pause(at("2026-11-22 14:00")))
	rules.Most = 0
	if p.keep(p.r.Resume(rules, at("2026-11-22 15:00"), berlin)); why(p.err) != BadRules {
		t.Errorf("Resume by bad rules = %v", p.err)
	}
}

func TestRules(t *testing.T) {
	good := fridays(calendar.ByVote)
	tests := []struct {
		change func(r *Rules)
		want   error
	}{
		{func(*Rules) {}, nil},
		{func(r *Rules) { r.Rhythm = calendar.Rhythm{} }, &RuleError{RhythmRule}},
		{func(r *Rules) { r.Way = "" }, &RuleError{WayRule}},
		{func(r *Rules) { r.Most = 1 }, &RuleError{MostRule}},
		{func(r *Rules) { r.Most = MostBallot + 1 }, &RuleError{MostRule}},
		{func(r *Rules) { r.Each = 0 }, &RuleError{EachRule}},
		{func(r *Rules) { r.Each = MostEach + 1 }, &RuleError{EachRule}},
		{func(r *Rules) { r.Offsets.Vote = calendar.Span{Hours: 1} }, &calendar.OffsetError{Field: calendar.VoteField}},
	}
	for _, tt := range tests {
		rules := good
		tt.change(&rules)
		err := rules.Check()
		if (err == nil) != (tt.want == nil) || err != nil && err.Error() != tt.want.Error() {
			t.Errorf("Check(%+v) = %v, want %v", rules, err, tt.want)
		}
		_, _, opened := Open(rules, Round{}, at(opening), berlin)
		if refusal, ok := errors.AsType[*Refusal](opened); (err == nil) != (opened == nil) || ok && refusal.Err.Error() != err.Error() {
			t.Errorf("Open(%+v) = %v, want %v", rules, opened, err)
		}
	}
}

// TestStored holds the JSON form to what databases have.
func TestStored(t *testing.T) {
	p := open(t, calendar.ByVote)
	p.nominate("cliff", ann)
	p.nominate("summit", bob)
	p.facts.Votes = []Cast{{"discord", 3, 2}}
	p.advance(closing)
	p.r.Last = nil
	got, err := json.MarshalIndent(p.r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/round.json", append(got, '\n'))
}
