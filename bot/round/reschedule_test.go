package round

import (
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
			"", "close 26 19:00 announce 26 19:00 remind 27 16:00 night 27 19:00 ask 27 22:00 archive 28 19:00 "},
		{"another zone", closing, "America/New_York", nil, nil,
			"post date", "remind 27 23:00 night 28 02:00 ask 28 05:00 archive 29 02:00 "},
		{"another day", voting, "", func(r *Rules) { r.Rhythm.Day = time.Monday }, nil,
			"", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + plan},
		{"another way", voting, "", func(r *Rules) { r.Way = calendar.ByPick }, nil,
			"", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + plan},
		{"no reminder", voting, "", func(r *Rules) { r.Offsets.Remind = calendar.Span{} }, nil,
			"", "close 26 20:00 announce 26 20:00 " + plan},
		{"an extended vote stays extended", voting, "", func(r *Rules) { r.Hidden = true }, extend(12),
			"", "close 27 08:00 announce 27 08:00 remind 27 17:00 " + plan},
		{"but for other offsets", voting, "", func(r *Rules) { r.Offsets.Remind = calendar.Span{} }, extend(12),
			"", "close 26 20:00 announce 26 20:00 " + plan},
		{"a moved night keeps its day", voting, "", func(r *Rules) { r.Rhythm.Hour = 19 }, move("2026-11-29"),
			"", "close 28 19:00 announce 28 19:00 remind 29 16:00 night 29 19:00 ask 29 22:00 archive 30 19:00 "},
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

// TestClocks has dates on the club's calendar, and times moved across a change of
// its clocks.
func TestClocks(t *testing.T) {
	auckland := zone(t, "Pacific/Auckland")
	r, _, err := Open(fridays(calendar.ByVote), Round{}, at(opening), auckland)
	if want := (calendar.Date{Year: 2026, Month: time.November, Day: 27}); err != nil || r.Date != want || r.Night.In(auckland).Hour() != 20 {
		t.Errorf("Open in Auckland = %v, %v, %v, want %v", r.Date, r.Night, err, want)
	}
	p := &table{t: t}
	p.keep(Open(fridays(calendar.ByVote), Round{}, at("2026-10-17 20:00"), berlin))
	move("2026-10-26")(p, at("2026-10-18 20:00"))
	if got, want := ahead(p.r), "ballot 23 20:00 close 25 20:00 announce 25 20:00 remind 26 17:00 night 26 20:00 ask 26 23:00 archive 27 20:00 "; got != want {
		t.Errorf("Move across a change of the clocks: %s, want %s", got, want)
	}
}

// TestPlace has nights moved to before their places in the rhythm, which the next
// round does not take.
func TestPlace(t *testing.T) {
	p := open(t, calendar.AtRandom)
	move("2026-11-24")(p, at("2026-11-22 12:00"))
	p.advance("2026-11-25 20:00")
	next, _, err := Open(p.r.Rules, p.r, at("2026-11-25 20:00"), berlin)
	if want := at("2026-12-04 20:00"); err != nil || !next.Night.Equal(want) {
		t.Errorf("Open after an earlier night = %v, %v, want %v", next.Night, err, want)
	}
	p = open(t, calendar.AtRandom)
	p.keep(p.r.Pause(at("2026-11-22 12:00")))
	p.keep(p.r.Resume(p.r.Rules, at("2026-11-29 12:00"), berlin))
	move("2026-12-01")(p, at("2026-11-29 13:00"))
	p.advance("2026-12-02 20:00")
	next, _, err = Open(p.r.Rules, p.r, at("2026-12-02 20:00"), berlin)
	if want := at("2026-12-11 20:00"); err != nil || !next.Night.Equal(want) {
		t.Errorf("Open after a pause and an earlier night = %v, %v, want %v", next.Night, err, want)
	}
}

// TestExtendToNight has a vote extended past the reminder.
func TestExtendToNight(t *testing.T) {
	rules := fridays(calendar.ByVote)
	rules.Offsets.Notice = calendar.Span{Hours: 1}
	p := &table{t: t, facts: facts()}
	p.keep(Open(rules, Round{}, at(opening), berlin))
	p.advance(voting)
	extend(22)(p, at(voting))
	if got, want := ahead(p.r), "close 27 18:00 announce 27 18:00 night 27 20:00 ask 27 23:00 archive 28 20:00 "; got != want {
		t.Errorf("Extend = %s, %v, want %s", got, p.err, want)
	}
}

// TestNoWayBack has acts that cannot be undone any more.
func TestNoWayBack(t *testing.T) {
	slept := fridays(calendar.ByVote)
	slept.Offsets.Ballot, slept.Offsets.Announce = calendar.Span{Days: 5}, calendar.Span{Days: 3}
	tests := []struct {
		name  string
		rules Rules
		play  act
	}{
		{"after a change of the hour", fridays(calendar.ByVote), func(p *table, now time.Time) {
			rules := p.r.Rules
			rules.Rhythm.Hour = 19
			p.keep(p.r.Adapt(rules, now, berlin))
		}},
		{"after a pause that cost a step", fridays(calendar.ByVote), func(p *table, now time.Time) {
			p.keep(p.r.Pause(now))
			p.keep(p.r.Resume(p.r.Rules, at("2026-12-01 12:00"), berlin))
		}},
		{"after a pause and a change of the hour", fridays(calendar.ByVote), func(p *table, now time.Time) {
			rules := p.r.Rules
			rules.Rhythm.Hour = 19
			p.keep(p.r.Pause(now))
			p.keep(p.r.Resume(rules, now, berlin))
		}},
		{"after an announcement that had been missed", slept, func(p *table, now time.Time) {
			p.wake(at("2026-11-26 12:00"))
			move("2026-11-29")(p, at("2026-11-26 12:00"))
			closeNow(p, at("2026-11-26 12:30"))
		}},
	}
	for _, tt := range tests {
		p := &table{t: t, facts: facts()}
		p.keep(Open(tt.rules, Round{}, at(opening), berlin))
		until := voting
		if tt.rules == slept {
			until = "2026-11-23 20:00"
		}
		p.advance(until)
		if tt.play(p, at(until)); p.err != nil {
			t.Fatalf("%s: %v", tt.name, p.err)
		}
		now := at(voting)
		if wake, _ := p.r.Wake(); wake.After(now) {
			now = wake.Add(-time.Minute)
		}
		if undo(p, now); why(p.err) != Nothing {
			t.Errorf("%s: Undo = %v, want %s", tt.name, p.err, Nothing)
		}
	}
}

// TestVoteAfterPause has a ballot that was missed held for the night after a pause.
func TestVoteAfterPause(t *testing.T) {
	p := open(t, calendar.ByVote)
	p.wake(at("2026-11-25 21:00"))
	p.keep(p.r.Pause(at("2026-11-25 22:00")))
	p.keep(p.r.Resume(p.r.Rules, at("2026-11-28 12:00"), berlin))
	if got, want := ahead(p.r), "ballot 01 20:00 close 03 20:00 announce 03 20:00 remind 04 17:00 night 04 20:00 ask 04 23:00 archive 05 20:00 "; got != want {
		t.Errorf("Resume = %s, %v, want %s", got, p.err, want)
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
			"", "ballot 24 20:00 close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest, "open done"},
		{"the ballot was due, and there is time", calendar.ByVote, "2026-11-22 12:00", "2026-11-25 12:00",
			"", "ballot 25 12:00 close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest, "open done"},
		{"the ballot was due, and there is none", calendar.ByVote, "2026-11-22 12:00", "2026-11-27 12:00",
			"", "ballot 01 20:00 close 03 20:00 announce 03 20:00 remind 04 17:00 " + next, "open done"},
		{"the night was due", calendar.ByVote, "2026-11-22 12:00", "2026-11-30 12:00",
			"", "ballot 01 20:00 close 03 20:00 announce 03 20:00 remind 04 17:00 " + next, "open done"},
		{"for months", calendar.ByVote, "2026-11-22 12:00", "2027-02-28 12:00",
			"", "ballot 02 20:00 close 04 20:00 announce 04 20:00 remind 05 17:00 night 05 20:00 ask 05 23:00 archive 06 20:00 ", "open done"},
		{"in the vote, and there is time", calendar.ByVote, "2026-11-25 12:00", "2026-11-27 12:00",
			"", "close 27 12:00 announce 27 12:00 remind 27 17:00 " + rest, "open done, ballot done"},
		{"in the vote, and there is none", calendar.ByVote, "2026-11-25 12:00", "2026-11-28 12:00",
			"", "close 03 20:00 announce 03 20:00 remind 04 17:00 " + next, "open done, ballot done"},
		{"the reminder was due", calendar.ByVote, "2026-11-27 12:00", "2026-11-27 18:00",
			"", rest, "open done, ballot done, close done, announce done, remind paused"},
		{"with a film, the night was due", calendar.ByVote, "2026-11-27 12:00", "2026-11-28 12:00",
			"post date", "remind 04 17:00 " + next, "open done, ballot done, close done, announce done"},
		{"the question was due", calendar.ByVote, "2026-11-27 21:00", "2026-11-28 12:00",
			"", "archive 28 20:00 ", "open done, ballot done, close done, announce done, remind done, night done, ask paused"},
		{"the archive was due", calendar.ByVote, "2026-11-28 12:00", "2026-12-24 12:00",
			"", "archive 24 12:00 ", "open done, ballot done, close done, announce done, remind done, night done, ask done"},
		{"the announcement of a pick was due", calendar.ByPick, "2026-11-26 12:00", "2026-11-28 12:00",
			"", "announce 03 20:00 remind 04 17:00 " + next, "open done, prompt done"},
	}
	for _, tt := range tests {
		p := open(t, tt.way)
		p.nominate("cliff", ann)
		p.advance(tt.paused)
		p.keep(p.r.Pause(at(tt.paused)))
		if got, want := told(p.effects), ""; got != want || p.err != nil {
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
