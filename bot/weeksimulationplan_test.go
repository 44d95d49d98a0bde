package bot_test

import (
	"time"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// What follows reckons when nights and steps are, without package calendar's own
// reckoning.

// clocksAt is when clocks in a zone show a time of day: the first time if they do so
// twice, and by the clocks of before where they never do.
func clocksAt(zone *time.Location, year int, month time.Month, day, hour, minute int) time.Time {
	wall := time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	_, before := wall.Add(-36 * time.Hour).In(zone).Zone()
	_, after := wall.Add(36 * time.Hour).In(zone).Zone()
	ways := []time.Time{wall.Add(-time.Duration(max(before, after)) * time.Second), wall.Add(-time.Duration(min(before, after)) * time.Second)}
	for _, t := range ways { // the earlier one first
		if at := t.In(zone); at.Format(time.DateTime) == wall.Format(time.DateTime) {
			return t
		}
	}
	return wall.Add(-time.Duration(before) * time.Second)
}

// daysFrom is the time of day of another time some days away, of the days that the
// zone has.
func daysFrom(t time.Time, days int, zone *time.Location) time.Time {
	at := t.In(zone)
	day := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
	step := 1
	if days < 0 {
		step, days = -1, -days
	}
	for days > 0 {
		day = day.AddDate(0, 0, step)
		if noon := clocksAt(zone, day.Year(), day.Month(), day.Day(), 12, 0).In(zone); noon.Day() == day.Day() {
			days--
		}
	}
	return clocksAt(zone, day.Year(), day.Month(), day.Day(), at.Hour(), at.Minute())
}

func spanBefore(t time.Time, s calendar.Span, zone *time.Location) time.Time {
	if s.Days > 0 {
		t = daysFrom(t, -s.Days, zone)
	}
	return t.Add(-time.Duration(s.Hours) * time.Hour)
}

func spanAfter(t time.Time, s calendar.Span, zone *time.Location) time.Time {
	if s.Days > 0 {
		t = daysFrom(t, s.Days, zone)
	}
	return t.Add(time.Duration(s.Hours) * time.Hour)
}

func fullHours(s calendar.Span) time.Duration { return time.Duration(24*s.Days+s.Hours) * time.Hour }

func later(times ...time.Time) time.Time {
	last := times[0]
	for _, t := range times[1:] {
		if t.After(last) {
			last = t
		}
	}
	return last
}

var waySteps = map[calendar.Way][]calendar.Kind{
	calendar.ByVote:   {"open", "ballot", "close", "announce", "remind", "night", "ask", "archive"},
	calendar.AtRandom: {"open", "close", "announce", "remind", "night", "ask", "archive"},
	calendar.ByPick:   {"open", "prompt", "announce", "remind", "night", "ask", "archive"},
}

// planned are the steps that are ahead in a round, after those that are settled, and
// whether there is time for them.
func planned(way calendar.Way, settled []round.Step, now, night time.Time, zone *time.Location, o calendar.Offsets) (ahead []round.Step, fits bool) {
	times := make(map[calendar.Kind]time.Time)
	kinds, last := waySteps[way], time.Time{}
	for _, s := range settled {
		times[s.Kind], last = s.Due, s.Due
		if s.Mark == round.DoneLate {
			times[s.Kind], last = s.At, s.At
		}
		for i, k := range kinds {
			if k == s.Kind {
				kinds = kinds[i+1:]
				break
			}
		}
	}
	opened, noticed := times["open"], night.Add(-fullHours(o.Notice))
	fits = true
	for _, k := range kinds {
		due := night
		switch k {
		case "ballot":
			due = later(spanBefore(night, o.Ballot, zone), opened.Add(fullHours(o.Nominate)))
		case "prompt":
			due = spanBefore(night, o.Prompt, zone)
		case "close", "announce":
			if due = spanBefore(night, o.Announce, zone); due.After(noticed) {
				due = noticed
			}
			began, voted := times["ballot"]
			if !voted {
				due = later(due, opened.Add(fullHours(o.Nominate)))
			} else if began.After(spanBefore(night, o.Ballot, zone)) {
				due = later(due, began.Add(fullHours(o.Vote)))
			}
		case "remind":
			if due = spanBefore(night, o.Remind, zone); fullHours(o.Remind) == 0 || !due.After(times["announce"]) {
				continue
			}
		case "ask":
			if due = spanAfter(night, o.Ask, zone); fullHours(o.Ask) == 0 {
				continue
			}
		case "archive":
			due = spanAfter(night, o.Archive, zone)
		}
		due = later(due, now, last)
		fits = fits && (k != "announce" || !due.After(noticed))
		times[k], last = due, due
		ahead = append(ahead, round.Step{Kind: k, Due: due})
	}
	return ahead, fits && (night.After(now) || len(kinds) < 3)
}

// nightsOf are the nights of a rhythm after a time, as many as any round can look at.
func nightsOf(r calendar.Rhythm, after time.Time, zone *time.Location) (nights []time.Time) {
	day := after.UTC().Truncate(24*time.Hour).AddDate(0, 0, -4)
	from := time.Date(1970, 1, 5, 0, 0, 0, 0, time.UTC)
	if !r.From.IsZero() {
		from = time.Date(r.From.Year, r.From.Month, r.From.Day, 0, 0, 0, 0, time.UTC)
	}
	for from.Weekday() != r.Day {
		from = from.AddDate(0, 0, 1)
	}
	for ; len(nights) < 8; day = day.AddDate(0, 0, 1) {
		if day.Weekday() != r.Day || !r.From.IsZero() && day.Before(from) {
			continue
		}
		which := (day.Day()-1)/7 + 1
		weeks := int(day.Sub(from).Hours()+0.5) / 24 / 7
		switch {
		case r.Weeks > 0 && weeks%r.Weeks != 0,
			r.Which > 0 && which != r.Which,
			r.Which < 0 && day.AddDate(0, 0, 7).Month() == day.Month():
			continue
		}
		if at := clocksAt(zone, day.Year(), day.Month(), day.Day(), r.Hour, r.Minute); at.After(after) {
			nights = append(nights, at)
		}
	}
	return nights
}

// firstNight is the first night after a time for which a round has time.
func firstNight(rules round.Rules, settled []round.Step, after, now time.Time, zone *time.Location) (time.Time, []round.Step) {
	for _, night := range nightsOf(rules.Rhythm, after, zone) {
		if steps, ok := planned(rules.Way, settled, now, night, zone, rules.Offsets); ok {
			return night, steps
		}
	}
	return time.Time{}, nil
}
