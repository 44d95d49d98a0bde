package files

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"filmbot/catalog"
)

// reader collects the result of one file.
type reader struct {
	Result
	// films is how many the file has, those that cannot be read included.
	films int
	// seen are the films that the file has named, in formats that name one more
	// than once.
	seen map[string]bool
}

var (
	// headingStart is how the text form begins without an introduction. A title may
	// look like the beginning of something else, as that of "[Rec] (2007)" does.
	headingStart = regexp.MustCompile(`^\s*\S.* \([0-9]{4}\)\s*(?:\n|$)`)
	// jsonStart is how JSON begins that may have films.
	jsonStart = regexp.MustCompile(`^\s*(?:\[\s*[{\]]|\{\s*["}])`)
)

func (r *reader) read(ext, text string) error {
	if headingStart.MatchString(text) {
		return r.text(text)
	}
	if jsonStart.MatchString(text) {
		return r.json(text)
	}
	if h, ok := findHeader(text); ok {
		return r.table(h, text)
	}
	if ext == ".json" {
		return r.json(text)
	}
	if err := r.text(text); err != nil {
		return err
	}
	if (ext == ".csv" || ext == ".tsv") && len(r.Entries) == 0 {
		return ErrUnknown
	}
	return nil
}

// count counts one film more.
func (r *reader) count() error {
	if r.films++; r.films > MaxFilms {
		return ErrTooMany
	}
	return nil
}

// first reports whether a film is named for the first time.
func (r *reader) first(film string) bool {
	if r.seen[film] {
		return false
	}
	if r.seen == nil {
		r.seen = make(map[string]bool)
	}
	r.seen[film] = true
	return true
}

// keep adds the film of a record, or says what is wrong with it.
func (r *reader) keep(rec record) {
	film, problems := rec.film()
	if len(problems) == 0 {
		r.Entries = append(r.Entries, Entry{Line: rec.line, Film: film})
		return
	}
	r.addProblems(problems)
}

func (r *reader) addProblems(problems []catalog.Problem) {
	slices.SortStableFunc(problems, func(a, b catalog.Problem) int { return a.Line - b.Line })
	for _, p := range problems {
		r.problem(p.Line, p.Kind, p.Text)
	}
}

func (r *reader) problem(line int, kind catalog.ProblemKind, text string) {
	if len(r.Problems) == MaxProblems {
		r.MoreProblems++
		return
	}
	r.Problems = append(r.Problems, catalog.Problem{Line: line, Kind: kind, Text: cut(text)})
}

func (r *reader) skip(line int, text string) {
	if len(r.Skipped) == MaxProblems {
		r.MoreSkipped++
		return
	}
	r.Skipped = append(r.Skipped, catalog.Problem{Line: line, Kind: NotFilm, Text: cut(text)})
}

// cut shortens a text to what a report has room for.
func cut(text string) string {
	const most = 200
	text = strings.ToValidUTF8(text, "\ufffd")
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}
