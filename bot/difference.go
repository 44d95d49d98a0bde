package bot

import (
	"strings"

	"filmbot/catalog"
)

// difference tells, key by key, how one version of a film becomes another.
func (s *speech) difference(from, to *catalog.Film) string {
	const most = 8
	var lines []string
	for i, d := range catalog.Diff(from, to) {
		if i == most {
			lines = append(lines, "…")
			break
		}
		key := d.Key
		if d.Lang != "" {
			key += "." + d.Lang
		}
		lines = append(lines, "• "+key+": "+s.value(d.Before)+" → "+s.value(d.After))
	}
	return strings.Join(lines, "\n")
}

// value is one side of a difference.
func (s *speech) value(text string) string {
	if text == "" {
		return s.say("log.empty")
	}
	return s.quote(text)
}
