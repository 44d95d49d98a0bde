package calendar

// A ProblemKind says what is wrong with what somebody typed.
type ProblemKind string

// The problems that a text can have.
const (
	NoDay    ProblemKind = "day"      // no day of the week
	NoHour   ProblemKind = "hour"     // no time of day
	NoWhich  ProblemKind = "which"    // every month, but not on which of its weekdays
	NoNumber ProblemKind = "number"   // no number of days or hours
	Unknown  ProblemKind = "unknown"  // a word that says nothing here
	OutOf    ProblemKind = "bounds"   // a number that cannot be meant or is not allowed
	Conflict ProblemKind = "conflict" // a word that does not go with those before it
	TooLong  ProblemKind = "length"   // more than anybody needs to say it
)

// maxLength of what is read, in bytes.
const maxLength = 200

// A Problem is a text that cannot be read.
type Problem struct {
	Kind ProblemKind
	// Word is the word concerned, as it was typed in lower case; empty where one is
	// missing. It is for the answer to who typed it.
	Word string
}

// Error names the kind alone: what members type must not get into logs.
func (p *Problem) Error() string { return "calendar: bad " + string(p.Kind) }
