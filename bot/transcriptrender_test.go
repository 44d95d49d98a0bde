package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"filmbot/bot"
)

// arrow begins the line above a message that nobody asked for.
const arrow = "→ "

// render writes a reply as the transcripts have it.
func render(r bot.Reply) string {
	var p page
	var marks []string
	if r.Private {
		marks = append(marks, "privately")
	}
	if r.Replace {
		marks = append(marks, "in place")
	}
	if r.Silent {
		marks = append(marks, "silently")
	}
	if r.Ping != "" {
		marks = append(marks, "calls "+r.Ping)
	}
	if len(marks) > 0 {
		p.write("(" + strings.Join(marks, ", ") + ")")
	}
	if r.Empty() {
		p.write("(nothing)")
	}
	if r.Text != "" {
		p.write(r.Text)
	}
	for _, card := range r.Cards {
		p.card(card)
	}
	for i, choice := range r.Choices {
		line := fmt.Sprintf("%d. %s", i+1, choice.Label)
		if choice.Detail != "" {
			line += " — " + choice.Detail
		}
		p.write(line + " → " + choice.Line)
	}
	for _, button := range r.Buttons {
		p.write("[" + button.Label + "] → " + button.Line)
	}
	if r.Form != nil {
		p.form(r.Form)
	}
	for _, file := range r.Files {
		p.file(file)
	}
	return p.String() + "\n"
}

// page is where a reply is written.
type page struct{ strings.Builder }

// write writes lines, a little to the right.
func (p *page) write(s string) { p.under("  ", s) }

func (p *page) under(margin, s string) {
	for line := range strings.SplitSeq(s, "\n") {
		p.WriteString(margin + line + "\n")
	}
}

func (p *page) card(c bot.Card) {
	p.write("┌ " + c.Title)
	if c.Original != "" {
		p.write("│ " + c.Original)
	}
	for _, d := range c.Details {
		p.write("│ " + d)
	}
	for _, s := range c.Sections {
		p.write("├ " + strings.TrimPrefix(s.Label+": "+s.Text, ": "))
	}
}

func (p *page) form(f *bot.Form) {
	p.write("form " + f.Title + " → " + f.Line + " (" + f.Open + ")")
	for _, field := range f.Fields {
		p.field(field.Name, field)
	}
	if f.Whole != nil {
		p.field("whole", *f.Whole)
	}
}

// field writes a field: "title* Title and year — The Ascent (1977)". A star is on
// what must be filled in, dots are on what may have several lines.
func (p *page) field(name string, f bot.Field) {
	if f.Required {
		name += "*"
	}
	if f.Long {
		name += "…"
	}
	line := name + " " + f.Label
	if f.Hint != "" {
		line += " — " + f.Hint
	}
	if f.Most > 0 {
		line += fmt.Sprintf(" (at most %d)", f.Most)
	}
	p.under("    ", line)
	if f.Value != "" {
		p.under("    = ", f.Value)
	}
}

// shownLines is how many lines of a file are shown.
const shownLines = 30

func (p *page) file(f bot.Attachment) {
	p.write(fmt.Sprintf("file %s, %d bytes", f.Name, len(f.Data)))
	if !utf8.Valid(f.Data) {
		return
	}
	lines := strings.Split(strings.TrimSuffix(string(f.Data), "\n"), "\n")
	for i, line := range lines {
		if i == shownLines {
			p.under("    ", fmt.Sprintf("… and %d lines", len(lines)-i))
			return
		}
		p.under("    ", line)
	}
}

// checkReply checks what package bot promises adapters about a reply.
func checkReply(t testing.TB, to string, r bot.Reply) {
	t.Helper()
	for _, b := range buttons(r) {
		if n := len(b.Line); n > bot.MaxLine || !strings.HasPrefix(b.Line, "/") || b.Label == "" {
			t.Errorf("%s: the button %q has the line %q of %d bytes", to, b.Label, b.Line, n)
		}
	}
	for _, f := range r.Files {
		if f.Name == "" || strings.ContainsAny(f.Name, `/\`) || !strings.Contains(f.Name, ".") {
			t.Errorf("%s: a file is called %q", to, f.Name)
		}
	}
	if r.Form != nil {
		checkForm(t, to, r.Form)
	}
	for _, m := range r.Moments {
		if !strings.Contains(r.Text, m.Text) || m.Text == "" {
			t.Errorf("%s: the text does not name the moment %q", to, m.Text)
		}
	}
}

func checkForm(t testing.TB, to string, f *bot.Form) {
	t.Helper()
	if n := utf8.RuneCountInString(f.Title); n == 0 || n > 45 {
		t.Errorf("%s: the title of the form %q has %d characters, want 1 to 45", to, f.Title, n)
	}
	for _, line := range []string{f.Line, f.Open} {
		if len(line) > bot.MaxLine || !strings.HasPrefix(line, "/") {
			t.Errorf("%s: the form %q has the line %q of %d bytes", to, f.Title, line, len(line))
		}
	}
	if n := len(f.Fields); n < 1 || n > 5 || n > 1 && f.Whole == nil {
		t.Errorf("%s: the form %q has %d fields, and as a whole %v", to, f.Title, n, f.Whole)
	}
	fields := f.Fields
	if f.Whole != nil {
		fields = append(fields[:len(fields):len(fields)], *f.Whole)
	}
	for i, field := range fields {
		longest := 45
		if i == len(f.Fields) {
			longest = 100 // what asks for the whole stands in no modal
		}
		most := field.Most
		if most == 0 {
			most = bot.MaxField
		}
		switch {
		case field.Name == "" || i < len(f.Fields) && named(f.Fields[:i], field.Name):
			t.Errorf("%s: the field %d of the form %q is called %q", to, i+1, f.Title, field.Name)
		case field.Label == "" || utf8.RuneCountInString(field.Label) > longest || utf8.RuneCountInString(field.Hint) > 100:
			t.Errorf("%s: the field %q has the label %q of %d characters, want 1 to %d, and the hint %q of %d, want 100 at most", to,
				field.Name, field.Label, utf8.RuneCountInString(field.Label), longest, field.Hint, utf8.RuneCountInString(field.Hint))
		case most > bot.MaxField || utf8.RuneCountInString(field.Value) > most:
			t.Errorf("%s: the field %q takes %d characters and holds %d", to, field.Name, most, utf8.RuneCountInString(field.Value))
		}
	}
}

func named(fields []bot.Field, name string) bool {
	for _, f := range fields {
		if f.Name == name {
			return true
		}
	}
	return false
}
