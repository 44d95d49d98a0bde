package sqlstore

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// fault says which database failed and at what, and, where the driver's code
// tells, what an operator can do about it. The result wraps err.
func (s *Store) fault(doing string, err error) error { return fault(s.file, doing, err) }

func fault(file, doing string, err error) error {
	var advised *advice
	if errors.As(err, &advised) {
		return fmt.Errorf("database %s %w", file, advised)
	}
	if text, ok := remedies[primaryCode(err)]; ok {
		return fmt.Errorf("database %s %w", file, &advice{text, err})
	}
	return fmt.Errorf("database %s: %s: %w", file, doing, err)
}

// advice is an error whose text is for an operator and takes the place of the
// text of its cause. It goes on from the name of the database.
type advice struct {
	text  string
	cause error
}

func (a *advice) Error() string { return a.text }
func (a *advice) Unwrap() error { return a.cause }

const (
	locked      = "is locked by another program: end that program, or name another file"
	notWritable = "cannot be written: allow the user that runs filmbot to write the file and its folder"
)

// newer refuses a database that this program is too old for.
func newer(current, newest int64) error {
	return &advice{text: fmt.Sprintf("was written by a newer version of filmbot (schema %d, this program knows %d): "+
		"run that version, or put back the backup from before the update", current, newest)}
}

// remedies are keyed by SQLite's primary result codes
// (https://www.sqlite.org/rescode.html).
var remedies = map[int]string{
	sqlite3.SQLITE_BUSY:     locked,
	sqlite3.SQLITE_LOCKED:   locked,
	sqlite3.SQLITE_NOTADB:   "is not a database file: name another file, or move this one away",
	sqlite3.SQLITE_CORRUPT:  "is damaged: put back a backup",
	sqlite3.SQLITE_FULL:     "has no room: its disk is full",
	sqlite3.SQLITE_READONLY: notWritable,
	sqlite3.SQLITE_PERM:     notWritable,
	sqlite3.SQLITE_CANTOPEN: "cannot be opened: allow the user that runs filmbot to write the file and its folder",
}

// primaryCode returns the primary result code of a driver's error; an extended
// code has it in its lowest byte. It is 0 for other errors.
func primaryCode(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}
