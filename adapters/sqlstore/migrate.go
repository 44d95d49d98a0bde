package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var files embed.FS

// embedded returns the migrations that this program brings along.
func embedded() fs.FS {
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		panic(err) // the directive above names the folder
	}
	return sub
}

// provider returns what makes the migrations, and the version that they lead to.
func provider(d dialect, db *sql.DB, migrations fs.FS) (*goose.Provider, int64, error) {
	kind, migrations, more, err := d.goose(migrations)
	if err != nil {
		return nil, 0, err
	}
	p, err := goose.NewProvider(kind, db, migrations, append(more, goose.WithDisableGlobalRegistry(true))...)
	if err != nil {
		return nil, 0, fmt.Errorf("read the migrations: %w", err)
	}
	sources := p.ListSources()
	return p, sources[len(sources)-1].Version, nil
}

// version returns the version of the schema, 0 for a database without one.
func version(ctx context.Context, d dialect, db *sql.DB) (int64, error) {
	t := session{db, d}
	var tables int
	err := t.row(ctx, d.tables(), goose.DefaultTablename).Scan(&tables)
	if err != nil || tables == 0 {
		return 0, err
	}
	var current sql.NullInt64
	err = t.row(ctx, `SELECT MAX(version_id) FROM `+goose.DefaultTablename).Scan(&current)
	return current.Int64, err
}

// migrate brings the schema up to date. Where another process is doing the same,
// it goes on from where that one is.
func (s *Store) migrate(ctx context.Context, o options) error {
	p, newest, err := provider(s.dialect, s.write, o.migrations)
	if err != nil {
		return err
	}
	current, err := version(ctx, s.dialect, s.write)
	switch {
	case err != nil:
		return fmt.Errorf("read the version of the schema: %w", err)
	case current == newest:
		return nil
	case current > newest:
		return newer(current, newest)
	case current > 0:
		if err := s.backUp(ctx, current, newest); err != nil {
			return fmt.Errorf("back up before the update: %w", err)
		}
	}
	if err := up(ctx, p, current); err != nil {
		return fmt.Errorf("update the schema: %w", err)
	}
	if current == 0 {
		s.log.InfoContext(ctx, "database created", "name", s.dialect.name())
		return nil
	}
	s.log.InfoContext(ctx, "database schema updated", "name", s.dialect.name(), "from", current, "to", newest)
	return nil
}

func (s *Store) backUp(ctx context.Context, current, newest int64) error {
	copied, err := s.dialect.copyAside(ctx, s.write, newest)
	if err == nil && copied != "" {
		s.log.InfoContext(ctx, "database backed up", "file", copied, "schema", current)
	}
	return err
}

// up applies the migrations after current. A migration that fails because
// another process has just applied it is no failure: the version has risen.
func up(ctx context.Context, p *goose.Provider, current int64) error {
	for {
		_, err := p.Up(ctx)
		if err == nil {
			return nil
		}
		now, unread := p.GetDBVersion(ctx)
		if unread != nil || now <= current {
			return err
		}
		current = now
	}
}
