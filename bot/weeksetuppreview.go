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

// preview shows what is about to be saved and what comes of it.
func (b *Bot) preview(ctx context.Context, w *walk) Reply {
	if !w.setup.Seen {
		w.setup.Seen = true
		if err := b.keepWalk(ctx, w); err != nil {
			return b.fail(ctx, w.call, err)
		}
	}
	change, cancel := Button{Label: w.say("week.setup.edit"), Line: w.line("change")}, Button{Label: w.say("button.cancel"), Line: w.line("cancel")}
	if problem := w.problem(w.ritual.Rules); problem != "" {
		return w.reply(problem, Button{Label: w.say("week.setup.usual"), Line: w.line(usualTimes)}, change, cancel)
	}
	r := w.reply("", Button{Label: w.say("button.save"), Line: w.line("save")}, change, cancel)
	current, underWay := b.underWay(ctx, w.call)
	if !underWay {
		start := Button{Label: w.say("week.setup.savestart"), Line: w.line("save", "start")}
		r.Buttons = append([]Button{start}, r.Buttons...)
	}
	b.learn(ctx, w.call, slices.Concat(w.ritual.Chats, []string{w.settings.Review}, w.placesElsewhere())...)
	r.Text = w.say("week.setup.preview") + "\n" + w.summary(b.now())
	if underWay {
		w.outlookFrom(current, b.now()).onto(w, &r)
	} else {
		w.outlook(b.now()).onto(w, &r)
	}
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
	if left := w.left(); left != "" {
		line("week.setup.left", w.say("week.setup.left.how", "Names", left, "Line", "/week here"))
	}
	line("week.setup.remind", w.reminder(w.ritual.Rules.Offsets.Remind))
	line("week.setup.extras", w.extras())
	if w.ritual.Role.Key != "" {
		line("week.setup.role", w.ritual.Role.Name)
	}
	if chat := w.noteChatAmong(w.ritual.Chats); chat != "" {
		name := w.chatNames([]string{chat})
		if chat != w.settings.Review {
			name = w.say("week.setup.notes.moved", "Chat", name, "Line", "/club review")
		}
		line("week.setup.notes", name)
	}
	return t.String()
}

// left names the places of the club in which nothing is posted.
func (w *walk) left() string {
	var names []string
	for _, place := range w.elsewhere() {
		if slices.ContainsFunc(w.ritual.Chats, func(chat string) bool { return ChatOf(chat).Place() == place }) {
			continue
		}
		at := serverAt(place)
		names = append(names, orElse(w.names[at.Address()], w.say("club.elsewhere", "Chat", platformName(at.Platform))))
	}
	return w.people(names, mostNamed)
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
		{w.ritual.Pin, "week.setup.pin"},
		{w.ritual.Talk && slices.ContainsFunc(w.ritual.Chats, talks), "week.setup.talk"},
		{w.ritual.Plan && slices.ContainsFunc(w.ritual.Chats, plans), "week.setup.plan"},
		{w.ritual.Silent, "week.setup.silent"},
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
