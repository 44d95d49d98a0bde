package bot_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"filmbot/bot"
)

// Recognises implements [bot.Poster]: of the platforms of the tests, "discord" does.
func (b *postbox) Recognises(platform string) time.Duration {
	if platform == "discord" {
		return 2 * time.Minute
	}
	return 0
}

// tell notes what was done to a message or in a chat, for the transcript.
func (b *postbox) tell(what string, about ...any) {
	b.done = append(b.done, fmt.Sprintf(what, about...))
}

// forbid has a chat allow something no more, or again.
func (b *postbox) forbid(chat string, p bot.Permission) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forbidden[chat] = append(b.forbidden[chat], p)
}

// may is nil if the bot may do something in a chat.
func (b *postbox) may(chat bot.Chat, p bot.Permission) error {
	switch {
	case b.lost[chat.Key()] != nil:
		return b.lost[chat.Key()]
	case slices.Contains(b.forbidden[chat.Key()], p):
		return bot.ErrForbidden
	}
	return nil
}

// Pin implements [bot.Poster].
func (b *postbox) Pin(_ context.Context, m bot.Message, pinned bool) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.may(m.Chat, bot.PinMessages); err != nil {
		return err
	}
	if b.deleted[m.Chat.Key()+" #"+m.ID] {
		return bot.ErrNotFound
	}
	what := "pinned"
	if !pinned {
		what = "no longer pinned"
	}
	b.tell("%s #%s, %s", m.Chat.Key(), m.ID, what)
	return nil
}

// Talk implements [bot.Poster].
func (b *postbox) Talk(_ context.Context, m bot.Message, title string) (bot.Chat, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if m.Chat.Platform != "discord" {
		return bot.Chat{}, bot.ErrUnsupported
	}
	if err := b.may(m.Chat, bot.OpenThreads); err != nil {
		return bot.Chat{}, err
	}
	b.tell("%s #%s, a thread: %s", m.Chat.Key(), m.ID, title)
	return bot.Chat{Platform: m.Chat.Platform, ID: m.ID, Server: m.Chat.Server}, nil
}

// Plan implements [bot.Poster].
func (b *postbox) Plan(_ context.Context, at bot.Chat, id string, e bot.Gathering) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if at.Platform != "discord" {
		return "", bot.ErrUnsupported
	}
	if err := b.may(at, bot.CreateEvents); err != nil {
		return "", err
	}
	change := "new "
	if id != "" {
		change = ""
	} else {
		b.sent++
		id = fmt.Sprint("e", b.sent)
	}
	b.tell("%s, %sevent %s: %s, %s to %s", at.Place(), change, id, e.Name, e.Start.Format("2006-01-02 15:04"), e.End.Format("15:04 MST"))
	return id, nil
}

// CallOff implements [bot.Poster].
func (b *postbox) CallOff(_ context.Context, at bot.Chat, id string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tell("%s, event %s is called off", at.Place(), id)
	return nil
}

// Lacks implements [bot.Poster].
func (b *postbox) Lacks(_ context.Context, at bot.Chat, wanted []bot.Permission) ([]bot.Permission, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.lost[at.Key()]; err != nil {
		return nil, err
	}
	var out []bot.Permission
	for _, p := range wanted {
		if slices.Contains(b.forbidden[at.Key()], p) {
			out = append(out, p)
		}
	}
	return out, nil
}

// Title implements [bot.Poster].
func (b *postbox) Title(ctx context.Context, at bot.Chat) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.named = append(b.named, at.Address())
	title, ok := b.titles[at.Address()]
	switch {
	case b.lost[at.Key()] != nil:
		return "", b.lost[at.Key()]
	case !ok:
		return "", bot.ErrUnsupported
	}
	return title, ctx.Err()
}

// taken is what was posted since the last time.
func taken(b *postbox) []post {
	news, _ := b.take()
	return news
}
