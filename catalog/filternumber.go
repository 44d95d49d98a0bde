package catalog

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

var (
	decadeForm = regexp.MustCompile(`^((?:18|19|20)?\d)0(?:s|'s|’s|-?е|-?х|-?ые)$`)
	yearForm   = regexp.MustCompile(`^(18[89]\d|19\d\d|20\d\d)$`)
	rangeForm  = regexp.MustCompile(`^(18[89]\d|19\d\d|20\d\d)(?:-|–|—|\.\.|…)(18[89]\d|19\d\d|20\d\d)$`)
	boundForm  = regexp.MustCompile(`^([<>≤≥]=?)(\d{1,4})(?:m|min|minutes|м|мин)?$`)
)

// spokenDecades are decades as they are spoken.
var spokenDecades = map[string]int{
	"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990,
	"двадцатые": 1920, "тридцатые": 1930, "сороковые": 1940, "пятидесятые": 1950, "шестидесятые": 1960, "семидесятые": 1970, "восьмидесятые": 1980, "девяностые": 1990,
}

// unseen are the words for films that one has not seen.
var unseen = keys("unseen", "непросмотренное", "непросмотренные", "непросмотренный", "невиденное", "невиденные", "новое", "новые")

// firstYearOfFilms tells years from minutes behind a < or a >: no film is older,
// and none is that long.
const firstYearOfFilms = 1880

// number reads a word that is a condition by itself: a time, a length, or
// "unseen". It reports whether the word is one.
func (f *Filter) number(word string) bool {
	word = strings.ToLower(word)
	if unseen[fold(word)] {
		f.Unseen = true
		return true
	}
	if from, ok := spokenDecades[word]; ok {
		f.Years = append(f.Years, Span{from, from + 9})
		return true
	}
	if m := decadeForm.FindStringSubmatch(word); m != nil {
		from := 10 * atoi(m[1])
		switch {
		case from < 20:
			from += 2000 // 00s and 10s
		case from < 100:
			from += 1900
		}
		f.Years = append(f.Years, Span{from, from + 9})
		return true
	}
	if yearForm.MatchString(word) {
		f.Years = append(f.Years, Span{atoi(word), atoi(word)})
		return true
	}
	if m := rangeForm.FindStringSubmatch(word); m != nil {
		from, to := atoi(m[1]), atoi(m[2])
		f.Years = append(f.Years, Span{min(from, to), max(from, to)})
		return true
	}
	if m := boundForm.FindStringSubmatch(word); m != nil {
		f.bound(m[1], atoi(m[2]))
		return true
	}
	return false
}

// bound adds a condition such as "<100": minutes, or a year where the number can
// be nothing else.
func (f *Filter) bound(sign string, n int) {
	var s Span
	switch sign {
	case "<":
		s = Span{1, n - 1}
	case "<=", "≤", "≤=":
		s = Span{1, n}
	case ">":
		s = Span{n + 1, math.MaxInt}
	default:
		s = Span{n, math.MaxInt}
	}
	if n >= firstYearOfFilms {
		f.Years = append(f.Years, s)
		return
	}
	f.Runtimes = append(f.Runtimes, s)
}

// atoi reads digits that a pattern has found.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
