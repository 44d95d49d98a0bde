package discord

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Discord shows markdown in contents and embeds
// (https://support.discord.com/hc/en-us/articles/210298617). A backslash before
// anything but a letter, a digit or white space shows that character as it is.

// markup is text ready to be shown, in pieces that must not be cut in two.
type markup []string

// plainText escapes a text so that it shows as it was written.
func plainText(s string) markup { return escaped(s, false) }

// linkedText escapes a text like [plainText], but makes its web addresses links,
// without the previews that Discord otherwise adds.
func linkedText(s string) markup { return escaped(s, true) }

// oneLine escapes a text that has a line to itself, or a part of one.
func oneLine(s string) markup {
	return plainText(strings.Join(strings.Fields(tidy(s)), " "))
}

// bold makes a text bold that has only one line.
func bold(m markup) markup {
	if m.blank() {
		return nil
	}
	return markup{"**" + m.text() + "**"}
}

// italic makes a text italic that has only one line.
func italic(m markup) markup {
	if m.blank() {
		return nil
	}
	return markup{"*" + m.text() + "*"}
}

// text joins the pieces.
func (m markup) text() string { return strings.Join(m, "") }

// blank reports whether nothing can be seen.
func (m markup) blank() bool {
	for _, piece := range m {
		if !blank(piece) {
			return false
		}
	}
	return true
}

// cut shortens a text to a length, in the units in which Discord counts, and puts
// an ellipsis where something is missing.
func (m markup) cut(limit int) markup {
	total := 0
	fits := 0
	for i, piece := range m {
		total += width(piece)
		if total <= limit-width(ellipsis) {
			fits = i + 1
		}
	}
	if total <= limit {
		return m
	}
	if limit < width(ellipsis) {
		return nil
	}
	for fits > 0 && strings.TrimSpace(m[fits-1]) == "" {
		fits--
	}
	return append(append(markup{}, m[:fits]...), ellipsis)
}

// width is the length in the units in which Discord counts.
func (m markup) width() int {
	n := 0
	for _, piece := range m {
		n += width(piece)
	}
	return n
}

const ellipsis = "…"

// width is the length of a text in UTF-16 code units. Where Discord counts
// characters this is the same or more.
func width(s string) int {
	n := 0
	for _, r := range s {
		n += units(r)
	}
	return n
}

func units(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// head is the beginning of a text that has at most a length, in the units in which
// Discord counts.
func head(s string, limit int) string {
	n := 0
	for i, r := range s {
		if n += units(r); n > limit {
			return s[:i]
		}
	}
	return s
}

// label is a text for where Discord knows no markdown.
func label(s string, limit int) string {
	// What is far beyond the limit is not looked at: cutting into graphemes is
	// slow.
	r := clusters(strings.Join(strings.Fields(tidy(head(s, 10*limit))), " "))
	if r.blank() {
		return ""
	}
	return r.cut(limit).text()
}

// clusters cuts a text into grapheme clusters, as it is.
func clusters(s string) markup {
	var out markup
	for it := graphemes.FromString(s); it.Next(); {
		out = append(out, it.Value())
	}
	return out
}

// blank reports whether Discord would see nothing in a text.
func blank(s string) bool {
	for _, r := range s {
		if !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) {
			return false
		}
	}
	return true
}

// tidy drops from a text what would upset the text around it: control
// characters, and marks that turn the direction of writing and are not ended.
func tidy(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			return '\n'
		case r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		case r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, s)
}

// escaped cuts a text into grapheme clusters and escapes each. Where insets go, in
// their order, nothing is cut in two for them.
func escaped(s string, links bool, insets ...inset) markup {
	s = tidy(s)
	e := escaper{start: true}
	var out markup
	end := 0
	for it := graphemes.FromString(s); it.Next(); {
		rest := s[it.Start():]
		if it.Start() < end {
			continue
		}
		if address := leadingAddress(rest); links && address != "" && endsCluster(rest, len(address)) {
			out = append(out, "<"+address+">")
			end = it.Start() + len(address)
			e = escaper{}
		} else {
			out = append(out, e.cluster(it.Value(), rest))
			end = it.End()
		}
		for len(insets) > 0 && insets[0].after <= end {
			out = append(out, insets[0].piece)
			insets = insets[1:]
		}
	}
	return out
}

// endsCluster reports whether a grapheme cluster of a text ends after n bytes.
func endsCluster(s string, n int) bool {
	it := graphemes.FromString(s)
	for it.Next() {
		if it.End() >= n {
			return it.End() == n
		}
	}
	return false
}

// escaper knows where in its line it is.
type escaper struct {
	// start holds until something but white space stands in the line.
	start bool
	// number holds while the line has only digits.
	number bool
}

// cluster escapes one grapheme cluster. Nearly always it has one character that
// matters, the first; but some characters join with the one after them.
func (e *escaper) cluster(cluster, rest string) string {
	var b strings.Builder
	for i, r := range cluster {
		if e.special(r, rest[i+utf8.RuneLen(r):]) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		e.move(r)
	}
	return b.String()
}

// special reports whether a character would be, or begin, markup.
func (e *escaper) special(r rune, after string) bool {
	switch r {
	case '\\', '*', '_', '~', '|', '`', '<', '[', '@':
		return true
	case ':':
		// Names of emoji, and addresses that are not to be links.
		return after != "" && !strings.HasPrefix(after, " ") && !strings.HasPrefix(after, "\n")
	case '#', '>', '-', '+':
		return e.start
	case '.', ')':
		return e.number
	}
	return false
}

// move takes note of a character.
func (e *escaper) move(r rune) {
	switch {
	case r == '\n':
		*e = escaper{start: true}
	case e.start && unicode.IsSpace(r):
	case r >= '0' && r <= '9' && (e.start || e.number):
		*e = escaper{number: true}
	default:
		*e = escaper{}
	}
}

// leadingAddress returns the web address that a text begins with. Only small
// letters make one: whether Discord links others is not documented.
func leadingAddress(s string) string {
	scheme := 0
	for _, known := range []string{"https://", "http://"} {
		if strings.HasPrefix(s, known) {
			scheme = len(known)
			break
		}
	}
	if scheme == 0 {
		return ""
	}
	end := strings.IndexFunc(s, func(r rune) bool {
		return r == '<' || r == '>' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
	})
	if end < 0 {
		end = len(s)
	}
	address := strings.TrimRight(s[:end], ".,:;!?\"'*_~|`)]}»”…")
	if len(address) <= scheme {
		return ""
	}
	return address
}
