package files

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"filmbot/catalog"
)

// A column is one of our CSV: a key with its language.
type column struct{ key, lang string }

func (c column) name() string {
	if c.lang == "" {
		return c.key
	}
	return c.key + "." + c.lang
}

// known reports whether the text form has such a key, in such a language.
func (c column) known() bool {
	if c.lang == "" {
		return true
	}
	_, err := catalog.Read(anyHeading + "\n" + c.name() + ": x")
	problems, _ := errors.AsType[catalog.Problems](err)
	return !slices.ContainsFunc(problems, func(p catalog.Problem) bool { return p.Kind == catalog.UnknownKey })
}

// ownRow returns what reads a row of our CSV.
func (r *reader) ownRow(h header) func(row) {
	columns := r.ownColumns(h)
	return func(row row) {
		rec := record{line: row.line}
		for i := range columns {
			text := unguard(row.cell(i))
			switch {
			case text == "":
			case columns[i].key == aliasKey:
				for alias := range strings.SplitSeq(text, "\n") {
					rec.add(row.line, aliasKey, "", alias)
				}
			case columns[i].key != "":
				rec.add(row.line, columns[i].key, columns[i].lang, text)
			}
		}
		for i := len(columns); i < len(row.cells); i++ {
			if text := row.cell(i); text != "" {
				rec.problem(row.line, catalog.BadLine, text)
				break
			}
		}
		r.keep(rec)
	}
}

// ownColumns returns the columns of our CSV. Those that are not known, or stand
// there for the second time, are named as problems and have no key.
func (r *reader) ownColumns(h header) []column {
	columns := make([]column, len(h.cells))
	for i := range h.cells {
		name := h.cell(i)
		if name == "" {
			continue
		}
		k, lang, ok := keyOf(name)
		c := column{k.text, lang}
		switch {
		case ok && k.text != aliasKey && slices.Contains(columns[:i], c):
			r.problem(h.line, catalog.DuplicateKey, name)
		case !ok || !c.known():
			r.problem(h.line, catalog.UnknownKey, name)
		default:
			columns[i] = c
		}
	}
	return columns
}

// writeCSV writes our CSV, as RFC 4180 has it: a row a film, with the keys of the
// text form as columns, as far as any of the films has them. Several aliases are
// lines of one cell. Excel takes a file without a byte order mark for one in the
// encoding of its user's system.
func writeCSV(films []*catalog.Film) ([]byte, error) {
	rows := make([]map[column]string, len(films))
	used := make(map[column]bool)
	for i, film := range films {
		rows[i] = valuesOf(film)
		for c := range rows[i] {
			used[c] = true
		}
	}
	columns := inOrder(used)
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = c.name()
	}
	if err := w.Write(cells); err != nil {
		return nil, err
	}
	for _, row := range rows {
		for i, c := range columns {
			cells[i] = guard(row[c])
		}
		if err := w.Write(cells); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// valuesOf returns what the cells of a film's row say.
func valuesOf(film *catalog.Film) map[column]string {
	values := map[column]string{{titleKey, ""}: film.Title, {yearKey, ""}: strconv.Itoa(film.Year)}
	if film.ID != "" {
		values[column{"Id", ""}] = film.ID
	}
	for _, d := range catalog.Diff(nil, film) {
		if c := (column{d.Key, d.Lang}); c != (column{titleKey, ""}) {
			values[c] = d.After
		}
	}
	return values
}

// inOrder returns columns in the order of the text form. Title and year are there
// even where there is no film.
func inOrder(used map[column]bool) []column {
	place := map[string]int{}
	for i, k := range keys {
		place[k.text] = i
	}
	heading := []column{{titleKey, ""}, {yearKey, ""}}
	columns := slices.SortedFunc(maps.Keys(used), func(a, b column) int {
		return cmp.Or(cmp.Compare(place[a.key], place[b.key]), cmp.Compare(a.lang, b.lang))
	})
	columns = slices.DeleteFunc(columns, func(c column) bool { return slices.Contains(heading, c) })
	return append(heading, columns...)
}

// formula is where a spreadsheet would see a formula begin: with one of these
// characters at the beginning of a cell
// (https://owasp.org/www-community/attacks/CSV_Injection). A cell may also begin
// after a line break or a semicolon, for where the semicolon is the separator, as
// it is in Russia, a file with commas is taken apart at semicolons; and quotes
// that are then at its beginning do not count.
var (
	formula = regexp.MustCompile(`((?:^|\n|;)[ "]*)('*[=+\-@])`)
	guarded = regexp.MustCompile(`((?:^|\n|;)[ "]*)'('*[=+\-@])`)
)

// guard puts an apostrophe before what would be a formula, and before an
// apostrophe that stands there already, so that unguard knows its own.
func guard(text string) string {
	if !strings.ContainsAny(text, "=+-@") {
		return text
	}
	return formula.ReplaceAllString(text, "$1'$2")
}

func unguard(text string) string {
	if !strings.Contains(text, "'") {
		return text
	}
	return guarded.ReplaceAllString(text, "$1$2")
}
