package discordtest

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Markup that the bot never uses. Each is looked for where a piece of text
// begins that no backslash stands before.
var (
	atLineStart = regexp.MustCompile(`^ *(#{1,3} |-# |>>> |> |[-*+] |\d+\. )`)
	anywhere    = map[string]*regexp.Regexp{
		"a mention or an emoji": regexp.MustCompile(`^<(@[!&]?\d+|#\d+|/[^>]+:\d+|a?:\w+:\d+|id:\w+)`),
		"a time":                regexp.MustCompile(`^<t:-?\d+(:[^fR])?>`),
		"a link behind words":   regexp.MustCompile(`^\[[^\]]*\]\(<?\w+:`),
		"a link with a preview": regexp.MustCompile(`^\w+://\S`),
		"an emoji":              regexp.MustCompile(`^:[^\s:]+:`),
		"a call to everyone":    regexp.MustCompile(`^@(everyone|here)`),
		"underlining":           regexp.MustCompile(`^_`),
		"striking through":      regexp.MustCompile(`^~~`),
		"a spoiler":             regexp.MustCompile(`^\|\|`),
		"code":                  regexp.MustCompile("^`"),
	}
	clock     = regexp.MustCompile(`^<t:(-?\d+):[fR]>`)
	quietLink = regexp.MustCompile(`^<(https?://[^ <>]+)>`)
)

// Plain reads Discord's markdown as people see it. The markup that the bot uses
// (bold, italic, links without a preview, times) is taken away; any other is a problem.
func Plain(s string) (text, problem string) {
	var b strings.Builder
	var bold, italic bool
	lineStart := true
	complain := func(what string) {
		if problem == "" {
			problem = what
		}
	}
	for len(s) > 0 {
		if lineStart && atLineStart.MatchString(s) {
			complain("a list, a heading or a quotation")
		}
		lineStart = false
		for what, markup := range anywhere {
			if markup.MatchString(s) {
				complain(what)
			}
		}
		r, n := utf8.DecodeRuneInString(s)
		if link := quietLink.FindStringSubmatch(s); link != nil {
			b.WriteString(link[1])
			s = s[len(link[0]):]
			continue
		}
		if at := clock.FindString(s); at != "" {
			b.WriteString(shownTime(at).Format(time.RFC1123))
			s = s[len(at):]
			continue
		}
		switch {
		case r == '\\' && escapable(s[1:]):
			_, size := utf8.DecodeRuneInString(s[1:])
			b.WriteString(s[1 : 1+size])
			n += size
		case strings.HasPrefix(s, "**"):
			bold, n = !bold, 2
		case r == '*':
			italic = !italic
		default:
			b.WriteString(s[:n])
			lineStart = r == '\n'
		}
		if r == '\n' && (bold || italic) {
			complain("markup that does not end with its line")
		}
		s = s[n:]
	}
	if bold || italic {
		complain("markup that does not end")
	}
	return b.String(), problem
}

// clocks lists the times in a text.
func clocks(s string) []time.Time {
	var out []time.Time
	for len(s) > 0 {
		if at := clock.FindString(s); at != "" {
			out = append(out, shownTime(at))
		}
		_, n := utf8.DecodeRuneInString(s)
		if s[0] == '\\' && len(s) > 1 {
			_, size := utf8.DecodeRuneInString(s[1:])
			n += size
		}
		s = s[n:]
	}
	return out
}

func shownTime(markup string) time.Time {
	seconds, _ := strconv.ParseInt(clock.FindStringSubmatch(markup)[1], 10, 64)
	return time.Unix(seconds, 0).UTC()
}

// escapable reports whether a backslash before a text means its first character.
func escapable(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return n > 0 && !unicode.IsSpace(r) && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
}
