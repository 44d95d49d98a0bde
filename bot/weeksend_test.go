package bot_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"filmbot/bot"
)

// TestPostsOfAChatFollowAtOnce has two posts be due in one chat: the second goes out when
// the first is done, and not when posts are looked for the next time.
func TestPostsOfAChatFollowAtOnce(t *testing.T) {
	c := newConversation(t)
	c.as("ann platform=telegram chat=-100 admin")
	saveAndStart(t, c)
	answer(t, c, bot.Request{Line: "/week pick #sm2"})
	answer(t, c, bot.Request{Line: "/week close"})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go func() { _ = c.bot.Run(ctx, nil, "telegram") }()
		synctest.Wait()
	})
	c.deliver()
	if said := c.out.String(); !strings.Contains(said, "🍿 The film of the week: The Ascent") {
		t.Errorf("at once there was posted: %s", said)
	}
}
