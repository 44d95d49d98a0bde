package catalog

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	decadeForm = regexp.MustCompile(`^['’]?((?:18|19|20)?\d)0(?:s|'s|’s|-?е|-?х|-?ые|-?ых)$`)
	yearForm   = regexp.MustCompile(`^(18[89]\d|19\d\d|20\d\d)$`)
	rangeForm  = regexp.MustCompile(`^(18[89]\d|19\d\d|20\d\d)(?:-|–|—|\.\.|…)(18[89]\d|19\d\d|20\d\d)$`)
	boundForm  = regexp.MustCompile(`^([<>≤≥]=?)(\d{1,4})(?:m|min|minutes|м|мин|минут)?$`)
)

// minutes are words that may follow a length.
var minutes = keys("m", "min", "minutes", "м", "мин", "минут")

// spokenDecades are decades as they are spoken.
var spokenDecades = map[string]int{
	"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990,
	"двадцатые": 1920, "тридцатые": 1930, "сороковые": 1940, "пятидесятые": 1950, "шестидесятые": 1960, "семидесятые": 1970, "восьмидесятые": 1980, "девяностые": 1990,
}

// unseen are the words for films that one has not seen.
var unseen = keys("unseen", "unwatched", "непросмотренное", "непросмотренные", "непросмотренный", "непросмотренных", "невиденное", "невиденные")

// firstYearOfFilms tells years from minutes behind a < or a >: no film is older,
// and none is that long.
const firstYearOfFilms = 1880

// number reads a condition that is no name: a time, a length, or "unseen". It
// returns how many of the words say it.
func (f *Filter) number(words []string) int {
	if len(words) > 2 && (words[1] == "-" || words[1] == "–" || words[1] == "—") && f.word(words[0]+"-"+words[2]) {
		return 3
	}
	word, n := words[0], 1
	if sign, ok := spokenBounds[strings.ToLower(word)]; ok && len(words) > 1 {
		word, n = sign+words[1], 2
	}
	if !f.word(word) {
		return 0
	}
	if len(words) > n && boundForm.MatchString(word) && minutes[fold(words[n])] {
		n++
	}
	return n
}

// spokenBounds are words that stand for a sign before a number.
var spokenBounds = map[string]string{
	"under": "<", "below": "<", "before": "<", "до": "<", "короче": "<", "меньше": "<", "until": "<=", "по": "<=",
	"over": ">", "above": ">", "after": ">", "после": ">", "длиннее": ">", "дольше": ">", "больше": ">", "since": ">=", "с": ">=", "от": ">=",
}

// word reads a condition of one word, and reports whether it is one.
func (f *Filter) word(word string) bool {
	word = strings.ToLower(word)
	if unseen[fold(word)] {
		f.Unseen = true
		return true
	}
	if years, ok := yearsOf(word); ok {
		if !slices.Contains(f.Years, years) {
			f.Years = append(f.Years, years)
		}
		return true
	}
	if m := boundForm.FindStringSubmatch(word); m != nil {
		f.bound(m[1], atoi(m[2]))
		return true
	}
	return false
}

// yearsOf reads a decade, a year or a range of years.
func yearsOf(word string) (Span, bool) {
	if from, ok := spokenDecades[word]; ok {
		return Span{from, from + 9}, true
	}
	if m := decadeForm.FindStringSubmatch(word); m != nil {
		from := 10 * atoi(m[1])
		switch {
		case from < 20:
			from += 2000 // 00s and 10s
		case from < 100:
			from += 1900
		}
		return Span{from, from + 9}, true
	}
	if yearForm.MatchString(word) {
		return Span{atoi(word), atoi(word)}, true
	}
	if m := rangeForm.FindStringSubmatch(word); m != nil {
		from, to := atoi(m[1]), atoi(m[2])
		return Span{min(from, to), max(from, to)}, true
	}
	return Span{}, false
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
		f.Within = append(f.Within, s)
		return
	}
	f.Runtimes = append(f.Runtimes, s)
}

// atoi reads digits that a pattern has found.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
