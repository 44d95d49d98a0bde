// Package files reads and writes catalogs as files: the text form, JSON and CSV
// of our own, and the CSV that Letterboxd and IMDb export.
//
// It knows what a film is and how it is written down. Whether a film is in a
// catalog already, who may put it there and what people are told about it is not
// decided here. All functions may be called concurrently.
package files

import (
	"errors"
	"fmt"
	"strings"

	"filmbot/catalog"
)

// The limits of a file.
const (
	// MaxBytes is how large a file may be: 5 MiB.
	MaxBytes = 5 << 20
	// MaxFilms is how many films a file may have: entries, rows or objects, those
	// that cannot be read included.
	MaxFilms = 20_000
	// MaxProblems is how many problems [Read] lists, and how many rows that it
	// skipped.
	MaxProblems = 500
)

// What can be wrong with a file as a whole. The errors of [Read] wrap one of
// these.
var (
	// ErrTooLarge is a file of more than [MaxBytes].
	ErrTooLarge = fmt.Errorf("the file is larger than %d MiB", MaxBytes>>20)
	// ErrTooMany is a file of more than [MaxFilms].
	ErrTooMany = fmt.Errorf("the file has more than %d films", MaxFilms)
	// ErrArchive is an archive or a spreadsheet workbook, which has the file that
	// was meant inside.
	ErrArchive = errors.New("the file is an archive or a workbook, not a text file")
	// ErrUnknown is a file in none of the forms that can be read, or a form that
	// cannot be written.
	ErrUnknown = errors.New("the form of the file is not known")
)

// A Format is a form of files.
type Format string

// The formats. All can be read; the first three can be written.
const (
	Text       Format = "text"
	JSON       Format = "json"
	CSV        Format = "csv"
	Letterboxd Format = "letterboxd"
	IMDb       Format = "imdb"
)

// Formats are the formats that can be written.
func Formats() []Format { return []Format{Text, JSON, CSV} }

// Ext returns how the names of such files end, with the dot.
func (f Format) Ext() string {
	switch f {
	case Text:
		return ".txt"
	case JSON:
		return ".json"
	}
	return ".csv"
}

// The problems that lines of files have besides those of the text form. Those of
// the text form apply to the other formats too: [catalog.UnknownKey] is a column
// or a name that is not known, [catalog.BadValue] a value of the wrong kind,
// [catalog.BadLine] a row with more cells than columns.
const (
	NoTitle   catalog.ProblemKind = "no title"
	NoYear    catalog.ProblemKind = "no year"    // the text is the title
	BadYear   catalog.ProblemKind = "year"       // not a year from 1800 to 2199
	BadQuotes catalog.ProblemKind = "quotes"     // a quoted cell that does not end as one
	BadJSON   catalog.ProblemKind = "json"       // not JSON from here on; nothing after it was read
	NotFilm   catalog.ProblemKind = "not a film" // the text is the type and the title
)

// A Result is what a file says.
type Result struct {
	Format Format
	// Introduction is the text before the first film: that of the text form, or
	// the name and the description of a Letterboxd list.
	Introduction string
	// Entries are the films that nothing is wrong with, in the order of the file.
	Entries []Entry
	// Problems are what is wrong, in the order of the file. A film that has one is
	// not among the entries. A problem in the head of a table, such as an unknown
	// column, belongs to no film; the other columns are read.
	Problems []catalog.Problem
	// MoreProblems is how many problems there are beyond [MaxProblems].
	MoreProblems int
	// Skipped are rows that are in order but no films, such as series.
	Skipped []catalog.Problem
	// MoreSkipped is how many were skipped beyond [MaxProblems].
	MoreSkipped int
}

// An Entry is a film of a file.
type Entry struct {
	// Line is where the film begins, counted from 1.
	Line int
	Film *catalog.Film
}

// Films returns the films of the entries.
func (r Result) Films() []*catalog.Film {
	films := make([]*catalog.Film, len(r.Entries))
	for i, e := range r.Entries {
		films[i] = e.Film
	}
	return films
}

// Read reads a file. Its form is recognised by what is in it, and by its name
// where that leaves a doubt; the name may be empty. What is wrong with one film
// does not keep others from being read: it is said in the result. The error is
// for the file as a whole and wraps [ErrTooLarge], [ErrTooMany], [ErrArchive] or
// [ErrUnknown].
//
// Films keep the ids that the file gives them.
func Read(name string, data []byte) (Result, error) {
	if len(data) > MaxBytes {
		return Result{}, ErrTooLarge
	}
	text, err := decode(data)
	if err != nil {
		return Result{}, err
	}
	var r reader
	if err := r.read(extension(name), text); err != nil {
		return Result{}, err
	}
	return r.Result, nil
}

// Write writes films in a format of which [Formats] tells. [Read] reads from it
// the films that were written. The error wraps [ErrUnknown] for other formats.
func Write(f Format, films []*catalog.Film) ([]byte, error) {
	switch f {
	case Text:
		return []byte(catalog.Document{Films: films}.String()), nil
	case JSON:
		return writeJSON(films)
	case CSV:
		return writeCSV(films)
	}
	return nil, fmt.Errorf("write %q: %w", string(f), ErrUnknown)
}

func extension(name string) string {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return strings.ToLower(name[i:])
	}
	return ""
}
