package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// fileOf returns the absolute path of the file that a database URL names, after
// making sure that there is a place for it.
func fileOf(url string) (string, error) {
	if err := checkName(url); err != nil {
		return "", err
	}
	file, err := filepath.Abs(url)
	if err != nil {
		return "", fmt.Errorf("database: find the working folder: %w", err)
	}
	folder := filepath.Dir(file)
	switch info, err := os.Stat(folder); {
	case errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("database %s: the folder %s does not exist: create it, or name another file", file, folder)
	case err != nil:
		return "", fmt.Errorf("database %s: the folder %s cannot be used: %w", file, folder, errors.Unwrap(err))
	case !info.IsDir():
		return "", fmt.Errorf("database %s: %s is not a folder: name another file", file, folder)
	}
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		return "", fmt.Errorf("database %s is a folder: name a file, such as %s", file, filepath.Join(file, "filmbot.db"))
	}
	return file, nil
}

// checkName refuses what is not the name of a file, or means something else to
// SQLite.
func checkName(url string) error {
	isURL := strings.Contains(url, "://")
	switch {
	case isURL || strings.HasPrefix(url, "file:") || strings.HasPrefix(url, "sqlite:"):
		return errors.New("database: name a file without anything before it, such as filmbot.db, or a PostgreSQL address that begins with postgres://")
	case url == ":memory:":
		return errors.New("database: what is kept in memory is lost at the end: name a file, such as filmbot.db")
	case strings.TrimSpace(url) == "":
		return errors.New("database: no file is named: name one, such as filmbot.db")
	case strings.ContainsRune(url, 0):
		return errors.New("database: the name of a file cannot contain a NUL character")
	}
	return nil
}

// forWriting are the settings of the connection that writes. Every commit is
// flushed to the disk (https://www.sqlite.org/pragma.html#pragma_synchronous):
// what was acknowledged survives a power failure.
func forWriting(patience time.Duration) url.Values {
	return url.Values{
		"_txlock":       {"immediate"},
		"_busy_timeout": {milliseconds(patience)},
		"_journal_mode": {"WAL"},
		"_synchronous":  {"FULL"},
		"_foreign_keys": {"on"},
		"_pragma":       {"cache_size(-1024)"}, // in KiB
	}
}

// forReading are the settings of the connections that only read, and make no
// database where there is none.
func forReading(patience time.Duration) url.Values {
	return url.Values{
		"_busy_timeout": {milliseconds(patience)},
		"_query_only":   {"on"},
		"mode":          {"rw"},
		"_pragma":       {"cache_size(-512)"},
	}
}

// forCopying are the settings of a connection that only copies, and makes no
// database where there is none.
func forCopying(patience time.Duration) url.Values {
	return url.Values{"_busy_timeout": {milliseconds(patience)}, "mode": {"rw"}}
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// connect returns a pool of at most n connections, which are opened when they
// are needed and kept.
func connect(file string, settings url.Values, n int) *sql.DB {
	db := sql.OpenDB(connector(dataSource(file, settings)))
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return db
}

// dataSource names a file as a URI, in which every character of a path can be
// written (https://www.sqlite.org/uri.html).
func dataSource(file string, settings url.Values) string {
	path := filepath.ToSlash(file)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/folder/file on Windows
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: settings.Encode()}
	return u.String()
}

// connector opens connections to a data source. Unlike the driver's own it needs
// no name in a global table and has no error to return.
type connector string

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.Driver().Open(string(c))
}

func (connector) Driver() driver.Driver { return &sqlite.Driver{} }
