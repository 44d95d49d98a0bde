package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
)

const (
	// titleTime is how long to wait for the names of all chats that a reply tells of.
	titleTime = time.Second
	// titleLife is how long a name is taken for right, and untitledLife how long it
	// takes until one that could not be had is asked for again.
	titleLife    = 10 * time.Minute
	untitledLife = time.Minute
	maxTitles    = 4096
	// maxAsked is how many names are asked for at once. The next reply asks for others.
	maxAsked = 30
)

// titles remember what chats are called, by their addresses. The zero value is ready,
// and may be used concurrently.
type titles struct {
	mu    sync.Mutex
	known map[string]title
}

// A title is what a chat is called, empty where that could never be found out.
type title struct {
	name string
	// until is when to ask again.
	until time.Time
}

func (ts *titles) of(chat string) title {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	return ts.known[chat]
}

func (ts *titles) note(chat string, t title, now time.Time) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if len(ts.known) >= maxTitles {
		maps.DeleteFunc(ts.known, func(_ string, t title) bool { return !now.Before(t.until) })
	}
	if len(ts.known) >= maxTitles || ts.known == nil {
		ts.known = make(map[string]title)
	}
	ts.known[chat] = t
}

// titlesOf are what chats are called, all of which are asked for at once. A name that is
// known from before stays known where the platform does not tell it any more, because
// the bot was removed, say.
func (b *Bot) titlesOf(ctx context.Context, chats []string) map[string]string {
	ctx, cancel := context.WithTimeout(ctx, titleTime)
	defer cancel()
	now := b.now()
	out := make(map[string]string)
	var ask []string
	for _, chat := range slices.Compact(slices.Sorted(slices.Values(chats))) {
		t := b.titles.of(chat)
		out[chat] = t.name
		if !now.Before(t.until) && len(ask) < maxAsked {
			ask = append(ask, chat)
		}
	}
	told := make([]title, len(ask))
	var asking sync.WaitGroup
	for i, chat := range ask {
		before := out[chat]
		asking.Go(func() { told[i] = b.askTitle(ctx, chat, before, now) })
	}
	asking.Wait()
	for i, chat := range ask {
		out[chat] = told[i].name
		b.titles.note(chat, told[i], now)
	}
	return out
}

// askTitle asks a platform what a chat is called, which was called something before.
func (b *Bot) askTitle(ctx context.Context, chat, before string, now time.Time) (t title) {
	t = title{before, now.Add(untitledLife)}
	at := ChatOf(chat)
	defer func() {
		if p := recover(); p != nil {
			b.panicked(ctx, Request{Chat: Chat{Platform: at.Platform}}, p)
		}
	}()
	written, err := b.post.Title(ctx, at)
	if err != nil {
		if !errors.Is(err, ErrChatGone) && !errors.Is(err, ErrUnsupported) {
			b.log.DebugContext(ctx, "cannot tell what a chat is called", "platform", at.Platform, "err", err)
		}
		return t
	}
	if name := cleanTitle(written); name != "" {
		t = title{name, now.Add(titleLife)}
	}
	return t
}

// cleanTitle makes what somebody called a chat fit to stand in a sentence. It is empty
// where nothing of it can be seen. A platform takes "@ann" for a call also in what the
// bot says, so the sign gives way to one that looks like it.
func cleanTitle(written string) string {
	name := strings.ReplaceAll(clean(written), "@", "＠")
	if !strings.ContainsFunc(name, visible) {
		return ""
	}
	return echo(name)
}

// visible reports whether a character leaves a mark. Two that do not count as a letter
// and a symbol: the Hangul filler and the empty Braille pattern.
func visible(r rune) bool {
	return unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.IsMark(r) && r != '\u3164' && r != '\u2800'
}
