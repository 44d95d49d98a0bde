package catalog

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A Document is a file in the text form: entries separated by blank lines, after
// an optional introduction.
//
//	The Ascent (1977)
//	Original: Восхождение
//	Director: Larisa Shepitko
//	Genres: war, drama
//	Description: Two partisans go out to find food.
//	Description.ru: Двое партизан отправляются за едой.
//
// The first line of an entry is the title and the year. Each further line is a
// key and a value, see the table in field.go; a translated text has the language's two letters
// after the key. Lists are separated by commas. Reading a document that
// [Document.String] wrote and writing it again gives the same bytes.
type Document struct {
	// Introduction is the text before the first entry, without blank lines around
	// it.
	Introduction string
	Films        []*Film
	// Lines are the numbers of the headings' lines, film by film, in a document
	// that was read.
	Lines []int
}

var (
	headingForm = regexp.MustCompile(`^(\S.*) \((1[89]\d\d|20\d\d|21\d\d)\)$`)
	keyForm     = regexp.MustCompile(`^([A-Za-z]+)(?:\.([a-z]{2}))?:(.*)$`)
)

// Read reads a document. Where lines are wrong, the error is [Problems] and
// names all of them.
func Read(text string) (Document, error) {
	r := reader{}
	r.lines(text)
	r.doc.Introduction = strings.TrimSpace(strings.Join(r.intro, "\n"))
	if len(r.doc.Films) == 0 && r.doc.Introduction != "" {
		first, _, _ := strings.Cut(r.doc.Introduction, "\n")
		r.problems = append(Problems{{Line: 1, Kind: BadHeading, Text: first}}, r.problems...)
	}
	if len(r.problems) > 0 {
		return Document{}, r.problems
	}
	return r.doc, nil
}

// reader takes a document line by line.
type reader struct {
	doc      Document
	problems Problems
	number   int
	film     *Film // the entry being read, nil between entries
	from     int   // the line of its heading
	broken   bool  // the entry being read has no heading
	intro    []string
}

func (r *reader) lines(text string) {
	text = strings.TrimPrefix(text, "\ufeff")
	for line := range strings.SplitSeq(text, "\n") {
		r.number++
		r.line(strings.TrimSpace(line))
	}
	r.end()
}

func (r *reader) line(s string) {
	switch {
	case !isText(s):
		r.problem(BadCharacter, strings.ToValidUTF8(s, "\ufffd"))
	case s == "":
		r.end()
	case r.film != nil:
		r.keyLine(s)
	case !r.broken:
		r.heading(s)
	}
}

func (r *reader) heading(s string) {
	if m := headingForm.FindStringSubmatch(s); m != nil {
		year, _ := strconv.Atoi(m[2])
		r.film, r.from = &Film{Title: strings.TrimSpace(m[1]), Year: year}, r.number
		if units(r.film.Title) > MaxName {
			r.problem(TooLong, "")
		}
		return
	}
	if len(r.doc.Films) == 0 && !isField(s) {
		r.intro = append(r.intro, s)
		return
	}
	r.broken = true
	if isField(s) && len(r.intro) > 0 && r.intro[len(r.intro)-1] != "" {
		// The line before was meant as a heading.
		s = r.intro[len(r.intro)-1]
		r.intro = r.intro[:len(r.intro)-1]
		r.problems = append(r.problems, Problem{Line: r.number - 1, Kind: BadHeading, Text: s})
		return
	}
	r.problem(BadHeading, s)
}

// isField reports whether a line gives a value to a known key.
func isField(s string) bool {
	m := keyForm.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	_, known := fieldFor(m[1])
	return known
}

func (r *reader) keyLine(s string) {
	m := keyForm.FindStringSubmatch(s)
	if m == nil {
		r.problem(BadLine, s)
		return
	}
	key, lang, value := m[1], m[2], strings.TrimSpace(m[3])
	fd, ok := fieldFor(key)
	if !ok {
		r.problem(UnknownKey, key)
		return
	}
	if strings.Trim(value, ", ") == "" {
		r.problem(EmptyValue, key)
		return
	}
	switch kind := fd.set(r.film, lang, value); kind {
	case "":
	case BadNumber, BadValue:
		r.problem(kind, value)
	default:
		r.problem(kind, s[:strings.IndexByte(s, ':')])
	}
}

// end finishes what is being read: an entry, or a paragraph of the introduction.
func (r *reader) end() {
	if r.film != nil {
		r.film.pack()
		r.doc.Films, r.doc.Lines = append(r.doc.Films, r.film), append(r.doc.Lines, r.from)
		if r.film.units() > MaxEntry {
			r.problems = append(r.problems, Problem{Line: r.from, Kind: TooLong})
		}
	}
	if n := len(r.intro); len(r.doc.Films) == 0 && n > 0 && r.intro[n-1] != "" {
		r.intro = append(r.intro, "")
	}
	r.film, r.broken = nil, false
}

func (r *reader) problem(kind ProblemKind, text string) {
	r.problems = append(r.problems, Problem{Line: r.number, Kind: kind, Text: text})
}

// String returns the document in the text form.
func (d Document) String() string {
	var b strings.Builder
	if d.Introduction != "" {
		b.WriteString(d.Introduction + "\n")
	}
	for _, f := range d.Films {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		f.write(&b)
	}
	return b.String()
}

// String returns the film as an entry in the text form.
func (f *Film) String() string {
	var b strings.Builder
	f.write(&b)
	return b.String()
}

func (f *Film) write(b *strings.Builder) {
	fmt.Fprintf(b, "%s (%d)\n", f.Title, f.Year)
	for _, fd := range fields {
		fd.write(b, f)
	}
}
