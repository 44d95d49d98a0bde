package round

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"filmbot/bot/calendar"

	"pgregory.net/rapid"
)

// drawnRules are any that pass their check.
func drawnRules(t *rapid.T) Rules {
	rules := Rules{
		Rhythm: calendar.Rhythm{
			Weeks:  rapid.IntRange(0, 3).Draw(t, "weeks"),
			Day:    time.Weekday(rapid.IntRange(0, 6).Draw(t, "day")),
			Hour:   rapid.IntRange(0, 23).Draw(t, "hour"),
			Minute: rapid.IntRange(0, 59).Draw(t, "minute"),
		},
		Way:     rapid.SampledFrom([]calendar.Way{calendar.ByVote, calendar.AtRandom, calendar.ByPick}).Draw(t, "way"),
		Offsets: calendar.DefaultOffsets(),
		Most:    rapid.IntRange(2, 4).Draw(t, "most"),
		Each:    rapid.IntRange(1, 3).Draw(t, "each"),
	}
	if rules.Rhythm.Weeks == 0 {
		rules.Rhythm.Which = rapid.SampledFrom([]int{1, 4, calendar.Last}).Draw(t, "which")
	}
	span := func(name string, was calendar.Span) calendar.Span {
		if !rapid.Bool().Draw(t, name+" is another") {
			return was
		}
		return calendar.Span{Days: rapid.IntRange(0, 6).Draw(t, name+" days"), Hours: rapid.IntRange(0, 26).Draw(t, name+" hours")}
	}
	o := rules.Offsets
	o.Ballot, o.Prompt, o.Announce = span("ballot", o.Ballot), span("prompt", o.Prompt), span("announce", o.Announce)
	o.Remind, o.Ask, o.Archive = span("remind", o.Remind), span("ask", o.Ask), span("archive", o.Archive)
	o.Nominate, o.Vote, o.Notice = span("nominate", o.Nominate), span("vote", o.Vote), span("notice", o.Notice)
	if o.Check(rules.Way) == nil {
		rules.Offsets = o
	}
	return rules
}

func drawnZone(t *rapid.T) *time.Location {
	zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// A hand does things to a round.
type hand struct {
	r     Round
	now   time.Time
	zone  *time.Location
	facts Facts
}

// any does something and returns what it was.
func (h *hand) any(t *rapid.T) (string, []Effect, error) {
	film := rapid.SampledFrom([]string{"ascent", "cliff", "summit", "weir", "gone", ""}).Draw(t, "film")
	who := rapid.SampledFrom([]Who{ann, bob, mod, {}}).Draw(t, "who")
	dice := func(sides int) int { return rapid.IntRange(-1, 99).Draw(t, "dice") }
	was := h.r
	var effects []Effect
	var err error
	name := rapid.SampledFrom([]string{
		"advance", "advance", "advance", "end", "nominate", "nominate", "withdraw", "pick", "skip", "close now", "extend",
		"move", "adapt", "pause", "resume", "resume", "watched", "fell through", "undo", "undo", "open",
	}).Draw(t, "operation")
	switch name {
	case "advance":
		h.r, effects, err = was.Advance(h.now, h.zone, h.facts, dice)
	case "end":
		h.r, effects, err = was.End(h.now)
	case "nominate":
		h.r, effects, err = was.Nominate(film, who, rapid.Bool().Draw(t, "again"), h.now, h.facts)
	case "withdraw":
		h.r, effects, err = was.Withdraw(film, who, h.now)
	case "pick":
		h.r, effects, err = was.Pick(film, who, h.now)
	case "skip":
		h.r, effects, err = was.Skip(h.now)
	case "close now":
		h.r, effects, err = was.CloseNow(h.now, h.zone, h.facts, dice)
	case "extend":
		h.r, effects, err = was.Extend(rapid.IntRange(-1, 99).Draw(t, "hours"), h.now, h.zone)
	case "move":
		day := calendar.DateOf(h.now.Add(time.Duration(rapid.IntRange(-3, 99).Draw(t, "days")) * 24 * time.Hour))
		h.r, effects, err = was.Move(day, h.now, h.zone)
	case "adapt":
		h.zone = drawnZone(t)
		h.r, effects, err = was.Adapt(drawnRules(t), h.now, h.zone)
	case "pause":
		h.r, effects, err = was.Pause(h.now)
	case "resume":
		h.r, effects, err = was.Resume(drawnRules(t), h.now, h.zone)
	case "watched":
		h.r, effects, err = was.Watched(h.now)
	case "fell through":
		h.r, effects, err = was.FellThrough(h.now)
	case "undo":
		h.r, effects, err = was.Undo(h.now, h.zone, h.facts)
	case "open":
		h.r, effects, err = Open(drawnRules(t), was, h.now, h.zone)
	}
	return name, effects, err
}

// pass lets time pass: to the next step, or by hours or days.
func (h *hand) pass(t *rapid.T) {
	switch wake, ok := h.r.Wake(); {
	case ok && rapid.Bool().Draw(t, "on time"):
		if wake.After(h.now) {
			h.now = wake
		}
	case rapid.Bool().Draw(t, "long"):
		h.now = h.now.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "hours")) * time.Hour)
	default:
		h.now = h.now.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "minutes")) * time.Minute)
	}
}

// TestAnything does anything to rounds at any time, and looks at what holds always.
func TestAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &hand{now: at(opening).Add(time.Duration(rapid.IntRange(0, 10000).Draw(t, "start")) * time.Hour), zone: drawnZone(t), facts: facts()}
		var err error
		if h.r, _, err = Open(drawnRules(t), Round{}, h.now, h.zone); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 40).Draw(t, "operations") {
			h.facts.Votes = []Cast{{"discord", Ballot(rapid.IntRange(0, 9).Draw(t, "ballot")), rapid.IntRange(0, 2).Draw(t, "voters")}}
			was, stored := h.r, text(t, h.r)
			name, effects, err := h.any(t)
			if got := text(t, was); got != stored {
				t.Fatalf("%s changed the round that it was given from %s to %s", name, stored, got)
			}
			if err != nil {
				if len(effects) > 0 || !reflect.DeepEqual(h.r, was) || why(err) == "" {
					t.Fatalf("%s: %v, with %v", name, err, effects)
				}
			} else {
				check(t, name, was, h.r, effects, h.now)
			}
			h.pass(t)
		}
	})
}

// check looks at what an operation made of a round.
func check(t *rapid.T, name string, was, r Round, effects []Effect, now time.Time) {
	if err := sound(r); err != nil {
		t.Fatalf("%s: %v: %+v", name, err, r)
	}
	numbered := was.Effects
	if r.Number != was.Number {
		numbered = 0
	}
	for _, e := range effects {
		if numbered++; e.Number != numbered {
			t.Fatalf("%s: effect %d is numbered %d", name, numbered, e.Number)
		}
		if e.Kind.posts() != (r.Posts[e.Kind] == e.Number) {
			t.Fatalf("%s: of the effect %+v hold the posts %v", name, e, r.Posts)
		}
	}
	if name == "advance" {
		if k, due := r.Next(now); due {
			t.Fatalf("advance leaves %s due", k)
		}
	}
	if r.Over() != (was.Over() && r.Number == was.Number) && !(effects[len(effects)-1].Kind == OpenNext) && r.Number == was.Number {
		t.Fatalf("%s ends the round without another", name)
	}
	for _, s := range was.Steps {
		after, there := r.Step(s.Kind)
		undone := name == "undo" || name == "resume" && s.Kind == calendar.Open
		if s.Mark.Held() && !undone && r.Number == was.Number && (!there || after != s) {
			t.Fatalf("%s: %s was %+v and is %+v", name, s.Kind, s, after)
		}
	}
}

// TestBack has what moderators do undone at once: all is as it was, but for what is
// posted about that, and the draws that are kept.
func TestBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &hand{now: at(opening), zone: drawnZone(t), facts: facts()}
		h.r, _, _ = Open(drawnRules(t), Round{}, h.now, h.zone)
		for range rapid.IntRange(0, 20).Draw(t, "operations") {
			h.any(t)
			h.pass(t)
		}
		if h.r.rests() == "" {
			h.r, _, _ = h.r.Advance(h.now, h.zone, h.facts, zeros)
		}
		was := h.r
		name, _, err := h.any(t)
		switch acts := []string{"pick", "skip", "close now", "extend", "move", "watched", "fell through"}; {
		case err != nil || h.r.Last == nil || !slices.Contains(acts, name):
			return
		case name == "close now" && was.Phase == Chosen:
			return // it announced what is undone together with the announcement
		}
		if _, due := h.r.Next(h.now); due {
			return // it moved a step to this very moment
		}
		back, _, err := h.r.Undo(h.now, h.zone, h.facts)
		if err != nil {
			t.Fatalf("Undo = %v of %+v", err, h.r)
		}
		back.Posts = was.Posts
		for _, d := range back.Draws[len(was.Draws):] {
			if !d.Undone {
				t.Fatalf("after Undo there is the draw %+v", d)
			}
		}
		if back.Draws = back.Draws[:len(was.Draws):len(was.Draws)]; len(back.Draws) == 0 {
			back.Draws = was.Draws
		}
		if !reflect.DeepEqual(back.State, was.State) {
			t.Fatalf("after Undo there is %+v, want %+v", back.State, was.State)
		}
	})
}

// TestDistorted does anything to rounds that no operation made: nothing panics.
func TestDistorted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &hand{now: at(voting), zone: drawnZone(t), facts: facts()}
		h.r, _, _ = Open(drawnRules(t), Round{}, at(opening), h.zone)
		for range rapid.IntRange(0, 20).Draw(t, "operations") {
			h.any(t)
			switch rapid.IntRange(0, 12).Draw(t, "distortion") {
			case 0:
				h.r.Steps = h.r.Steps[:rapid.IntRange(0, len(h.r.Steps)).Draw(t, "steps")]
			case 1:
				h.r.Phase = rapid.SampledFrom([]Phase{"", "x", Nominating, Voting, Chosen, Watched, Failed}).Draw(t, "phase")
			case 2:
				h.r.Ballot = nil
			case 3:
				h.r.Rules = Rules{}
			case 4:
				h.r.Offsets = calendar.Offsets{}
			case 5:
				h.r.Night = time.Time{}
			case 6:
				h.r.Date = calendar.Date{}
			case 7:
				h.r.Film = ""
			case 8:
				h.facts = Facts{}
			case 9:
				h.r = Round{}
			case 10:
				h.r.Last = &Act{Kind: "x"}
			case 11:
				h.zone = nil
			}
			h.pass(t)
		}
	})
}

func text(t *rapid.T, r Round) string {
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
