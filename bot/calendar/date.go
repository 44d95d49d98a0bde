package calendar

import (
	"errors"
	"time"
)

// A Date is a day of the calendar. The zero value is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

const (
	firstYear = 1970
	lastYear  = 9999
)

const dateForm = "2006-01-02"

var errDate = errors.New("not a date")

// DateOf is the day that a calendar shows at a time, in the location of t.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads a date such as 2026-11-27, from 1970 to 9999.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dateForm, s)
	if err != nil || t.Year() < firstYear {
		return Date{}, errDate // the error of time.Parse repeats what was typed
	}
	return DateOf(t), nil
}

// Before reports whether the day is before another one.
func (d Date) Before(other Date) bool { return d.utc().Before(other.utc()) }

// String is the date as [ParseDate] reads it.
func (d Date) String() string { return d.utc().Format(dateForm) }

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// valid reports whether there is such a day, in a year that can be written down.
func (d Date) valid() bool {
	return d.Year >= firstYear && d.Year <= lastYear && DateOf(d.utc()) == d
}

// utc is the beginning of the day in a place without clock changes, where days
// can be counted.
func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

func (d Date) weekday() time.Weekday { return d.utc().Weekday() }

// add is the date some days later, or earlier for fewer than none.
func (d Date) add(days int) Date { return DateOf(d.utc().AddDate(0, 0, days)) }

// number counts days; day 0 is Monday, 5 January 1970.
func (d Date) number() int {
	const thursday = 4 // 1 January 1970 came four days before
	seconds := d.utc().Unix()
	days := seconds / secondsOfDay
	if seconds%secondsOfDay < 0 {
		days--
	}
	return int(days) - thursday
}

const secondsOfDay = 24 * 60 * 60

// At is the moment at which clocks in a zone show a time of day.
//
// A time that exists twice, because clocks were put back, is the first of the two.
// A time that does not exist, because clocks were put forward, is reckoned with the
// offset that held before, which shifts it forward by what was left out: where
// clocks jump from 02:00 to 03:00, 02:30 is 03:30, and on a day that a zone left out
// altogether any time is that time of the day after. RFC 5545, section 3.3.5, has
// the same rule (https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5).
func At(day Date, hour, minute int, zone *time.Location) time.Time {
	// The wall clock's time as if it were UTC. The moment is less than a day from it,
	// for no zone is a day away from UTC, and none changes its clocks twice in the
	// time looked at or for less than an hour. Time.ZoneBounds would name the changes,
	// but at the end of leap years it gives an end that lies in the past.
	wall := time.Date(day.Year, day.Month, day.Day, hour, minute, 0, 0, time.UTC)
	var shifted time.Time
	for t := wall.Add(-26 * time.Hour); !t.After(wall.Add(26 * time.Hour)); t = t.Add(time.Hour) {
		held := offset(t, zone)
		moment := wall.Add(-held)
		if offset(moment, zone) == held {
			return moment.In(zone)
		}
		if !t.After(moment) {
			shifted = moment // so far the clocks have not passed the time
		}
	}
	return shifted.In(zone)
}

func offset(t time.Time, zone *time.Location) time.Duration {
	_, seconds := t.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}

// exists reports whether a zone has the day. A few have left one out, to change
// sides of the date line: https://data.iana.org/time-zones/tzdb/australasia.
func (d Date) exists(zone *time.Location) bool { return DateOf(At(d, 0, 0, zone)) == d }

// near is the date some days later or earlier of those that a zone has.
func (d Date) near(days int, zone *time.Location) Date {
	step := 1
	if days < 0 {
		step, days = -1, -days
	}
	for range days {
		d = d.add(step)
		for !d.exists(zone) {
			d = d.add(step)
		}
	}
	return d
}
