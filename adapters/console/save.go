package console

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filmbot/bot"
)

// save writes files into the console's folder, overwriting none, and returns
// where they are. What cannot be written is left out.
func (a *Adapter) save(files []bot.Attachment) []string {
	var paths []string
	for _, f := range files {
		path, err := a.saveOne(f)
		if err != nil {
			a.config.Log.Error("cannot write a file", "platform", chat.Platform, "err", nameless(err))
			continue
		}
		paths = append(paths, path)
	}
	return paths
}

func (a *Adapter) saveOne(file bot.Attachment) (string, error) {
	f, err := a.create(fileName(file.Name))
	if err != nil {
		return "", err
	}
	_, err = f.Write(file.Data)
	if err := errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// create makes a new file with a name, or with a number behind the name.
func (a *Adapter) create(name string) (*os.File, error) {
	const most = 1000
	ending := filepath.Ext(name)
	path := filepath.Join(a.config.Folder, name)
	for n := 2; ; n++ {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil || n > most || !errors.Is(err, fs.ErrExist) {
			return f, err
		}
		path = filepath.Join(a.config.Folder, fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ending), n, ending))
	}
}

// fileName makes a name safe: in no other folder, visible, and without what would
// command a terminal.
func fileName(name string) string {
	name = strings.NewReplacer("/", "_", `\`, "_", ":", "_").Replace(cleanLine(name))
	if name = strings.TrimLeft(name, ". "); name == "" {
		return "filmbot"
	}
	return name
}
