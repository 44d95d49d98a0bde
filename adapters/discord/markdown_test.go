package discord

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"filmbot/adapters/discord/discordtest"
)

func TestPlainText(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"The Ascent (1977)", "The Ascent (1977)"},
		{"Восхождение, 111 min.", "Восхождение, 111 min."},
		{`a \ b`, `a \\ b`},
		{"*a* _b_ ~~c~~ ||d|| `e`", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\|\\|d\\|\\| \\`e\\`"},
		{"<@1> <#2> </x:3> <t:4> <:x:5>", `\<\@1> \<#2> \</x\:3> \<t\:4> \<\:x\:5>`},
		{"@everyone", `\@everyone`},
		{"[a](http://x)", `\[a](http\://x)`},
		{":smile: 12:30 a: b", `\:smile: 12\:30 a: b`},
		{"# a\n## b\n-# c", "\\# a\n\\## b\n\\-# c"},
		{"a # b", "a # b"},
		{"> a\n>>> b", "\\> a\n\\>>> b"},
		{"- a\n  + b\n* c", "\\- a\n  \\+ b\n\\* c"},
		{"1. a\n1977) b\n2 c. d", "1\\. a\n1977\\) b\n2 c. d"},
		{"a\r\nb\u2028c\td", "a\nb\nc d"},
		{"a\u202eb\u0000c\u001b[1m\u2066d", `abc\[1md`},
		{"a\xffb", "a\uFFFDb"},
		{"👨‍👩‍👧 e\u0301", "👨‍👩‍👧 e\u0301"},
		{"\u0600*a*", "\u0600\\*a\\*"},
	}
	for _, tt := range tests {
		if got := plainText(tt.text).text(); got != tt.want {
			t.Errorf("plainText(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestLinkedText(t *testing.T) {
	tests := []struct{ text, want string }{
		{"see https://example.org/a_b_c.", "see <https://example.org/a_b_c>."},
		{"(http://x/*a*)", "(<http://x/*a>\\*)"},
		{"HTTP://X", "HTTP\\://X"},
		{"http://", `http\://`},
		{"http://.", `http\://.`},
		{"https://a<b>c", `<https://a>\<b>c`},
		{"ftp://x", `ftp\://x`},
		{"http://a\u200d b", "http\\://a\u200d b"},
	}
	for _, tt := range tests {
		if got := linkedText(tt.text).text(); got != tt.want {
			t.Errorf("linkedText(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestCut(t *testing.T) {
	tests := []struct {
		text  string
		limit int
		want  string
	}{
		{"abc", 3, "abc"},
		{"abcd", 3, "ab…"},
		{"a b cd", 3, "a…"},
		{"a*bc", 4, `a\*…`},
		{"a*bc", 3, "a…"},
		{"😀😀", 4, "😀😀"},
		{"😀😀a", 4, "😀…"},
		{"e\u0301e\u0301e\u0301", 4, "e\u0301…"},
		{"abc", 1, "…"},
		{"abc", 0, ""},
		{"", 0, ""},
	}
	for _, tt := range tests {
		if got := plainText(tt.text).cut(tt.limit).text(); got != tt.want {
			t.Errorf("plainText(%q).cut(%d) = %q, want %q", tt.text, tt.limit, got, tt.want)
		}
	}
}

func TestLabel(t *testing.T) {
	tests := []struct {
		text  string
		limit int
		want  string
	}{
		{" *Another*\n one ", 80, "*Another* one"},
		{"abcdef", 4, "abc…"},
		{"\u200b \u2060", 80, ""},
		{"", 80, ""},
	}
	for _, tt := range tests {
		if got := label(tt.text, tt.limit); got != tt.want {
			t.Errorf("label(%q, %d) = %q, want %q", tt.text, tt.limit, got, tt.want)
		}
	}
}

// FuzzEscape checks that an escaped text reads as it was written, and that
// cutting it leaves a beginning of it.
func FuzzEscape(f *testing.F) {
	for _, s := range []string{
		"a *b* <@1> [x](http://y) :smile: # 1. - > \\", "https://a/b_c. http://", "12:30:45", "1.\n2)\n -# x",
		"¯\\_(ツ)_/¯", "👨‍👩‍👧🏽 e\u0301 \u0600* \u202e", "**a**_b_||c||`d`~~e~~", "a:b::c:d: :: x",
		"http://a\u0301)\u0301", "\\\\*", "https://x//https://y", "Https://0",
	} {
		f.Add(s, 20)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) {
		for name, escape := range map[string]func(string) markup{"plainText": plainText, "linkedText": linkedText} {
			r := escape(s)
			got, problem := discordtest.Plain(r.text())
			if want := tidy(s); got != want || problem != "" {
				t.Errorf("%s(%q) = %q reads %q (%s), want %q", name, s, r.text(), got, problem, want)
			}
			limit := 1 + int(uint(limit)%60)
			cut := r.cut(limit).text()
			if n := len(utf16.Encode([]rune(cut))); n > limit || !utf8.ValidString(cut) {
				t.Errorf("%s(%q).cut(%d) = %q, of length %d", name, s, limit, cut, n)
			}
			short, problem := discordtest.Plain(cut)
			if problem != "" {
				t.Errorf("%s(%q).cut(%d) = %q: %s", name, s, limit, cut, problem)
			}
			if short != got && !strings.HasPrefix(got, strings.TrimSuffix(short, ellipsis)) {
				t.Errorf("%s(%q).cut(%d) reads %q, want a beginning of %q", name, s, limit, short, got)
			}
		}
	})
}
