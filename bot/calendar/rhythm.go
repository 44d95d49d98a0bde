package calendar

import (
	"fmt"
	"iter"
	"strings"
	"time"
)

// A Rhythm says when a club has its film nights: on a weekday of every week, of
// every so many weeks, or on the n-th such weekday of every month, at a time of day.
// Rhythms can be compared with ==.
type Rhythm struct {
	// Weeks is from one night to the next, 1 to [MostWeeks]; 0 for a monthly rhythm.
	Weeks int
	// Which of its weekdays a month's night is on: 1 to 4, or [Last]; 0 for a rhythm
	// of weeks.
	Which int
	Day   time.Weekday
	// Hour, 0 to 23, and Minute of the night, on the clocks of the club's zone.
	Hour, Minute int
	// From is a day before which there are no nights, or the zero Date. The first
	// [Rhythm.Day] on it or after it begins the count of weeks; with the zero Date
	// weeks are counted from that of Monday, 5 January 1970.
	From Date
}

const (
	// MostWeeks from one night to the next.
	MostWeeks = 8
	// Last is the last weekday of its name in a month, the fourth or the fifth.
	Last = -1

	mostWhich = 4
)

// Valid reports whether all fields are within their bounds.
func (r Rhythm) Valid() bool {
	weekly := r.Weeks >= 1 && r.Weeks <= MostWeeks && r.Which == 0
	monthly := r.Weeks == 0 && (r.Which == Last || r.Which >= 1 && r.Which <= mostWhich)
	return (weekly || monthly) &&
		r.Day >= time.Sunday && r.Day <= time.Saturday &&
		r.Hour >= 0 && r.Hour < 24 && r.Minute >= 0 && r.Minute < 60 &&
		(r.From.IsZero() || r.From.valid())
}

// String is the text form, which [ParseRhythm] reads: "weekly fri 20:00",
// "every 2 weeks fri 20:00 from 2026-11-27", "2nd fri 20:00", "last sun 18:30". It
// is empty for a rhythm that is not valid.
func (r Rhythm) String() string {
	if !r.Valid() {
		return ""
	}
	often := ""
	switch {
	case r.Weeks == 1:
		often = "weekly"
	case r.Weeks > 1:
		often = fmt.Sprintf("every %d weeks", r.Weeks)
	default:
		often = map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", Last: "last"}[r.Which]
	}
	day := strings.ToLower(r.Day.String()[:3])
	text := fmt.Sprintf("%s %s %02d:%02d", often, day, r.Hour, r.Minute)
	if !r.From.IsZero() {
		text += " from " + r.From.String()
	}
	return text
}

// Starting is the rhythm with the count of its weeks begun anew, by the first
// possible night after a time. It is for a rhythm of several weeks that was given
// without a date; others it leaves as they are.
func (r Rhythm) Starting(after time.Time, zone *time.Location) Rhythm {
	if r.Weeks <= 1 || !r.From.IsZero() {
		return r
	}
	weekly := r
	weekly.Weeks = 1
	for day := range weekly.days(earliest(after, zone)) {
		if r.On(day, zone).After(after) {
			r.From = day // not the date of the night, which may have been shifted past its day
			break
		}
	}
	return r
}

// On is the time of a film night on a day, which need not be one of the rhythm's:
// of a night that was moved by hand, or that stays on its day when the hour or the
// zone changes.
func (r Rhythm) On(day Date, zone *time.Location) time.Time {
	return At(day, r.Hour, r.Minute, zone)
}

// Next is the first film night strictly after a time, by the rule of [At]. It is
// the zero Time for a rhythm that is not valid.
func (r Rhythm) Next(after time.Time, zone *time.Location) time.Time {
	if !r.Valid() {
		return time.Time{}
	}
	var night time.Time
	for day := range r.days(earliest(after, zone)) {
		if night = r.On(day, zone); night.After(after) {
			break
		}
	}
	return night
}

// earliest is the first day whose night can come after a time: a night is shifted
// past its day by a day at most, and that day is left out.
func earliest(after time.Time, zone *time.Location) Date {
	return DateOf(after.In(zone)).add(-2)
}

// Nights are the next n film nights strictly after a time, in order.
func (r Rhythm) Nights(after time.Time, zone *time.Location, n int) []time.Time {
	var nights []time.Time
	for len(nights) < n && r.Valid() {
		after = r.Next(after, zone)
		nights = append(nights, after)
	}
	return nights
}

// days yields the days of the rhythm, beginning with the first on or after a day,
// without end.
func (r Rhythm) days(on Date) iter.Seq[Date] {
	if r.From.number() > on.number() {
		on = r.From
	}
	if r.Weeks == 0 {
		return r.monthly(on)
	}
	first := r.From
	if first.IsZero() {
		first = epoch
	}
	first = first.add(daysUntil(first, r.Day))
	return func(yield func(Date) bool) {
		period := 7 * r.Weeks
		passed := on.number() - first.number()
		day := on.add(((-passed)%period + period) % period)
		for yield(day) {
			day = day.add(period)
		}
	}
}

var epoch = Date{1970, time.January, 5}

func (r Rhythm) monthly(on Date) iter.Seq[Date] {
	return func(yield func(Date) bool) {
		month := Date{on.Year, on.Month, 1}
		for ; ; month = DateOf(month.utc().AddDate(0, 1, 0)) {
			day := r.within(month)
			if day.number() >= on.number() && !yield(day) {
				return
			}
		}
	}
}

// within is the rhythm's day of the month that begins on a date.
func (r Rhythm) within(month Date) Date {
	if r.Which != Last {
		return month.add(daysUntil(month, r.Day) + 7*(r.Which-1))
	}
	end := DateOf(month.utc().AddDate(0, 1, -7)) // seven days on all of which it may be
	return end.add(daysUntil(end, r.Day))
}

// daysUntil counts the days from a date to the next weekday of a kind, 0 if the
// date is one.
func daysUntil(from Date, day time.Weekday) int {
	return int(day-from.weekday()+7) % 7
}
