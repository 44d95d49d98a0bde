package bot

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/sync/singleflight"
)

const (
	// titleTime is how long to wait for the names of all chats that a reply tells of,
	// which are asked for at once.
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
	// asking makes one question of those that are asked at the same time.
	asking singleflight.Group
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

func (ts *titles) note(chat string, t title) {
	ts.mu.Lock()
	defer ts.mu.Unlock()
	if ts.known == nil {
		ts.known = make(map[string]title)
	}
	if _, known := ts.known[chat]; !known && len(ts.known) >= maxTitles {
		ts.forget()
	}
	ts.known[chat] = t
}

// forget drops a quarter of the titles, first those of chats without a name, then those
// that were asked for the longest ago. The caller holds ts.mu.
func (ts *titles) forget() {
	order := slices.SortedFunc(maps.Keys(ts.known), func(a, b string) int {
		one, other := ts.known[a], ts.known[b]
		if (one.name == "") != (other.name == "") {
			return cmp.Compare(len(one.name), len(other.name))
		}
		return one.until.Compare(other.until)
	})
	for _, chat := range order[:len(order)/4] {
		delete(ts.known, chat)
	}
}

// titlesOf are what chats are called, all of which are asked for at once. A name that is
// known from before stays known where the platform does not tell it any more, because
// the bot was removed, say.
func (b *Bot) titlesOf(ctx context.Context, chats []string) map[string]string {
	out := make(map[string]string)
	var ask []string
	for _, chat := range slices.Compact(slices.Sorted(slices.Values(chats))) {
		t := b.titles.of(chat)
		out[chat] = t.name
		if !b.now().Before(t.until) && len(ask) < maxAsked {
			ask = append(ask, chat)
		}
	}
	told := make([]title, len(ask))
	var asking sync.WaitGroup
	for i, chat := range ask {
		asking.Go(func() { told[i] = b.freshTitle(ctx, chat) })
	}
	asking.Wait()
	for i, chat := range ask {
		out[chat] = told[i].name
	}
	return out
}

// freshTitle finds out what a chat is called, together with whoever else does so.
func (b *Bot) freshTitle(ctx context.Context, chat string) title {
	// The answer is for others, too, who would go without if the first went away.
	ctx = context.WithoutCancel(ctx)
	t, _, _ := b.titles.asking.Do(chat, func() (any, error) {
		before := b.titles.of(chat)
		if b.now().Before(before.until) {
			return before, nil // somebody has just asked
		}
		t := b.askTitle(ctx, chat, before.name)
		b.titles.note(chat, t)
		return t, nil
	})
	return t.(title)
}

// askTitle asks a platform what a chat is called, which was called something before.
func (b *Bot) askTitle(ctx context.Context, chat, before string) (t title) {
	ctx, cancel := context.WithTimeout(ctx, titleTime)
	defer cancel()
	now := b.now()
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
	name := quiet(clean(written))
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
