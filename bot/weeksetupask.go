package bot

import (
	"context"
	"slices"
	"unicode"
	"unicode/utf8"
)

// The steps of setting up, as the lines of its buttons name them.
const (
	whenStep   = "when"
	zoneStep   = "zone"
	wayStep    = "way"
	chatsStep  = "chats"
	remindStep = "remind"
	pinStep    = "pin"
	talkStep   = "talk"
	planStep   = "plan"
	silentStep = "silent"
)

// Values that no question has among its own.
const (
	skipValue  = "skip"
	otherValue = "other"
)

// A question is one step of setting up.
type question struct {
	step string
	// title names what the question is about, and text asks it.
	title, text string
	// form asks for another answer than the options, empty where there is none.
	form string
	// asked tells whether the question makes sense; nil for always.
	asked   func(w *walk) bool
	options func(b *Bot, w *walk) []option
	// choose puts one of the options into the setup.
	choose func(w *walk, value string)
	// read does so with whatever was typed, or returns what is wrong with it; nil
	// where there are only options.
	read func(b *Bot, w *walk, typed string) Reply
	// onto puts an answer that was taken into a ritual; nil for what is elsewhere.
	onto func(to *Ritual, from Ritual)
}

// An option is an answer to choose.
type option struct {
	label, value string
	// set tells that it is what holds so far.
	set bool
}

// questions are all questions in their order.
func questions() []question {
	return []question{
		{
			step: whenStep, title: "week.setup.when", text: "week.setup.when.ask", form: "week.setup.when.other",
			options: rhythmOptions, read: readRhythm, onto: ontoRhythm,
		},
		{
			step: zoneStep, title: "week.setup.zone", text: "week.setup.zone.ask", form: "week.setup.zone.other",
			asked: zoneless, options: zoneOptions, read: readZone,
		},
		{
			step: wayStep, title: "week.setup.way", text: "week.setup.way.ask", options: wayOptions, choose: chooseWay,
			onto: func(to *Ritual, from Ritual) { to.Rules.Way, to.Rules.Hidden = from.Rules.Way, from.Rules.Hidden },
		},
		{
			step: chatsStep, title: "week.setup.chats", text: "week.setup.chats.ask",
			asked: func(w *walk) bool { return !w.Chat.Private || len(w.others()) > 0 }, options: chatOptions, choose: chooseChats,
			onto: func(to *Ritual, from Ritual) { to.Chats = slices.Clone(from.Chats) },
		},
		{
			step: remindStep, title: "week.setup.remind", text: "week.setup.remind.ask", options: remindOptions, choose: chooseRemind,
			onto: func(to *Ritual, from Ritual) {
				to.Rules.Offsets = reminding(to.Rules.Offsets, from.Rules.Offsets.Remind)
			},
		},
		yesOrNo(pinStep, "week.setup.pin", "week.setup.pin.ask", nil, func(r *Ritual) *bool { return &r.Pin }),
		yesOrNo(talkStep, "week.setup.talk", "week.setup.talk.ask", talks, func(r *Ritual) *bool { return &r.Talk }),
		yesOrNo(planStep, "week.setup.plan", "week.setup.plan.ask", plans, func(r *Ritual) *bool { return &r.Plan }),
		yesOrNo(silentStep, "week.setup.silent", "week.setup.silent.ask", nil, func(r *Ritual) *bool { return &r.Silent }),
	}
}

func questionOf(step string) *question {
	all := questions()
	i := slices.IndexFunc(all, func(q question) bool { return q.step == step })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// yesOrNo is a question about a part of a ritual that is on or off, asked where a
// chat has such a thing.
func yesOrNo(step, title, text string, has func(chat string) bool, part func(*Ritual) *bool) question {
	return question{
		step: step, title: title, text: text,
		asked: func(w *walk) bool { return has == nil || slices.ContainsFunc(w.ritual.Chats, has) },
		options: func(_ *Bot, w *walk) []option {
			on := *part(&w.ritual)
			return []option{{w.say("week.setup.yes"), "yes", on}, {w.say("week.setup.no"), "no", !on}}
		},
		choose: func(w *walk, value string) { *part(&w.setup.Ritual) = value == "yes" },
		onto:   func(to *Ritual, from Ritual) { *part(to) = *part(&from) },
	}
}

// offers reports whether a value is among the options of a question. Any other was
// forged, or is gone since the button was shown.
func (q *question) offers(b *Bot, w *walk, value string) bool {
	return slices.ContainsFunc(q.options(b, w), func(o option) bool { return o.value == value })
}

// questions are those that make sense for the walk.
func (w *walk) questions() []question {
	return slices.DeleteFunc(questions(), func(q question) bool { return q.asked != nil && !q.asked(w) })
}

// zoneless reports whether the club has no zone yet. One that has can change it from
// the preview.
func zoneless(w *walk) bool { return w.settings.Zone == "" }

// ask shows a question.
func (b *Bot) ask(ctx context.Context, w *walk, q question) Reply {
	if q.step == chatsStep {
		b.learn(ctx, w.call, append(w.others(), w.ritual.Chats...)...)
	}
	text := w.say(q.text, "Line", "/week here")
	asked := w.questions()
	at := slices.IndexFunc(asked, func(other question) bool { return other.step == q.step })
	if !w.setup.Seen && at >= 0 {
		text = w.say("week.setup.progress", "Page", at+1, "Pages", len(asked), "Text", text)
	}
	var buttons []Button
	for _, o := range q.options(b, w) {
		if o.set {
			o.label = w.say("week.setup.default", "Text", o.label)
		}
		buttons = append(buttons, Button{Label: o.label, Line: w.line(q.step, o.value)})
	}
	if q.form != "" {
		buttons = append(buttons, Button{Label: w.say(q.form), Line: w.line(q.step, otherValue)})
	}
	if w.setup.Seen {
		return w.reply(text, append(buttons, Button{Label: w.say("week.setup.back"), Line: w.line("show")})...)
	}
	return w.reply(text, append(buttons,
		Button{Label: w.say("week.setup.skip"), Line: w.line(q.step, skipValue)},
		Button{Label: w.say("week.setup.skipall"), Line: w.line("show")})...)
}

// changes offers all questions anew.
func (w *walk) changes() Reply {
	var buttons []Button
	for _, q := range questions() {
		if q.step == zoneStep || q.asked == nil || q.asked(w) {
			buttons = append(buttons, Button{Label: upperFirst(w.say(q.title)), Line: w.line(q.step)})
		}
	}
	return w.reply(w.say("week.setup.change"), append(buttons, Button{Label: w.say("week.setup.back"), Line: w.line("show")})...)
}

// form asks for an answer that is none of the options, filled in with what was wrong.
func (w *walk) form(q *question, typed string) *Form {
	const most = 100
	return &Form{
		Title: w.say(q.form), Line: w.line(q.step), Open: w.line(q.step, otherValue),
		Fields: []Field{{
			Name: q.step, Label: upperFirst(w.say(q.title)), Hint: w.say(q.form + ".hint"),
			Value: cutRunes(typed, most), Required: true, Most: most,
		}},
	}
}

func upperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
