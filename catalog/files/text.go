package files

import (
	"errors"
	"fmt"
	"strings"

	"filmbot/catalog"
)

// maxLines is how many lines a file in the text form may have: ten a film, which
// is more than fit into [MaxBytes] of a catalog that people wrote. It bounds what
// a file of nothing but wrong lines costs.
const maxLines = 10 * MaxFilms

// A block is what stands between blank lines: lines from start to before end.
type block struct{ start, end int }

func (r *reader) text(text string) error {
	r.Format = Text
	lines := strings.Split(text, "\n")
	if len(lines) > maxLines {
		return ErrTooMany
	}
	blocks := blocksOf(lines)
	if len(blocks) > MaxFilms {
		return ErrTooMany
	}
	doc, err := catalog.Read(text)
	if problems, ok := errors.AsType[catalog.Problems](err); ok {
		for _, p := range problems {
			r.problem(p.Line, p.Kind, p.Text)
		}
		blocks = without(blocks, lines, problems)
		// What is left has no more problems, unless it has no film.
		doc, _ = catalog.Read(strings.Join(lines, "\n"))
	}
	r.Introduction = doc.Introduction
	for i, b := range blocks[len(blocks)-len(doc.Films):] {
		film := doc.Films[i]
		r.Entries = append(r.Entries, Entry{Line: b.heading(lines, film) + 1, Film: film})
	}
	return nil
}

func blocksOf(lines []string) []block {
	var blocks []block
	blank := true
	for i, line := range lines {
		was := blank
		blank = strings.TrimSpace(line) == ""
		switch {
		case blank:
		case was:
			blocks = append(blocks, block{i, i + 1})
		default:
			blocks[len(blocks)-1].end = i + 1
		}
	}
	return blocks
}

// without takes the blocks that have problems out of the text, and keeps the
// others in their lines.
func without(blocks []block, lines []string, problems catalog.Problems) []block {
	bad := make(map[int]bool, len(problems))
	for _, p := range problems {
		bad[p.Line-1] = true
	}
	var good []block
	for _, b := range blocks {
		if !b.any(bad) {
			good = append(good, b)
			continue
		}
		clear(lines[b.start:b.end])
	}
	return good
}

func (b block) any(lines map[int]bool) bool {
	for i := b.start; i < b.end; i++ {
		if lines[i] {
			return true
		}
	}
	return false
}

// heading returns the line that the film begins in, which is not the first one of
// the block where an introduction stands right above.
func (b block) heading(lines []string, film *catalog.Film) int {
	year := fmt.Sprintf(" (%d)", film.Year)
	for i := b.start; i < b.end; i++ {
		title, ok := strings.CutSuffix(strings.TrimSpace(lines[i]), year)
		if ok && strings.TrimSpace(title) == film.Title {
			return i
		}
	}
	return b.start
}
