package sqlstore

import (
	"bytes"
	"io"
	"io/fs"
	"regexp"
)

// bytewise makes migrations, which are written as SQLite reads them, sort and
// compare texts on PostgreSQL as SQLite does: byte by byte, and not by the rules
// of some language (https://www.postgresql.org/docs/current/collation.html).
type bytewise struct{ fs.FS }

var columnOfText = regexp.MustCompile(`\bTEXT\b`)

func (b bytewise) Open(name string) (fs.File, error) {
	file, err := b.FS.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil || info.IsDir() {
		return file, err
	}
	content, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	return rewritten{file, bytes.NewReader(columnOfText.ReplaceAll(content, []byte(`TEXT COLLATE "C"`)))}, nil
}

// rewritten is a file with another content.
type rewritten struct {
	fs.File
	content *bytes.Reader
}

func (r rewritten) Read(p []byte) (int, error) { return r.content.Read(p) }
