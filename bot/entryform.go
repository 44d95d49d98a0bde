package bot

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"filmbot/catalog"
)

// The fields of a form for a film. Five are as many as a modal has, so what has
// no field of its own goes into the details, a key and a value on each line.
const (
	fieldTitle       = "title"
	fieldOriginal    = "original"
	fieldDirector    = "director"
	fieldDetails     = "details"
	fieldDescription = "description"
	// fieldEntry is all of it in the text form.
	fieldEntry = "entry"
)

// keyed are the fields that stand for one key of the text form.
var keyed = []struct{ field, key string }{
	{fieldOriginal, "Original:"},
	{fieldDirector, "Director:"},
	{fieldDescription, "Description:"},
}

// entryForm asks for a film. The text is what is filled in already: the text
// form, or what somebody took for it.
func (s *speech) entryForm(title, line, open, text string) *Form {
	values := entryFields(text)
	field := func(name string, long, required bool) Field {
		return Field{
			Name: name, Label: s.say("form." + name), Hint: s.say("form." + name + ".hint"), Value: cutRunes(values[name], MaxField),
			Long: long, Required: required,
		}
	}
	whole := field(fieldEntry, true, true)
	whole.Value = cutRunes(strings.TrimSpace(text), MaxField)
	return &Form{
		Title: s.say(title), Line: line, Open: open, Whole: &whole,
		Fields: []Field{
			field(fieldTitle, false, true), field(fieldOriginal, false, false), field(fieldDirector, false, false),
			field(fieldDescription, true, false), field(fieldDetails, true, false),
		},
	}
}

// entryFields takes a text apart into the fields of its form. Every line of it
// goes somewhere, also of a text that is wrong.
func entryFields(text string) map[string]string {
	values := make(map[string]string)
	var details []string
	for i, line := range strings.Split(strings.TrimRightFunc(text, unicode.IsSpace), "\n") {
		line = strings.TrimSpace(line)
		if i == 0 {
			values[fieldTitle] = line
			continue
		}
		if line == "" {
			continue
		}
		at := slices.IndexFunc(keyed, func(k struct{ field, key string }) bool {
			return values[k.field] == "" && strings.HasPrefix(line, k.key) && len(line) > len(k.key)
		})
		if at < 0 {
			details = append(details, line)
			continue
		}
		values[keyed[at].field] = strings.TrimSpace(line[len(keyed[at].key):])
	}
	values[fieldDetails] = strings.Join(details, "\n")
	return values
}

// entryText puts the fields of a form together again.
func entryText(values map[string]string) string {
	if text, ok := values[fieldEntry]; ok {
		return strings.TrimSpace(text)
	}
	lines := []string{oneLine(values[fieldTitle])}
	for _, k := range keyed {
		if value := oneLine(values[k.field]); value != "" {
			lines = append(lines, k.key+" "+value)
		}
	}
	for line := range strings.Lines(values[fieldDetails]) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// problems says what is wrong with a text, field by field.
func (s *speech) problems(text string, err error) string {
	const most = 8
	problems, ok := errors.AsType[catalog.Problems](err)
	if !ok {
		return s.say("problem.heading", "Text", "")
	}
	lines := strings.Split(text, "\n")
	if problems[0].Kind == catalog.BadHeading && problems[0].Line == 1 {
		problems = append(problems[:1:1], belowHeading(lines)...)
	}
	said := []string{s.say("problem.intro")}
	for i, p := range problems {
		if i == most {
			said = append(said, "…")
			break
		}
		where := ""
		if p.Line >= 1 && p.Line <= len(lines) && slices.Contains(ofValues, p.Kind) {
			key, _, _ := strings.Cut(strings.TrimSpace(lines[p.Line-1]), ":")
			where = echo(clean(key)) + ": "
		}
		said = append(said, "• "+where+s.problem(p))
	}
	return strings.Join(append(said, s.keys(problems)...), "\n")
}

// ofValues are the problems of a value, which do not tell the key.
var ofValues = []catalog.ProblemKind{catalog.BadNumber, catalog.BadValue, catalog.BadCharacter, catalog.TooLong}

// keys says which keys there are to those who took another for one.
func (s *speech) keys(problems catalog.Problems) []string {
	if slices.ContainsFunc(problems, func(p catalog.Problem) bool { return foreignKey(p).Kind == catalog.UnknownKey }) {
		return []string{s.say("problem.keys")}
	}
	return nil
}

// belowHeading returns what is wrong below a heading that cannot be read itself, so
// that all of it is said at once.
func belowHeading(lines []string) catalog.Problems {
	_, err := catalog.Single("Title (2000)\n" + strings.Join(lines[1:], "\n"))
	problems, _ := errors.AsType[catalog.Problems](err)
	return problems
}

// foreignKey makes of a line with a key in other than Latin letters, such as a
// translated one, an unknown key. To the text form it is no key at all.
func foreignKey(p catalog.Problem) catalog.Problem {
	if key, _, ok := strings.Cut(p.Text, ":"); ok && p.Kind == catalog.BadLine && key != "" {
		return catalog.Problem{Line: p.Line, Kind: catalog.UnknownKey, Text: key}
	}
	return p
}

// problem says what is wrong with a line of the text form, without naming it.
func (s *speech) problem(p catalog.Problem) string {
	p = foreignKey(p)
	id := "problem." + string(p.Kind)
	if text := s.say(id, "Text", echo(clean(p.Text)), "Most", catalog.MaxEntry, "Count", catalog.MaxText, "Size", catalog.MaxName); text != id {
		return text
	}
	return s.say("problem.line", "Text", echo(clean(p.Text)))
}
