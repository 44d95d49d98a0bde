package round

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"filmbot/bot/calendar"
)

// An operation of the matrix, as it is tried in each stage.
type operation struct {
	name string
	do   func(r Round, now time.Time, f Facts) (Round, []Effect, error)
}

func operations() []operation {
	rules := fridays(calendar.ByVote)
	rules.Rhythm.Minute = 5
	return []operation{
		{"nominate", func(r Round, now time.Time, f Facts) (Round, []Effect, error) {
			return r.Nominate("summit", ann, false, now, f)
		}},
		{"withdraw", func(r Round, now time.Time, f Facts) (Round, []Effect, error) { return r.Withdraw("cliff", ann, now) }},
		{"vote", func(r Round, now time.Time, f Facts) (Round, []Effect, error) { return r, nil, r.MayVote(now) }},
		{"pick", func(r Round, now time.Time, f Facts) (Round, []Effect, error) { return r.Pick("summit", mod, now) }},
		{"skip", func(r Round, now time.Time, f Facts) (Round, []Effect, error) { return r.Skip(now) }},
		{"close now", func(r Round, now time.Time, f Facts) (Round, []Effect, error) {
			return r.CloseNow(now, berlin, f, zeros)
		}},
		{"end", func(r Round, now time.Time, f Facts) (Round, []Effect, error) { return r.End(now) }},
		{"extend", func(r Round, now time.Time, f Facts) (Round, []Effect, error) { return r.Extend(1, now, berlin) }},
		{"move", func(r Round, now time.Time, f Facts) (Round, []Effect, error) {
			return r.Move(calendar.Date{Year: 2026, Month: 11, Day: 29}, now, berlin)
		}},
		{"adapt", func(r Round, now time.Time, f Facts) (Round, []Effect, error) { return r.Adapt(rules, now, berlin) }},
		{"pause", func(r Round, now time.Time, f Facts) (Round, []Effect, error) { return r.Pause(now) }},
		{"resume", func(r Round, now time.Time, f Facts) (Round, []Effect, error) { return r.Resume(rules, now, berlin) }},
		{"watched", func(r Round, now time.Time, f Facts) (Round, []Effect, error) { return r.Watched(now) }},
		{"fell through", func(r Round, now time.Time, f Facts) (Round, []Effect, error) { return r.FellThrough(now) }},
		{"undo", func(r Round, now time.Time, f Facts) (Round, []Effect, error) { return r.Undo(now, berlin, f) }},
		{"open", func(r Round, now time.Time, f Facts) (Round, []Effect, error) { return Open(rules, r, now, berlin) }},
	}
}

// stages are rounds as far as they have come an hour before a moment.
func stages(t *testing.T) map[string]struct {
	r   Round
	now time.Time
} {
	type stage = struct {
		r   Round
		now time.Time
	}
	stages := make(map[string]stage)
	add := func(name string, way calendar.Way, to string, then func(p *table, now time.Time)) {
		p := open(t, way)
		p.nominate("cliff", ann)
		p.advance(to)
		now := at(to).Add(time.Hour)
		if then != nil {
			if then(p, now.Add(-time.Minute)); p.err != nil {
				t.Fatalf("%s: %v", name, p.err)
			}
		}
		stages[name] = stage{p.r, now}
	}
	paused := func(p *table, now time.Time) { p.keep(p.r.Pause(now)) }
	skipped := func(p *table, now time.Time) { p.keep(p.r.Skip(now)) }
	fell := func(p *table, now time.Time) { p.keep(p.r.FellThrough(now)) }
	add("nominating", calendar.ByVote, opening, nil)
	add("nominating, to draw", calendar.AtRandom, opening, nil)
	add("nominating, to pick", calendar.ByPick, opening, nil)
	add("voting", calendar.ByVote, voting, nil)
	add("chosen", calendar.ByVote, closing, nil)
	add("reminded", calendar.ByVote, "2026-11-27 18:00", nil)
	add("night", calendar.ByVote, night, nil)
	add("night without a film", calendar.ByPick, night, nil)
	add("called off", calendar.ByVote, voting, skipped)
	add("fell through", calendar.ByVote, night, fell)
	add("watched", calendar.ByVote, archive, nil)
	add("over, called off", calendar.ByPick, voting, func(p *table, now time.Time) { skipped(p, now); p.advance(archive) })
	add("over, fell through", calendar.ByVote, night, func(p *table, now time.Time) { fell(p, now); p.advance(archive) })
	add("paused", calendar.ByVote, voting, paused)
	stages["none"] = stage{Round{}, at(opening)}
	return stages
}

// matrix tells for each stage which operations are done, and why others are not.
// The operations are in the order of the list.
const matrix = `
none: over, over, over, over, over, over, over, over, over, over, over, not paused, no night, no night, over, ok
nominating: ok, ok, not voting, ok, ok, ok, under way, ok, ok, ok, ok, not paused, night ahead, night ahead, nothing, under way
nominating, to draw: ok, ok, not voting, ok, ok, ok, under way, ok, ok, ok, ok, not paused, night ahead, night ahead, nothing, under way
nominating, to pick: ok, ok, not voting, ok, ok, no film, under way, ok, ok, ok, ok, not paused, night ahead, night ahead, nothing, under way
voting: not open, not open, ok, ok, ok, ok, under way, ok, ok, ok, ok, not paused, night ahead, night ahead, ok, under way
chosen: not open, not open, not voting, ok, ok, already, under way, not voting, ok, ok, ok, not paused, night ahead, night ahead, ok, under way
reminded: not open, not open, not voting, ok, ok, already, under way, not voting, ok, ok, ok, not paused, night ahead, night ahead, nothing, under way
night: not open, not open, not voting, night began, night began, night began, under way, not voting, night began, ok, ok, not paused, ok, ok, nothing, under way
night without a film: not open, not open, not voting, no night, already, no night, ok, not voting, no night, ok, ok, not paused, no night, no night, nothing, under way
called off: not open, not open, not voting, no night, already, no night, ok, not voting, no night, ok, ok, not paused, no night, no night, ok, under way
fell through: not open, not open, not voting, no night, already, no night, ok, not voting, no night, ok, ok, not paused, ok, already, ok, under way
watched: over, over, over, over, over, over, over, over, over, over, over, over, ok, ok, over, ok
over, called off: over, over, over, over, over, over, over, over, over, over, over, over, no night, no night, over, ok
over, fell through: over, over, over, over, over, over, over, over, over, over, over, over, ok, already, over, ok
paused: paused, paused, paused, paused, paused, paused, paused, paused, paused, paused, paused, ok, paused, paused, paused, under way
`

func TestMatrix(t *testing.T) {
	stages := stages(t)
	lines := strings.Split(strings.TrimSpace(matrix), "\n")
	if len(lines) != len(stages) {
		t.Errorf("there are %d stages, and %d in the matrix", len(stages), len(lines))
	}
	for _, line := range lines {
		name, cells, _ := strings.Cut(line, ": ")
		stage, ok := stages[name]
		if !ok {
			t.Errorf("there is no stage %q", name)
		}
		var got []string
		for _, op := range operations() {
			was := stage.r.turn(stage.now, nil).Round
			r, effects, err := op.do(stage.r, stage.now, facts())
			cell := "ok"
			if err != nil {
				cell = string(why(err))
				if len(effects) > 0 || !reflect.DeepEqual(r, stage.r) {
					t.Errorf("%s: %s is refused as %s and has effects %s", name, op.name, cell, told(effects))
				}
			}
			if !reflect.DeepEqual(stage.r, was) {
				t.Errorf("%s: %s changed the round that it was given", name, op.name)
			}
			if err := sound(r); err != nil && name != "none" {
				t.Errorf("%s: %s: %v", name, op.name, err)
			}
			got = append(got, cell)
		}
		if got := strings.Join(got, ", "); got != cells {
			t.Errorf("%s:\n got %s\nwant %s", name, got, cells)
		}
	}
}

// TestFirst has operations refused while a step is due.
func TestFirst(t *testing.T) {
	p := open(t, calendar.ByVote)
	p.nominate("cliff", ann)
	for _, op := range operations() {
		want := StepDue
		switch op.name {
		case "nominate", "withdraw":
			want = ""
		case "vote":
			want = NotVoting
		case "resume":
			want = NotPaused
		case "open":
			want = UnderWay
		}
		if _, _, err := op.do(p.r, at(voting), p.facts); why(err) != want {
			t.Errorf("%s while the ballot is due = %v, want %q", op.name, err, want)
		}
	}
}

func TestPersons(t *testing.T) {
	ann, bob, cem := Who{"t:1", "Ann"}, Who{"t:2", "Bob"}, Who{"t:3", "Cem"}
	r := Round{
		Nominations: []Nomination{{By: bob}, {By: ann}, {By: Who{}}, {By: bob}},
		State:       State{Picker: ann},
		Last:        &Act{Before: State{Picker: cem}},
	}
	if got, want := r.Persons(), []string{"t:1", "t:2", "t:3"}; !slices.Equal(got, want) {
		t.Errorf("Persons() = %q, want %q", got, want)
	}
	if got := r.Forget("t:2").Forget("t:1").Forget("t:3").Persons(); len(got) != 0 {
		t.Errorf("Persons() of a round that forgot all = %q", got)
	}
}
