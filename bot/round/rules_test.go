package round

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"testing"

	"filmbot/bot/calendar"
)

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

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: got %s", file, got)
	}
}
