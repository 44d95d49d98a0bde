package bot_test

import (
	"strings"
	"testing"
)

// TestLeftChatHearsNoMore decides on a suggestion from a chat that has left the
// club since, where moderators had seen it, too.
func TestLeftChatHearsNoMore(t *testing.T) {
	for _, at := range []string{"chat=annex", "server=9 chat=annex"} {
		t.Run(at, func(t *testing.T) {
			c := newConversation(t)
			_, after, _ := strings.Cut(c.replay("as ann admin chat=hall\n> /club join\n"), "minutes: /club join ")
			code, _, _ := strings.Cut(after, "\n")
			c.out.Reset()
			said := c.replay("as bob admin " + at + "\n> /club join " + code + " yes\n> /club review here\n" +
				"as sue " + at + "\n> /film suggest Wanda (1970)\npress Send\n" +
				"as bob admin " + at + "\n> /club leave yes\n" +
				"as ann admin chat=hall\n> /catalog review\npress Edit\nfill title=Wanda (1970) | description=Hush\npress Save\nwait 2m\nmeanwhile\n")
			if !strings.Contains(said, "is in the catalog") || strings.Count(said, "\n→") != 1 {
				t.Errorf("want the suggestion posted to moderators, and nothing after the chat has left:\n%s", said)
			}
		})
	}
}
