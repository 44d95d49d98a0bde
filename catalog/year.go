package catalog

import (
	"slices"
	"strings"
)

// cutYear takes the year off the end of what was typed: "vertical 1966",
// "Vertical (1966)".
func cutYear(typed string) (title string, year int, ok bool) {
	typed = strings.TrimRight(typed, " )")
	if len(typed) < 6 {
		return "", 0, false
	}
	title = typed[:len(typed)-4]
	for _, d := range typed[len(typed)-4:] {
		if d < '0' || d > '9' {
			return "", 0, false
		}
		year = year*10 + int(d-'0')
	}
	bare := strings.TrimRight(title, " (,")
	return bare, year, bare != title && bare != "" && year >= 1880 && year < 2200
}

// preferYear moves films of another year behind those of the year. Sources often
// differ by a year or two, which costs next to nothing; a film of another decade
// is hardly the one that is meant.
func (c *Catalog) preferYear(found []scored, year int) []scored {
	for i := range found {
		off := c.film(found[i].ref).Year - year
		if off = max(off, -off); off > 5 {
			off += 20
		}
		found[i].score = max(0, found[i].score-0.01*float32(min(off, 50)))
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	return found
}
