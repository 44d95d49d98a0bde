package console

import (
	"fmt"
	"slices"
	"strings"

	"filmbot/bot"
)

// render lays a reply out in lines of at most width columns; only paths, which
// are where its files are, may be wider. It returns also the lines that its
// numbers stand for: choices first, then the form, then buttons.
func render(r bot.Reply, paths []string, width int) (text string, pressable []string) {
	if r.Form != nil {
		r.Buttons = append([]bot.Button{{Label: r.Form.Title, Line: r.Form.Open}}, r.Buttons...)
	}
	parts := []string{wrap(clean(r.Text), width, "")}
	for _, c := range r.Cards {
		parts = append(parts, card(c, width))
	}
	parts = append(parts, choices(r.Choices, width), strings.Join(paths, "\n"), buttons(r.Buttons, len(r.Choices)+1, width))

	for _, c := range r.Choices {
		pressable = append(pressable, c.Line)
	}
	for _, b := range r.Buttons {
		pressable = append(pressable, b.Line)
	}
	return paragraphs(parts) + "\n", pressable
}

// paragraphs joins what is not empty, with empty lines between.
func paragraphs(parts []string) string {
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "\n\n")
}

// question asks for a field: what it is, and in brackets what is filled in
// already.
func question(f bot.Field, width int) string {
	text := cleanLine(f.Label)
	if f.Hint != "" {
		text += " – " + cleanLine(f.Hint)
	}
	lines := []string{wrap(text, width, "")}
	if f.Value != "" {
		lines = append(lines, wrap("["+clean(f.Value)+"]", width-1, " "))
	}
	return strings.Join(lines, "\n") + "\n"
}

// card lays out a film: a head of short lines, then a paragraph for each section.
func card(c bot.Card, width int) string {
	var head []string
	for _, line := range append([]string{c.Title, c.Original}, c.Details...) {
		if line = cleanLine(line); line != "" {
			head = append(head, wrap(line, width, ""))
		}
	}
	parts := []string{strings.Join(head, "\n")}
	for _, s := range c.Sections {
		text := clean(s.Text)
		if s.Label != "" {
			text = cleanLine(s.Label) + ": " + text
		}
		parts = append(parts, wrap(text, width, ""))
	}
	return paragraphs(parts)
}

// choices is a numbered list, each detail on a line below its label.
func choices(list []bot.Choice, width int) string {
	digits := len(fmt.Sprint(len(list)))
	indent := strings.Repeat(" ", digits+2)
	var out []string
	for i, c := range list {
		text := cleanLine(c.Label)
		if c.Detail != "" {
			text += "\n" + clean(c.Detail)
		}
		out = append(out, fmt.Sprintf("%*d. %s", digits, i+1, wrap(text, width-len(indent), indent)))
	}
	return strings.Join(out, "\n")
}

// buttons stand side by side, as many as fit into a line, numbered from first on.
func buttons(list []bot.Button, first, width int) string {
	const between, deeper = "  ", "    "
	var out strings.Builder
	column := 0
	for i, b := range list {
		text := fmt.Sprintf("[%d] %s", first+i, cleanLine(b.Label))
		w := columns(text)
		switch {
		case i == 0:
		case column+len(between)+w > width:
			out.WriteString("\n")
			column = 0
		default:
			out.WriteString(between)
			column += len(between)
		}
		if w > width {
			text = wrap(text, width-len(deeper), deeper)
		}
		out.WriteString(text)
		column += w
	}
	return out.String()
}
