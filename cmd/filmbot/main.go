// Command filmbot is a film bot for Discord and Telegram, and for a console.
//
// This package wires the parts together: it reads the settings, opens the
// database, starts the platforms and owns signals and exit codes. What the bot
// says is decided in package bot.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // clubs have time zones, and a machine may have none

	"github.com/alecthomas/kong"
	"github.com/mattn/go-isatty"

	"filmbot/adapters/telegram"
)

// Exit codes.
const (
	exitOK = 0
	// exitFailure is for what went wrong although the settings are right.
	exitFailure = 1
	// exitSettings is for a wrong setting or a wrong command line.
	exitSettings = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// Once the first signal is on its way, a second one ends the program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(program{
		args:     os.Args[1:],
		lookup:   os.LookupEnv,
		stdin:    os.Stdin,
		stdout:   os.Stdout,
		stderr:   os.Stderr,
		terminal: isatty.IsTerminal(os.Stdin.Fd()) && isatty.IsTerminal(os.Stdout.Fd()),
	}.main(ctx))
}

// program is filmbot with the outside world in its fields, so that a test can
// start all of it.
type program struct {
	args           []string
	lookup         func(string) (string, bool)
	stdin          io.Reader
	stdout, stderr io.Writer
	// terminal tells that a person sits at stdin and stdout.
	terminal bool
	// now tells the time, nil for the clock.
	now func() time.Time
	// pace is how fast Telegram is written to, zero as it allows.
	pace telegram.Pace
	// restored tells that the database was put back from a copy.
	restored bool
}

// time is that of the program's clock.
func (p program) time() time.Time {
	if p.now != nil {
		return p.now()
	}
	return time.Now()
}

// commands are the subcommands, as kong reads them.
type commands struct {
	Run     runCommand     `cmd:"" help:"Serve Discord, Telegram or both, whichever has a token."`
	Chat    chatCommand    `cmd:"" help:"Talk to the bot here, without any platform. Lines may also be piped in."`
	Check   checkCommand   `cmd:"" help:"Try the settings, the tokens and the database, and say what works and how to mend the rest."`
	Import  importCommand  `cmd:"" help:"Add the films of a file to a club, in one step. Lists from Letterboxd and IMDb are read, too."`
	Export  exportCommand  `cmd:"" help:"Write a club's catalog to a file, or to the standard output."`
	Backup  backupCommand  `cmd:"" help:"Copy the database to a new file while the bot runs."`
	Version versionCommand `cmd:"" help:"Print the version."`
}

const about = `A film bot for Discord and Telegram.

Without a command it serves the platforms that have a token, and where none has, it chats here.
Settings come from the environment and from a file .env; .env.example explains every one.`

// main runs a subcommand and returns the exit code. It ends when ctx is done.
func (p program) main(ctx context.Context) int {
	var c commands
	exit := -1
	parser, err := kong.New(&c, kong.Name("filmbot"), kong.Description(about), kong.UsageOnError(), kong.Writers(p.stdout, p.stderr),
		kong.Exit(func(code int) { exit = code }), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(p))
	if err != nil {
		return p.explain(err)
	}
	args := p.args
	if len(args) == 0 {
		args = []string{p.defaultCommand()}
	}
	parsed, err := parser.Parse(args)
	if exit >= 0 { // --help has been answered
		return exit
	}
	if err != nil {
		return p.explain(settingError{fmt.Errorf("%w; filmbot --help shows what there is", err)})
	}
	if err := parsed.Run(); err != nil {
		return p.explain(err)
	}
	return exitOK
}

// defaultCommand serves what has a token, and chats where nothing has.
func (p program) defaultCommand() string {
	c, err := readConfig(p.lookup)
	if err == nil && c.DiscordToken == "" && c.TelegramToken == "" {
		return "chat"
	}
	return "run"
}

// explain tells an error in one line and returns the exit code for it.
func (p program) explain(err error) int {
	fmt.Fprintln(p.stderr, "filmbot:", strings.ReplaceAll(err.Error(), "\n", "; "))
	if _, ok := errors.AsType[settingError](err); ok {
		return exitSettings
	}
	return exitFailure
}

// settingError is an error that a setting causes, and that changing it mends.
type settingError struct{ error }

func (e settingError) Unwrap() error { return e.error }
