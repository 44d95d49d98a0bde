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

	"github.com/pressly/goose/v3"
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
	file, err := fileOf(url)
	if err != nil {
		return "", err
	}
	text, err := look(ctx, file, o)
	if err != nil {
		return "", fault(file, "check", err)
	}
	return text, nil
}

func look(ctx context.Context, file string, o options) (string, error) {
	there, err := access(file)
	if err != nil {
		return "", err
	}
	if !there {
		return "is not there yet; the first start makes it", nil
	}
	db := connect(file, forLooking(file, o.patience), 1)
	defer db.Close()
	p, err := goose.NewProvider(goose.DialectSQLite3, db, o.migrations, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return "", fmt.Errorf("read the migrations: %w", err)
	}
	sources := p.ListSources()
	newest := sources[len(sources)-1].Version
	current, err := version(ctx, db)
	switch {
	case err != nil:
		return "", err
	case current > newest:
		return "", newer(current, newest)
	case current == 0:
		return "is empty; the first start sets it up", nil
	case current < newest:
		return fmt.Sprintf("can be read and written; the next start updates it from schema %d to %d and keeps a copy", current, newest), nil
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

// version returns the version of the schema, 0 for a database without one.
func version(ctx context.Context, db *sql.DB) (int64, error) {
	var tables int
	err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM sqlite_master WHERE name = ?`, goose.DefaultTablename).Scan(&tables)
	if err != nil || tables == 0 {
		return 0, err
	}
	var current sql.NullInt64
	err = db.QueryRowContext(ctx, `SELECT MAX(version_id) FROM `+goose.DefaultTablename).Scan(&current)
	return current.Int64, err
}
