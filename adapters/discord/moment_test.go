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
	long := strings.Repeat("x", 1985) + " 20:00"
	tests := []struct {
		name, text string
		moments    []bot.Moment
		want       string
	}{
		{"none", "at 20:00", nil, `at 20\:00`},
		{"one", "at 20:00, sharp", []bot.Moment{at("20:00", 5)}, `at 20\:00 (<t:5:f>), sharp`},
		{"at the end", "at 20:00", []bot.Moment{at("20:00", 5)}, `at 20\:00 (<t:5:f>)`},
		{"at the start", "20:00", []bot.Moment{at("20:00", -5)}, `20\:00 (<t:-5:f>)`},
		{"twice the same", "a b a b a", []bot.Moment{at("a", 1), at("a", 2)}, "a (<t:1:f>) b a (<t:2:f>) b a"},
		{"out of order", "a b", []bot.Moment{at("b", 1), at("a", 2)}, "a b (<t:1:f>)"},
		{"missing", "a b", []bot.Moment{at("c", 1), at("b", 2)}, "a b (<t:2:f>)"},
		{"empty", "a b", []bot.Moment{at("", 1), at("\u202e", 2), at("b", 3)}, "a b (<t:3:f>)"},
		{"markup", "on *Friday* <b>", []bot.Moment{at("*Friday* <b>", 1)}, `on \*Friday\* \<b> (<t:1:f>)`},
		{"controls", "on Fri\u202eday\r\nnight", []bot.Moment{at("Friday\nnight", 1)}, "on Friday\nnight (<t:1:f>)"},
		{"number at the start of a line", "1. a", []bot.Moment{at("1", 1)}, `1 (<t:1:f>)\. a`},
		{"within a character", "e\u0301x", []bot.Moment{at("e", 1)}, "e\u0301 (<t:1:f>)x"},
		{"within an address", "https://a/20 b", []bot.Moment{at("20", 1), at("b", 2)}, "<https://a/20> (<t:1:f>) b (<t:2:f>)"},
		{"typed by somebody", "<t:1:f>", nil, `\<t\:1\:f>`},
		{"no room", long, []bot.Moment{at("20:00", 1796410800)}, strings.Repeat("x", 1985) + ` 20\:00`},
		{"room for one", "20:00 " + strings.Repeat("x", 1960) + " 21:00", []bot.Moment{at("20:00", 1), at("21:00", 1796410800), at("x", 3)},
			`20\:00 (<t:1:f>) ` + strings.Repeat("x", 1960) + ` 21\:00`},
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
	f.Add("on *Friday* <b> https://a/20:00", "Friday", "20:00", 200)
	f.Add("1. e\u0301\n- \u202e👨‍👩‍👧🏽", "1", "e", 30)
	f.Fuzz(func(t *testing.T, s, first, second string, limit int) {
		limit = 1 + int(uint(limit)%300)
		moments := []bot.Moment{{Text: first, At: time.Unix(1, 0)}, {Text: second, At: time.Unix(22, 0)}}
		got, plain := timedText(s, moments, limit), linkedText(s)
		bare := strings.ReplaceAll(strings.ReplaceAll(got.text(), " (<t:1:f>)", ""), " (<t:22:f>)", "")
		if bare != plain.text() {
			t.Errorf("timedText(%q, %q, %q) = %q, want %q with times", s, first, second, got.text(), plain.text())
		}
		if got.width() > max(limit, plain.width()) {
			t.Errorf("timedText(%q, %q, %q, %d) has a length of %d", s, first, second, limit, got.width())
		}
	})
}
