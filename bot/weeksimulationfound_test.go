package bot_test

import (
	"errors"
	"strings"
	"testing"

	"filmbot/bot"
)

// These are mistakes that the simulation found, each by itself.

// openRound has a conversation in which a round has just opened in one chat.
func openRound(t *testing.T, as string, setup ...string) *conversation {
	t.Helper()
	c := newConversation(t)
	c.as(as)
	draft := ""
	for _, b := range answer(t, c, bot.Request{Line: "/week setup weekly fri 20:00"}).Buttons {
		if words := strings.Fields(b.Line); len(words) > 3 && words[3] == "save" {
			draft = words[2]
		}
	}
	for _, words := range append(setup, "save start") {
		answer(t, c, bot.Request{Line: "/week ritual " + draft + " " + words, Pressed: true})
	}
	c.pass("1m")
	return c
}

func postsOf(t *testing.T, c *conversation, number int, kind bot.PostKind) (out []bot.Post) {
	t.Helper()
	posts, err := c.store.PostsOf(t.Context(), c.who.Chat.Place(), number)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range posts {
		if p.Kind == kind {
			out = append(out, p)
		}
	}
	return out
}

// TestEditsWaitLongerAfterFailures has a platform be down when a post is to be
// edited.
func TestEditsWaitLongerAfterFailures(t *testing.T) {
	c := openRound(t, "ann platform=telegram chat=-100 admin")
	c.posts.lose("telegram:-100", errors.New("down"))
	answer(t, c, bot.Request{Line: "/week nominate #sm2"})
	c.pass("1h")
	posts := postsOf(t, c, 1, bot.OpeningPost)
	if len(posts) != 1 || posts[0].Failures == 0 || posts[0].Failures > 20 {
		t.Fatalf("after an hour in which the platform was down: %+v", posts)
	}
	c.posts.lose("telegram:-100", nil)
	c.pass("6m")
	if p := postsOf(t, c, 1, bot.OpeningPost)[0]; p.Failures != 0 || !p.Next.IsZero() {
		t.Errorf("after the platform is up: %+v", p)
	}
}
