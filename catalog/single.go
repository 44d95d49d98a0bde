package catalog

import "strings"

// Single reads a text that is one entry, such as a form that somebody filled in.
// Blank lines within it are passed over. The error is [Problems], also where
// there is no entry, or more than one.
func Single(text string) (*Film, error) {
	r := single{}
	r.lines(text)
	if len(r.problems) > 0 {
		return nil, r.problems
	}
	return r.doc.Films[0], nil
}

// single is a reader of one entry.
type single struct{ reader }

func (r *single) lines(text string) {
	text = strings.TrimPrefix(text, "\ufeff")
	for line := range strings.SplitSeq(text, "\n") {
		r.number++
		if line = strings.TrimSpace(line); line != "" {
			r.line(line)
		}
	}
	if r.film == nil && len(r.problems) == 0 {
		r.number = 1
		r.problem(NoEntry, "")
	}
	r.end()
}

func (r *single) line(s string) {
	switch {
	case !isText(s) || r.broken:
		r.reader.line(s)
	case r.film == nil && !headingForm.MatchString(s):
		r.problem(BadHeading, s)
		r.broken = true
	case r.film != nil && headingForm.MatchString(s) && !isField(s):
		r.problem(SecondEntry, s)
		r.end()
		r.broken = true
	default:
		r.reader.line(s)
	}
}
