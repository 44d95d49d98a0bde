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

func newJSONInput(text string) *jsonInput {
	in := &jsonInput{text: text, dec: json.NewDecoder(strings.NewReader(text)), line: 1}
	in.dec.UseNumber()
	return in
}

// values calls do for each value of an array, or for the only value there is,
// with the line that it begins in. do reads the value.
func (in *jsonInput) values(do func(line int) error) error {
	if !strings.HasPrefix(in.text[in.next():], "[") {
		return errors.Join(do(in.lineAt(in.next())), in.end())
	}
	if _, err := in.dec.Token(); err != nil {
		return err
	}
	for in.dec.More() {
		if err := do(in.lineAt(in.next())); err != nil {
			return err
		}
	}
	if _, err := in.dec.Token(); err != nil {
		return unexpected(err)
	}
	return in.end()
}

// object reads a value and returns it as it stands in the text. If it is an
// object it calls do with each member and the line of its name.
func (in *jsonInput) object(do func(line int, name string, v any)) (raw string, err error) {
	start := in.next()
	if !strings.HasPrefix(in.text[start:], "{") {
		var v any
		if err := in.dec.Decode(&v); err != nil {
			return "", err
		}
		return in.text[start:in.dec.InputOffset()], nil
	}
	if _, err := in.dec.Token(); err != nil {
		return "", err
	}
	for in.dec.More() {
		line := in.lineAt(in.next())
		name, err := in.dec.Token()
		if err != nil {
			return "", err
		}
		var v any
		if err := in.dec.Decode(&v); err != nil {
			return "", err
		}
		do(line, name.(string), v)
	}
	if _, err := in.dec.Token(); err != nil {
		return "", unexpected(err)
	}
	return in.text[start:in.dec.InputOffset()], nil
}

// end checks that nothing follows.
func (in *jsonInput) end() error {
	if _, err := in.dec.Token(); err != io.EOF {
		return errors.New("more after the end")
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

// unexpected is the error for an end in the middle of a value.
func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
