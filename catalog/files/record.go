package files

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"filmbot/catalog"
)

// A key is one of the text form's, under the names that it has in files.
type key struct {
	// text is the key in the text form and in our CSV, json its name in JSON.
	text, json string
	// list tells that the key has several values.
	list bool
}

// The heading of an entry has no key of its own in the text form.
const (
	titleKey = "Title"
	yearKey  = "Year"
	aliasKey = "Alias"
)

// keys are the keys of the text form in its order, which is how they are looked
// up by what a file calls them.
var keys = []key{
	{"Id", "id", false},
	{"Original", "original", false},
	{titleKey, "titles", false},
	{aliasKey, "aliases", true},
	{"Director", "directors", true},
	{"Country", "countries", true},
	{"Studio", "studios", true},
	{"Runtime", "runtime", false},
	{"Genres", "genres", true},
	{"Languages", "languages", true},
	{"Places", "places", true},
	{"IMDb", "imdb", false},
	{"Description", "description", false},
	{"Why", "why", false},
	{"Mountains", "mountains", false},
	{"Fact", "fact", false},
	{"Note", "note", false},
}

var (
	languageForm = regexp.MustCompile(`^[a-z]{2}$`)
	yearForm     = regexp.MustCompile(`^[0-9]{4}$`)
)

// keyOf takes a name such as "Description.ru" apart. The name is that of the text
// form or of JSON, in capital letters or not.
func keyOf(name string) (k key, lang string, ok bool) {
	name, lang, dotted := strings.Cut(strings.ToLower(strings.TrimSpace(name)), ".")
	if dotted && !languageForm.MatchString(lang) {
		return key{}, "", false
	}
	if name == "year" {
		return key{text: yearKey}, lang, lang == ""
	}
	i := slices.IndexFunc(keys, func(k key) bool { return strings.ToLower(k.text) == name || k.json == name })
	if i < 0 {
		return key{}, "", false
	}
	return keys[i], lang, true
}

// A record is what a file says about one film.
type record struct {
	line        int
	title, year string
	values      []value
	// lenient tells that a value that is not right is left out, and the film not
	// refused for it.
	lenient bool
	// problems are those that were found while the record was put together.
	problems []catalog.Problem
}

// A value is what a record gives a key.
type value struct {
	line            int
	key, lang, text string
}

// add gives a key a value that stands in a line. An empty one is none.
func (r *record) add(line int, key, lang, text string) {
	text = clean(text)
	switch {
	case text == "":
	case key == titleKey && lang == "":
		r.title = text
	case key == yearKey:
		r.year = text
	default:
		r.values = append(r.values, value{line, key, lang, text})
	}
}

func (r *record) problem(line int, kind catalog.ProblemKind, text string) {
	r.problems = append(r.problems, catalog.Problem{Line: line, Kind: kind, Text: text})
}

// film returns the film, or what is wrong with it. The film is read from its text
// form, so that what is right is decided in one place.
func (r *record) film() (*catalog.Film, []catalog.Problem) {
	heading := r.heading()
	film, problems := r.read(heading)
	if r.lenient && len(problems) > 0 {
		r.leaveOut(problems)
		film, problems = r.read(heading)
	}
	for _, p := range problems {
		if p.Line == 1 && p.Kind != catalog.TooLong {
			r.badHeading(p.Kind)
			_, problems = r.read(anyHeading)
			break
		}
	}
	for _, p := range problems {
		r.problem(r.lineOf(p), p.Kind, p.Text)
	}
	return film, r.problems
}

// read reads the text form of the record. The lines of the problems are those of
// the text form.
func (r *record) read(heading string) (*catalog.Film, catalog.Problems) {
	doc, err := catalog.Read(r.text(heading))
	if problems, ok := errors.AsType[catalog.Problems](err); ok {
		return nil, problems
	}
	return doc.Films[0], nil
}

// leaveOut takes the values out that have problems.
func (r *record) leaveOut(problems catalog.Problems) {
	bad := make(map[int]bool)
	for _, p := range problems {
		bad[p.Line-2] = true
	}
	var good []value
	for i, v := range r.values {
		if !bad[i] {
			good = append(good, v)
		}
	}
	r.values = good
}

// lineOf returns where in the file a problem of the text form is.
func (r *record) lineOf(p catalog.Problem) int {
	if p.Line == 1 {
		return r.line
	}
	return r.values[p.Line-2].line
}

// anyHeading stands for a wrong one, so that the values are looked at all the
// same.
const anyHeading = "x (2000)"

func (r *record) heading() string {
	switch {
	case r.title == "":
		r.problem(r.line, NoTitle, r.year)
	case r.year == "":
		r.problem(r.line, NoYear, r.title)
	case !yearForm.MatchString(r.year):
		r.problem(r.line, BadYear, r.year)
	default:
		return fmt.Sprintf("%s (%s)", r.title, r.year)
	}
	return anyHeading
}

func (r *record) badHeading(kind catalog.ProblemKind) {
	if kind == catalog.BadCharacter {
		r.problem(r.line, kind, r.title)
		return
	}
	r.problem(r.line, BadYear, r.year)
}

// text returns the record in the text form.
func (r *record) text(heading string) string {
	var b strings.Builder
	b.WriteString(heading + "\n")
	for _, v := range r.values {
		b.WriteString(v.key)
		if v.lang != "" {
			b.WriteString("." + v.lang)
		}
		b.WriteString(": " + v.text + "\n")
	}
	return b.String()
}

// clean makes a value fit for a line of the text form: line breaks and tabs
// become spaces.
func clean(text string) string {
	if !strings.ContainsAny(text, "\r\n\t\ufeff") {
		return strings.TrimSpace(text)
	}
	return strings.TrimSpace(spaces.Replace(text))
}

var spaces = strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ", "\t", " ", "\ufeff", "")
