package files

import (
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"slices"
	"strings"
)

// A header is the row of a table that names its columns.
type header struct {
	format Format
	// comma separates the cells.
	comma rune
	row
	// above are the rows before it.
	above []row
}

// A row is one record of a table. A bad one cannot be taken apart and has one
// cell, its first line.
type row struct {
	line  int
	cells []string
	bad   bool
}

// findHeader finds out whether a text is a table, and which. What a spreadsheet
// has saved anew may be separated by something else than it was before.
func findHeader(text string) (header, bool) {
	for _, comma := range []rune{',', ';', '\t'} {
		if h, ok := findHeaderWith(comma, text); ok {
			return h, true
		}
	}
	return header{}, false
}

func findHeaderWith(comma rune, text string) (header, bool) {
	// A Letterboxd list has its header in the fourth row.
	const most = 8
	h := header{comma: comma}
	for row := range rows(text, comma) {
		if row.bad || len(h.above) == most {
			break
		}
		if h.format = formatOf(row, len(h.above) == 0 || isHint(h.above[0])); h.format != "" {
			h.row = row
			return h, true
		}
		h.above = append(h.above, row)
	}
	return header{}, false
}

// maxColumns is how many columns our CSV may have, which is more than there are
// keys and languages to translate them into.
const maxColumns = 1000

// formatOf tells which table has such a header, "" where none has.
func formatOf(r row, first bool) Format {
	has := func(name string) bool { return r.column(name) >= 0 }
	switch {
	case has("const") && has("title"):
		return IMDb
	case has("name") && has("year") && (has("letterboxd uri") || has("position") && has("url")):
		return Letterboxd
	case first && len(r.cells) <= maxColumns && has("title") && has("year"):
		return CSV
	}
	return ""
}

// isHint reports whether a row is the one by which Excel is told the separator.
func isHint(r row) bool {
	return r.line == 1 && strings.HasPrefix(strings.ToLower(r.cells[0]), "sep=")
}

// column returns where the column with a name is, in capital letters or not, and
// -1 where there is none.
func (r row) column(name string) int {
	return slices.IndexFunc(r.cells, func(c string) bool { return strings.EqualFold(strings.TrimSpace(c), name) })
}

// cell returns the text in a column, "" where the row has none.
func (r row) cell(column int) string {
	if column < 0 || column >= len(r.cells) {
		return ""
	}
	return strings.TrimSpace(r.cells[column])
}

func (r row) empty() bool {
	return !slices.ContainsFunc(r.cells, func(c string) bool { return strings.TrimSpace(c) != "" })
}

// table reads the rows below a header.
func (r *reader) table(h header, text string) error {
	r.Format = h.format
	var read func(row)
	switch h.format {
	case IMDb:
		read = r.imdbRow(h)
	case Letterboxd:
		read = r.letterboxdRow(h)
	default:
		read = r.ownRow(h)
	}
	for row := range rows(text, h.comma) {
		if row.line <= h.line || row.empty() {
			continue
		}
		if err := r.count(); err != nil {
			return err
		}
		if row.bad {
			r.problem(row.line, BadQuotes, row.cells[0])
			continue
		}
		read(row)
	}
	return nil
}

// rows goes through a table as RFC 4180 has it
// (https://www.rfc-editor.org/rfc/rfc4180), without empty lines. A row that
// cannot be taken apart is one line long, so that a stray quote costs one film
// and not the rest of the file.
func rows(text string, comma rune) iter.Seq[row] {
	starts := lineStarts(text)
	return func(yield func(row) bool) {
		for next := 0; next < len(starts)-1; {
			r := csvReader(text[starts[next]:], comma)
			for {
				cells, err := r.Read()
				if err == io.EOF {
					return
				}
				broken, ok := errors.AsType[*csv.ParseError](err)
				if ok {
					at := next + broken.StartLine - 1
					if !yield(mend(text[starts[at]:starts[at+1]], comma, at+1, broken)) {
						return
					}
					next = at + 1
					break
				}
				line, _ := r.FieldPos(0)
				if !yield(row{line: next + line, cells: cells}) {
					return
				}
			}
		}
	}
}

// mend takes a line apart that the CSV reader cannot. Quotes in the middle of a
// cell are taken as they are.
func mend(line string, comma rune, number int, broken *csv.ParseError) row {
	if errors.Is(broken.Err, csv.ErrBareQuote) && broken.Line == broken.StartLine {
		r := csvReader(line, comma)
		r.LazyQuotes = true
		if cells, err := r.Read(); err == nil {
			return row{line: number, cells: cells}
		}
	}
	return row{line: number, cells: []string{strings.TrimSpace(line)}, bad: true}
}

func csvReader(text string, comma rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = comma
	r.FieldsPerRecord = -1
	return r
}

// lineStarts returns where the lines of a text begin, and its length.
func lineStarts(text string) []int {
	starts := []int{0}
	for i := range len(text) {
		if text[i] == '\n' && i+1 < len(text) {
			starts = append(starts, i+1)
		}
	}
	return append(starts, len(text))
}
