package bot

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"
)

// longLinePrefix begins the short name of a line that is longer than a button
// carries. No command begins so.
const longLinePrefix = "/~"

var lineName = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// shorten puts short names in the place of lines that are longer than [MaxLine].
// What cannot be shortened is left out: a button that does nothing is worse.
func (b *Bot) shorten(ctx context.Context, r *Reply) {
	r.Buttons = slices.DeleteFunc(r.Buttons, func(btn Button) bool { return !b.keep(ctx, btn.Line) })
	for i := range r.Buttons {
		r.Buttons[i].Line = short(r.Buttons[i].Line)
	}
	r.Choices = slices.DeleteFunc(r.Choices, func(c Choice) bool { return !b.keep(ctx, c.Line) })
	for i := range r.Choices {
		r.Choices[i].Line = short(r.Choices[i].Line)
	}
}

// short returns the short name of a line that is too long, and any other line as
// it is. A name is a hash of its line: it says nothing about who made it, to
// guess one gains nothing over typing the line, and the same line has the same
// name in every process.
func short(line string) string {
	if len(line) <= MaxLine {
		return line
	}
	sum := sha256.Sum256([]byte(line))
	return longLinePrefix + lineName.EncodeToString(sum[:10])
}

// keep makes the store remember a line that is too long, and reports whether a
// button can have the line.
func (b *Bot) keep(ctx context.Context, line string) bool {
	name := short(line)
	if name == line {
		return true
	}
	err := b.store.KeepLine(ctx, strings.TrimPrefix(name, longLinePrefix), line)
	if err != nil {
		b.log.ErrorContext(ctx, "cannot keep a long line", "err", err)
	}
	return err == nil
}

// long returns the line that a short name stands for, and any other line as it
// is. The error is [ErrNotFound] for a name that stands for nothing.
func (b *Bot) long(ctx context.Context, line string) (string, error) {
	name, ok := strings.CutPrefix(line, longLinePrefix)
	if !ok {
		return line, nil
	}
	return b.store.KeptLine(ctx, name)
}
