package bot_test

import (
	"slices"
	"strings"
	"testing"
)

// TestNamesAreAskedForModerators checks that no platform is asked what a chat is called
// where nobody is to be told.
func TestNamesAreAskedForModerators(t *testing.T) {
	c := newConversation(t)
	script := func(lines ...string) {
		t.Helper()
		c.posts.named = nil
		c.replay(strings.Join(lines, "\n"))
	}
	want := func(what string, chats ...string) {
		t.Helper()
		got := slices.Sorted(slices.Values(c.posts.named))
		if !slices.Equal(got, chats) {
			t.Errorf("%s: the names of %q were asked for, want %q", what, got, chats)
		}
	}
	const ann, fred = "as ann platform=discord server=den chat=hall admin whispers", "as fred platform=discord server=den chat=hall whispers"
	script(ann, "> /club join")
	code := strings.Fields(c.shown["discord:hall"][0].Text)
	script("as bob platform=telegram chat=-7 admin", "> /club join "+code[slices.Index(code, "join")+1]+" yes")
	script(ann, "> /week setup", "press Skip")
	want("a question without chats")
	script("press Skip the rest")
	want("a preview", "telegram:-7")
	script("press Save and start", "pass 1m")
	want("posts")
	script("> /week", "> /week history", "wait 2m")
	want("a round that goes well")
	script("forbid telegram:-7 pin", "gone telegram:-7", "pass 98h")
	want("a note, and what nobody needs a name for", "telegram:-7")
	script(ann, "wait 20m", "> /week date 2026-03-14", "pass 1m")
	want("a note that is looked at again")
	script("wait 2m", fred, "> /week")
	want("a member")
	script(ann, "> /week")
	want("a moderator", "telegram:-7")
	script("> /week")
	want("a moderator at once again")
}
