package sqlstore

import (
	"context"
	"database/sql"
	"log/slog"
	"time"
)

// lookEvery is how often a file is asked whether it has changed.
const lookEvery = 400 * time.Millisecond

// tell notes a change in the database itself, where those who follow look for it.
func (d *sqliteFile) tell(ctx context.Context, t session, id string, revision int64) error {
	_, err := t.exec(ctx, `
		INSERT INTO touched (id, place, seq) VALUES (?, ?, (SELECT COALESCE(MAX(seq), 0) + 1 FROM touched))
		ON CONFLICT (id, place) DO UPDATE SET seq = excluded.seq`, id, flag(revision == 0))
	return err
}

// follow asks SQLite again and again whether another connection has changed the
// file, which costs next to nothing, and looks for what it was only if so.
func (d *sqliteFile) follow(ctx context.Context, log *slog.Logger, changed func(id string, revision int64)) error {
	db := connect(d.file, forReading(d.patience), 1)
	defer db.Close()
	w := watch{session: session{db, d}}
	every := time.NewTicker(lookEvery)
	defer every.Stop()
	failing := false
	for {
		news, err := w.look(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil && !failing:
			failing = true
			log.WarnContext(ctx, "database cannot be followed", "err", fault(d, "look for changes", err))
		case err == nil:
			failing = false
		}
		for _, n := range news {
			changed(n.id, n.revision)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-every.C:
		}
	}
}

// watch is what is known of a file that is followed.
type watch struct {
	session
	// version is SQLite's own count of the changes of others, which the connection
	// that asks does not make (https://www.sqlite.org/pragma.html#pragma_data_version).
	version int64
	seen    sql.NullInt64
}

type touch struct {
	id       string
	revision int64
	seq      int64
}

// look returns what was changed since it looked before. At first that may be
// anything.
func (w *watch) look(ctx context.Context) ([]touch, error) {
	var version int64
	if err := w.row(ctx, `PRAGMA data_version`).Scan(&version); err != nil {
		return nil, err
	}
	if w.seen.Valid && version == w.version {
		return nil, nil
	}
	news, err := w.news(ctx)
	if err != nil {
		return nil, err
	}
	w.version = version
	return news, nil
}

func (w *watch) news(ctx context.Context) ([]touch, error) {
	if !w.seen.Valid {
		err := w.row(ctx, `SELECT COALESCE(MAX(seq), 0) FROM touched`).Scan(&w.seen)
		return []touch{{}}, err
	}
	news, err := all(ctx, w.session, func(r row) (t touch, err error) {
		return t, r.Scan(&t.id, &t.revision, &t.seq)
	}, `SELECT touched.id, COALESCE(club.revision, 0), seq
		FROM touched LEFT JOIN club ON club.id = touched.id AND touched.place = 0
		WHERE seq > ? ORDER BY seq`, w.seen.Int64)
	if err == nil && len(news) > 0 {
		w.seen.Int64 = news[len(news)-1].seq
	}
	return news, err
}
