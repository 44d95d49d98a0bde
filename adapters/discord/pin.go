package discord

import (
	"context"
	"errors"
	"net/http"

	"filmbot/bot"
)

// Pin implements [bot.Poster]. It takes the permission to pin messages
// (https://docs.discord.com/developers/resources/message#pin-message). Discord tells
// a channel itself that something was pinned, without calling anybody.
func (a *Adapter) Pin(ctx context.Context, m bot.Message, pinned bool) error {
	method := http.MethodPut
	if !pinned {
		method = http.MethodDelete
	}
	path := pathOf("channels", m.Chat.ID, "messages", "pins", m.ID)
	return chatError("pin on discord", a.awake(ctx, m.Chat, func() error {
		return a.api.call(ctx, unhurried, method, path, nil, nil)
	}))
}

const (
	// maxThreadName is how long the name of a thread may be, and archiveAfter how many
	// minutes it is shown in the list of channels when nobody writes in it: a week, the
	// longest that there is
	// (https://docs.discord.com/developers/resources/channel#start-thread-from-message).
	maxThreadName = 100
	archiveAfter  = 7 * 24 * 60
)

// thread is what Discord takes for a new thread.
type thread struct {
	Name         string `json:"name"`
	ArchiveAfter int    `json:"auto_archive_duration"`
}

// Talk implements [bot.Poster]: it opens a thread at the message, which has one at
// most, with the message's id.
func (a *Adapter) Talk(ctx context.Context, m bot.Message, title string) (bot.Chat, error) {
	t := thread{Name: label(title, maxThreadName), ArchiveAfter: archiveAfter}
	if t.Name == "" {
		t.Name = ellipsis
	}
	var opened struct {
		ID string `json:"id"`
	}
	err := a.api.call(ctx, unhurried, http.MethodPost, pathOf("channels", m.Chat.ID, "messages", m.ID, "threads"), t, &opened)
	if _, code := status(err); code == codeThreadThere {
		opened.ID, err = m.ID, nil
	}
	if err != nil {
		return bot.Chat{}, chatError("open a thread on discord", err)
	}
	return bot.Chat{Platform: Platform, ID: opened.ID, Server: m.Chat.Server}, nil
}

// awake does something in a chat, and again where that is a thread which Discord has
// put away since nobody wrote in it. A new message brings it back by itself, an edit
// does not
// (https://docs.discord.com/developers/topics/threads#active--archived-threads).
func (a *Adapter) awake(ctx context.Context, chat bot.Chat, do func() error) error {
	err := do()
	if _, code := status(err); code != codeArchived {
		return err
	}
	back := map[string]bool{"archived": false}
	if woken := a.api.call(ctx, unhurried, http.MethodPatch, pathOf("channels", chat.ID), back, nil); woken != nil {
		if later, ok := errors.AsType[*bot.Later](woken); ok {
			return later
		}
		return err
	}
	return do()
}
