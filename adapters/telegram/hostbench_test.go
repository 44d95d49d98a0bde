package telegram

import (
	"maps"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

func (b *bench) Delete(m bot.Message) { b.Server.Delete(b.message(m)) }

func (b *bench) Rename(title string) { b.Server.Rename(b.group, title) }

func (b *bench) LoseAnswer() { b.spoil(telegramtest.Answer{Drop: true, After: true}) }

func (b *bench) Throttle() { b.spoil(telegramtest.Answer{Status: 429, RetryAfter: 60}) }

// spoil gives the next message another answer.
func (b *bench) spoil(with telegramtest.Answer) {
	var spoilt atomic.Bool
	b.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
		if c.Method != "sendMessage" || spoilt.Swap(true) {
			return nil
		}
		return &with
	})
}

func (b *bench) Silent(m bot.Message) bool { return b.message(m).Silent }

func (b *bench) Pinned(m bot.Message) bool {
	return slices.ContainsFunc(b.Server.Pinned(b.group), func(id int) bool { return strconv.Itoa(id) == m.ID })
}

// What Telegram does not have, the suite does not ask for.

func (b *bench) Clocks(bot.Message) []time.Time { panic("there is text only") }
func (b *bench) Role() string                   { panic("there are no roles") }
func (b *bench) Called(bot.Message) []string    { panic("nobody can be called") }
func (b *bench) Gatherings() []bot.Gathering    { panic("there are no events") }

// Forbid waits until the bot has heard of it.
func (b *bench) Forbid(permissions ...bot.Permission) {
	b.t.Helper()
	fields := map[string]any{"status": "administrator", "can_pin_messages": true, "can_manage_topics": true}
	for _, p := range permissions {
		maps.Copy(fields, map[bot.Permission]map[string]any{
			bot.SendMessages: {"status": "restricted", "is_member": true, "can_send_messages": false},
			bot.PinMessages:  {"can_pin_messages": false},
			bot.ManageTopics: {"can_manage_topics": false},
		}[p])
	}
	b.Enlist(b.group, fields)
	b.Await(b.t, "the bot to hear of its rights", func() bool { return len(b.Waiting()) == 0 })
}
