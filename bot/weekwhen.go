package bot

import (
	"strings"
	"time"

	"filmbot/bot/calendar"
)

// A namedTime is a time for a text to name, as clocks in a zone show it. The text
// chooses the form that its sentence needs, and with it the preposition, which some
// languages cannot part from the words: {{.Night}}, {{.Night.On}}. What a form says
// is noted in the reply, so that its moments are those that the text names, in its
// order, in every language.
type namedTime struct {
	speech *speech
	// reply is nil where nothing is noted.
	reply *Reply
	at    time.Time
	zone  *time.Location
}

// named is a time for a text of a reply to name.
func (s *speech) named(r *Reply, t time.Time, zone *time.Location) namedTime {
	return namedTime{speech: s, reply: r, at: t, zone: zone}
}

// String is the time by itself: "Friday, 27 November, 20:00 (Europe/Berlin)".
func (n namedTime) String() string { return n.noted(bareForm, false) }

// On is for what happens then: "on Friday, …".
func (n namedTime) On() string { return n.noted(onForm, false) }

// Until is for what goes on until then: "until Friday, …".
func (n namedTime) Until() string { return n.noted(untilForm, false) }

// To is for what is moved there: "to Friday, …".
func (n namedTime) To() string { return n.noted(toForm, false) }

// Line is the time on a line of its own: "Friday, …".
func (n namedTime) Line() string { return n.noted(bareForm, true) }

// Day is the day alone, for what may be years ago: "27 November 2026". It is no moment.
func (n namedTime) Day() string { return n.speech.date(calendar.DateOf(n.at.In(n.zone))) }

func (n namedTime) noted(form string, line bool) string {
	m := Moment{Text: n.speech.clock(form, n.at, n.zone) + " (" + n.zone.String() + ")", At: n.at, Full: line}
	if line {
		m.Text = upperFirst(m.Text)
	}
	if n.reply != nil {
		n.reply.Moments = append(n.reply.Moments, m)
	}
	return m.Text
}

// listed is a moment in a list below the name of its zone.
func (s *speech) listed(t time.Time, zone *time.Location) Moment {
	return Moment{Text: s.clock(bareForm, t, zone), At: t, Full: true}
}

// The forms of a time: what the names of the texts that make it end with.
const (
	bareForm  = ""
	onForm    = ".on"
	untilForm = ".until"
	toForm    = ".to"
)

// clock is a time in one of its forms, as clocks in a zone show it.
func (s *speech) clock(form string, t time.Time, zone *time.Location) string {
	at := t.In(zone)
	return s.say("week.when.moment"+form,
		"Word", s.nth("week.when.day"+form, int(at.Weekday())), "Number", at.Day(),
		"Name", s.nth("week.when.month", int(at.Month())-1), "Time", at.Format("15:04"))
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
