package bot

import (
	"strings"
	"testing"
)

func TestApart(t *testing.T) {
	same := strings.Repeat("word ", 20)
	tests := []struct{ before, after, wantBefore, wantAfter string }{
		{"", "", "", ""},
		{"short", "shorter", "short", "shorter"},
		{same + "one " + same, same + "two " + same, "…word word word word one word word word word…", "…word word word word two word word word word…"},
		{same, same + "end", "…word word word word", "…word word word word end"},
		{"", same, "", "word word word word word word word word word word word word…"},
		{strings.Repeat("я", 100), strings.Repeat("я", 99), "…" + strings.Repeat("я", 21), "…" + strings.Repeat("я", 20)},
	}
	for _, tt := range tests {
		before, after := apart(tt.before, tt.after, briefValue)
		if before != tt.wantBefore || after != tt.wantAfter {
			t.Errorf("apart(%q, %q) = %q, %q, want %q, %q", tt.before, tt.after, before, after, tt.wantBefore, tt.wantAfter)
		}
	}
}
