package calendar

import (
	"strconv"
	"time"
)

// ParseRhythm reads the text form of a rhythm and what people type in English or
// Russian: "friday 8pm", "every other friday at 20", "last sunday 18:30",
// "по пятницам в 8 вечера", "второй четверг месяца в 19:30".
//
// An hour without "am" or "pm" is one of 24. "Every second friday" has a week
// between, "second friday" and "every second friday of the month" are monthly. A
// rhythm of several weeks has no date unless one was given, see [Rhythm.Starting].
// The error is a [*Problem].
func ParseRhythm(text string) (Rhythm, error) {
	if len(text) > maxLength {
		return Rhythm{}, &Problem{Kind: TooLong}
	}
	said := split(text)
	var g reading
	for i, s := range said {
		next := ""
		if i+1 < len(said) {
			next = said[i+1]
		}
		if kind := g.read(s, next); kind != "" {
			return Rhythm{}, &Problem{kind, s}
		}
	}
	return g.rhythm()
}

// A reading is what the words so far have said.
type reading struct {
	last word // the word before

	day                              *time.Weekday
	hour                             *int
	minute, part                     int
	weeks, which                     int
	every, other, weekly, everyMonth bool
	from                             Date
}

// read takes a word in, and returns what is wrong with it. The word after it tells
// a number of weeks from an hour.
func (g *reading) read(s, next string) ProblemKind {
	w, known := words[s]
	defer func() { g.last = w }()
	switch m := nthForm.FindStringSubmatch(s); {
	case m != nil:
		n, _ := strconv.Atoi(m[1])
		w, known = word{nth, n}, true
	case s == "час" && g.last.role == number:
		w = word{role: oClock} // "one o'clock" otherwise
	}
	if known {
		return g.take(w, words[next].role)
	}
	if isoForm.MatchString(s) || dayForm.MatchString(s) {
		return g.date(s)
	}
	m := clockForm.FindStringSubmatch(s)
	if m == nil {
		return Unknown
	}
	n, _ := strconv.Atoi(m[1])
	if m[2] == "" && m[3] == "" {
		w = word{number, n}
		return g.take(w, words[next].role)
	}
	minute, _ := strconv.Atoi(m[2])
	if kind := g.time(n, minute); kind != "" || m[3] != "am" && m[3] != "pm" {
		return kind
	}
	return g.take(words[m[3]], 0)
}

// take takes a word in by what it does.
func (g *reading) take(w word, next role) ProblemKind {
	switch w.role {
	case dayWord:
		return set(&g.day, time.Weekday(w.value))
	case nth:
		return g.ordinal(w.value, next)
	case number:
		return g.count(w.value, next)
	case noon:
		return g.time(w.value, 0)
	case part:
		if g.part != noPart && g.part != w.value {
			return Conflict
		}
		g.part = w.value
	case once:
		return g.interval(w.value)
	case every:
		g.every = true
	case other:
		g.other = true
	case monthly:
		g.everyMonth = true
	case month:
		g.everyMonth = true
	case week:
		g.weekly = true
	case oClock:
		if g.last.role != number {
			return Unknown
		}
	}
	return ""
}

// ordinal takes "second" in: of a month, or of "every second week".
func (g *reading) ordinal(n int, next role) ProblemKind {
	switch {
	case n == 0:
		return OutOf
	case next == week && (!g.every || n == Last):
		return Unknown // "the second week" begins on no day that all agree on
	case next == week:
		return g.interval(n)
	case g.which != 0:
		return Conflict
	}
	g.which = n
	return ""
}

// count takes a number in: of weeks, or the hour.
func (g *reading) count(n int, next role) ProblemKind {
	if next == month {
		return OutOf
	}
	if next == week || g.last.role == every && next == dayWord {
		return g.interval(n)
	}
	return g.time(n, 0)
}

func (g *reading) interval(weeks int) ProblemKind {
	if g.weeks != 0 {
		return Conflict
	}
	if weeks < 1 || weeks > MostWeeks {
		return OutOf
	}
	g.weeks = weeks
	return ""
}

func (g *reading) time(hour, minute int) ProblemKind {
	if hour > 23 || minute > 59 {
		return OutOf
	}
	g.minute = minute
	return set(&g.hour, hour)
}

func (g *reading) date(s string) ProblemKind {
	if m := dayForm.FindStringSubmatch(s); m != nil {
		s = m[3] + "-" + twoDigits(m[2]) + "-" + twoDigits(m[1])
	}
	day, err := ParseDate(s)
	if err != nil {
		return OutOf
	}
	if !g.from.IsZero() {
		return Conflict
	}
	g.from = day
	return ""
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// set fills in what may be said once.
func set[T any](field **T, value T) ProblemKind {
	if *field != nil {
		return Conflict
	}
	*field = &value
	return ""
}

// rhythm puts together what was read.
func (g *reading) rhythm() (Rhythm, error) {
	r := Rhythm{From: g.from, Minute: g.minute}
	var kind ProblemKind
	if r.Weeks, r.Which, kind = g.often(); kind != "" {
		return Rhythm{}, &Problem{Kind: kind}
	}
	if g.day == nil {
		return Rhythm{}, &Problem{Kind: NoDay}
	}
	r.Day = *g.day
	if r.Weeks == 0 && r.Which == 0 {
		return Rhythm{}, &Problem{Kind: NoWhich}
	}
	if g.hour == nil {
		return Rhythm{}, &Problem{Kind: NoHour}
	}
	if r.Hour, kind = hourOf(*g.hour, g.part); kind != "" {
		return Rhythm{}, &Problem{Kind: kind}
	}
	return r, nil
}

// often is how many weeks there are from night to night, or which of a month's
// weekdays is meant; neither where it is a month's, but not said which.
func (g *reading) often() (weeks, which int, kind ProblemKind) {
	weeks, which = g.weeks, g.which
	if g.other {
		if weeks != 0 || which != 0 {
			return 0, 0, Conflict
		}
		weeks = 2
	}
	switch {
	case g.everyMonth && (weeks != 0 || g.weekly), which != 0 && (weeks != 0 || g.weekly):
		return 0, 0, Conflict
	case g.everyMonth:
	case which >= 2 && g.every:
		weeks, which = which, 0
	case which == 0 && weeks == 0:
		weeks = 1
	}
	if weeks > MostWeeks || which > mostWhich {
		return 0, 0, OutOf
	}
	return weeks, which, ""
}

// hourOf is an hour of 24, from one of 12 where a part of the day was named.
func hourOf(hour, part int) (int, ProblemKind) {
	switch {
	case part == noPart:
		return hour, ""
	case part == am && hour > 12, part == evening && hour == 12:
		return 0, Conflict
	case part == am && hour == 12, part == night && hour == 12:
		return 0, ""
	case part == pm && hour < 12, part == evening && hour < 12, part == night && hour >= 6 && hour < 12:
		return hour + 12, ""
	}
	return hour, ""
}
