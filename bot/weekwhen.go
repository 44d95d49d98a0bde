package bot

import (
	"strings"
	"time"

	"filmbot/bot/calendar"
)

// moment is a time as clocks in a zone show it, with the words for it: "Friday,
// 27 November, 20:00 (Europe/Berlin)".
func (s *speech) moment(t time.Time, zone *time.Location) Moment {
	m := s.bareMoment(t, zone)
	m.Text += " (" + zone.String() + ")"
	return m
}

// bareMoment is a moment that does not name the zone, for lists below its name.
func (s *speech) bareMoment(t time.Time, zone *time.Location) Moment {
	at := t.In(zone)
	return Moment{At: t, Text: s.say("week.when.moment",
		"Word", s.nth("week.when.day", int(at.Weekday())), "Number", at.Day(),
		"Name", s.nth("week.when.month", int(at.Month())-1), "Time", at.Format("15:04"))}
}

// date is a day without its time: "27 November 2026".
func (s *speech) date(d calendar.Date) string {
	return s.say("week.when.date", "Number", d.Day, "Name", s.nth("week.when.month", int(d.Month)-1), "Year", d.Year)
}

// nth is one of the forms that stand in one text, separated by bars. Names of days
// begin with Sunday. The bars keep the forms of a word, which another language may
// have more of, in the texts.
func (s *speech) nth(id string, i int) string {
	return strings.Split(s.say(id), "|")[i]
}

// monthly are the texts for the weekdays of a month, by which one it is.
var monthly = map[int]string{
	1: "week.when.first", 2: "week.when.second", 3: "week.when.third", 4: "week.when.fourth", calendar.Last: "week.when.last",
}

// rhythm is when film nights are, in words: "every Friday at 20:00".
func (s *speech) rhythm(r calendar.Rhythm) string {
	if !r.Valid() {
		return "—"
	}
	at := time.Date(0, 1, 1, r.Hour, r.Minute, 0, 0, time.UTC).Format("15:04")
	day := int(r.Day)
	var said string
	switch {
	case r.Weeks == 1:
		said = s.say("week.when.weekly", "Word", s.nth("week.when.every", day), "Time", at)
	case r.Weeks == 2:
		said = s.say("week.when.other", "Word", s.nth("week.when.on", day), "Time", at)
	case r.Weeks > 1:
		said = s.say("week.when.weeks", "N", r.Weeks, "Word", s.nth("week.when.on", day), "Time", at)
	default:
		said = s.say("week.when.monthly", "Word", s.nth(monthly[r.Which], day), "Time", at)
	}
	if !r.From.IsZero() {
		said = s.say("week.when.from", "Text", said, "When", s.date(r.From))
	}
	return said
}
