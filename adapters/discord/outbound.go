package discord

import (
	"slices"
	"strconv"
	"strings"

	"filmbot/bot"
)

// Limits of a message
// (https://docs.discord.com/developers/resources/message#embed-object-embed-limits).
const (
	maxContent     = 2000
	maxEmbeds      = 10
	maxTitle       = 256
	maxDescription = 4096
	maxEmbedsTotal = 6000
)

// Flags of a message.
const flagEphemeral = 1 << 6

// message is what Discord takes for a new or an edited message. Empty lists are
// sent, because an edit that leaves them out keeps what was there.
type message struct {
	Content     string     `json:"content"`
	Embeds      []embed    `json:"embeds"`
	Components  []row      `json:"components"`
	Attachments []uploaded `json:"attachments,omitzero"`
	Mentions    mentions   `json:"allowed_mentions"`
	Flags       int        `json:"flags,omitempty"`

	files []bot.Attachment
	// left is how many files of the reply cannot be sent.
	left int
}

type embed struct {
	Title       string `json:"title,omitempty"`
	Description string `json:"description,omitempty"`
	Color       int    `json:"color"`
}

// render makes a message of a reply. A form is a button that opens it.
func render(r bot.Reply) message {
	calling, reached := call(r.Ping)
	m := message{Embeds: []embed{}, Components: []row{}, Mentions: reached}
	m.files, m.left = fitting(r.Files)
	m.Attachments = uploads(m.files)
	actions := actionsOf(r)
	choices := choicesOf(r.Choices, rowsLeft(actions)*maxInRow)
	text := called(calling, r)
	numbered := slices.ContainsFunc(choices, func(c bot.Choice) bool { return strings.TrimSpace(c.Detail) != "" })
	if !numbered {
		m.Content = text.cut(maxContent).text()
		m.Embeds = cards(r.Cards, maxEmbedsTotal)
		m.Components = layout(titled(choices), actions)
		return m
	}
	list := listOf(choices)
	if len(r.Cards) == 0 && text.width()+width(paragraph)+list.width() <= maxContent {
		m.Content = joined(text, list.text())
		m.Components = layout(numbers(len(list), choices), actions)
		return m
	}
	m.Content = text.cut(maxContent).text()
	room := min(list.width(), maxListBesideCards)
	m.Embeds = cards(r.Cards[:min(len(r.Cards), maxEmbeds-1)], maxEmbedsTotal-room)
	list = list.whole(min(maxDescription, maxEmbedsTotal-total(m.Embeds)))
	if len(list) > 0 {
		m.Embeds = append(m.Embeds, embed{Description: list.text(), Color: quiet})
	}
	m.Components = layout(numbers(len(list), choices), actions)
	return m
}

// called is the text of a reply behind what calls a role.
func called(calling string, r bot.Reply) markup {
	text := timedText(r.Text, r.Moments, maxContent-width(calling)-1)
	switch {
	case text.blank() && calling == "":
		return nil
	case text.blank():
		return markup{calling}
	case calling == "":
		return text
	}
	return append(markup{calling, " "}, text...)
}

// ephemeral makes a message that only the person sees who asked.
func ephemeral(m message) message {
	m.Flags |= flagEphemeral
	return m
}

// edit makes of a message what one becomes that is there already. Files that it had
// go.
func (m message) edit() message {
	if m.Attachments == nil {
		m.Attachments = []uploaded{}
	}
	return m
}

func (m message) empty() bool {
	return m.Content == "" && len(m.Embeds) == 0 && len(m.Components) == 0 && len(m.files) == 0
}

const (
	// maxListBesideCards is what of the embeds' total a list may take before the
	// cards have had their part.
	maxListBesideCards = 2000
	maxChoiceLabel     = 256
	maxChoiceDetail    = 300
	paragraph          = "\n\n"
)

// lines is a text that may lose lines from its end, but no part of one.
type lines []string

func (l lines) text() string { return strings.Join(l, "\n") }

func (l lines) width() int { return width(l.text()) }

// whole returns the lines that fit a length.
func (l lines) whole(limit int) lines {
	n := 0
	for i, line := range l {
		if i > 0 {
			n++
		}
		if n += width(line); n > limit {
			return l[:i]
		}
	}
	return l
}

// listOf numbers choices.
func listOf(choices []bot.Choice) lines {
	var out lines
	for i, c := range choices {
		name := plainText(strconv.Itoa(i+1) + ".")
		if title := oneLine(c.Label).cut(maxChoiceLabel); !title.blank() {
			name = append(append(name, " "), title...)
		}
		line := bold(name).text()
		if detail := oneLine(c.Detail).cut(maxChoiceDetail); !detail.blank() {
			line += " — " + detail.text()
		}
		out = append(out, line)
	}
	return out
}

// joined puts a list under a text.
func joined(text markup, list string) string {
	if len(text) == 0 {
		return list
	}
	return text.text() + paragraph + list
}
