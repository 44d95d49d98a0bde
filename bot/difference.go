package bot

import (
	"strings"

	"filmbot/catalog"
)

// How much of a value a difference shows, in characters: among others in a list,
// and where there is room.
const (
	briefValue = 60
	fullValue  = 160
)

// How many keys a difference tells of: beside other things, and where it is all
// there is.
const (
	someKeys = 8
	allKeys  = 20
)

// difference tells, key by key, how one version of a film becomes another. It is
// empty where they say the same.
func (s *speech) difference(from, to *catalog.Film, most int) string {
	var lines []string
	for i, d := range catalog.Diff(from, to) {
		if i == most {
			lines = append(lines, "…")
			break
		}
		lines = append(lines, "• "+s.changed(d, fullValue))
	}
	return strings.Join(lines, "\n")
}

// changed tells how one key changed.
func (s *speech) changed(d catalog.Difference, most int) string {
	key := d.Key
	if d.Lang != "" {
		key += "." + d.Lang
	}
	before, after := apart(d.Before, d.After, most)
	return key + ": " + s.value(before) + " → " + s.value(after)
}

// value is one side of a difference.
func (s *speech) value(text string) string {
	if text == "" {
		return s.say("log.empty")
	}
	return s.say("quoted", "Text", strings.ReplaceAll(text, "\n", ", "))
}

// apart shortens two values where they begin and end alike, so that a small change
// of a long text is seen.
func apart(before, after string, most int) (string, string) {
	const around = 20
	a, b := []rune(before), []rune(after)
	if len(a) <= most && len(b) <= most {
		return before, after
	}
	head, tail, shorter := 0, 0, min(len(a), len(b))
	for head < shorter && a[head] == b[head] {
		head++
	}
	for tail < shorter-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	head, tail = max(0, head-around), max(0, tail-around)
	return middle(a, head, tail, most), middle(b, head, tail, most)
}

// middle is a text without its first and last characters, but not more than most.
func middle(text []rune, head, tail, most int) string {
	left := text[head : len(text)-tail]
	before, after := "", ""
	if head > 0 {
		before = "…"
	}
	if tail > 0 || len(left) > most {
		after = "…"
	}
	return before + strings.TrimSpace(string(left[:min(len(left), most)])) + after
}
