package round

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"filmbot/bot/calendar"
)

// The rounds of the tests are weekly, on Friday at 20:00, in Berlin. They open on
// Saturday, 21 November 2026, for the night of the 27th.
const (
	opening = "2026-11-21 20:00"
	voting  = "2026-11-24 20:00"
	closing = "2026-11-26 20:00"
	night   = "2026-11-27 20:00"
	archive = "2026-11-28 20:00"
)

var (
	ann = Who{"discord:1", "Ann"}
	bob = Who{"telegram:2", "Bob"}
	mod = Who{"discord:9", "Mod"}
)

var berlin = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return zone
}()

func at(s string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", s, berlin)
	if err != nil {
		panic(err)
	}
	return at
}

func fridays(way calendar.Way) Rules {
	rules := DefaultRules(calendar.Rhythm{Weeks: 1, Day: time.Friday, Hour: 20})
	rules.Way = way
	return rules
}

// zeros are dice that always fall on the first.
func zeros(int) int { return 0 }

// facts are those of the tests: a catalog of six, of which one was watched in
// March.
func facts() Facts {
	return Facts{
		Films:   []string{"ascent", "cliff", "everest", "summit", "vertical", "weir"},
		Watched: []Viewing{{"weir", 3, at("2026-03-12 20:00")}},
	}
}

// A table is a round being played, with what followed from the last operation.
type table struct {
	t       *testing.T
	r       Round
	facts   Facts
	effects []Effect
	err     error
}

func open(t *testing.T, way calendar.Way) *table {
	t.Helper()
	p := &table{t: t, facts: facts()}
	p.keep(Open(fridays(way), Round{}, at(opening), berlin))
	if p.err != nil {
		t.Fatal(p.err)
	}
	return p
}

// keep takes over what an operation made, and checks what holds of all of them.
func (p *table) keep(r Round, effects []Effect, err error) {
	p.t.Helper()
	if err != nil && !reflect.DeepEqual(r, p.r) && p.r.Number > 0 {
		p.t.Errorf("%v changed the round:\n%+v\n%+v", err, p.r, r)
	}
	if err := sound(r); err != nil {
		p.t.Errorf("%v: %+v", err, r)
	}
	p.r, p.effects, p.err = r, effects, err
}

func (p *table) nominate(film string, by Who) {
	p.t.Helper()
	if p.keep(p.r.Nominate(film, by, true, at(opening).Add(time.Hour), p.facts)); p.err != nil {
		p.t.Fatalf("Nominate(%q) = %v", film, p.err)
	}
}

// advance goes to each moment at which the round wants to be woken up to a time, and
// to that time.
func (p *table) advance(to string) {
	p.t.Helper()
	for {
		wake, ok := p.r.Wake()
		if !ok || wake.After(at(to)) {
			return
		}
		p.wake(wake)
	}
}

func (p *table) wake(now time.Time) {
	p.t.Helper()
	if p.keep(p.r.Advance(now, berlin, p.facts, zeros)); p.err != nil {
		p.t.Fatalf("Advance(%v) = %v", now, p.err)
	}
}

// told writes effects as the tests do.
func told(effects []Effect) string {
	var parts []string
	for _, e := range effects {
		part := string(e.Kind)
		if e.Matter != "" {
			part = string(e.Matter)
		}
		for _, k := range e.Steps {
			part += " " + string(k)
		}
		if e.Late {
			part += " late"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// marks writes what became of steps.
func marks(r Round) string {
	var parts []string
	for _, s := range r.Steps {
		if s.Settled() {
			parts = append(parts, fmt.Sprintf("%s %s", s.Kind, s.Mark))
		}
	}
	return strings.Join(parts, ", ")
}

func why(err error) Why {
	if refusal, ok := errors.AsType[*Refusal](err); ok {
		return refusal.Why
	}
	return ""
}

// sound tells what is wrong with a round that operations made.
func sound(r Round) error {
	if r.Number == 0 {
		return nil
	}
	for i, s := range r.Steps {
		switch {
		case i > 0 && s.Settled() && !r.Steps[i-1].Settled():
			return fmt.Errorf("%s is settled before %s", s.Kind, r.Steps[i-1].Kind)
		case i > 0 && s.Due.Before(r.Steps[i-1].Due):
			return fmt.Errorf("%s is due before %s", s.Kind, r.Steps[i-1].Kind)
		case s.Settled() == s.At.IsZero():
			return fmt.Errorf("%s is marked %q at %v", s.Kind, s.Mark, s.At)
		case slices.ContainsFunc(r.Steps[:i], func(o Step) bool { return o.Kind == s.Kind }):
			return fmt.Errorf("%s is there twice", s.Kind)
		}
	}
	last := r.Steps[len(r.Steps)-1]
	switch {
	case last.Kind != calendar.Archive || last.Settled() != r.Over():
		return errors.New("the archive is not the end")
	case (r.Phase == Watched || r.Phase == Chosen) && (r.Film == "" || r.How == ""):
		return errors.New("there is no film")
	case (r.Phase == Nominating || r.Phase == Voting) && r.Film != "":
		return errors.New("there is a film already")
	case r.Phase == Voting && len(r.Ballot) == 0:
		return errors.New("there is nothing to vote on")
	case (r.Ending != "") != (r.Phase == Watched || r.Phase == Failed):
		return errors.New("the ending does not suit the phase")
	case r.Over() && r.Phase != Watched && r.Phase != Failed:
		return errors.New("the round is over without an end")
	}
	for _, d := range r.Draws {
		if len(d.From) > 0 && !d.Holds(nil) {
			return fmt.Errorf("the draw for the %s does not hold", d.For)
		}
	}
	stored, err := json.Marshal(r)
	if err != nil {
		return err
	}
	var back Round
	if err := json.Unmarshal(stored, &back); err != nil {
		return err
	}
	if !reflect.DeepEqual(back, r) {
		return fmt.Errorf("the JSON form %s comes back as %+v", stored, back)
	}
	return nil
}

func TestByItself(t *testing.T) {
	tests := []struct {
		way  calendar.Way
		play func(p *table)
		want []string // the effects at each waking
		how  How
		film string
	}{
		{calendar.ByVote, func(p *table) {
			p.nominate("cliff", ann)
			p.nominate("summit", bob)
			p.facts.Votes = []Cast{{"discord", 2, 3}, {"telegram", 3, 1}}
		}, []string{
			"post ballot",
			"post film",
			"post reminder",
			"",
			"post question",
			"open next",
		}, ByVote, "summit"},
		{calendar.AtRandom, func(p *table) { p.nominate("cliff", ann) }, []string{
			"post film",
			"post reminder",
			"",
			"post question",
			"open next",
		}, ByLot, "cliff"},
		{calendar.ByPick, func(p *table) { p.keep(p.r.Pick("vertical", mod, at(opening))) }, []string{
			"post film",
			"post reminder",
			"",
			"post question",
			"open next",
		}, ByHand, "vertical"},
		{calendar.ByPick, func(*table) {}, []string{
			"pick wanted",
			"none picked",
			"",
			"round failed",
			"",
			"open next",
		}, "", ""},
	}
	for _, tt := range tests {
		p := open(t, tt.way)
		if got, want := told(p.effects), "post opening"; got != want {
			t.Errorf("Open(%s) = %s, want %s", tt.way, got, want)
		}
		tt.play(p)
		for _, want := range tt.want {
			wake, _ := p.r.Wake()
			p.wake(wake)
			if got := told(p.effects); got != want {
				t.Errorf("%s: Advance(%v) = %s, want %s", tt.way, wake.In(berlin), got, want)
			}
		}
		if p.r.Film != tt.film || p.r.How != tt.how || !p.r.Over() {
			t.Errorf("%s: the film is %q by %q, want %q by %q", tt.way, p.r.Film, p.r.How, tt.film, tt.how)
		}
		want := at("2026-12-04 20:00")
		if next, _, err := Open(fridays(tt.way), p.r, at(archive), berlin); err != nil || !next.Night.Equal(want) || next.Number != 2 {
			t.Errorf("%s: the next night is %v of round %d, %v, want %v", tt.way, next.Night, next.Number, err, want)
		}
	}
}
