package bot_test

import (
	"log/slog"
	"testing"
	"time"

	"filmbot/bot"
)

// TestPutBack goes on with a store as it was some days ago. What was due since then
// was posted by the program before, and is not posted again; what is due later is.
func TestPutBack(t *testing.T) {
	c := newConversation(t)
	c.replay("as ann name=Ann admin\n> /week setup friday 20:00\npress Save and\npass 1m\n> /week nominate vertical\npass 1m\n")
	c.now = c.now.Add(4*24*time.Hour + 12*time.Hour) // after the ballot and before the close
	b, err := bot.New(bot.Config{
		Collections: collections(t), Store: c.store, Log: slog.New(slog.DiscardHandler), Post: c.posts,
		Now: func() time.Time { return c.now }, Since: c.now,
	})
	if err != nil {
		t.Fatal(err)
	}
	c.bot = b
	for range 10 {
		c.doDue()
	}
	for _, p := range taken(c.posts) {
		if !p.edited {
			t.Errorf("posted again: %s %q", p, p.reply.Text)
		}
	}
	c.now = time.Date(2026, time.March, 12, 20, 1, 0, 0, time.UTC)
	for range 10 {
		c.doDue()
	}
	made := 0
	for _, p := range taken(c.posts) {
		if !p.edited {
			made++
		}
	}
	if made != 1 {
		t.Errorf("%d posts were made when the film was due to be announced, want 1", made)
	}
}
