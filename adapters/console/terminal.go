package console

import (
	"errors"
	"io"
	"strings"

	"github.com/peterh/liner"
)

// terminal is an input in which lines are edited. It works on the standard input
// and output of the process.
type terminal struct {
	state *liner.State
	// endLine leaves the line with the prompt, so that the shell's begins on one
	// of its own.
	endLine func()
}

const prompt = "> "

// newTerminal switches the terminal to single keys, until it is closed. complete
// returns what the part of a line may become.
func newTerminal(endLine func(), complete func(line string) []string) *terminal {
	state := liner.NewLiner()
	state.SetCtrlCAborts(true)
	state.SetWordCompleter(func(line string, pos int) (string, []string, string) {
		runes := []rune(line)
		return "", complete(string(runes[:pos])), string(runes[pos:])
	})
	return &terminal{state: state, endLine: endLine}
}

func (t *terminal) read() (string, error) {
	line, err := t.state.Prompt(prompt)
	switch {
	case errors.Is(err, liner.ErrPromptAborted):
		return "", io.EOF
	case errors.Is(err, io.EOF):
		t.endLine()
		return "", io.EOF
	case err != nil:
		return "", err
	}
	if strings.TrimSpace(line) != "" {
		t.state.AppendHistory(line)
	}
	return line, nil
}

// interrupt cannot do anything about the read: the library reads the standard
// input in a way that nothing ends.
func (t *terminal) interrupt() bool {
	t.endLine()
	return false
}

// close gives the terminal back as it was, also while a read is under way.
func (t *terminal) close() { _ = t.state.Close() }
