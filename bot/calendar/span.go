package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Span is a time from a step to a film night or from a night to a step.
//
// Days are those of the calendar: two days before a night is the time of day of the
// night, by the rule of [At], on the second day before it, though clocks may have
// changed in between; a day that the zone leaves out does not count. Hours are of
// sixty minutes always. Where a Span has both, the days are taken first.
type Span struct{ Days, Hours int }

// String is the text form, which [ParseSpan] reads: "3d", "1d12h", "0h".
func (s Span) String() string {
	switch {
	case s.Days == 0:
		return fmt.Sprintf("%dh", s.Hours)
	case s.Hours == 0:
		return fmt.Sprintf("%dd", s.Days)
	}
	return fmt.Sprintf("%dd%dh", s.Days, s.Hours)
}

var spanForm = regexp.MustCompile(`^(?:(\d{1,3}) *(?:d|days?|д|дн|день|дня|дней))? *(?:(\d{1,3}) *(?:h|hrs?|hours?|ч|час|часа|часов))?$`)

// ParseSpan reads the text form and what people type: "3 days", "1 день 12 часов".
// The error is a [*Problem].
func ParseSpan(text string) (Span, error) {
	if len(text) > maxLength {
		return Span{}, &Problem{Kind: TooLong}
	}
	said := strings.Join(split(text), " ")
	m := spanForm.FindStringSubmatch(said)
	switch {
	case said == "" || !strings.ContainsAny(said, "0123456789"):
		return Span{}, &Problem{Kind: NoNumber}
	case m == nil:
		return Span{}, &Problem{Unknown, said}
	}
	days, _ := strconv.Atoi(m[1]) // nothing is 0
	hours, _ := strconv.Atoi(m[2])
	return Span{days, hours}, nil
}

// hours is how long the span is when no clocks change.
func (s Span) hours() int { return 24*s.Days + s.Hours }

// length is the time that the span takes when no clocks change.
func (s Span) length() time.Duration { return time.Duration(s.hours()) * time.Hour }

// before is the time a span before another, in its location.
func (s Span) before(t time.Time) time.Time {
	return days(t, -s.Days).Add(-time.Duration(s.Hours) * time.Hour)
}

// after is the time a span after another, in its location.
func (s Span) after(t time.Time) time.Time {
	return days(t, s.Days).Add(time.Duration(s.Hours) * time.Hour)
}

// days is the time of day of t some days later or earlier.
func days(t time.Time, n int) time.Time {
	if n == 0 {
		return t // of a time that exists twice it may be the second
	}
	day := DateOf(t).near(n, t.Location())
	return At(day, t.Hour(), t.Minute(), t.Location())
}
