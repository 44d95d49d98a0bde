package bot

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// previewNights is how many nights a preview names.
const previewNights = 4

// preview shows what is about to be saved and what comes of it.
func (b *Bot) preview(ctx context.Context, w *walk) Reply {
	if !w.setup.Seen {
		w.setup.Seen = true
		if err := b.keepWalk(ctx, w); err != nil {
			return b.fail(ctx, w.call, err)
		}
	}
	change, cancel := Button{Label: w.say("week.setup.edit"), Line: w.line("change")}, Button{Label: w.say("button.cancel"), Line: w.line("cancel")}
	if len(w.ritual.Chats) == 0 {
		return w.reply(w.say("week.setup.nochats"), change, cancel)
	}
	if problem := w.problem(w.ritual.Rules); problem != "" {
		return w.reply(problem, Button{Label: w.say("week.setup.usual"), Line: w.line(usualTimes)}, change, cancel)
	}
	r := w.reply("", Button{Label: w.say("button.save"), Line: w.line("save")}, change, cancel)
	underWay := b.underWay(ctx, w.call)
	if !underWay {
		start := Button{Label: w.say("week.setup.savestart"), Line: w.line("save", "start")}
		r.Buttons = append([]Button{start}, r.Buttons...)
	}
	r.Text = w.say("week.setup.preview") + "\n" + w.summary(b.now())
	w.nights(&r, b.now(), underWay)
	if lacks := b.lacksIn(ctx, w.call, w.ritual, w.ritual.Chats); lacks != "" {
		r.Text += "\n\n" + lacks
	}
	return r
}

// summary says what was chosen.
func (w *walk) summary(now time.Time) string {
	var t strings.Builder
	line := func(id, value string) { t.WriteString("\n" + upperFirst(w.say(id)) + ": " + value) }
	line("week.setup.when", w.rhythmAsOf(now))
	zone := orElse(w.zone, "UTC")
	if w.zone == "" {
		zone = w.say("week.setup.nozone", "Zone", zone)
	}
	line("week.setup.zone", zone)
	line("week.setup.way", w.way(w.ritual))
	line("week.setup.chats", w.chatNames(w.ritual.Chats))
	line("week.setup.remind", w.reminder(w.ritual.Rules.Offsets.Remind))
	line("week.setup.extras", w.extras())
	if w.ritual.Role.Key != "" {
		line("week.setup.role", w.ritual.Role.Name)
	}
	return t.String()
}

// rhythmAsOf is the rhythm in words. The day that its weeks are counted from matters
// only as long as it is ahead.
func (w *walk) rhythmAsOf(now time.Time) string {
	r := w.ritual.Rules.Rhythm
	if !r.From.IsZero() && calendar.At(r.From, 0, 0, w.location()).Before(now) {
		r = dateless(r)
	}
	return w.rhythm(r)
}

// extras are the parts of the ritual that are on.
func (w *walk) extras() string {
	var on []string
	for _, part := range []struct {
		on bool
		id string
	}{
		{w.ritual.Pin, "week.setup.pin"}, {w.ritual.Talk, "week.setup.talk"},
		{w.ritual.Plan, "week.setup.plan"}, {w.ritual.Silent, "week.setup.silent"},
	} {
		if part.on {
			on = append(on, w.say(part.id))
		}
	}
	if on == nil {
		return w.say("week.setup.none")
	}
	return strings.Join(on, ", ")
}

// nights adds the next film nights, and the posts of a round that would begin at a
// time.
func (w *walk) nights(r *Reply, now time.Time, underWay bool) {
	rules, zone := w.ritual.Rules, w.location()
	add := func(t time.Time, more string) {
		m := w.bareMoment(t, zone)
		r.Moments = append(r.Moments, m)
		r.Text += "\n• " + m.Text + more
	}
	night, steps, ok := calendar.Begin(rules.Way, rules.Rhythm, now, now, zone, rules.Offsets)
	if !ok {
		return // the rules were checked
	}
	next := append([]time.Time{night}, rules.Rhythm.Nights(night, zone, previewNights-1)...)
	if underWay {
		// Its night may be one that is too near for a new round.
		next = rules.Rhythm.Nights(now, zone, previewNights)
	}
	r.Text += "\n\n" + w.say("week.setup.nights", "Zone", zone.String())
	for _, t := range next {
		add(t, "")
	}
	r.Text += "\n\n" + w.say("week.setup.first")
	for _, step := range steps {
		switch id := stepText(rules.Way, step.Kind); {
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

// problem says why rules cannot be, and what to do. It is empty where they can.
func (w *walk) problem(rules round.Rules) string {
	err := rules.Check()
	switch wrong, ok := errors.AsType[*calendar.OffsetError](err); {
	case ok && wrong.Against != "":
		return w.say("week.setup.contradicts", "Name", w.offset(wrong.Field), "Title", w.offset(wrong.Against))
	case ok:
		return w.say("week.setup.outof", "Name", w.offset(wrong.Field))
	case err != nil:
		return w.say("week.setup.outof", "Name", w.say("week.setup.limits"))
	case !rules.Offsets.Fits(rules.Way, rules.Rhythm):
		return w.say("week.setup.nofit", "Text", w.rhythm(rules.Rhythm))
	}
	return ""
}

// offset names one of the times of a round.
func (s *speech) offset(f calendar.Field) string {
	return s.nth("week.setup.offsets", slices.IndexFunc(calendar.Bounds(), func(b calendar.Bound) bool { return b.Field == f }))
}
