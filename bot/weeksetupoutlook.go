package bot

import (
	"time"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// previewNights is how many nights a preview names.
const previewNights = 4

// An outlook is what comes of a ritual: its next nights, and the steps of a round.
type outlook struct {
	nights []time.Time
	// title heads the steps.
	title string
	way   calendar.Way
	steps calendar.Steps
}

// outlook is what comes of a round that begins now.
func (w *walk) outlook(now time.Time) outlook {
	rules, zone := w.ritual.Rules, w.location()
	night, steps, ok := calendar.Begin(rules.Way, rules.Rhythm, now, now, zone, rules.Offsets)
	if !ok {
		return outlook{} // the rules were checked
	}
	nights := append([]time.Time{night}, rules.Rhythm.Nights(night, zone, previewNights-1)...)
	return outlook{nights: nights, title: "week.setup.first", way: rules.Way, steps: steps}
}

// outlookFrom is what comes of a round under way when it takes the ritual over.
func (w *walk) outlookFrom(r round.Round, now time.Time) outlook {
	rules, zone := w.ritual.Rules, w.location()
	if adapted, _, err := r.Adapt(rules, now, zone); err == nil {
		r = adapted
	}
	o := outlook{title: "week.setup.underway", way: r.Rules.Way}
	after := r.Night
	if r.Night.After(now) {
		o.nights = append(o.nights, r.Night)
	}
	if r.Place.After(after) {
		after = r.Place
	}
	o.nights = append(o.nights, rules.Rhythm.Nights(after, zone, previewNights-len(o.nights))...)
	for _, step := range r.Steps {
		if !step.Settled() && r.Paused.IsZero() && stepText(o.way, step.Kind) != "" {
			o.steps = append(o.steps, calendar.Step{Kind: step.Kind, Due: step.Due})
		}
	}
	return o
}

// onto adds the outlook to a reply.
func (o outlook) onto(w *walk, r *Reply) {
	zone := w.location()
	add := func(t time.Time, more string) {
		m := w.listed(t, zone)
		r.Moments = append(r.Moments, m)
		r.Text += "\n• " + m.Text + more
	}
	r.Text += "\n\n" + w.say("week.setup.nights", "Zone", zone.String())
	for _, t := range o.nights {
		add(t, "")
	}
	if len(o.steps) == 0 {
		return
	}
	r.Text += "\n\n" + w.say(o.title)
	for _, step := range o.steps {
		switch id := stepText(o.way, step.Kind); {
		case step.Kind == calendar.Open:
			r.Text += "\n• " + w.say(id)
		case id != "":
			add(step.Due, " — "+w.say(id))
		}
	}
}

// stepText is what is posted at a step, empty where that is nothing of its own.
func stepText(way calendar.Way, k calendar.Kind) string {
	switch k {
	case calendar.Open:
		return "week.setup.step.open"
	case calendar.Ballot:
		return "week.setup.step.ballot"
	case calendar.Prompt:
		return "week.setup.step.prompt"
	case calendar.Announce:
		return map[calendar.Way]string{
			calendar.ByVote: "week.setup.step.voted", calendar.AtRandom: "week.setup.step.drawn", calendar.ByPick: "week.setup.step.announce",
		}[way]
	case calendar.Remind:
		return "week.setup.step.remind"
	case calendar.Night:
		return "week.setup.step.night"
	case calendar.Ask:
		return "week.setup.step.ask"
	}
	return ""
}
