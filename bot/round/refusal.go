package round

import "time"

// A Refusal is the error of an operation that cannot be done. It is for the answer
// to who asked, not for a log.
type Refusal struct {
	Why Why
	// Limit is how many there may be, where there were too many.
	Limit int
	// Round and Night say when the film was watched before.
	Round int
	Night time.Time
	// Err is what is wrong with the rules.
	Err error
}

func (r *Refusal) Error() string { return "round: refused: " + string(r.Why) }

func (r *Refusal) Unwrap() error { return r.Err }

// Why says for what reason an operation was refused.
type Why string

// The reasons.
const (
	BadRules    Why = "bad rules"      // Err says what is wrong with them
	UnderWay    Why = "under way"      // the round before is not over
	RoundOver   Why = "over"           // the round is, or there is none
	IsPaused    Why = "paused"         // the round is
	NotPaused   Why = "not paused"     // the round is not
	StepDue     Why = "step due"       // a step is, and [Round.Advance] has to be done first
	NotOpen     Why = "not open"       // no nominations are taken
	NotVoting   Why = "not voting"     // there is no vote, or it is past its close
	Yours       Why = "yours"          // the person has nominated the film
	NotYours    Why = "not yours"      // the person has not nominated the film
	TooMany     Why = "too many"       // the person has made Limit nominations
	Full        Why = "full"           // the round has Limit nominations
	SeenBefore  Why = "watched before" // on Night, in Round
	NoFilm      Why = "no film"        // none was named, or there is none to choose from
	NightBegan  Why = "night began"    // or is called off
	NightAhead  Why = "night ahead"    // the film night has not begun
	NoTime      Why = "no time"        // it leaves too little time before the night
	TooFar      Why = "too far"        // the night would be more than [MostAhead] away
	Already     Why = "already"        // it is so
	NoNight     Why = "no night"       // the round has no film night, or had none
	Nothing     Why = "nothing"        // there is nothing to undo
	BallotsCast Why = "ballots cast"   // they would be lost
	JustBegun   Why = "just begun"     // the vote has, and nobody could take part in it yet
)
