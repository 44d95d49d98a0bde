package discord

import (
	"strings"
	"testing"
	"time"

	"filmbot/bot"
)

func TestTimedText(t *testing.T) {
	at := func(words string, seconds int64) bot.Moment {
		return bot.Moment{Text: words, At: time.Unix(seconds, 0)}
	}
	full := func(words string, seconds int64) bot.Moment {
		return bot.Moment{Text: words, At: time.Unix(seconds, 0), Full: true}
	}
	long := strings.Repeat("x", 1985) + " 20:00"
	tests := []struct {
		name, text string
		moments    []bot.Moment
		want       string
	}{
		{"none", "at 20:00", nil, `at 20\:00`},
		{"one", "at 20:00, sharp", []bot.Moment{at("20:00", 5)}, `at 20\:00 (<t:5:R>), sharp`},
		{"at the end", "at 20:00", []bot.Moment{at("20:00", 5)}, `at 20\:00 (<t:5:R>)`},
		{"at the start", "20:00", []bot.Moment{at("20:00", -5)}, `20\:00 (<t:-5:R>)`},
		{"twice the same", "a b a b a", []bot.Moment{at("a", 1), at("a", 2)}, "a (<t:1:R>) b a (<t:2:R>) b a"},
		{"out of order", "a b", []bot.Moment{at("b", 1), at("a", 2)}, "a b (<t:1:R>)"},
		{"missing", "a b", []bot.Moment{at("c", 1), at("b", 2)}, "a b (<t:2:R>)"},
		{"empty", "a b", []bot.Moment{at("", 1), at("\u202e", 2), at("b", 3)}, "a b (<t:3:R>)"},
		{"markup", "on *Friday* <b>", []bot.Moment{at("*Friday* <b>", 1)}, `on \*Friday\* \<b> (<t:1:R>)`},
		{"controls", "on Fri\u202eday\r\nnight", []bot.Moment{at("Friday\nnight", 1)}, "on Friday\nnight (<t:1:R>)"},
		{"number at the start of a line", "1. a", []bot.Moment{at("1", 1)}, `1 (<t:1:R>)\. a`},
		{"within a character", "e\u0301x", []bot.Moment{at("e", 1)}, "e\u0301 (<t:1:R>)x"},
		{"within an address", "https://a/20 b", []bot.Moment{at("20", 1), at("b", 2)}, "<https://a/20> (<t:1:R>) b (<t:2:R>)"},
		{"in their parentheses", "on Friday (Berlin), sharp", []bot.Moment{at("on Friday (Berlin)", 5)}, "on Friday (Berlin, <t:5:R>), sharp"},
		{"in full", "Friday (Berlin)\nand so on", []bot.Moment{full("Friday (Berlin)", 5)}, "Friday (Berlin) · <t:5:f>\nand so on"},
		{"in full without a zone", "• Friday — it begins", []bot.Moment{full("Friday", 5)}, "• Friday · <t:5:f> — it begins"},
		{"named before", "a b c a", []bot.Moment{at("a", 1), at("b", 2), full("c", 1), at("a", 2)}, "a (<t:1:R>) b (<t:2:R>) c a"},
		{"nothing but a parenthesis", ")", []bot.Moment{at(")", 5)}, ") (<t:5:R>)"},
		{"typed by somebody", "<t:1:f>", nil, `\<t\:1\:f>`},
		{"no room", long, []bot.Moment{at("20:00", 1796410800)}, strings.Repeat("x", 1985) + ` 20\:00`},
		{"room for one", "20:00 " + strings.Repeat("x", 1960) + " 21:00", []bot.Moment{at("20:00", 1), at("21:00", 1796410800), at("x", 3)},
			`20\:00 (<t:1:R>) ` + strings.Repeat("x", 1960) + ` 21\:00`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := timedText(tt.text, tt.moments, maxContent).cut(maxContent).text(); got != tt.want {
				t.Errorf("timedText(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// FuzzTimedText checks that moments change nothing of a text but what they add.
func FuzzTimedText(f *testing.F) {
	f.Add("on *Friday* <b> https://a/20:00", "Friday", "20:00", false, 200)
	f.Add("1. e\u0301\n- \u202e👨‍👩‍👧🏽", "1", "e", true, 30)
	f.Add("at 20:00 (https://a/b) or 21:00 (\u0600)", "20:00 (https://a/b)", "21:00 (\u0600)", false, 200)
	stamps := strings.NewReplacer(" (<t:1:R>)", "", ", <t:1:R>", "", " (<t:22:R>)", "", ", <t:22:R>", "", " · <t:22:f>", "")
	f.Fuzz(func(t *testing.T, s, first, second string, full bool, limit int) {
		limit = 1 + int(uint(limit)%300)
		moments := []bot.Moment{{Text: first, At: time.Unix(1, 0)}, {Text: second, At: time.Unix(22, 0), Full: full}}
		got, plain := timedText(s, moments, limit), linkedText(s)
		if bare := stamps.Replace(got.text()); bare != plain.text() {
			t.Errorf("timedText(%q, %q, %q) = %q, want %q with times", s, first, second, got.text(), plain.text())
		}
		if got.width() > max(limit, plain.width()) {
			t.Errorf("timedText(%q, %q, %q, %d) has a length of %d", s, first, second, limit, got.width())
		}
	})
}
