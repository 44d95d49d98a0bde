package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"filmbot/adapters/sqlstore"
	"filmbot/catalog/files"
)

// A place is a server or a chat on the command line, as in HOME_CHATS.
type place string

// Validate implements kong's check of a value.
func (p place) Validate() error {
	if !memberID.MatchString(string(p)) {
		return errors.New("should be discord:SERVER_ID or telegram:CHAT_ID")
	}
	return nil
}

type importCommand struct {
	Club   place  `required:"" placeholder:"discord:ID" help:"The server or chat whose club gets the films: discord:SERVER_ID or telegram:CHAT_ID."`
	DryRun bool   `help:"Only say what would be added."`
	File   string `arg:"" help:"The file; - for the standard input."`
}

// Run adds the films of a file to a club.
func (cmd importCommand) Run(ctx context.Context, p program) error {
	data, err := p.input(cmd.File)
	if err != nil {
		return settingError{err}
	}
	c, err := p.configured(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	report, err := c.bot.ImportFile(ctx, string(cmd.Club), filepath.Base(cmd.File), data, cmd.DryRun)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, report)
	if cmd.DryRun {
		fmt.Fprintln(p.stdout, "This was a dry run; nothing was changed.")
	}
	return nil
}

// input reads a file, but no more than may be imported and one byte.
func (p program) input(name string) ([]byte, error) {
	in := p.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	return io.ReadAll(io.LimitReader(in, files.MaxBytes+1))
}

// configured reads the settings and opens everything but the platforms.
func (p program) configured(ctx context.Context) (*core, error) {
	config, err := readConfig(p.lookup)
	if err != nil {
		return nil, err
	}
	return p.wire(ctx, config, slog.LevelWarn, nil)
}

type exportCommand struct {
	Club   place        `required:"" placeholder:"discord:ID" help:"The server or chat whose club's catalog is meant: discord:SERVER_ID or telegram:CHAT_ID."`
	Format files.Format `enum:"text,json,csv" default:"text" help:"text, json or csv."`
	Own    bool         `help:"Leave out what the club has not written itself."`
	File   string       `arg:"" optional:"" help:"The file to write, which must not be there yet; without it the standard output."`
}

// Run writes a club's catalog to a file.
func (cmd exportCommand) Run(ctx context.Context, p program) error {
	c, err := p.configured(ctx)
	if err != nil {
		return err
	}
	defer c.close()
	data, err := c.bot.ExportFile(ctx, string(cmd.Club), cmd.Format, cmd.Own)
	if err != nil {
		return err
	}
	if cmd.File == "" {
		_, err = p.stdout.Write(data)
		return err
	}
	f, err := os.OpenFile(cmd.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return settingError{err}
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

type backupCommand struct {
	File string `arg:"" help:"The file to write, which must not be there yet."`
}

// Run copies the database, also while a bot uses it.
func (cmd backupCommand) Run(ctx context.Context, p program) error {
	c, err := readConfig(p.lookup)
	if err != nil {
		return err
	}
	if err := sqlstore.Backup(ctx, c.Database, cmd.File); err != nil {
		return settingError{err}
	}
	fmt.Fprintln(p.stdout, "The database was copied to", cmd.File)
	return nil
}
