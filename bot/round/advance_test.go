package round

import (
	"testing"
	"time"

	"filmbot/bot/calendar"
)

// TestLate has rounds that nobody looked at from one time to another.
func TestLate(t *testing.T) {
	const opened = "open done, "
	tests := []struct {
		name        string
		way         calendar.Way
		change      func(r *Rules)
		until, then string
		want, marks string
		phase       Phase
	}{
		{"minutes", calendar.ByVote, nil, opening, "2026-11-24 20:10", "post ballot", opened + "ballot done", Voting},
		{"the ballot is late", calendar.ByVote, nil, opening, "2026-11-24 21:00", "post ballot late", opened + "ballot late", Voting},
		{"the ballot is a day late", calendar.ByVote, nil, opening, "2026-11-25 20:00",
			"steps skipped ballot", opened + "ballot missed", Nominating},
		{"a vote that is longer than there is time for", calendar.ByVote, func(r *Rules) { r.Offsets.Ballot = calendar.Span{Days: 2} },
			opening, "2026-11-26 19:00", "post ballot late", opened + "ballot late", Voting},
		{"a vote that nobody has time for", calendar.ByVote, func(r *Rules) {
			r.Offsets.Ballot, r.Offsets.Announce, r.Offsets.Vote = calendar.Span{Hours: 15}, calendar.Span{Hours: 6}, calendar.Span{Hours: 3}
		}, opening, "2026-11-27 13:01", "steps skipped ballot", opened + "ballot overtaken", Nominating},
		{"a vote of less than its least time", calendar.ByVote, func(r *Rules) {
			r.Offsets.Ballot, r.Offsets.Announce, r.Offsets.Vote = calendar.Span{Hours: 15}, calendar.Span{Hours: 6}, calendar.Span{Hours: 3}
		}, opening, "2026-11-27 12:59", "post ballot late", opened + "ballot late", Voting},
		{"the announcement comes after the night began", calendar.ByVote, func(r *Rules) { r.Offsets.Announce = calendar.Span{Hours: 12} }, voting, "2026-11-27 21:00",
			"steps skipped close announce remind, round failed",
			opened + "ballot done, close overtaken, announce overtaken, remind overtaken, night late", Failed},
		{"the ballot and the close are late", calendar.ByVote, func(r *Rules) { r.Offsets.Vote = calendar.Span{Hours: 3}; r.Offsets.Ballot = calendar.Span{Hours: 30} },
			opening, "2026-11-26 21:00", "post ballot late", opened + "ballot late", Voting},
		{"the close is late", calendar.ByVote, nil, voting, "2026-11-27 12:00",
			"post film late", opened + "ballot done, close late, announce late", Chosen},
		{"the announcement is as late as the reminder", calendar.ByVote, nil, voting, "2026-11-27 17:30",
			"post film late", opened + "ballot done, close late, announce late, remind overtaken", Chosen},
		{"the close is late without a ballot", calendar.ByVote, nil, opening, "2026-11-26 21:00",
			"steps skipped ballot, post film late", opened + "ballot missed, close late, announce late", Chosen},
		{"the close is a day late, and the night ahead", calendar.ByVote,
			func(r *Rules) { r.Offsets.Ballot, r.Offsets.Announce = calendar.Span{Days: 5}, calendar.Span{Days: 3} },
			"2026-11-24 12:00", "2026-11-26 12:00",
			"steps skipped close announce", opened + "ballot done, close missed, announce missed", Chosen},
		{"the reminder is late", calendar.ByVote, nil, closing, "2026-11-27 18:00",
			"post reminder late", opened + "ballot done, close done, announce done, remind late", Chosen},
		{"the reminder comes after the night began", calendar.ByVote, nil, closing, "2026-11-27 20:05",
			"steps skipped remind", opened + "ballot done, close done, announce done, remind overtaken, night done", Chosen},
		{"the question is late", calendar.ByVote, nil, night, "2026-11-28 12:00",
			"post question late", opened + "ballot done, close done, announce done, remind done, night done, ask late", Chosen},
		{"the question comes with the archive", calendar.ByVote, nil, night, "2026-11-28 20:00",
			"steps skipped ask, open next", opened + "ballot done, close done, announce done, remind done, night done, ask overtaken, archive done", Watched},
		{"after the announcement, for a week", calendar.ByVote, nil, closing, "2026-12-04 20:00",
			"steps skipped remind ask archive, open next",
			opened + "ballot done, close done, announce done, remind missed, night missed, ask missed, archive missed", Watched},
		{"in the vote, past the night", calendar.ByVote, nil, voting, "2026-11-27 21:00",
			"steps skipped close announce remind, round failed",
			opened + "ballot done, close missed, announce missed, remind overtaken, night late", Failed},
		{"from the beginning, for a week", calendar.ByVote, nil, opening, "2026-11-29 21:00",
			"steps skipped ballot close announce remind, round failed, open next",
			opened + "ballot missed, close missed, announce missed, remind missed, night missed, ask needless, archive missed", Failed},
		{"a draw past the night", calendar.AtRandom, nil, opening, "2026-11-27 20:00",
			"steps skipped close announce remind, round failed",
			opened + "close missed, announce missed, remind overtaken, night done", Failed},
		{"the prompt is late", calendar.ByPick, nil, opening, "2026-11-26 19:00", "pick wanted", opened + "prompt late", Nominating},
		{"the prompt comes with the announcement", calendar.ByPick, nil, opening, closing,
			"steps skipped prompt, none picked", opened + "prompt missed, announce needless", Nominating},
	}
	for _, tt := range tests {
		p := &table{t: t, facts: facts()}
		rules := fridays(tt.way)
		if tt.change != nil {
			tt.change(&rules)
		}
		p.keep(Open(rules, Round{}, at(opening), berlin))
		p.nominate("cliff", ann)
		p.advance(tt.until)
		p.wake(at(tt.then))
		if got := told(p.effects); got != tt.want || p.r.Phase != tt.phase {
			t.Errorf("%s: Advance = %s; %s, want %s; %s", tt.name, got, p.r.Phase, tt.want, tt.phase)
		}
		if p.r.Phase == Failed && p.r.Film != "" {
			t.Errorf("%s: the film of a night that nobody knew of is %s", tt.name, p.r.Film)
		}
		if offsets := p.r.Offsets; p.r.Phase == Nominating && offsets != rules.Offsets {
			t.Errorf("%s: the offsets are %v, want %v", tt.name, offsets, rules.Offsets)
		}
		if got := marks(p.r); got != tt.marks {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.marks)
		}
	}
}

// TestUntold has a film chosen while the process slept, and no reminder: nobody can
// have watched it.
func TestUntold(t *testing.T) {
	rules := fridays(calendar.ByVote)
	rules.Offsets.Ballot, rules.Offsets.Announce, rules.Offsets.Remind = calendar.Span{Days: 5}, calendar.Span{Days: 3}, calendar.Span{}
	for _, tt := range []struct {
		name string
		then act
		want Ending
	}{
		{"nobody announced it", func(*table, time.Time) {}, Overslept},
		{"a moderator announced it", closeNow, Presumed},
	} {
		p := &table{t: t, facts: facts()}
		p.keep(Open(rules, Round{}, at(opening), berlin))
		p.nominate("cliff", ann)
		p.advance("2026-11-22 20:00")
		p.wake(at("2026-11-26 12:00"))
		if p.r.Film != "cliff" || p.r.Told() {
			t.Fatalf("%s: the film is %q, told %v", tt.name, p.r.Film, p.r.Told())
		}
		tt.then(p, at("2026-11-26 12:00"))
		p.advance(archive)
		if p.r.Ending != tt.want {
			t.Errorf("%s: the round ends %s, want %s", tt.name, p.r.Ending, tt.want)
		}
	}
}

// TestOnce has a round woken early and again.
func TestOnce(t *testing.T) {
	p := open(t, calendar.ByVote)
	p.wake(at(voting).Add(-time.Second))
	if got, want := told(p.effects), ""; got != want {
		t.Errorf("Advance before the ballot = %s, want %s", got, want)
	}
	p.wake(at(voting))
	if got, want := told(p.effects), "post ballot"; got != want {
		t.Errorf("Advance = %s, want %s", got, want)
	}
	p.wake(at(voting))
	if got, want := told(p.effects), ""; got != want {
		t.Errorf("Advance again = %s, want %s", got, want)
	}
	p.advance(archive)
	if p.keep(p.r.Advance(at(archive), berlin, p.facts, zeros)); why(p.err) != RoundOver {
		t.Errorf("Advance of a round that is over = %v", p.err)
	}
}

func TestBallotDrawnUp(t *testing.T) {
	tests := []struct {
		name   string
		change func(p *table)
		want   int
		first  string
		lots   []Lot
	}{
		{"nominations", func(p *table) { p.nominate("summit", ann); p.nominate("cliff", bob); p.nominate("cliff", ann) }, 2, "summit", nil},
		{"more than there is room for", func(p *table) {
			p.r.Rules.Most = 2
			p.nominate("summit", ann)
			p.nominate("cliff", bob)
			p.nominate("everest", bob)
		}, 2, "summit", []Lot{EdgeLot}},
		{"none", func(*table) {}, 5, "ascent", []Lot{CatalogLot}},
		{"none, and small ballots", func(p *table) { p.r.Rules.Most = 2 }, 2, "ascent", []Lot{CatalogLot}},
		{"one that is gone from the catalog", func(p *table) { p.nominate("gone", ann); p.nominate("cliff", ann) }, 1, "cliff", nil},
		{"all gone", func(p *table) { p.nominate("gone", ann) }, 5, "ascent", []Lot{CatalogLot}},
		{"a catalog that is not known", func(p *table) { p.facts.Films = nil; p.nominate("gone", ann) }, 1, "gone", nil},
	}
	for _, tt := range tests {
		p := open(t, calendar.ByVote)
		tt.change(p)
		p.advance(voting)
		var lots []Lot
		for _, d := range p.r.Draws {
			lots = append(lots, d.For)
		}
		if len(p.r.Ballot) != tt.want || p.r.Ballot[0] != tt.first || len(lots) != len(tt.lots) || len(lots) > 0 && lots[0] != tt.lots[0] {
			t.Errorf("%s: the ballot is %v by %v, want %d with %s first by %v", tt.name, p.r.Ballot, lots, tt.want, tt.first, tt.lots)
		}
	}
}

// TestNothing has clubs with an empty catalog and no nominations.
func TestNothing(t *testing.T) {
	tests := []struct {
		way  calendar.Way
		want string
	}{
		{calendar.ByVote, "open done, ballot needless, close needless, announce needless, remind needless, night done, ask needless, archive done"},
		{calendar.AtRandom, "open done, close needless, announce needless, remind needless, night done, ask needless, archive done"},
	}
	for _, tt := range tests {
		p := open(t, tt.way)
		p.facts = Facts{}
		p.advance(closing)
		if _, _, err := p.r.Nominate("cliff", ann, false, at(closing), p.facts); why(err) != NotOpen {
			t.Errorf("%s: Nominate after the close = %v", tt.way, err)
		}
		if got, want := told(p.effects), "no candidates"; got != want {
			t.Errorf("%s: Advance = %s, want %s", tt.way, got, want)
		}
		p.advance(archive)
		if got := marks(p.r); got != tt.want || p.r.Ending != Filmless {
			t.Errorf("%s: %s, %s, want %s, %s", tt.way, got, p.r.Ending, tt.want, Filmless)
		}
		picked := open(t, tt.way)
		picked.facts = Facts{}
		picked.advance("2026-11-27 12:00")
		picked.keep(picked.r.Pick("cliff", mod, at("2026-11-27 12:00")))
		if got, want := told(picked.effects), "post film"; got != want || picked.err != nil {
			t.Errorf("%s: Pick = %s, %v, want %s", tt.way, got, picked.err, want)
		}
		picked.advance(archive)
		if picked.r.Phase != Watched {
			t.Errorf("%s: the round that was picked for is %s", tt.way, picked.r.Phase)
		}
	}
}

// TestCarried has nominations of a round without a night carried over.
func TestCarried(t *testing.T) {
	tests := []struct {
		name string
		play func(p *table)
		want int
	}{
		{"overslept", func(p *table) { p.wake(at("2026-11-29 21:00")) }, 1},
		{"called off", func(p *table) { p.keep(p.r.Skip(at(voting).Add(-time.Hour))); p.advance(archive) }, 1},
		{"watched", func(p *table) { p.advance(archive) }, 0},
	}
	for _, tt := range tests {
		p := open(t, calendar.ByVote)
		p.nominate("cliff", ann)
		tt.play(p)
		next, _, err := Open(p.r.Rules, p.r, p.r.Ended, berlin)
		if err != nil || len(next.Nominations) != tt.want {
			t.Errorf("%s: Open = %v, %v, want %d nominations", tt.name, next.Nominations, err, tt.want)
		}
	}
}
