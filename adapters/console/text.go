package console

import (
	"strings"
	"unicode"

	"github.com/mattn/go-runewidth"
)

// clean returns a text without what would command the terminal or turn the
// direction of other text. Lines stay lines.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case r == '\u2028' || r == '\u2029': // separators of lines and paragraphs
			return '\n'
		case unicode.IsControl(r) || turns(r):
			return -1
		}
		return r
	}, text)
}

// cleanLine returns a text cleaned and on one line.
func cleanLine(text string) string {
	return strings.ReplaceAll(clean(text), "\n", " ")
}

// turns reports whether a character begins or ends text in a direction of its
// own: the explicit formatting characters of https://www.unicode.org/reports/tr9/.
func turns(r rune) bool {
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069'
}

// condition measures as terminals do that are not set up for East Asian text.
var condition = &runewidth.Condition{StrictEmojiNeutral: true}

// columns returns how many columns of a terminal a text takes.
func columns(text string) int { return condition.StringWidth(text) }

// wrap breaks lines between words where they are wider than width, and words
// where one alone is. Every line but the first gets an indent, which width does
// not include.
func wrap(text string, width int, indent string) string {
	width = max(width, 1)
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		out = append(out, fold(line, width)...)
	}
	for i := range out {
		if i > 0 && out[i] != "" {
			out[i] = indent + out[i]
		}
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

// fold breaks one line. Spaces stay as they are, except where it is broken.
func fold(line string, width int) []string {
	var out []string
	var current strings.Builder
	column, fresh := 0, true
	end := func() {
		out = append(out, strings.TrimRight(current.String(), " "))
		current.Reset()
		column, fresh = 0, true
	}
	for word := range strings.SplitSeq(line, " ") {
		w := columns(word)
		if !fresh && column+1+w > width {
			end()
			if word == "" {
				continue
			}
		}
		if !fresh {
			current.WriteByte(' ')
			column++
		}
		if w > width {
			pieces := strings.Split(condition.Wrap(word, width), "\n")
			for _, piece := range pieces[:len(pieces)-1] {
				current.WriteString(piece)
				end()
			}
			word = pieces[len(pieces)-1]
			w = columns(word)
		}
		current.WriteString(word)
		column += w
		fresh = false
	}
	end()
	return out
}
