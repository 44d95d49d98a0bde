package discord

import (
	"strings"

	"filmbot/bot"
)

// quiet is the colour beside cards and lists.
const quiet = 0x5B7083

const (
	// leastCard is what a card must have room for to be shown at all.
	leastCard  = 80
	maxSection = 256
)

// cards makes an embed of each card, as far as a total length goes.
func cards(films []bot.Card, room int) []embed {
	out := []embed{}
	for _, c := range films {
		if len(out) == maxEmbeds || room < leastCard {
			break
		}
		e := card(c, room)
		if e.Title == "" && e.Description == "" {
			continue
		}
		room -= width(e.Title) + width(e.Description)
		out = append(out, e)
	}
	return out
}

// card makes an embed of a card: below the title the original one and the
// details, then the sections, each a paragraph.
func card(c bot.Card, room int) embed {
	e := embed{Color: quiet}
	if title := oneLine(c.Title); !title.blank() {
		e.Title = title.cut(min(maxTitle, room)).text()
	}
	room -= width(e.Title)
	body := cardHead(c)
	for _, s := range c.Sections {
		text := linkedText(strings.TrimSpace(s.Text))
		if text.blank() {
			continue
		}
		if len(body) > 0 {
			body = append(body, paragraph)
		}
		body = append(body, sectionLabel(s.Label)...)
		body = append(body, text...)
	}
	e.Description = body.cut(min(maxDescription, room)).text()
	return e
}

// cardHead is the original title and the details, one a line.
func cardHead(c bot.Card) markup {
	var head markup
	for _, line := range append([]markup{italic(oneLine(c.Original).cut(maxTitle))}, details(c)...) {
		if line.blank() {
			continue
		}
		if len(head) > 0 {
			head = append(head, "\n")
		}
		head = append(head, line...)
	}
	return head
}

func details(c bot.Card) []markup {
	var out []markup
	for _, d := range c.Details {
		out = append(out, oneLine(d))
	}
	return out
}

// sectionLabel is the bold beginning of a section.
func sectionLabel(s string) markup {
	text := oneLine(s).cut(maxSection)
	if text.blank() {
		return nil
	}
	if !strings.ContainsAny(text[len(text)-1], ".:;!?…") {
		text = append(text, ":")
	}
	return append(bold(text), " ")
}

// total is the length of embeds that Discord adds up.
func total(embeds []embed) int {
	n := 0
	for _, e := range embeds {
		n += width(e.Title) + width(e.Description)
	}
	return n
}
