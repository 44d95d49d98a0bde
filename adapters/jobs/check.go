package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	_ "modernc.org/sqlite"
)

// Check tells what [Open] will find at the database that address names, as words that
// go on from the name of a thing, such as "can be kept". It changes nothing. An error
// is one line for an operator, and does not contain the address.
func Check(ctx context.Context, address string) (string, error) {
	found, err := look(ctx, address)
	if err != nil {
		return "", fmt.Errorf("the tables of the jobs cannot be read: %w", err)
	}
	return found, nil
}

func look(ctx context.Context, address string) (string, error) {
	if isPostgres(address) {
		pool, err := newPool(ctx, address)
		if err != nil {
			return "", err
		}
		defer pool.Close()
		return state(ctx, riverpgxv5.New(pool))
	}
	file, err := filepath.Abs(address)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return unmade, nil
	}
	db, err := sql.Open("sqlite", forLooking(file))
	if err != nil {
		return "", err
	}
	defer db.Close()
	return state(ctx, riversqlite.New(db))
}

// forLooking names a file for a connection that leaves no trace: a reader of a
// write-ahead log makes its files where they are missing
// (https://www.sqlite.org/wal.html#readonly), so one without is read as if nobody
// could change it.
func forLooking(file string) string {
	settings := url.Values{"mode": {"ro"}, "_busy_timeout": {"5000"}}
	if _, err := os.Stat(file + "-wal"); errors.Is(err, fs.ErrNotExist) {
		settings.Set("immutable", "1")
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(file), RawQuery: settings.Encode()}).String()
}

const unmade = "can be kept; the next start makes their tables"

// state tells what will become of River's tables.
func state[TTx any](ctx context.Context, driver riverdriver.Driver[TTx]) (string, error) {
	m, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return "", err
	}
	there, err := m.ExistingVersions(ctx)
	if err != nil {
		return "", err
	}
	switch all := m.AllVersions(); {
	case len(there) == 0:
		return unmade, nil
	case len(there) < len(all):
		return fmt.Sprintf("can be kept; the next start updates their tables from version %d to %d", len(there), len(all)), nil
	}
	return "can be kept", nil
}
