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
