package console

import (
	"bufio"
	"context"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// An input gives lines without their ends, and [io.EOF] after the last.
type input interface {
	line() (string, error)
	// answer reads a line that answers a question, or goes on with an answer. On a
	// terminal, [io.EOF] ends the answering and not the lines.
	answer(goesOn bool) (string, error)
	// interrupt makes a read that is under way return, and reports whether it
	// could.
	interrupt() bool
	close()
}

// await reads a line from an input. When ctx is done first, it returns an error, and the read
// that is under way ends soon or, where it cannot be interrupted, is left behind.
func await(ctx context.Context, in input, read func() (string, error)) (string, error) {
	type result struct {
		line string
		err  error
	}
	got := make(chan result, 1)
	go func() {
		line, err := read()
		got <- result{line, err}
	}()
	select {
	case r := <-got:
		return r.line, r.err
	case <-ctx.Done():
		if in.interrupt() {
			<-got
		}
		return "", ctx.Err()
	}
}

// maxLine is how much of a line is read, in bytes. The rest of a longer one is
// skipped.
const maxLine = 1 << 20

// lines is an input that is no terminal.
type lines struct {
	in     io.Reader
	buffer *bufio.Reader
}

func newLines(in io.Reader) *lines {
	return &lines{in: in, buffer: bufio.NewReaderSize(in, 4<<10)}
}

func (l *lines) answer(bool) (string, error) { return l.line() }

func (l *lines) line() (string, error) {
	var line []byte
	for {
		part, more, err := l.buffer.ReadLine()
		if err != nil {
			return "", err
		}
		if room := maxLine - len(line); len(part) > room {
			part = part[:room]
		}
		line = append(line, part...)
		if !more {
			return strings.ToValidUTF8(string(whole(line)), "\uFFFD"), nil
		}
	}
}

// whole returns a line without the part of a character that a cut may have left
// at its end.
func whole(line []byte) []byte {
	if len(line) < maxLine {
		return line
	}
	start := len(line) - 1
	for start > 0 && len(line)-start < utf8.UTFMax && !utf8.RuneStart(line[start]) {
		start--
	}
	if utf8.FullRune(line[start:]) {
		return line
	}
	return line[:start]
}

func (l *lines) interrupt() bool {
	d, ok := l.in.(interface{ SetReadDeadline(time.Time) error })
	return ok && d.SetReadDeadline(time.Unix(1, 0)) == nil
}

func (l *lines) close() {}
