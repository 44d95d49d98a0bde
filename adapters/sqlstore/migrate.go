package sqlstore

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

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

// migrate brings the schema up to date. Where another process is doing the same,
// it goes on from where that one is.
func (s *Store) migrate(ctx context.Context, o options) error {
	p, err := goose.NewProvider(goose.DialectSQLite3, s.write, o.migrations, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	current, newest, err := p.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the schema: %w", err)
	}
	switch {
	case current == newest:
		return nil
	case current > newest:
		return newer(current, newest)
	case current > 0:
		copied, err := s.copyAside(ctx, newest)
		if err != nil {
			return fmt.Errorf("back up before the update: %w", err)
		}
		o.log.InfoContext(ctx, "database backed up", "file", copied, "schema", current)
	}
	if err := up(ctx, p, current); err != nil {
		return fmt.Errorf("update the schema: %w", err)
	}
	if current == 0 {
		o.log.InfoContext(ctx, "database created", "file", s.file)
		return nil
	}
	o.log.InfoContext(ctx, "database schema updated", "file", s.file, "from", current, "to", newest)
	return nil
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

// copyAside writes a copy of the database next to it, for going back to the
// program before this one, and returns its name. Nobody sees a part of a copy,
// and only the file's owner may read it.
func (s *Store) copyAside(ctx context.Context, version int64) (_ string, err error) {
	name := fmt.Sprintf("%s.before-v%d", s.file, version)
	part, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".part-*")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part.Name())
		}
	}()
	if err := part.Close(); err != nil {
		return "", err
	}
	// VACUUM INTO takes a consistent copy, with what is still in the write-ahead
	// log (https://www.sqlite.org/lang_vacuum.html#vacuuminto).
	if _, err := s.write.ExecContext(ctx, "VACUUM INTO ?", part.Name()); err != nil {
		return "", err
	}
	return name, os.Rename(part.Name(), name)
}
