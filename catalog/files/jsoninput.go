package files

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// jsonInput goes through JSON and knows in which line it is.
type jsonInput struct {
	text string
	dec  *json.Decoder
	// line is the one that offset is in.
	line   int
	offset int
}

// films calls do with each value of an array, or with the only value there is,
// and the line that it begins in.
func (in *jsonInput) films(do func(line int, raw string) error) error {
	many := strings.HasPrefix(strings.TrimLeft(in.text, " \t\r\n"), "[")
	if many {
		if _, err := in.dec.Token(); err != nil {
			return err
		}
	}
	for in.dec.More() {
		var raw json.RawMessage
		line := in.lineAt(in.next())
		if err := in.dec.Decode(&raw); err != nil {
			return err
		}
		if err := do(line, string(raw)); err != nil {
			return err
		}
	}
	if many {
		if _, err := in.dec.Token(); err != nil {
			return unexpected(err)
		}
	}
	if _, err := in.dec.Token(); err != io.EOF {
		return errors.New("more after the end of the array")
	}
	return nil
}

// members calls do with each member of an object, and the line of its name.
func (in *jsonInput) members(do func(line int, name string, v any)) error {
	in.dec.UseNumber()
	if _, err := in.dec.Token(); err != nil {
		return err
	}
	for in.dec.More() {
		line := in.lineAt(in.next())
		name, err := in.dec.Token()
		if err != nil {
			return err
		}
		var v any
		if err := in.dec.Decode(&v); err != nil {
			return err
		}
		do(line, name.(string), v)
	}
	return nil
}

// next returns where the next value or name begins.
func (in *jsonInput) next() int {
	offset := int(in.dec.InputOffset())
	rest := in.text[offset:]
	return offset + len(rest) - len(strings.TrimLeft(rest, " \t\r\n,"))
}

// lineAt returns the line of an offset, which is not before the last one.
func (in *jsonInput) lineAt(offset int) int {
	offset = min(max(offset, in.offset), len(in.text))
	in.line += strings.Count(in.text[in.offset:offset], "\n")
	in.offset = offset
	return in.line
}

// failedAt returns where an error of the decoder is.
func (in *jsonInput) failedAt(err error) int {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return int(syntax.Offset) - 1
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return len(strings.TrimRight(in.text, " \t\r\n"))
	}
	return in.next()
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
