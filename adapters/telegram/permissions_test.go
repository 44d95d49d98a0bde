package telegram

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

func TestLacks(t *testing.T) {
	all := []bot.Permission{
		bot.ViewChat, bot.SendMessages, bot.EmbedLinks, bot.PinMessages, bot.OpenThreads, bot.CreateEvents, bot.ManageTopics, bot.CallRole,
	}
	no := map[string]any{"can_send_messages": false}
	tests := []struct {
		name        string
		kind        string
		forum       bool
		self        map[string]any
		permissions map[string]any
		want        []bot.Permission
	}{
		{name: "private", kind: telegramtest.Private},
		{name: "member", kind: telegramtest.Group, self: map[string]any{"status": "member"}, want: []bot.Permission{bot.PinMessages}},
		{name: "member who may pin", kind: telegramtest.Group, self: map[string]any{"status": "member"}, permissions: map[string]any{"can_send_messages": true, "can_pin_messages": true}, want: []bot.Permission{bot.PinMessages}},
		{name: "member of a silent group", kind: telegramtest.Supergroup, self: map[string]any{"status": "member"}, permissions: no, want: []bot.Permission{bot.SendMessages, bot.PinMessages}},
		{name: "member of a forum", kind: telegramtest.Supergroup, forum: true, self: map[string]any{"status": "member"}, want: []bot.Permission{bot.PinMessages, bot.ManageTopics}},
		{name: "administrator of a silent forum", kind: telegramtest.Supergroup, forum: true, permissions: no},
		{name: "administrator without rights", kind: telegramtest.Supergroup, forum: true, self: map[string]any{"status": "administrator"}, want: []bot.Permission{bot.PinMessages, bot.ManageTopics}},
		{name: "administrator where there are no topics", kind: telegramtest.Supergroup, self: map[string]any{"status": "administrator", "can_pin_messages": true, "can_manage_topics": false}},
		{name: "restricted", kind: telegramtest.Supergroup, self: map[string]any{"status": "restricted", "is_member": true, "can_send_messages": false, "can_pin_messages": true}, want: []bot.Permission{bot.SendMessages, bot.PinMessages}},
		{name: "restricted in other things", kind: telegramtest.Supergroup, self: map[string]any{"status": "restricted", "is_member": true, "can_send_messages": true}, want: []bot.Permission{bot.PinMessages}},
		{name: "channel", kind: telegramtest.Channel, self: map[string]any{"status": "administrator", "can_post_messages": true, "can_edit_messages": true}},
		{name: "channel where it may not post", kind: telegramtest.Channel, self: map[string]any{"status": "administrator", "can_post_messages": false, "can_edit_messages": false}, want: []bot.Permission{bot.SendMessages, bot.PinMessages}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.start(echo)
				c := w.chatOf(tt.kind, tt.forum)
				if tt.self != nil {
					w.SetMember(c, telegramtest.BotID, tt.self)
				}
				w.Permit(c, tt.permissions)
				for range 2 {
					got, err := w.adapter.Lacks(context.Background(), chatOfFake(c), all)
					if err != nil || !slices.Equal(got, tt.want) {
						t.Errorf("Lacks = %q, %v; want %q", got, err, tt.want)
					}
				}
				if n := len(w.Calls("getChatMember", "getChat")); n > 2 {
					t.Errorf("Telegram was asked %d times, want twice at most", n)
				}
			})
		})
	}
}

// TestLacksAsksOnlyForWhatMatters checks that nothing is asked about permissions that
// Telegram does not have.
func TestLacksAsksOnlyForWhatMatters(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		c := w.Chat(telegramtest.Supergroup)
		wanted := []bot.Permission{bot.ViewChat, bot.EmbedLinks, bot.OpenThreads, bot.CreateEvents, bot.CallRole}
		got, err := w.adapter.Lacks(context.Background(), chatOfFake(c), wanted)
		if len(got) > 0 || err != nil {
			t.Errorf("Lacks = %q, %v; want none", got, err)
		}
		if n := len(w.Calls("getChatMember", "getChat")); n != 0 {
			t.Errorf("Telegram was asked %d times, want never", n)
		}
		w.SetMember(c, telegramtest.BotID, map[string]any{"status": "left"})
		_, err = w.adapter.Lacks(context.Background(), chatOfFake(c), []bot.Permission{bot.SendMessages})
		wantError(t, "Lacks where the bot is not", err, bot.ErrChatGone)
	})
}

// TestLacksHearsOfChanges checks that a group that has become a forum is one as soon as
// Telegram tells of a change.
func TestLacksHearsOfChanges(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		c := w.Chat(telegramtest.Supergroup)
		lacks := func(want ...bot.Permission) {
			t.Helper()
			got, err := w.adapter.Lacks(context.Background(), chatOfFake(c), []bot.Permission{bot.ManageTopics})
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("Lacks = %q, %v; want %q", got, err, want)
			}
		}
		lacks()
		w.Forum(c)
		w.Enlist(c, map[string]any{"status": "member"})
		synctest.Wait()
		lacks(bot.ManageTopics)
		w.SetMember(c, telegramtest.BotID, map[string]any{"status": "administrator", "can_manage_topics": true}) // Telegram does not tell
		lacks(bot.ManageTopics)
		time.Sleep(answerAge)
		lacks()
	})
}
