package discord

import (
	"strconv"

	"filmbot/bot"
)

// Limits of buttons
// (https://docs.discord.com/developers/components/reference#action-row).
const (
	maxRows     = 5
	maxInRow    = 5
	maxLabel    = 80
	maxCustomID = 100
)

// Types of components and styles of buttons.
const (
	typeRow        = 1
	typeButton     = 2
	stylePrimary   = 1
	styleSecondary = 2
)

type row struct {
	Type       int      `json:"type"`
	Components []button `json:"components"`
}

type button struct {
	Type     int    `json:"type"`
	Style    int    `json:"style"`
	Label    string `json:"label"`
	CustomID string `json:"custom_id"`
}

// newButton returns a button, or false where Discord would refuse it.
func newButton(text, line string) (button, bool) {
	text = label(text, maxLabel)
	if text == "" || line == "" || width(line) > maxCustomID {
		return button{}, false
	}
	return button{Type: typeButton, Style: styleSecondary, Label: text, CustomID: line}, true
}

// actionsOf makes buttons of a reply's form and of its own buttons, as many as fit
// a message.
func actionsOf(r bot.Reply) []button {
	var out []button
	if r.Form != nil {
		if one, ok := newButton(r.Form.Title, r.Form.Open); ok {
			out = append(out, one)
		}
	}
	for _, b := range r.Buttons {
		if one, ok := newButton(b.Label, b.Line); ok {
			out = append(out, one)
		}
	}
	return unique(out, nil, maxRows*maxInRow)
}

// rowsLeft is how many rows the actions leave for choices.
func rowsLeft(actions []button) int {
	return maxRows - (len(actions)+maxInRow-1)/maxInRow
}

// choicesOf drops repeated choices, and those beyond a limit.
func choicesOf(choices []bot.Choice, limit int) []bot.Choice {
	var out []bot.Choice
	known := map[string]bool{}
	for _, c := range choices {
		if len(out) == limit {
			break
		}
		if c.Line != "" && known[c.Line] {
			continue
		}
		known[c.Line] = true
		out = append(out, c)
	}
	return out
}

// titled makes a button of each choice.
func titled(choices []bot.Choice) []button {
	var out []button
	for _, c := range choices {
		if one, ok := newButton(c.Label, c.Line); ok {
			out = append(out, one)
		}
	}
	return out
}

// numbers makes a button of the number of each of the first choices.
func numbers(n int, choices []bot.Choice) []button {
	var out []button
	for i, c := range choices[:n] {
		if one, ok := newButton(strconv.Itoa(i+1), c.Line); ok {
			out = append(out, one)
		}
	}
	return out
}

// layout puts choices and then actions into rows of their own. Where there is
// nothing to choose, the first action stands out.
func layout(choices, actions []button) []row {
	choices = unique(choices, actions, len(choices))
	if len(choices) == 0 && len(actions) > 0 {
		actions[0].Style = stylePrimary
	}
	return append(rows(choices, perRow(choices, rowsLeft(actions))), rows(actions, maxInRow)...)
}

// perRow is how many choices share a row: numbers as many as go in, titles as
// few as the rows allow, so that they can be read.
func perRow(choices []button, rows int) int {
	if rows == 0 || len(choices) == 0 || width(choices[0].Label) <= len("25") {
		return maxInRow
	}
	return (len(choices) + rows - 1) / rows
}

func rows(buttons []button, n int) []row {
	out := []row{}
	for len(buttons) > 0 {
		n := min(n, len(buttons))
		out = append(out, row{Type: typeRow, Components: buttons[:n]})
		buttons = buttons[n:]
	}
	return out
}

// unique drops buttons whose custom id stands in others or came before.
func unique(buttons, others []button, limit int) []button {
	known := map[string]bool{}
	for _, b := range others {
		known[b.CustomID] = true
	}
	var out []button
	for _, b := range buttons {
		if known[b.CustomID] || len(out) == limit {
			continue
		}
		known[b.CustomID] = true
		out = append(out, b)
	}
	return out
}
