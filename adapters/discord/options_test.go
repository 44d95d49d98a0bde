package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// verb is a command with a subcommand that has an option unless value is nil.
func verb(name string, kind int, value any) map[string]any {
	var options []any
	if value != nil {
		options = append(options, map[string]any{"name": "x", "type": kind, "value": value})
	}
	return map[string]any{"name": "catalog", "type": 1, "options": []any{map[string]any{"name": name, "type": 1, "options": options}}}
}

// TestResolved checks what becomes of options that name something by an id.
func TestResolved(t *testing.T) {
	data := verb("trust", 9, "88")
	data["resolved"] = map[string]any{
		"users":   map[string]any{"88": map[string]any{"id": "88", "username": "bob8", "global_name": "Bob"}, "89": map[string]any{"username": "eve"}},
		"members": map[string]any{"88": map[string]any{"nick": "Bobby"}},
		"roles":   map[string]any{"66": map[string]any{"name": "Film club"}},
		"attachments": map[string]any{"33": map[string]any{"filename": "films.txt", "size": 12, "url": "http://x/33"},
			"34": map[string]any{"filename": "large", "size": maxDownload + 1, "url": "http://x/34"}},
	}
	tests := []struct {
		name  string
		kind  int
		value string
		want  string
	}{
		{"a member", 9, "88", "discord:88 Bobby"},
		{"a person", 9, "89", "discord:89 eve"},
		{"a person by type", 6, "88", "discord:88 Bobby"},
		{"a role", 9, "66", "discord:role:66 Film club"},
		{"a role by type", 8, "66", "discord:role:66 Film club"},
		{"nobody", 9, "99", ""},
		{"a file", 11, "33", "films.txt 12: http://x/33"},
		{"a large file", 11, "34", "large 27262977: " + errTooLarge.Error()},
		{"no file", 11, "88", ""},
		{"a number that a file has", 9, "33", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data["options"] = verb("trust", tt.kind, tt.value)["options"]
			in, did, ok := decode(interactionJSON(t, map[string]any{"data": data}))
			if !ok {
				t.Fatal("the interaction is not served")
			}
			req := request(in, did, func(_ context.Context, address string) (io.ReadCloser, error) { return nil, errors.New(address) })
			got := ""
			for _, m := range req.Mentions {
				got += m.Key + " " + m.Name
			}
			for _, f := range req.Files {
				_, err := f.Open(t.Context())
				got += fmt.Sprintf("%s %d: %v", f.Name, f.Size, err)
			}
			if got != tt.want || req.Line != "/catalog trust" {
				t.Errorf("%q comes with %q, want %q", req.Line, got, tt.want)
			}
		})
	}
}

// FuzzOptionValue checks that a line survives being the value of an option.
func FuzzOptionValue(f *testing.F) {
	for _, line := range []string{"/film random", "/film", "/film ", "/~k3abc", "/film //x", "/", "//", "/filmx y", "/film like x", "/film like //x", "/film  x", "/help me"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		line = strings.ToValidUTF8(line, "?")
		if !strings.HasPrefix(line, "/") {
			line = "/" + line
		}
		for command, data := range map[string]func(option) commandData{
			"/film": func(o option) commandData { return commandData{Name: "film", Options: []option{o}} },
			"/film like": func(o option) commandData {
				return commandData{Name: "film", Options: []option{{Type: optionSubcommand, Name: "like", Options: []option{o}}}}
			},
		} {
			value, err := json.Marshal(optionValue(command, line))
			if err != nil {
				t.Fatal(err)
			}
			if got := lineOf(data(option{Type: optionString, Value: value})); got != line {
				t.Errorf("the line %q comes back as %q from %s", line, got, command)
			}
		}
	})
}
