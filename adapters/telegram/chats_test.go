package telegram

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

func TestChatsForget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newChats(limits)
		c.setGone("gone")
		c.move("old", "new", true)
		for i := range chatsKept - 2 {
			c.hold(fmt.Sprint(i), time.Second)
		}
		time.Sleep(2 * time.Minute)
		c.hold("fresh", time.Hour)
		if n := len(c.known); n != 3 {
			t.Errorf("%d chats are known, want the 3 that matter", n)
		}
		if next, told := c.now("old"); next != "new" || !told || !c.gone("gone") || c.wait("fresh") != time.Hour {
			t.Error("what matters was forgotten")
		}
		for i := range 2 * chatsKept {
			c.setGone(fmt.Sprint(i))
		}
		if n := len(c.known); n > chatsKept {
			t.Errorf("%d chats are known, want at most %d", n, chatsKept)
		}
	})
}
