package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"filmbot/adapters/sqlstore"
)

// putBackNote is the key of the note when the database was last put back from a copy.
const putBackNote = "database.putback"

// putBack returns when the database was last put back from a copy that filmbot backup
// made, or that the operator tells of; zero for never. It is now where the database is
// opened for the first time since.
func (p program) putBack(ctx context.Context, store *sqlstore.Store, log *slog.Logger) (time.Time, error) {
	now := p.time()
	copied, err := store.Note(ctx, sqlstore.CopiedNote)
	if err != nil {
		return time.Time{}, fmt.Errorf("read whether the database is a copy: %w", err)
	}
	if copied != "" || p.restored {
		return now, notePutBack(ctx, store, log, now)
	}
	said, err := store.Note(ctx, putBackNote)
	if err != nil || said == "" {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339Nano, said)
}

// notePutBack notes that the database is one that was put back.
func notePutBack(ctx context.Context, store *sqlstore.Store, log *slog.Logger, now time.Time) error {
	// The other note goes last: a kill in between leaves it for the next start.
	if err := store.SetNote(ctx, putBackNote, now.UTC().Format(time.RFC3339Nano)); err != nil {
		return fmt.Errorf("note that the database was put back: %w", err)
	}
	if err := store.SetNote(ctx, sqlstore.CopiedNote, ""); err != nil {
		return fmt.Errorf("note that the database was put back: %w", err)
	}
	log.InfoContext(ctx, "the database was put back from a copy: what was to be posted before now is not posted again")
	return nil
}
