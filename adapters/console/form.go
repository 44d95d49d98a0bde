package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"filmbot/bot"
)

// fill shows a reply and asks for the fields of its form in turn, the first below
// the title and help. It returns nil where the person gives the form up.
func (a *Adapter) fill(ctx context.Context, in input, r bot.Reply, help string) (map[string]string, error) {
	form := r.Form
	r.Form = nil
	if !r.Empty() {
		if _, err := a.show(r, ""); err != nil {
			return nil, err
		}
	}
	head := paragraphs([]string{
		wrap(cleanLine(form.Title), a.config.Width, ""), wrap(clean(help), a.config.Width, ""),
	}) + "\n\n"
	fields := make(map[string]string, len(form.Fields))
	for _, f := range form.Fields {
		text, err := a.ask(ctx, in, f, head)
		switch {
		case ctx.Err() != nil || errors.Is(err, io.EOF):
			return nil, nil
		case err != nil:
			return nil, err
		}
		fields[f.Name] = text
		head = ""
	}
	return fields, nil
}

// ask asks for a field, the first time below a head. Where it is required it asks
// again until it gets something; without a terminal once, and then the handler
// says what is missing.
func (a *Adapter) ask(ctx context.Context, in input, f bot.Field, head string) (string, error) {
	text := head + question(f, a.config.Width)
	if !a.config.Terminal {
		text += "\n"
	}
	for again := false; ; again = true {
		if err := a.write(text); err != nil {
			return "", err
		}
		answer, err := readAnswer(ctx, in, f)
		if err != nil || answer != "" || !f.Required || again && !a.config.Terminal {
			return answer, err
		}
		text = strings.TrimPrefix(text, head)
	}
}

// readAnswer reads what is to be in a field.
func readAnswer(ctx context.Context, in input, f bot.Field) (string, error) {
	first, err := readLine(ctx, in, false)
	switch {
	case err != nil:
		return "", err
	case first == "":
		return f.Value, nil
	case strings.TrimSpace(first) == "-":
		return "", nil
	case !f.Long:
		return first, nil
	}
	var text strings.Builder
	text.WriteString(first)
	for {
		line, err := readLine(ctx, in, true)
		if err != nil || line == "" {
			return text.String(), err
		}
		if text.Len()+len(line) < maxLine {
			text.WriteString("\n" + line)
		}
	}
}

// readLine reads a line of an answer. One of blanks is empty.
func readLine(ctx context.Context, in input, goesOn bool) (string, error) {
	line, err := await(ctx, in, func() (string, error) { return in.answer(goesOn) })
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return "", fmt.Errorf("console: read an answer: %w", err)
	case err != nil:
		return "", err
	case strings.TrimSpace(line) == "":
		return "", nil
	}
	return line, nil
}
