package bot

import (
	"context"
	"errors"
	"strings"
	"time"
)

// lacksTime is how long to wait to hear what the bot may not do.
const lacksTime = 5 * time.Second

// lacksIn says what the bot may not do yet in some chats of a ritual, and how to
// allow it. It is empty where there is nothing to say.
func (b *Bot) lacksIn(ctx context.Context, c *call, r Ritual, chats []string) string {
	if b.post == nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, lacksTime)
	defer cancel()
	var t strings.Builder
	for _, chat := range chats {
		at := ChatOf(chat)
		lacks, err := b.post.Lacks(ctx, at, wantedOf(r, at))
		switch {
		case errors.Is(err, ErrChatGone):
			t.WriteString("\n" + c.say("week.setup.lacks.gone", "Chat", c.chatNames([]string{chat})))
		case err != nil && !errors.Is(err, ErrUnsupported):
			// Another process may serve the platform, and posts all the same.
			b.log.WarnContext(ctx, "cannot tell what the bot may do", "platform", at.Platform, "err", err)
			t.WriteString("\n" + c.say("week.setup.lacks.unknown", "Chat", c.chatNames([]string{chat})))
		case len(lacks) > 0:
			t.WriteString("\n" + c.say("week.setup.lacks.chat", "Chat", upperFirst(c.chatNames([]string{chat}))))
			for _, p := range lacks {
				t.WriteString("\n• " + c.permission(p, at.Platform))
			}
		}
	}
	if t.Len() == 0 {
		return ""
	}
	return c.say("week.setup.lacks") + t.String()
}

// wantedOf are the permissions that a ritual needs in a chat.
func wantedOf(r Ritual, at Chat) []Permission {
	wanted := []Permission{ViewChat, SendMessages, EmbedLinks}
	if r.Pin {
		wanted = append(wanted, PinMessages)
	}
	if r.Talk {
		wanted = append(wanted, OpenThreads, ManageTopics)
	}
	if r.Plan {
		wanted = append(wanted, CreateEvents)
	}
	if r.Role.Key != "" && r.At == at.Place() {
		wanted = append(wanted, CallRole)
	}
	return wanted
}

// permission says how to allow the bot something. What is called otherwise on
// Telegram has a text of its own there.
func (s *speech) permission(p Permission, platform string) string {
	if p == PinMessages && platform == "telegram" {
		return s.say("permission.pin.telegram")
	}
	return s.say("permission." + string(p))
}
