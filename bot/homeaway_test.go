package bot_test

import (
	"strings"
	"testing"

	"filmbot/bot"
)

// TestHomeLeavesOtherClubsAlone starts anew after a home chat has joined the club of
// a chat that is none.
func TestHomeLeavesOtherClubsAlone(t *testing.T) {
	c := newConversation(t)
	b := c.bot.(*bot.Bot)
	home := []string{"test:den", "test:annex"}
	if err := b.Home(t.Context(), home); err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(c.replay("as zoe admin chat=far\n> /catalog add Wanda (1970)\npress Save\n> /club join\n"), "minutes: /club join ")
	code, _, _ := strings.Cut(after, "\n")
	c.replay("as bob admin chat=annex\n> /club join " + code + " yes\n")
	if err := b.Home(t.Context(), home); err != nil {
		t.Fatal(err)
	}
	if finds(t, b, "Wanda") {
		t.Error("the home club finds a film of another club")
	}
	if r := b.Handle(t.Context(), bot.Request{Line: "/film Wanda", User: user("bob"), Chat: bot.Chat{Platform: "test", ID: "annex"}}); len(r.Cards) != 1 {
		t.Errorf("the chat that joined another club is answered %q", r.Text)
	}
}

// TestHomeDoesNotFollow starts anew after the first home chat has joined the club
// of a chat that is none, and after such a chat has joined the home club.
func TestHomeDoesNotFollow(t *testing.T) {
	c := newConversation(t)
	b := c.bot.(*bot.Bot)
	code := func(said string) string {
		_, after, _ := strings.Cut(said, "minutes: /club join ")
		code, _, _ := strings.Cut(after, "\n")
		return code
	}
	theirs := code(c.replay("as zoe admin chat=far\n> /catalog add Wanda (1970)\npress Save\n> /club join\n"))
	c.replay("as bob admin chat=den\n> /club join " + theirs + " yes\n")
	if err := b.Home(t.Context(), []string{"test:den", "test:annex", "test:attic"}); err != nil {
		t.Fatal(err)
	}
	annex := bot.Chat{Platform: "test", ID: "annex"}
	if r := b.Handle(t.Context(), bot.Request{Line: "/film Wanda", User: user("bob"), Chat: annex}); len(r.Cards) == 1 && r.Text == "" {
		t.Error("the other home chats have followed the first into another club")
	}
	c.replay("as bob admin chat=annex\n> /catalog add Mirror (1975)\npress Save\n")
	ours := c.replay("> /club join\n")
	c.replay("as eve admin chat=guest\n> /club join " + code(ours[strings.LastIndex(ours, "minutes"):]) + " yes\n")
	if err := b.Home(t.Context(), []string{"test:annex", "test:attic", "test:cellar"}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"attic", "guest", "cellar"} {
		if r := b.Handle(t.Context(), bot.Request{Line: "/film Mirror", User: user("bob"), Chat: bot.Chat{Platform: "test", ID: id}}); len(r.Cards) != 1 {
			t.Errorf("%s is answered %q", id, r.Text)
		}
	}
}
