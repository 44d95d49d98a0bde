package round

import (
	"errors"
	"testing"
	"time"

	"filmbot/bot/calendar"
)

// An act of the tests is something that a moderator does at a time.
type act func(p *table, now time.Time)

func pick(film string) act { return func(p *table, now time.Time) { p.keep(p.r.Pick(film, mod, now)) } }
func extend(hours int) act {
	return func(p *table, now time.Time) { p.keep(p.r.Extend(hours, now, berlin)) }
}
func end(p *table, now time.Time)      { p.keep(p.r.End(now)) }
func skip(p *table, now time.Time)     { p.keep(p.r.Skip(now)) }
func closeNow(p *table, now time.Time) { p.keep(p.r.CloseNow(now, berlin, p.facts, zeros)) }
func watched(p *table, now time.Time)  { p.keep(p.r.Watched(now)) }
func fell(p *table, now time.Time)     { p.keep(p.r.FellThrough(now)) }
func undo(p *table, now time.Time)     { p.keep(p.r.Undo(now, berlin, p.facts)) }
func votes(number int) act {
	return func(p *table, now time.Time) { p.facts.Votes = []Cast{{"discord", 1, number}} }
}
func move(date string) act {
	return func(p *table, now time.Time) {
		day, err := calendar.ParseDate(date)
		if err != nil {
			p.t.Fatal(err)
		}
		p.keep(p.r.Move(day, now, berlin))
	}
}

// twice has something done again within a minute.
func twice(do act) act {
	return func(p *table, now time.Time) {
		do(p, now)
		do(p, now.Add(LeastVote-time.Second))
	}
}

// at27 has something done on Friday, after the night was to be.
func at27(do act) act { return func(p *table, _ time.Time) { do(p, at("2026-11-27 21:00")) } }

// A play is a round up to a time, and what is done then, each act half an hour after the
// one before. The effects or the refusal wanted are those of the last.
type play struct {
	name  string
	way   calendar.Way
	until string
	acts  []act
	want  string
	phase Phase
	film  string
	steps string // that are ahead
}

func ahead(r Round) string {
	s := ""
	for _, step := range r.Steps[r.settled():] {
		s += string(step.Kind) + step.Due.In(berlin).Format(" 02 15:04 ")
	}
	return s
}

func TestModerators(t *testing.T) {
	const rest = "night 27 20:00 ask 27 23:00 archive 28 20:00 "
	const later = "night 29 20:00 ask 29 23:00 archive 30 20:00 "
	tests := []play{
		// Picking.
		{"pick while nominating", calendar.ByVote, "2026-11-22 20:00", []act{pick("summit")}, "", Chosen, "summit", "announce 26 20:00 remind 27 17:00 " + rest},
		{"pick while voting", calendar.ByVote, voting, []act{pick("summit")}, "", Chosen, "summit", "announce 26 20:00 remind 27 17:00 " + rest},
		{"pick another", calendar.ByVote, closing, []act{pick("summit")}, "post film", Chosen, "summit", "remind 27 17:00 " + rest},
		{"pick the same", calendar.ByVote, closing, []act{pick("cliff")}, "already", Chosen, "cliff", "remind 27 17:00 " + rest},
		{"pick nothing", calendar.ByVote, closing, []act{pick("")}, "no film", Chosen, "cliff", "remind 27 17:00 " + rest},
		{"pick late", calendar.ByPick, closing, []act{pick("summit")}, "post film", Chosen, "summit", "remind 27 17:00 " + rest},
		{"pick twice", calendar.ByPick, opening, []act{pick("summit"), pick("ascent")}, "", Chosen, "ascent", "announce 26 20:00 remind 27 17:00 " + rest},

		// At once.
		{"vote now", calendar.ByVote, "2026-11-22 20:00", []act{closeNow}, "post ballot", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"close now", calendar.ByVote, voting, []act{closeNow}, "post film", Chosen, "cliff", "remind 27 17:00 " + rest},
		{"vote and close now", calendar.ByVote, opening, []act{closeNow, closeNow}, "post film", Chosen, "cliff", "remind 27 17:00 " + rest},
		{"vote and close at once", calendar.ByVote, opening, []act{twice(closeNow)}, "just begun", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"vote, a ballot and close at once", calendar.ByVote, opening, []act{votes(1), twice(closeNow)}, "post film", Chosen, "cliff", "remind 27 17:00 " + rest},
		{"draw now", calendar.AtRandom, opening, []act{closeNow}, "post film", Chosen, "cliff", "remind 27 17:00 " + rest},
		{"announce now", calendar.ByPick, opening, []act{pick("summit"), closeNow}, "post film", Chosen, "summit", "remind 27 17:00 " + rest},
		{"announce now again", calendar.ByPick, opening, []act{pick("summit"), closeNow, closeNow}, "already", Chosen, "summit", "remind 27 17:00 " + rest},

		// Other times.
		{"extend nominations", calendar.ByVote, opening, []act{extend(12)}, "", Nominating, "", "ballot 25 08:00 close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"extend nominations too far", calendar.ByVote, opening, []act{extend(25)}, "no time", Nominating, "", "ballot 24 20:00 close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"extend the vote", calendar.ByVote, voting, []act{extend(12)}, "", Voting, "", "close 27 08:00 announce 27 08:00 remind 27 17:00 " + rest},
		{"extend the vote to the reminder", calendar.ByVote, voting, []act{extend(18)}, "", Voting, "", "close 27 14:00 announce 27 14:00 remind 27 17:00 " + rest},
		{"extend the vote twice", calendar.ByVote, voting, []act{extend(12), extend(6)}, "", Voting, "", "close 27 14:00 announce 27 14:00 remind 27 17:00 " + rest},
		{"extend the vote too far", calendar.ByVote, voting, []act{extend(19)}, "no time", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"extend by nothing", calendar.ByVote, voting, []act{extend(0)}, "too far", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"extend by years", calendar.ByVote, voting, []act{extend(1 << 40)}, "too far", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"extend what a draw waits for", calendar.AtRandom, opening, []act{extend(10)}, "", Nominating, "", "close 27 06:00 announce 27 06:00 remind 27 17:00 " + rest},
		{"move while voting", calendar.ByVote, voting, []act{move("2026-11-29")}, "", Voting, "", "close 28 20:00 announce 28 20:00 remind 29 17:00 " + later},
		{"move what was announced", calendar.ByVote, closing, []act{move("2026-11-29")}, "post date", Chosen, "cliff", "remind 29 17:00 " + later},
		{"move to the same day", calendar.ByVote, voting, []act{move("2026-11-27")}, "already", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"move too early", calendar.ByVote, voting, []act{move("2026-11-25")}, "no time", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"move to the past", calendar.ByVote, voting, []act{move("2026-11-20")}, "no time", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"move to next year", calendar.ByVote, voting, []act{move("2027-11-20")}, "too far", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},

		// The end of a round that has no night ahead.
		{"end before the night", calendar.ByVote, closing, []act{end}, "under way", Chosen, "cliff", "remind 27 17:00 " + rest},
		{"end what was skipped", calendar.ByVote, voting, []act{skip, end}, "open next", Failed, "", ""},
		{"end what fell through", calendar.ByVote, night, []act{fell, end}, "open next", Failed, "cliff", ""},
		{"end in the night", calendar.ByVote, night, []act{end}, "under way", Chosen, "cliff", "ask 27 23:00 archive 28 20:00 "},
		{"end after the night", calendar.ByVote, "2026-11-27 23:00", []act{end}, "open next", Watched, "cliff", ""},
		{"end twice", calendar.ByVote, "2026-11-27 23:00", []act{end, end}, "over", Watched, "cliff", ""},

		// No night.
		{"skip while nominating", calendar.ByVote, opening, []act{skip}, "post cancel", Failed, "", "archive 28 20:00 "},
		{"skip while voting", calendar.ByVote, voting, []act{skip}, "post cancel", Failed, "", "archive 28 20:00 "},
		{"skip what was announced", calendar.ByVote, closing, []act{skip}, "post cancel", Failed, "cliff", "archive 28 20:00 "},
		{"it fell through", calendar.ByVote, night, []act{fell}, "", Failed, "cliff", "ask 27 23:00 archive 28 20:00 "},
		{"and did not, after all", calendar.ByVote, night, []act{fell, watched}, "", Watched, "cliff", "ask 27 23:00 archive 28 20:00 "},
		{"it fell through, after the archive", calendar.ByVote, archive, []act{fell}, "", Failed, "cliff", ""},

		// Undoing.
		{"undo the ballot", calendar.ByVote, voting, []act{undo}, "revive", Nominating, "", "ballot 25 20:00 close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"undo the ballot after a vote", calendar.ByVote, voting, []act{votes(1), undo}, "ballots cast", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"undo a ballot before its time", calendar.ByVote, opening, []act{closeNow, undo}, "revive", Nominating, "", "ballot 24 20:00 close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"undo twice", calendar.ByVote, opening, []act{closeNow, undo, undo}, "nothing", Nominating, "", "ballot 24 20:00 close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"undo the close", calendar.ByVote, closing, []act{undo}, "revive", Voting, "", "close 27 14:00 announce 27 14:00 remind 27 17:00 " + rest},
		{"undo a close before its time", calendar.ByVote, voting, []act{closeNow, undo}, "revive", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"undo the close when there is no time", calendar.ByVote, "2026-11-27 12:31", []act{undo}, "no time", Chosen, "cliff", "remind 27 17:00 " + rest},
		{"undo after the reminder", calendar.ByVote, "2026-11-27 17:00", []act{undo}, "nothing", Chosen, "cliff", rest},
		{"undo a pick", calendar.ByVote, voting, []act{pick("summit"), undo}, "revive", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"undo another pick", calendar.ByVote, closing, []act{pick("summit"), undo}, "post film, revive", Chosen, "cliff", "remind 27 17:00 " + rest},
		{"undo a late pick", calendar.ByPick, closing, []act{pick("summit"), undo}, "revive", Nominating, "", "remind 27 17:00 " + rest},
		{"undo a skip", calendar.ByVote, voting, []act{skip, undo}, "revive", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"undo a skip of what was announced", calendar.ByVote, closing, []act{skip, undo}, "post date, revive", Chosen, "cliff", "remind 27 17:00 " + rest},
		{"undo a skip too late", calendar.ByVote, "2026-11-27 19:00", []act{skip, undo}, "night began", Failed, "cliff", "archive 28 20:00 "},
		{"undo another day when the day is past", calendar.ByVote, closing, []act{move("2026-11-29"), wakeAt("2026-11-27 21:00"), at27(undo)}, "night began", Chosen, "cliff", "remind 29 17:00 " + later},
		{"undo another day", calendar.ByVote, closing, []act{move("2026-11-29"), undo}, "post date, revive", Chosen, "cliff", "remind 27 17:00 " + rest},
		{"undo an extension", calendar.ByVote, voting, []act{extend(12), undo}, "revive", Voting, "", "close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"undo what fell through", calendar.ByVote, night, []act{fell, undo}, "revive", Chosen, "cliff", "ask 27 23:00 archive 28 20:00 "},
		{"nothing to undo", calendar.ByVote, opening, []act{undo}, "nothing", Nominating, "", "ballot 24 20:00 close 26 20:00 announce 26 20:00 remind 27 17:00 " + rest},
		{"announced after another day was set", calendar.ByPick, opening,
			[]act{pick("summit"), move("2026-11-29"), closeNow, undo}, "nothing", Chosen, "summit", "remind 29 17:00 " + later},
	}
	for _, tt := range tests {
		tt.run(t)
	}
}

func (tt play) run(t *testing.T) {
	t.Helper()
	p := open(t, tt.way)
	p.nominate("cliff", ann)
	p.advance(tt.until)
	now := at(tt.until)
	for _, act := range tt.acts {
		now = now.Add(30 * time.Minute)
		act(p, now)
	}
	got := told(p.effects)
	if p.err != nil {
		got = string(why(p.err))
	}
	if got != tt.want || p.r.Phase != tt.phase || p.r.Film != tt.film {
		t.Errorf("%s: %s; %s %q, want %s; %s %q", tt.name, got, p.r.Phase, p.r.Film, tt.want, tt.phase, tt.film)
	}
	if ahead := ahead(p.r); ahead != tt.steps {
		t.Errorf("%s: ahead are %s, want %s", tt.name, ahead, tt.steps)
	}
}

// TestSkippedVote has moderators make up for a ballot that was skipped.
func TestSkippedVote(t *testing.T) {
	rules := fridays(calendar.ByVote)
	rules.Offsets.Ballot = calendar.Span{Days: 5}
	for _, tt := range []struct {
		name string
		act  act
		want string
	}{
		{"now", closeNow, "post ballot"},
		{"another day", move("2026-11-30"), ""},
	} {
		p := &table{t: t, facts: facts()}
		p.keep(Open(rules, Round{}, at(opening), berlin))
		p.wake(at("2026-11-24 21:00"))
		if p.r.mark(calendar.Ballot) != Missed {
			t.Fatalf("the ballot is marked %q", p.r.mark(calendar.Ballot))
		}
		if tt.act(p, at("2026-11-24 22:00")); told(p.effects) != tt.want || p.err != nil {
			t.Errorf("%s: %s, %v, want %s", tt.name, told(p.effects), p.err, tt.want)
		}
	}
}

func TestNominate(t *testing.T) {
	p := open(t, calendar.ByVote)
	now := at(opening).Add(time.Hour)
	tests := []struct {
		film  string
		by    Who
		again bool
		want  Refusal
	}{
		{"cliff", ann, false, Refusal{}},
		{"cliff", ann, false, Refusal{Why: Yours}},
		{"cliff", bob, false, Refusal{}},
		{"", ann, false, Refusal{Why: NoFilm}},
		{"weir", ann, false, Refusal{Why: SeenBefore, Round: 3, Night: at("2026-03-12 20:00")}},
		{"weir", ann, true, Refusal{}},
		{"summit", Who{}, false, Refusal{}},
		{"summit", ann, false, Refusal{}},
		{"ascent", ann, false, Refusal{Why: TooMany, Limit: 3}},
		{"ascent", bob, false, Refusal{}},
	}
	made := 0
	for _, tt := range tests {
		p.keep(p.r.Nominate(tt.film, tt.by, tt.again, now, p.facts))
		var got Refusal
		if refusal, ok := errors.AsType[*Refusal](p.err); ok {
			got = *refusal
		} else {
			made++
		}
		if got != tt.want || len(p.r.Nominations) != made {
			t.Errorf("Nominate(%q, %v) = %+v with %d nominations, want %+v with %d", tt.film, tt.by, got, len(p.r.Nominations), tt.want, made)
		}
	}
	if p.keep(p.r.Withdraw("cliff", bob, now)); p.err != nil || len(p.r.Nominations) != made-1 || p.r.Nominations[0].By != ann {
		t.Errorf("Withdraw = %v, %v", p.r.Nominations, p.err)
	}
	if p.keep(p.r.Withdraw("cliff", bob, now)); why(p.err) != NotYours {
		t.Errorf("Withdraw again = %v", p.err)
	}
	for len(p.r.Nominations) < MostNominations {
		p.r.Nominations = append(p.r.Nominations, Nomination{Film: "x", At: now.UTC()})
	}
	if _, _, err := p.r.Nominate("cliff", bob, false, now, p.facts); why(err) != Full {
		t.Errorf("Nominate beyond what a round can have = %v", err)
	}
}

func TestSeenBefore(t *testing.T) {
	p := open(t, calendar.ByVote)
	early, late := Viewing{"weir", 3, at("2025-03-12 20:00")}, Viewing{"weir", 40, at("2026-03-12 20:00")}
	for _, watched := range [][]Viewing{{early, late}, {late, early}} {
		_, _, err := p.r.Nominate("weir", ann, false, at(opening), Facts{Watched: watched})
		if refusal, ok := errors.AsType[*Refusal](err); !ok || refusal.Round != late.Round || !refusal.Night.Equal(late.Night) {
			t.Errorf("Nominate(weir) after %v = %+v, want round %d", watched, refusal, late.Round)
		}
	}
}

func TestForget(t *testing.T) {
	p := open(t, calendar.ByVote)
	p.nominate("cliff", ann)
	p.nominate("cliff", bob)
	now := at(opening).Add(2 * time.Hour)
	p.keep(p.r.Pick("summit", ann, now))
	p.keep(p.r.Pick("ascent", ann, now))
	was := p.r.turn(now, nil).Round
	r := p.r.Forget(ann.Key)
	if r.Nominations[0].By != (Who{}) || r.Nominations[1].By != bob || r.Picker != (Who{}) || r.Last.Before.Picker != (Who{}) {
		t.Errorf("Forget left %+v", r)
	}
	if p.r.Nominations[0].By != ann || p.r.Last.Before.Picker != ann || p.r.Picker != was.Picker {
		t.Errorf("Forget changed the round that it was given: %+v", p.r)
	}
}

func TestMayVote(t *testing.T) {
	p := open(t, calendar.ByVote)
	p.nominate("cliff", ann)
	p.advance(voting)
	for _, tt := range []struct {
		now  time.Time
		want Why
	}{
		{at(voting), ""}, {at(closing).Add(-time.Nanosecond), ""}, {at(closing), NotVoting},
	} {
		if err := p.r.MayVote(tt.now); why(err) != tt.want {
			t.Errorf("MayVote(%v) = %v, want %q", tt.now, err, tt.want)
		}
	}
}
