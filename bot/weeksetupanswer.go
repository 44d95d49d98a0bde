package bot

import (
	"slices"
	"strings"

	"filmbot/bot/calendar"
)

// wayTexts name the ways of choosing a film, in the order in which they are offered.
var wayTexts = []struct {
	value     string
	way       calendar.Way
	hidden    bool // standings
	name, how string
}{
	{"vote", calendar.ByVote, false, "week.setup.vote", "week.setup.vote.how"},
	{"secret", calendar.ByVote, true, "week.setup.secret", "week.setup.secret.how"},
	{"random", calendar.AtRandom, false, "week.setup.random", "week.setup.random.how"},
	{"pick", calendar.ByPick, false, "week.setup.pick", "week.setup.pick.how"},
}

func wayOptions(_ *Bot, w *walk) []option {
	var out []option
	for _, t := range wayTexts {
		out = append(out, option{w.say(t.name), t.value, w.way(w.ritual) == w.say(t.how)})
	}
	return out
}

func chooseWay(w *walk, value string) {
	for _, t := range wayTexts {
		if t.value == value {
			w.setup.Ritual.Rules.Way, w.setup.Ritual.Rules.Hidden = t.way, t.hidden
		}
	}
}

// way says how a ritual's film is chosen.
func (s *speech) way(r Ritual) string {
	hidden := r.Rules.Hidden && r.Rules.Way == calendar.ByVote
	for _, t := range wayTexts {
		if t.way == r.Rules.Way && t.hidden == hidden {
			return s.say(t.how)
		}
	}
	return "—"
}

// reminders are the times before the night that are offered.
func reminders() []calendar.Span {
	return []calendar.Span{{Hours: 1}, {Hours: 3}, {Days: 1}, {}}
}

func remindOptions(_ *Bot, w *walk) []option {
	set := w.ritual.Rules.Offsets.Remind
	all := reminders()
	if !slices.Contains(all, set) {
		all = append([]calendar.Span{set}, all...)
	}
	var out []option
	for _, span := range all {
		out = append(out, option{upperFirst(w.reminder(span)), span.String(), span == set})
	}
	return out
}

func chooseRemind(w *walk, value string) {
	if span, err := calendar.ParseSpan(value); err == nil {
		w.setup.Ritual.Rules.Offsets.Remind = span
	}
}

// reminder says how long before the night a reminder comes.
func (s *speech) reminder(span calendar.Span) string {
	var parts []string
	if span.Days > 0 {
		parts = append(parts, s.say("week.when.days", "N", span.Days))
	}
	if span.Hours > 0 {
		parts = append(parts, s.say("week.when.hours", "N", span.Hours))
	}
	if parts == nil {
		return s.say("week.setup.none")
	}
	return s.say("week.setup.before", "Text", strings.Join(parts, " "))
}

// reminding is offsets with a reminder. A reminder comes after the announcement, so
// for one a whole day before the night the film is announced two days before it. A
// shorter one brings that back to what is usual.
func reminding(o calendar.Offsets, remind calendar.Span) calendar.Offsets {
	usual := calendar.DefaultOffsets()
	early := usual
	early.Announce, early.Prompt = calendar.Span{Days: 2}, calendar.Span{Days: 3}
	day := calendar.Span{Days: 1}
	o.Remind, usual.Remind, early.Remind = remind, remind, remind
	switch {
	case remind == day && o == usual:
		return early
	case remind != day && o == early:
		return usual
	}
	return o
}

// mostOtherChats is how many other chats are offered, so that all fit on a message
// with the rest.
const mostOtherChats = 10

// others are the chats of the club that are known beside this one: those that posts
// go to already, and groups that are places by themselves.
func (w *walk) others() []string {
	var known []string
	if w.settings.Ritual != nil {
		known = slices.Clone(w.settings.Ritual.Chats)
	}
	for _, place := range w.places {
		in := func(chat string) bool { return ChatOf(chat).Place() == place }
		if ChatOf(place).Platform == "telegram" && place != w.Chat.Place() && !slices.ContainsFunc(known, in) {
			known = append(known, place)
		}
	}
	var out []string
	for _, chat := range known {
		if w.owns(chat) && chat != w.Chat.Address() && !slices.Contains(out, chat) && len(out) < mostOtherChats {
			out = append(out, chat)
		}
	}
	return out
}

const (
	hereValue = "here"
	allValue  = "all"
)

// chatsOf are the chats that a value of the question stands for.
func (w *walk) chatsOf(value string) []string {
	here := w.Chat.Address()
	switch value {
	case hereValue:
		return []string{here}
	case allValue:
		return append([]string{here}, w.others()...)
	}
	for _, other := range w.others() {
		if chatMark(other) == value {
			return []string{here, other}
		}
	}
	return nil
}

func chatOptions(_ *Bot, w *walk) []option {
	others := w.others()
	out := []option{{label: w.say("week.setup.onlyhere"), value: hereValue}}
	for _, other := range others {
		out = append(out, option{label: w.say("week.setup.hereand", "Chat", w.chatNames([]string{other})), value: chatMark(other)})
	}
	if len(others) > 1 {
		out = append(out, option{label: w.say("week.setup.allchats"), value: allValue})
	}
	for i := range out {
		out[i].set = sameChats(w.chatsOf(out[i].value), w.ritual.Chats)
	}
	if !slices.ContainsFunc(out, func(o option) bool { return o.set }) && len(w.ritual.Chats) > 0 {
		out = append([]option{{w.chatNames(w.ritual.Chats), skipValue, true}}, out...)
	}
	return out
}

func chooseChats(w *walk, value string) { w.setup.Ritual.Chats = w.chatsOf(value) }

func sameChats(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// mostNamed is how many chats are named in a row.
const mostNamed = 4

// firstChatNames is chatNames at the beginning of a line. A name stays as people write
// it there, too.
func (c *call) firstChatNames(chats []string) string {
	list := c.chatNames(chats)
	if c.names[chats[0]] != "" {
		return list
	}
	return upperFirst(list)
}

// chatNames names chats to people of this one. Where only the platform can be named that
// several are on, it says its own name of the chat, too.
func (c *call) chatNames(chats []string) string {
	var names []string
	for _, chat := range chats[:min(mostNamed, len(chats))] {
		name := c.chatName(chat)
		if at := ChatOf(chat); chat != c.Chat.Address() && at.Platform == c.Chat.Platform && c.names[chat] == "" {
			name = c.say("week.setup.chat", "Chat", name, "Name", strings.TrimPrefix(at.Key(), at.Platform+":"))
		}
		names = append(names, name)
	}
	list := strings.Join(names, ", ")
	if more := len(chats) - len(names); more > 0 {
		list = c.some("week.setup.chatsmore", more, "Names", list)
	}
	return list
}

// talks reports whether a chat can have a thread or a topic for the film: a channel
// on Discord, a forum on Telegram.
func talks(chat string) bool {
	at := ChatOf(chat)
	return plans(chat) || at.Platform == "telegram" && at.Topic != ""
}

// plans reports whether a chat is on a server that has events.
func plans(chat string) bool {
	at := ChatOf(chat)
	return at.Platform == "discord" && at.Server != ""
}
