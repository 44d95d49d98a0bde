package sqlstore

import (
	"context"
	"errors"
	"io/fs"
	"os"
)

const elsewhere = "was moved or deleted while it was open: restart filmbot"

// inPlace refuses where the name of the file leads to another one, or to none: SQLite
// would go on writing into the one that it opened
// (https://www.sqlite.org/howtocorrupt.html, section 2.4), and nobody would find
// that again.
func (d *sqliteFile) inPlace(ctx context.Context, write runner) error {
	if d.opened == nil {
		return nil
	}
	there, err := os.Stat(d.file)
	switch {
	case err == nil && os.SameFile(there, d.opened):
		d.parted = false
		return nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return &advice{elsewhere, errors.Join(err, d.part(ctx, write))}
}

// part moves what is in the write-ahead log into the file that was opened, once. A
// log that is left behind would be taken for that of whatever file has the name at
// the next start, and damage it; and a file that was only moved would miss what is
// in the log.
func (d *sqliteFile) part(ctx context.Context, write runner) error {
	if d.parted {
		return nil
	}
	// A row that says that somebody was in the way is no error.
	var busy, frames, moved int
	err := write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved)
	d.parted = err == nil && busy == 0
	return err
}
