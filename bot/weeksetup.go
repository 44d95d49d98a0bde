package bot

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// A setup is what a moderator has answered while setting up the film of the week. It
// is kept as the text of a [RitualDraft], so that any process can go on with it.
type setup struct {
	// Ritual and Zone hold the answers to the questions that Done names, and nothing
	// else of meaning: for the rest what is set holds, also if it changes meanwhile.
	Ritual Ritual   `json:"ritual"`
	Zone   string   `json:"zone,omitempty"`
	Done   []string `json:"done,omitempty"`
	// Seen tells that all questions were shown. An answer then leads to the preview.
	Seen bool `json:"seen,omitempty"`
}

// usualTimes stands among [setup.Done] for offsets and limits as a club begins with.
const usualTimes = "times"

// over is what the answers make of the settings of a club. Chats that have left it
// are left out; where none remains it is the one that the moderator is in.
func (s setup) over(c *club, set Settings, here Chat, now time.Time) (Ritual, string) {
	r, zone := begun(set), set.Zone
	if s.answered(usualTimes) {
		usual := round.DefaultRules(r.Rules.Rhythm)
		usual.Way, usual.Hidden = r.Rules.Way, r.Rules.Hidden
		r.Rules = usual
	}
	if s.answered(zoneStep) {
		zone = s.Zone
	}
	for _, q := range questions() {
		if q.onto != nil && s.answered(q.step) {
			q.onto(&r, s.Ritual)
		}
	}
	r.Rules.Rhythm = startingAt(r.Rules, now, zoneOf(Settings{Zone: zone}))
	r.Chats = slices.DeleteFunc(slices.Clone(r.Chats), func(chat string) bool { return !c.owns(chat) })
	if len(r.Chats) == 0 {
		r.Chats = []string{here.Address()}
	}
	if set.Ritual == nil {
		// Nobody was asked about what no chat has.
		r.Talk = r.Talk && slices.ContainsFunc(r.Chats, talks)
		r.Plan = r.Plan && slices.ContainsFunc(r.Chats, plans)
	}
	return r, zone
}

func (s setup) answered(step string) bool { return slices.Contains(s.Done, step) }

// begun is what a club has set, or what it begins with: films by vote on Friday
// evenings, with all that the platforms have for it.
func begun(set Settings) Ritual {
	friday := commonRhythms()[0]
	if set.Ritual == nil {
		return Ritual{Rules: round.DefaultRules(friday), Pin: true, Talk: true, Plan: true}
	}
	r := *set.Ritual
	if !r.Rules.Rhythm.Valid() {
		r.Rules.Rhythm = friday
	}
	return r
}

// A walk is a setup on its way through a request.
type walk struct {
	*call
	draft Draft
	setup setup
	// ritual and zone are what the club would have.
	ritual Ritual
	zone   string
}

// settle works out what the answers so far come to.
func (w *walk) settle(now time.Time) {
	w.ritual, w.zone = w.setup.over(w.club, w.settings, w.Chat, now)
}

func (w *walk) location() *time.Location { return zoneOf(Settings{Zone: w.zone}) }

// line is the line of a button of the walk.
func (w *walk) line(words ...string) string {
	return join(append([]string{"/week ritual", w.draft.ID}, words...)...)
}

func (w *walk) reply(text string, buttons ...Button) Reply {
	return Reply{Text: text, Buttons: buttons, Private: !w.Pressed, Replace: w.Pressed}
}

// setUpWeek answers "/week setup" with the first question, and "/week setup friday
// 8pm" with what comes of it.
func (b *Bot) setUpWeek(ctx context.Context, c *call) Reply {
	w := &walk{call: c, draft: b.newDraft(c, RitualDraft, "")}
	if c.settings.Ritual == nil && len(w.others()) > 0 {
		// Nobody joins chats of two platforms to keep the film from one of them.
		w.setup.Ritual.Chats = append([]string{c.Chat.Address()}, w.others()...)
		w.setup.Done = []string{chatsStep}
	}
	w.settle(b.now())
	if c.argument == "" {
		if err := b.keepWalk(ctx, w); err != nil {
			return b.fail(ctx, c, err)
		}
		return b.ask(ctx, w, questions()[0])
	}
	w.setup.Seen = true
	return b.answer(ctx, w, questionOf(whenStep), c.argument)
}

// goOnSettingUp answers "/week ritual <draft> <step> <value>", which the buttons and
// forms of the walk give.
func (b *Bot) goOnSettingUp(ctx context.Context, c *call) Reply {
	w, other, ok := b.walkOf(ctx, c)
	if !ok {
		return other
	}
	_, rest := cutWord(c.argument)
	step, value := cutWord(rest)
	switch step {
	case "show":
		return b.preview(ctx, w)
	case "change":
		return w.changes()
	case "save":
		return b.saveRitual(ctx, w, value == "start")
	case "cancel":
		if err := b.store.DropDraft(ctx, w.draft.ID); err != nil {
			return b.fail(ctx, c, err)
		}
		return w.reply(c.say("draft.cancelled"))
	case usualTimes:
		return b.take(ctx, w, usualTimes)
	}
	q := questionOf(step)
	switch {
	case q == nil:
		return c.refuse(c.say("draft.gone"))
	case c.Fields != nil:
		return b.answer(ctx, w, q, clean(c.Fields[step]))
	case value == "":
		return b.ask(ctx, w, *q)
	case value == skipValue:
		return b.next(ctx, w, q.step)
	case value == otherValue && q.form != "":
		return Reply{Form: w.form(q, ""), Private: true}
	}
	return b.answer(ctx, w, q, value)
}

// walkOf returns the walk that a line names, if the person may go on with it.
// Otherwise it returns what to answer.
func (b *Bot) walkOf(ctx context.Context, c *call) (*walk, Reply, bool) {
	id, _ := cutWord(c.argument)
	d, err := b.store.Draft(ctx, id)
	w := &walk{call: c, draft: d}
	switch {
	case errors.Is(err, ErrNotFound) || err == nil && (d.Club != c.id || d.Kind != RitualDraft):
		return nil, c.refuse(c.say("draft.gone")), false
	case err != nil:
		return nil, b.fail(ctx, c, err), false
	case d.Owner != "" && d.Owner != c.User.Key():
		return nil, c.refuse(c.say("draft.foreign")), false
	}
	if refusal := b.refusalTo(ctx, c, moderator, "/week setup"); refusal != "" {
		return nil, c.refuse(refusal), false
	}
	if err := json.Unmarshal([]byte(d.Text), &w.setup); err != nil {
		return nil, c.refuse(c.say("draft.gone")), false
	}
	w.settle(b.now())
	return w, Reply{}, true
}

func (b *Bot) keepWalk(ctx context.Context, w *walk) error {
	text, err := json.Marshal(w.setup)
	if err != nil {
		return err
	}
	w.draft.Text, w.draft.At = string(text), b.now()
	return b.store.KeepDraft(ctx, w.draft)
}

// answer takes an answer, or says what is wrong with it.
func (b *Bot) answer(ctx context.Context, w *walk, q *question, value string) Reply {
	switch {
	case q.read != nil:
		if problem := q.read(b, w, value); !problem.Empty() {
			if err := b.keepWalk(ctx, w); err != nil {
				return b.fail(ctx, w.call, err)
			}
			return problem
		}
	case !q.offers(b, w, value):
		return b.ask(ctx, w, *q)
	default:
		q.choose(w, value)
	}
	return b.take(ctx, w, q.step)
}

// take notes that a step is done, and goes on.
func (b *Bot) take(ctx context.Context, w *walk, step string) Reply {
	if !w.setup.answered(step) {
		w.setup.Done = append(w.setup.Done, step)
	}
	w.settle(b.now())
	if err := b.keepWalk(ctx, w); err != nil {
		return b.fail(ctx, w.call, err)
	}
	return b.next(ctx, w, step)
}

// next shows the question after a step, or where that was the last one, the preview.
func (b *Bot) next(ctx context.Context, w *walk, step string) Reply {
	asked := w.questions()
	i := slices.IndexFunc(asked, func(q question) bool { return q.step == step })
	if w.setup.Seen || i < 0 || i+1 == len(asked) {
		return b.preview(ctx, w)
	}
	return b.ask(ctx, w, asked[i+1])
}

// suggestRhythms completes the day and the hour.
func (b *Bot) suggestRhythms(_ context.Context, c *call) []Choice {
	typed := strings.ToLower(strings.TrimSpace(c.argument))
	var out []Choice
	if r, err := calendar.ParseRhythm(typed); err == nil {
		line := join(c.row.line(), typed)
		out = append(out, Choice{Label: c.rhythm(r), Line: line, Typed: line})
	}
	for _, r := range commonRhythms() {
		label, line := c.rhythm(r), join(c.row.line(), r.String())
		if strings.Contains(label, typed) || strings.Contains(line, typed) {
			out = append(out, Choice{Label: label, Line: line, Typed: line})
		}
	}
	return out
}

// startingAt is the rhythm with its weeks counted from the first night that a round
// which begins then has time for.
func startingAt(rules round.Rules, now time.Time, zone *time.Location) calendar.Rhythm {
	weekly := rules.Rhythm
	weekly.Weeks = min(weekly.Weeks, 1)
	if night, _, ok := calendar.Begin(rules.Way, weekly, now, now, zone, rules.Offsets); ok {
		now = night.Add(-time.Second)
	}
	return rules.Rhythm.Starting(now, zone)
}
