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
	// answering tells that what is typed is no line and cannot be completed.
	answering bool
}

// What stands before a line, before an answer and before what it goes on with.
const (
	prompt       = "> "
	answerPrompt = "? "
	morePrompt   = "… "
)

// newTerminal switches the terminal to single keys, until it is closed. complete
// returns what the part of a line may become.
func newTerminal(endLine func(), complete func(line string) []string) *terminal {
	state := liner.NewLiner()
	state.SetCtrlCAborts(true)
	t := &terminal{state: state, endLine: endLine}
	state.SetWordCompleter(func(line string, pos int) (string, []string, string) {
		runes := []rune(line)
		if t.answering {
			return string(runes[:pos]), nil, string(runes[pos:])
		}
		return "", complete(string(runes[:pos])), string(runes[pos:])
	})
	return t
}

func (t *terminal) line() (string, error) {
	t.answering = false
	line, err := t.read(prompt)
	if err == nil && strings.TrimSpace(line) != "" {
		t.state.AppendHistory(line)
	}
	return line, err
}

func (t *terminal) answer(goesOn bool) (string, error) {
	t.answering = true
	if goesOn {
		return t.read(morePrompt)
	}
	return t.read(answerPrompt)
}

func (t *terminal) read(prompt string) (string, error) {
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
