package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"
	"unicode/utf8"
)

const (
	// lacksTime is how long to wait to hear what the bot may not do.
	lacksTime = 5 * time.Second
	// lacksRoom is how many characters are said about it, beside a whole preview.
	lacksRoom = 700
)

// lacksIn says what the bot may not do yet in some chats of a ritual, and how to
// allow it. It is empty where there is nothing to say.
func (b *Bot) lacksIn(ctx context.Context, c *call, r Ritual, chats []string) string {
	if b.post == nil {
		return ""
	}
	ctx, cancel := context.WithTimeout(ctx, lacksTime)
	defer cancel()
	// Chats in which the same is to be done are said in one.
	var todo []string
	where := make(map[string][]string)
	for _, chat := range chats {
		what := b.lacking(ctx, c, r, ChatOf(chat))
		if what == "" {
			continue
		}
		if where[what] == nil {
			todo = append(todo, what)
		}
		where[what] = append(where[what], chat)
	}
	b.learn(ctx, c, slices.Concat(slices.Collect(maps.Values(where))...)...)
	text, left := "", 0
	for i, what := range todo {
		part := "\n" + c.firstChatNames(where[what]) + ":" + what
		if i > 0 && (left > 0 || utf8.RuneCountInString(text+part) > lacksRoom) {
			left += len(where[what])
			continue
		}
		text += part
	}
	switch {
	case text == "":
		return ""
	case left > 0:
		text += "\n" + c.some("week.setup.lacks.more", left)
	}
	return c.say("week.setup.lacks") + text
}

// lacking says what is to be done in one chat, on lines of their own.
func (b *Bot) lacking(ctx context.Context, c *call, r Ritual, at Chat) string {
	lacks, err := b.post.Lacks(ctx, at, wantedOf(r, at))
	switch {
	case errors.Is(err, ErrChatGone):
		return "\n• " + c.say("week.setup.lacks.gone")
	case err != nil && !errors.Is(err, ErrUnsupported):
		// Another process may serve the platform, and posts all the same.
		b.log.WarnContext(ctx, "cannot tell what the bot may do", "platform", at.Platform, "err", err)
		return "\n• " + c.say("week.setup.lacks.unknown")
	}
	text := ""
	for _, p := range lacks {
		text += "\n• " + c.permission(p, at.Platform)
	}
	return text
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
