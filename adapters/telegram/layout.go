package telegram

import (
	"fmt"
	"slices"
	"strings"

	"filmbot/bot"
)

// A style is a tag of Telegram's HTML, with its attributes; plain text has none.
type style string

const (
	plain  style = ""
	bold   style = "b"
	italic style = "i"
	pre    style = "pre"
)

// mention is the style of somebody's name that tells Telegram who is meant
// (https://core.telegram.org/bots/api#html-style).
func mention(user string) style { return style(`a href="tg://user?id=` + user + `"`) }

// link is the style of a text that leads to an address, which has no quotation marks.
func link(address string) style { return style(`a href="` + htmlEscaper.Replace(address) + `"`) }

// tag is the name of the tag.
func (s style) tag() string {
	name, _, _ := strings.Cut(string(s), " ")
	return name
}

// A run is a piece of text in one style.
type run struct {
	style style
	text  string
}

// A rank tells in which order parts give way when a reply is too long.
type rank int

const (
	rankSection rank = iota // gives way first
	rankCard
	rankChoice
	rankText
	ranks
	rankFixed // never gives way
)

// A part is a paragraph or a line of a message.
type part struct {
	rank rank
	gap  string // what parts it from the one before
	runs []run
}

func (p part) units() int {
	n := units(p.gap)
	for _, r := range p.runs {
		n += units(r.text)
	}
	return n
}

const (
	line      = "\n"
	paragraph = "\n\n"
)

// A layout is the text of a reply in reading order.
type layout []part

// lay arranges a reply.
func lay(r bot.Reply) layout {
	var l layout
	l.add(rankText, paragraph, run{plain, clean(r.Text)})
	for _, c := range r.Cards {
		l.addCard(c)
	}
	if listed(r.Choices) {
		gap := paragraph
		for i, c := range r.Choices {
			l.addChoice(gap, i+1, c)
			gap = line
		}
	}
	return l
}

// add appends a part, unless the last of its runs has nothing to show.
func (l *layout) add(k rank, gap string, runs ...run) {
	if blank(runs[len(runs)-1].text) {
		return
	}
	*l = append(*l, part{k, gap, runs})
}

func (l *layout) addCard(c bot.Card) {
	before := len(*l)
	l.add(rankCard, paragraph, run{bold, cleanLine(c.Title)})
	l.add(rankCard, line, run{italic, cleanLine(c.Original)})
	for _, d := range c.Details {
		l.add(rankCard, line, run{plain, cleanLine(d)})
	}
	// Only the first labelled section stands off from what is before it: a card
	// must not bury a chat.
	gap := paragraph
	for _, s := range c.Sections {
		label := cleanLine(s.Label)
		if blank(label) {
			l.add(rankSection, paragraph, run{plain, clean(s.Text)})
			gap = paragraph
			continue
		}
		l.add(rankSection, gap, run{bold, withColon(label)}, run{plain, " " + clean(s.Text)})
		gap = line
	}
	if len(*l) > before {
		(*l)[before].gap = paragraph
	}
}

// withColon ends a label that does not end a sentence by itself.
func withColon(label string) string {
	if strings.ContainsAny(label[len(label)-1:], ":?!.") {
		return label
	}
	return label + ":"
}

func (l *layout) addChoice(gap string, n int, c bot.Choice) {
	runs := []run{{plain, fmt.Sprintf("%d. ", n)}, {bold, shown(cleanLine(c.Label))}}
	if detail := cleanLine(c.Detail); !blank(detail) {
		runs = append(runs, run{plain, " — " + detail})
	}
	l.add(rankChoice, gap, runs...)
}

// listed reports whether choices are a numbered list in the text. Otherwise they
// are buttons only.
func listed(choices []bot.Choice) bool {
	return slices.ContainsFunc(choices, func(c bot.Choice) bool { return !blank(c.Detail) })
}

// shown is a text that can be seen in any case: Telegram refuses blank ones.
func shown(s string) string {
	if blank(s) {
		return ellipsis
	}
	return s
}

func (l layout) units() int {
	n := 0
	for _, p := range l {
		n += p.units()
	}
	return n
}

// fit shortens a layout to a number of units, from the end, the least important
// parts first.
func (l layout) fit(limit int) layout {
	over := l.units() - limit
	if over <= 0 {
		return l
	}
	l = slices.Clone(l)
	for k := range ranks {
		for i := len(l) - 1; i >= 0 && over > 0; i-- {
			if l[i].rank != k {
				continue
			}
			before := l[i].units()
			l[i] = l[i].shorten(before - over)
			over -= before - l[i].units()
		}
	}
	return slices.DeleteFunc(l, func(p part) bool { return len(p.runs) == 0 })
}

// stump is the length below which the rest of a part is not worth showing.
const stump = 24

// shorten cuts a part down to a number of units, or to nothing at all.
func (p part) shorten(limit int) part {
	left := limit - units(p.gap)
	if left < stump {
		return part{rank: p.rank}
	}
	out := part{rank: p.rank, gap: p.gap}
	for _, r := range p.runs {
		whole := r.text
		if r.text = cut(whole, left); r.text != "" {
			out.runs = append(out.runs, r)
		}
		if r.text != whole {
			break
		}
		left -= units(whole)
	}
	return out
}

// choices is how many numbered choices are in the text.
func (l layout) choices() int {
	n := 0
	for _, p := range l {
		if p.rank == rankChoice {
			n++
		}
	}
	return n
}

// html is the text in Telegram's HTML.
func (l layout) html() string {
	return l.write(func(b *strings.Builder, r run) {
		text := htmlEscaper.Replace(r.text)
		if r.style == plain {
			b.WriteString(text)
			return
		}
		b.WriteString("<" + string(r.style) + ">" + text + "</" + r.style.tag() + ">")
	})
}

// plain is the text without styles.
func (l layout) plain() string {
	return l.write(func(b *strings.Builder, r run) { b.WriteString(r.text) })
}

func (l layout) write(write func(*strings.Builder, run)) string {
	var b strings.Builder
	for i, p := range l {
		if i > 0 {
			b.WriteString(p.gap)
		}
		for _, r := range p.runs {
			write(&b, r)
		}
	}
	return b.String()
}
