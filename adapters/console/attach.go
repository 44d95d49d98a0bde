package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"filmbot/bot"
)

// attached takes the path off a line whose command takes a file. It reports
// whether there is a file at it.
func (a *Adapter) attached(line string) (command string, file bot.File, ok bool) {
	command, rest, ok := a.beforeFile(line)
	if !ok {
		return "", bot.File{}, false
	}
	for _, path := range readings(rest) {
		path = a.path(path)
		f, size, err := openRegular(path)
		if err != nil {
			continue
		}
		f.Close()
		open := func(context.Context) (io.ReadCloser, error) {
			f, _, err := openRegular(path)
			if err != nil {
				return nil, err
			}
			return f, nil
		}
		return command, bot.File{Name: filepath.Base(path), Size: size, Open: open}, true
	}
	return "", bot.File{}, false
}

// beforeFile splits a line where the path of a file begins.
func (a *Adapter) beforeFile(line string) (command, rest string, ok bool) {
	first, rest := cutWord(strings.TrimSpace(line))
	second, afterSecond := cutWord(rest)
	takesFile := func(arg *bot.Argument) bool { return arg != nil && arg.Kind == bot.FileArgument }
	for _, c := range a.config.Commands {
		if !strings.EqualFold(first, "/"+c.Name) {
			continue
		}
		if takesFile(c.Argument) {
			return first, rest, true
		}
		for _, v := range c.Verbs {
			if strings.EqualFold(second, v.Name) && takesFile(v.Argument) {
				return first + " " + second, afterSecond, true
			}
		}
	}
	return "", "", false
}

func cutWord(line string) (word, rest string) {
	at := strings.IndexFunc(line, unicode.IsSpace)
	if at < 0 {
		return line, ""
	}
	return line[:at], strings.TrimSpace(line[at:])
}

// readings are the paths that somebody may have meant, likeliest first: a terminal
// into which a file is dragged types it in quotes, or with its blanks escaped.
func readings(typed string) []string {
	if typed == "" {
		return nil
	}
	all := []string{typed}
	for _, quote := range []string{`"`, "'"} {
		if inner, ok := strings.CutPrefix(typed, quote); ok {
			if inner, ok := strings.CutSuffix(inner, quote); ok && inner != "" {
				all = append(all, inner)
			}
		}
	}
	return append(all, unescape(typed))
}

// unescape takes the backslashes away that a shell would.
func unescape(s string) string {
	var b strings.Builder
	escaped := false
	for _, r := range s {
		if r == '\\' && !escaped {
			escaped = true
			continue
		}
		b.WriteRune(r)
		escaped = false
	}
	return b.String()
}

// path is where a path leads that begins in the console's folder, or in the home
// folder.
func (a *Adapter) path(p string) string {
	if rest, ok := strings.CutPrefix(p, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(a.config.Folder, p)
}

// completePath returns what a line may become that ends with the part of a path.
func (a *Adapter) completePath(line, path string) []string {
	dir, part := filepath.Split(path)
	entries, err := os.ReadDir(a.path(dir))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		name := e.Name()
		hidden := strings.HasPrefix(name, ".") && part == ""
		if hidden || !strings.HasPrefix(name, part) || cleanLine(name) != name {
			continue
		}
		if e.IsDir() {
			name += string(filepath.Separator)
		}
		out = append(out, strings.TrimSuffix(line, part)+name)
	}
	return out
}

// openRegular opens a regular file and returns its size. Its errors do not name
// the file, for a person typed the name.
func openRegular(path string) (*os.File, int64, error) {
	info, err := os.Stat(path) // first, for to open a named pipe may take for ever
	switch {
	case err != nil:
		return nil, 0, fmt.Errorf("console: find a file: %w", nameless(err))
	case !info.Mode().IsRegular():
		return nil, 0, fmt.Errorf("console: open a file: %w", fs.ErrInvalid)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, fmt.Errorf("console: open a file: %w", nameless(err))
	}
	return f, info.Size(), nil
}

// nameless takes the path off an error.
func nameless(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}
