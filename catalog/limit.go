package catalog

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of an entry in UTF-16 code units, which is what Telegram counts
// (https://core.telegram.org/api/entities#entity-length) and never less than
// what anybody else calls characters.
const (
	// MaxEntry is how long an entry may be in the text form. It fits a text field
	// of Discord and a message of Telegram, with room for words around it.
	MaxEntry = 3500
	// MaxName is how long a title or another name may be.
	MaxName = 200
	// MaxText is how long a description or another text may be.
	MaxText = 1000
)

// tooLong reports whether a value is longer than the key allows.
func (fd field) tooLong(value string) bool {
	if len(value) <= MaxName {
		return false
	}
	switch {
	case fd.text != nil && !fd.suffixed:
		return units(value) > MaxText
	case fd.list != nil || fd.words != nil:
		for name := range strings.SplitSeq(value, ",") {
			if units(strings.TrimSpace(name)) > MaxName {
				return true
			}
		}
		return false
	}
	return units(value) > MaxName
}

// units returns the length of the film as an entry in the text form.
func (f *Film) units() int { return units(f.String()) }

func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// isText reports whether a line holds nothing but text: valid, and without
// characters that break it or turn its direction, with which an entry could make
// what stands around it read as something else
// (https://www.unicode.org/reports/tr9/#Explicit_Directional_Embeddings).
func isText(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, controls) < 0
}

func controls(r rune) bool {
	return unicode.IsControl(r) || 0x2028 <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069
}
