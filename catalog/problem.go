package catalog

import (
	"fmt"
	"strings"
)

// A ProblemKind says what is wrong with a line of the text form.
type ProblemKind string

// The problems that a line can have.
const (
	BadHeading   ProblemKind = "heading"   // the first line of an entry is not "Title (year)"
	BadLine      ProblemKind = "line"      // the line is not "Key: value"
	UnknownKey   ProblemKind = "key"       // no such key, or not in this language
	DuplicateKey ProblemKind = "duplicate" // the entry has the key already
	EmptyValue   ProblemKind = "empty"     // nothing after the key
	BadNumber    ProblemKind = "number"    // not a whole number above 0
	BadValue     ProblemKind = "value"     // not what the key stands for
	BadCharacter ProblemKind = "character" // not text: invalid UTF-8, or a character that controls how others look
	TooLong      ProblemKind = "length"    // longer than [MaxEntry], [MaxName] or [MaxText]
	NoEntry      ProblemKind = "none"      // no entry where one is wanted
	SecondEntry  ProblemKind = "second"    // another entry where one is wanted
)

// A Problem is a line that cannot be read.
type Problem struct {
	// Line counts from 1.
	Line int
	Kind ProblemKind
	// Text is what is wrong: the key, the value or the line. It is empty where a
	// whole entry is, or its title.
	Text string
}

func (p Problem) Error() string {
	return fmt.Sprintf("line %d: bad %s: %q", p.Line, p.Kind, p.Text)
}

// Problems are all the lines of a document that cannot be read, in order.
type Problems []Problem

func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}
