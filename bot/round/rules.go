package round

import "filmbot/bot/calendar"

// Rules are what a club chose for its rounds. Its zone is a setting of the club, and
// where and how things are posted is not the rounds' concern.
type Rules struct {
	Rhythm calendar.Rhythm `json:"rhythm"`
	Way    calendar.Way    `json:"way"`
	// Offsets say when the steps are. No Remind is no reminder, and no Ask no
	// question how it was.
	Offsets calendar.Offsets `json:"offsets"`
	// Most films on a ballot, 2 to [MostBallot].
	Most int `json:"most"`
	// Each member may nominate so many films in a round, 1 to [MostEach].
	Each int `json:"each"`
	// Hidden standings are not shown before the close.
	Hidden bool `json:"hidden,omitempty"`
}

const (
	// MostBallot is how many films a ballot can have.
	MostBallot = 20
	// MostEach is how many films a club can let each member nominate.
	MostEach = 20
	// MostNominations is how many a round can have.
	MostNominations = 2000
)

// DefaultRules are those of a club that chose only when its film nights are.
func DefaultRules(r calendar.Rhythm) Rules {
	return Rules{Rhythm: r, Way: calendar.ByVote, Offsets: calendar.DefaultOffsets(), Most: 10, Each: 3}
}

// A Rule names one of the [Rules].
type Rule string

// The rules that can be wrong by themselves.
const (
	RhythmRule Rule = "rhythm"
	WayRule    Rule = "way"
	MostRule   Rule = "most"
	EachRule   Rule = "each"
)

// A RuleError names the rule that is out of its bounds.
type RuleError struct{ Rule Rule }

func (e *RuleError) Error() string { return "round: " + string(e.Rule) + " is out of bounds" }

// Check tells what is wrong with the rules. The error is a [*RuleError], or a
// [*calendar.OffsetError] where it is an offset. Rules that pass may still leave
// too little time for a round a night; see [calendar.Offsets.Fits].
func (r Rules) Check() error {
	switch {
	case !r.Rhythm.Valid():
		return &RuleError{RhythmRule}
	case r.Way != calendar.ByVote && r.Way != calendar.AtRandom && r.Way != calendar.ByPick:
		return &RuleError{WayRule}
	case r.Most < 2 || r.Most > MostBallot:
		return &RuleError{MostRule}
	case r.Each < 1 || r.Each > MostEach:
		return &RuleError{EachRule}
	}
	return r.Offsets.Check(r.Way)
}
