package files

import (
	"errors"
	"strings"

	"filmbot/catalog"
)

// maxLines is how many lines a file in the text form may have: twenty a film, of
// which more than [MaxBytes] would come. It bounds what a file of nothing but
// wrong lines costs.
const maxLines = 20 * MaxFilms

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
		r.addProblems(problems)
		without(blocks, lines, problems)
		// What is left has no more problems, unless it has no film.
		doc, _ = catalog.Read(strings.Join(lines, "\n"))
	}
	r.Introduction = doc.Introduction
	for i, film := range doc.Films {
		r.Entries = append(r.Entries, Entry{Line: doc.Lines[i], Film: film})
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

// without takes the blocks that have problems out of the text, and leaves the
// others in their lines.
func without(blocks []block, lines []string, problems catalog.Problems) {
	bad := make(map[int]bool, len(problems))
	for _, p := range problems {
		bad[p.Line-1] = true
	}
	for _, b := range blocks {
		if b.any(bad) {
			clear(lines[b.start:b.end])
		}
	}
}

func (b block) any(lines map[int]bool) bool {
	for i := b.start; i < b.end; i++ {
		if lines[i] {
			return true
		}
	}
	return false
}
