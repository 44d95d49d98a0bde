package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// Check tells what [Open] will find at the database that url names, as words that
// go on from the name of a thing, such as "can be read and written". It changes
// nothing, and leaves nothing behind but the shared memory that SQLite needs to
// read what a killed bot left. A bot may be running on the database, but not in
// this process: on Unix, whoever closes a file gives up all locks that its
// process has on it (https://www.sqlite.org/howtocorrupt.html, section 2.2).
//
// An error is one line for an operator, as that of Open is. A lock is an error only
// where it keeps others from reading, too.
func Check(ctx context.Context, url string) (string, error) {
	return check(ctx, url, options{patience: 5 * time.Second, migrations: embedded()})
}

func check(ctx context.Context, url string, o options) (string, error) {
	d, err := dialectOf(url, o)
	if err != nil {
		return "", err
	}
	found, err := d.look(ctx, o.migrations)
	if err != nil {
		return "", fault(d, "check", err)
	}
	return found, nil
}

func (d *sqliteFile) look(ctx context.Context, migrations fs.FS) (string, error) {
	there, err := access(d.file)
	if err != nil {
		return "", err
	}
	if !there {
		return "is not there yet; the first start makes it", nil
	}
	db := connect(d.file, forLooking(d.file, d.patience), 1)
	defer db.Close()
	return state(ctx, d, db, migrations, "and keeps a copy")
}

func (d *postgres) look(ctx context.Context, migrations fs.FS) (string, error) {
	db, _ := d.pools()
	defer db.Close()
	if err := d.usable(ctx, db); err != nil {
		return "", err
	}
	return state(ctx, d, db, migrations, "and keeps no copy: take one with pg_dump")
}

// state tells what will become of the schema.
func state(ctx context.Context, d dialect, db *sql.DB, migrations fs.FS, copied string) (string, error) {
	_, newest, err := provider(d, db, migrations)
	if err != nil {
		return "", err
	}
	current, err := version(ctx, d, db)
	switch {
	case err != nil:
		return "", err
	case current > newest:
		return "", newer(current, newest)
	case current == 0:
		return "is empty; the first start sets it up", nil
	case current < newest:
		return fmt.Sprintf("can be read and written; the next start updates it from schema %d to %d %s", current, newest, copied), nil
	}
	return "can be read and written", nil
}

// access reports whether there is a file, after making sure that it, and others
// beside it, can be written.
func access(file string) (there bool, err error) {
	probe, err := os.CreateTemp(filepath.Dir(file), ".filmbot-check-*")
	if err != nil {
		return false, &advice{notWritable, err}
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return false, err
	}
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, &advice{notWritable, err}
	}
	return true, f.Close()
}

// forLooking are the settings of a connection that leaves no trace. A reader of a
// write-ahead log makes its files where they are missing
// (https://www.sqlite.org/wal.html#readonly), so a database without one is read
// as if nobody could change it. That also leaves out locks, which a database
// that has no such log may have; its header tells.
func forLooking(file string, patience time.Duration) url.Values {
	settings := forReading(patience)
	settings.Set("mode", "ro")
	if _, err := os.Stat(file + "-wal"); errors.Is(err, fs.ErrNotExist) && logsAhead(file) {
		settings.Set("immutable", "1")
	}
	return settings
}

// logsAhead reports whether a database is in WAL mode
// (https://www.sqlite.org/fileformat.html#file_format_version_numbers).
func logsAhead(file string) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	var readVersion [1]byte
	_, err = f.ReadAt(readVersion[:], 19)
	return err == nil && readVersion[0] == 2
}
