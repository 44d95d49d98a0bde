package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteFile is the dialect of SQLite. A transaction that changes something holds
// the lock of the whole database from the beginning, so that what it reads cannot
// change before what it writes is stored.
type sqliteFile struct {
	file string
	// patience is how long to wait for a lock that another process holds.
	patience time.Duration
	// opened is the file as it was when it was opened.
	opened os.FileInfo
	// parted tells that the file was seen to be elsewhere. Whoever has the connection
	// that writes may use it.
	parted bool
}

// readers is how many reads run at the same time. Each connection has a page
// cache of its own.
const readers = 2

func (d *sqliteFile) name() string { return d.file }

// pools returns a pool of a single connection for changes, so that writers of this
// process queue for it and not at the file's lock, where waiting means polling.
func (d *sqliteFile) pools() (write, read *sql.DB) {
	return connect(d.file, forWriting(d.patience), 1), connect(d.file, forReading(d.patience), readers)
}

// usable makes a change and takes it back: on a database that can only be read,
// SQLite begins every transaction and refuses the first change.
func (d *sqliteFile) usable(ctx context.Context, write *sql.DB) error {
	tx, err := write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `CREATE TABLE can_write (x INTEGER)`)
	if err := errors.Join(err, tx.Rollback()); err != nil {
		return err
	}
	d.opened, err = os.Stat(d.file)
	return err
}

func (d *sqliteFile) goose(migrations fs.FS) (goose.Dialect, fs.FS, []goose.ProviderOption, error) {
	return goose.DialectSQLite3, migrations, nil, nil
}

func (d *sqliteFile) tables() string { return `SELECT COUNT(*) FROM sqlite_master WHERE name = ?` }

// copyAside writes a copy of the database next to it, for going back to the
// program before this one.
func (d *sqliteFile) copyAside(ctx context.Context, write *sql.DB, version int64) (string, error) {
	name := fmt.Sprintf("%s.before-v%d", d.file, version)
	return name, copyTo(ctx, write, name)
}

// copyTo copies a database to a file, in the place of what is there. Nobody sees a
// part of a copy, and only the file's owner may read it.
func copyTo(ctx context.Context, db *sql.DB, name string) (err error) {
	part, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".part-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part.Name())
		}
	}()
	defer part.Close()
	// VACUUM INTO takes a consistent copy, with what is still in the write-ahead
	// log (https://www.sqlite.org/lang_vacuum.html#vacuuminto). It does not wait
	// until the copy is on the disk.
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part.Name()); err != nil {
		return err
	}
	if err := part.Sync(); err != nil {
		return err
	}
	return os.Rename(part.Name(), name)
}

func (d *sqliteFile) bind(query string) string { return query }

func (d *sqliteFile) lasting(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithCancel(ctx)
}

func (d *sqliteFile) lock(context.Context, session, string) error { return nil }

func (d *sqliteFile) again(error) bool { return false }

const (
	locked      = "is locked by another program: end that program, or name another file"
	notWritable = "cannot be written: allow the user that runs filmbot to write the file and its folder"
)

// fileRemedies are keyed by SQLite's primary result codes
// (https://www.sqlite.org/rescode.html).
var fileRemedies = map[int]string{
	sqlite3.SQLITE_BUSY:     locked,
	sqlite3.SQLITE_LOCKED:   locked,
	sqlite3.SQLITE_NOTADB:   "is not a database file: name another file, or move this one away",
	sqlite3.SQLITE_CORRUPT:  "is damaged: put back a backup",
	sqlite3.SQLITE_FULL:     "has no room: its disk is full",
	sqlite3.SQLITE_READONLY: notWritable,
	sqlite3.SQLITE_PERM:     notWritable,
	sqlite3.SQLITE_CANTOPEN: "cannot be opened: allow the user that runs filmbot to write the file and its folder",
}

// remedy looks at the primary result code of an error; an extended code has it in
// its lowest byte.
func (d *sqliteFile) remedy(err error) string {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return ""
	}
	return fileRemedies[e.Code()&0xff]
}
