package telegram

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// present writes events as lines.
func present(e bot.Event) string {
	if e.Moved != nil {
		return fmt.Sprintf("%s moved to %s", e.Chat.Key(), e.Moved.Key())
	}
	return fmt.Sprintf("%s %d", e.Chat.Key(), e.Presence)
}

func TestPresence(t *testing.T) {
	inWorld(t, func(w *world) {
		var got []string
		failures := 2
		w.start(hands{observe: func(e bot.Event) error {
			if failures > 0 {
				failures--
				return errors.New("the database is away")
			}
			got = append(got, present(e))
			return nil
		}})
		group, private := w.Chat(telegramtest.Group), w.Private(w.ann)
		w.Remove(group, "bot was kicked from the group chat")
		w.Remove(private, "bot was blocked by the user")
		w.Admit(private)
		synctest.Wait()
		if len(w.Waiting()) == 0 {
			t.Error("the removal was confirmed before it was stored")
		}
		w.Admit(group)
		time.Sleep(time.Minute)
		synctest.Wait()
		key := fmt.Sprint("telegram:", group.ID)
		if want := []string{key + " 2", key + " 1"}; !slices.Equal(got, want) {
			t.Errorf("Observe got %q, want %q", got, want)
		}
		if n := len(w.Waiting()); n != 0 {
			t.Errorf("%d updates wait", n)
		}
	})
}

// TestPresenceOfMovedGroup checks that a group does not count as left because it
// became another chat.
func TestPresenceOfMovedGroup(t *testing.T) {
	for _, early := range []bool{true, false} {
		t.Run(fmt.Sprint("early ", early), func(t *testing.T) {
			inWorld(t, func(w *world) {
				var got []string
				w.start(hands{observe: func(e bot.Event) error {
					got = append(got, present(e))
					return nil
				}})
				old := w.Chat(telegramtest.Group)
				leave := func() {
					w.Push("my_chat_member", map[string]any{"chat": map[string]any{"id": old.ID, "type": "group"}, "new_chat_member": map[string]any{"status": "left"}})
					synctest.Wait()
				}
				from := fmt.Sprint("telegram:", old.ID)
				var want []string
				if early {
					leave()
					want = append(want, from+" 2")
				}
				next := w.Move(old, false)
				synctest.Wait()
				if !early {
					leave()
				}
				to := fmt.Sprint("telegram:", next.ID)
				want = append(want, from+" moved to "+to, to+" 1")
				if !slices.Equal(got, want) {
					t.Errorf("Observe got %q, want %q", got, want)
				}
			})
		})
	}
}
