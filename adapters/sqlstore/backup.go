package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// Backup copies the database that url names to a new file, as of one moment; a bot
// may be running on it. It can copy a file only: PostgreSQL brings a program of its
// own, which the error names. An error is one line for an operator, as that of
// [Open] is, and leaves no file behind.
func Backup(ctx context.Context, url, to string) error {
	if isPostgres(url) {
		d, err := newPostgres(url, 0)
		if err != nil {
			return err
		}
		return fmt.Errorf("database %s is copied by PostgreSQL's own program: run pg_dump", d.name())
	}
	file, err := fileOf(url)
	if err != nil {
		return err
	}
	d := &sqliteFile{file: file, patience: 5 * time.Second}
	if err := d.backup(ctx, to); err != nil {
		return fault(d, "back up", err)
	}
	return nil
}

// backup takes the name for itself before it copies, so that nothing that is there
// is lost.
func (d *sqliteFile) backup(ctx context.Context, to string) (err error) {
	if _, err := os.Stat(d.file); errors.Is(err, fs.ErrNotExist) {
		return &advice{text: "is not there: name another file, or start filmbot once", cause: err}
	}
	to, err = filepath.Abs(to)
	if err != nil {
		return err
	}
	claimed, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return &advice{text: fmt.Sprintf("cannot be copied to %s: there is such a file already; name another", to), cause: err}
	case err != nil:
		return &advice{text: fmt.Sprintf("cannot be copied to %s: name a file in a folder that can be written", to), cause: err}
	}
	defer func() {
		if err != nil {
			_ = os.Remove(to)
		}
	}()
	if err := claimed.Close(); err != nil {
		return err
	}
	db := connect(d.file, forCopying(d.patience), 1)
	defer db.Close()
	if err := copyTo(ctx, db, to); err != nil {
		return err
	}
	return mark(ctx, to)
}

// CopiedNote is the key of the note by which a copy that [Backup] made tells that it
// is one. Whoever opens it in the place of the database finds the note, and clears it.
const CopiedNote = "database.copied"

// mark writes the note into a copy.
func mark(ctx context.Context, file string) error {
	db := connect(file, url.Values{"_synchronous": {"FULL"}}, 1)
	_, err := db.ExecContext(ctx, `
		INSERT INTO note (subject, content) VALUES (?, 'yes') ON CONFLICT (subject) DO UPDATE SET content = excluded.content`, CopiedNote)
	return errors.Join(err, db.Close())
}
