package main

import (
	"slices"
	"strings"

	"filmbot/adapters/discord/discordtest"
	"filmbot/adapters/telegram/telegramtest"
)

// press presses the button of a message on Discord whose label begins with a text,
// and returns the answer.
func (w *week) press(who string, m discordtest.Message, label string, changes ...discordtest.Change) string {
	w.Helper()
	for _, b := range m.Buttons() {
		if strings.HasPrefix(b.Label, label) {
			return w.discord.Press(who, m, b.CustomID, changes...).Answer().Text()
		}
	}
	w.Fatalf("there is no button %q: %s", label, m.Text())
	return ""
}

// touch presses the button of a message on Telegram whose label begins with a text,
// and returns the notice.
func (w *week) touch(who *telegramtest.Person, m telegramtest.Message, label string) string {
	w.Helper()
	n := slices.IndexFunc(m.Labels(), func(l string) bool { return strings.HasPrefix(l, label) })
	id := w.telegram.Press(w, who, m, max(n, 0), false)
	w.telegram.Await(w, "a notice", func() bool { _, times := w.telegram.Notice(id); return times > 0 })
	notice, _ := w.telegram.Notice(id)
	return notice.Text
}

// posts are the messages that nobody asked for, the oldest first.
func (w *week) posts() (there []discordtest.Message, here []telegramtest.Message) {
	for _, m := range w.discord.All() {
		if !m.Private() && m.ChannelID == discordtest.Channel {
			there = append(there, m)
		}
	}
	for _, m := range w.telegram.Messages(w.chat) {
		if !slices.Contains(w.answers, m.ID) {
			here = append(here, m)
		}
	}
	return there, here
}

// posted waits until Discord shows a text in so many posts, and returns the last of
// them.
func (w *week) posted(what, text string, times int) (last discordtest.Message) {
	w.Helper()
	count := func() (n int) {
		there, _ := w.posts()
		for _, m := range there {
			if strings.Contains(m.Text(), text) {
				n, last = n+1, m
			}
		}
		return n
	}
	w.discord.Await(what, func() bool { return count() >= times })
	if n := count(); n != times {
		w.Errorf("Discord shows %q in %d posts, want %d", text, n, times)
	}
	return last
}

// sent is posted on Telegram.
func (w *week) sent(what, text string, times int) (last telegramtest.Message) {
	w.Helper()
	count := func() (n int) {
		_, here := w.posts()
		for _, m := range here {
			if strings.Contains(m.Text, text) {
				n, last = n+1, m
			}
		}
		return n
	}
	w.telegram.Await(w, what, func() bool { return count() >= times })
	if n := count(); n != times {
		w.Errorf("Telegram shows %q in %d posts, want %d", text, n, times)
	}
	return last
}

// both is posted and sent.
func (w *week) both(what, text string, times int) (there discordtest.Message, here telegramtest.Message) {
	w.Helper()
	return w.posted(what, text, times), w.sent(what, text, times)
}
