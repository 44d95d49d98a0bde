package calendar

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// months are the beginnings of their names in English and Russian, in order.
var months = [12][]string{
	{"jan", "янв"}, {"feb", "фев"}, {"mar", "мар"}, {"apr", "апр"}, {"may", "мая", "май"}, {"jun", "июн"},
	{"jul", "июл"}, {"aug", "авг"}, {"sep", "сен"}, {"oct", "окт"}, {"nov", "ноя"}, {"dec", "дек"},
}

var (
	// daysFrom are the days that have names, by how far they are from today.
	daysFrom = map[string]int{
		"yesterday": -1, "today": 0, "tomorrow": 1, "позавчера": -2, "вчера": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2,
	}
	pointsForm = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?\.?$`)
	numberForm = regexp.MustCompile(`^(\d{1,2})(?:st|nd|rd|th|-?го|-?е)?$`)
	yearForm   = regexp.MustCompile(`^\d{4}$`)
)

// ParseDay reads a day as people type it, in English or Russian: "2026-12-04",
// "4.12.", "4 December", "dec 4", "friday", "tomorrow". A day without a year is the next
// that is not before today. One of the week is the nearest to the day near, but not
// before today. "Yesterday" is understood, too: it is for the caller to say that it is
// over. The error is a [*Problem].
func ParseDay(text string, today, near Date) (Date, error) {
	if len(text) > maxLength {
		return Date{}, &Problem{Kind: TooLong}
	}
	said := split(text)
	if len(said) > 1 && words[said[0]].role == filler {
		said = said[1:] // "on friday", "в пятницу"
	}
	if len(said) == 0 {
		return Date{}, &Problem{Kind: NoDay}
	}
	if d, err := ParseDate(said[0]); err == nil && len(said) == 1 {
		return d, nil
	}
	if days, ok := daysFrom[said[0]]; ok && len(said) == 1 {
		return today.add(days), nil
	}
	if w := words[said[0]]; w.role == dayWord && len(said) == 1 {
		from := near.add(-3)
		if from.Before(today) {
			from = today
		}
		return from.add((w.value - int(from.weekday()) + 7) % 7), nil
	}
	d, ok := monthDay(said)
	if !ok {
		return Date{}, &Problem{Unknown, strings.Join(said, " ")}
	}
	if d.Year == 0 {
		for d.Year = today.Year; d.utc().Before(today.utc()) || !d.valid(); d.Year++ {
			if d.Year > today.Year+8 { // more than from one leap year to the next
				break
			}
		}
	}
	if !d.valid() {
		return Date{}, &Problem{OutOf, strings.Join(said, " ")}
	}
	return d, nil
}

// monthDay reads a day of a month. The year is 0 where none was said.
func monthDay(said []string) (d Date, ok bool) {
	if m := pointsForm.FindStringSubmatch(said[0]); m != nil && len(said) == 1 {
		day, _ := strconv.Atoi(m[1])
		month, _ := strconv.Atoi(m[2])
		year, _ := strconv.Atoi(m[3]) // nothing is 0
		return Date{year, time.Month(month), day}, true
	}
	if len(said) == 3 && yearForm.MatchString(said[2]) {
		d.Year, _ = strconv.Atoi(said[2])
		said = said[:2]
	}
	if len(said) != 2 {
		return Date{}, false
	}
	for _, s := range said {
		if m := numberForm.FindStringSubmatch(s); m != nil && d.Day == 0 {
			d.Day, _ = strconv.Atoi(m[1])
		} else if d.Month == 0 {
			d.Month = monthOf(s)
		}
	}
	return d, d.Day > 0 && d.Month > 0
}

// monthOf is the month with a name, or 0.
func monthOf(name string) time.Month {
	for i, forms := range months {
		for _, form := range forms {
			if strings.HasPrefix(name, form) {
				return time.Month(i + 1)
			}
		}
	}
	return 0
}
