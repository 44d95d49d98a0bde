package bot

import (
	"errors"
	"slices"
	"strings"
	"time"

	"filmbot/bot/calendar"
)

// commonRhythms are those that most clubs have.
func commonRhythms() []calendar.Rhythm {
	return []calendar.Rhythm{
		{Weeks: 1, Day: time.Friday, Hour: 20},
		{Weeks: 1, Day: time.Saturday, Hour: 20},
		{Weeks: 1, Day: time.Sunday, Hour: 19},
		{Weeks: 2, Day: time.Friday, Hour: 20},
		{Which: 1, Day: time.Friday, Hour: 20},
	}
}

func rhythmOptions(_ *Bot, w *walk) []option {
	set := dateless(w.ritual.Rules.Rhythm)
	all := commonRhythms()
	if !slices.Contains(all, set) {
		all = append([]calendar.Rhythm{set}, all...)
	}
	var out []option
	for _, r := range all {
		out = append(out, option{upperFirst(w.rhythm(r)), r.String(), r == set})
	}
	return out
}

// dateless is a rhythm without the day that its weeks are counted from.
func dateless(r calendar.Rhythm) calendar.Rhythm {
	r.From = calendar.Date{}
	return r
}

// readRhythm takes a day and an hour.
func readRhythm(_ *Bot, w *walk, typed string) Reply {
	r, err := calendar.ParseRhythm(typed)
	if err != nil {
		q := questionOf(whenStep)
		return Reply{Text: w.rhythmProblem(err, typed), Form: w.form(q, typed), Private: true}
	}
	w.setup.Ritual.Rules.Rhythm = r
	return Reply{}
}

// ontoRhythm keeps the weeks of a rhythm counted as they are where the same one is
// chosen again.
func ontoRhythm(to *Ritual, from Ritual) {
	chosen := from.Rules.Rhythm
	if !chosen.From.IsZero() || chosen != dateless(to.Rules.Rhythm) {
		to.Rules.Rhythm = chosen
	}
}

var rhythmProblems = map[calendar.ProblemKind]string{
	calendar.NoDay:    "week.when.noday",
	calendar.NoHour:   "week.when.nohour",
	calendar.NoWhich:  "week.when.nowhich",
	calendar.Unknown:  "week.when.unknown",
	calendar.OutOf:    "week.when.outof",
	calendar.Conflict: "week.when.conflict",
	calendar.TooLong:  "week.when.long",
}

// rhythmProblem says what is wrong with a rhythm that somebody typed.
func (s *speech) rhythmProblem(err error, typed string) string {
	id, word := rhythmProblems[calendar.Unknown], typed
	if p, ok := errors.AsType[*calendar.Problem](err); ok {
		id = orElse(rhythmProblems[p.Kind], id)
		word = orElse(p.Word, typed)
	}
	return s.say(id, "Word", echo(word), "Text", echo(typed), "Words", s.say("week.when.examples"))
}

// zoneOptions are zones that people who speak the language are likely to live in.
func zoneOptions(b *Bot, w *walk) []option {
	set := orElse(w.zone, "UTC")
	names := strings.Split(w.say("week.setup.zones"), "|")
	if !slices.Contains(names, set) {
		names = append([]string{set}, names...)
	}
	var out []option
	for _, name := range names {
		out = append(out, option{zoneLabel(name, b.now()), name, name == set})
	}
	return out
}

// readZone takes a time zone by whatever people call it, or offers those that may be
// meant.
func readZone(b *Bot, w *walk, typed string) Reply {
	q := questionOf(zoneStep)
	if strings.EqualFold(typed, "UTC") {
		w.setup.Zone = "UTC"
		return Reply{}
	}
	found, sure := zonesCalled(typed, b.now())
	switch {
	case len(found) == 0:
		return Reply{Text: w.say("week.setup.zone.unknown", "Text", echo(typed)), Form: w.form(q, typed), Private: true}
	case !sure:
		return b.whichOfZones(w, "week.setup.zone.nearest", typed, found[:min(mostNearest, len(found))])
	case len(found) > 1:
		return b.whichOfZones(w, "week.setup.zone.several", typed, found)
	}
	w.setup.Zone = found[0]
	return Reply{}
}

// whichOfZones offers zones.
func (b *Bot) whichOfZones(w *walk, text, typed string, names []string) Reply {
	q := questionOf(zoneStep)
	r := w.reply(w.say(text, "Text", echo(typed)))
	for _, name := range names[:min(mostRivals, len(names))] {
		r.Buttons = append(r.Buttons, Button{Label: zoneLabel(name, b.now()), Line: w.line(q.step, name)})
	}
	r.Buttons = append(r.Buttons, Button{Label: w.say(q.form), Line: w.line(q.step, otherValue)})
	return r
}
