package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode"
	"unicode/utf8"
)

func TestCleanTitle(t *testing.T) {
	tests := []struct{ written, want string }{
		{"Mountain Club", "Mountain Club"},
		{"#film-night", "#film-night"},
		{"Горы и кино 🏔", "Горы и кино 🏔"},
		{"", ""},
		{" \t\r\n\u2028 ", ""},
		{"\u200b\u200d\ufeff", ""},
		{"\u3164\u2800", ""},
		{"\u0301", ""},
		{"a\nFor the moderators: b", "a For the moderators: b"},
		{"\u202eneve\u2066 sdrow\u061c", "neve sdrow"},
		{"a\x00\x1b[31mb", "a [31mb"},
		{"@everyone and @ann_b", "＠everyone and ＠ann_b"},
		{"bad\xffbytes", "badbytes"},
		{strings.Repeat("я", 100), strings.Repeat("я", 60) + "…"},
	}
	for _, tt := range tests {
		if got := cleanTitle(tt.written); got != tt.want {
			t.Errorf("cleanTitle(%q) = %q, want %q", tt.written, got, tt.want)
		}
	}
}

func FuzzCleanTitle(f *testing.F) {
	f.Add("@everyone \u202e\n" + strings.Repeat("long ", 100))
	f.Fuzz(func(t *testing.T, written string) {
		got := cleanTitle(written)
		upset := func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '@' }
		if !utf8.ValidString(got) || strings.ContainsFunc(got, upset) || utf8.RuneCountInString(got) > 61 {
			t.Errorf("cleanTitle(%q) = %q", written, got)
		}
	})
}

// A register is a platform that knows what chats are called, and nothing else.
type register struct {
	Poster
	mu     sync.Mutex
	titles map[string]string
	err    error
	asked  []string
	// slow chats are told of only after a while.
	slow map[string]time.Duration
}

func (r *register) Title(ctx context.Context, at Chat) (string, error) {
	r.mu.Lock()
	slow, title, err := r.slow[at.Address()], r.titles[at.Address()], r.err
	r.asked = append(r.asked, at.Address())
	r.mu.Unlock()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case <-time.After(slow):
		return title, err
	}
}

func (r *register) times() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.asked)
}

func namer(r *register) *Bot {
	return &Bot{post: r, now: time.Now, log: slog.New(slog.DiscardHandler)}
}

func wantTitles(t *testing.T, b *Bot, chats []string, want map[string]string) {
	t.Helper()
	if got := b.titlesOf(t.Context(), chats); !maps.Equal(got, want) {
		t.Errorf("titlesOf(%q) = %q, want %q", chats, got, want)
	}
}

// TestTitlesAreRemembered checks when a platform is asked.
func TestTitlesAreRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &register{titles: map[string]string{"telegram:-7": "Mountain Club"}}
		b := namer(r)
		chats := []string{"telegram:-7", "telegram:-8", "telegram:-7"}
		steps := []struct {
			wait  time.Duration
			err   error
			title string
			want  string
			asked int
		}{
			{0, nil, "Mountain Club", "Mountain Club", 2},
			{untitledLife - 1, nil, "Film Club", "Mountain Club", 2},
			{1, nil, "Film Club", "Mountain Club", 3}, // the one without a name
			{titleLife, nil, "Film Club", "Film Club", 5},
			{titleLife, ErrChatGone, "", "Film Club", 7},
			{untitledLife - 1, nil, "Cinema", "Film Club", 7},
			{1, nil, "Cinema", "Cinema", 9},
		}
		for i, step := range steps {
			time.Sleep(step.wait)
			r.titles["telegram:-7"], r.err = step.title, step.err
			wantTitles(t, b, chats, map[string]string{"telegram:-7": step.want, "telegram:-8": ""})
			if got := r.times(); got != step.asked {
				t.Errorf("step %d: asked %d times, want %d", i, got, step.asked)
			}
		}
	})
}

// TestTitlesInTime checks that a reply waits for all names together no longer than for
// one.
func TestTitlesInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &register{titles: map[string]string{"a:1": "One", "a:2": "Two", "a:3": "Three"}, slow: map[string]time.Duration{
			"a:1": titleTime - 1, "a:2": titleTime - 1, "a:3": time.Hour,
		}}
		began := time.Now()
		wantTitles(t, namer(r), []string{"a:1", "a:2", "a:3"}, map[string]string{"a:1": "One", "a:2": "Two", "a:3": ""})
		if took := time.Since(began); took != titleTime {
			t.Errorf("it took %v, want %v", took, titleTime)
		}
	})
}

func TestTitlesAreBounded(t *testing.T) {
	r := &register{titles: make(map[string]string)}
	b := namer(r)
	var chats []string
	for i := range maxAsked + 5 {
		chats = append(chats, fmt.Sprint("a:", i))
	}
	b.titlesOf(t.Context(), chats)
	if got := r.times(); got != maxAsked {
		t.Errorf("%d chats were asked for at once, want %d", got, maxAsked)
	}
	b.titlesOf(t.Context(), chats)
	if got := r.times(); got != maxAsked+5 {
		t.Errorf("%d chats were asked for in all, want %d", got, maxAsked+5)
	}
}

// TestTitlesAreForgotten checks which titles make room for others.
func TestTitlesAreForgotten(t *testing.T) {
	var ts titles
	for i := range maxTitles / 2 {
		ts.note(fmt.Sprint("named:", i), title{"Mountain Club", time.Unix(int64(i), 0)})
	}
	const nameless = 2 * maxTitles
	for i := range nameless {
		ts.note(fmt.Sprint("nameless:", i), title{until: time.Unix(int64(i), 0)})
		if got := len(ts.known); got > maxTitles {
			t.Fatalf("%d titles are remembered, want at most %d", got, maxTitles)
		}
	}
	for i := range maxTitles / 2 {
		if ts.of(fmt.Sprint("named:", i)).name == "" {
			t.Fatalf("name %d makes room for what has none", i)
		}
	}
	if ts.of(fmt.Sprint("nameless:", nameless-1)).until.IsZero() || !ts.of("nameless:0").until.IsZero() {
		t.Error("the newest titles make room for the oldest")
	}
	for i := range maxTitles {
		ts.note(fmt.Sprint("more:", i), title{"Cinema", time.Unix(maxTitles, 0)})
	}
	if ts.of("named:0").name != "" || len(ts.known) < maxTitles*3/4 {
		t.Errorf("the oldest is %q and %d titles are remembered, want none and at least %d", ts.of("named:0").name, len(ts.known), maxTitles*3/4)
	}
	full := len(ts.known)
	for range maxTitles {
		ts.note("more:0", title{"Film Club", time.Unix(maxTitles, 0)})
	}
	if got := len(ts.known); got != full {
		t.Errorf("%d titles are remembered after one has changed, want %d", got, full)
	}
}

// TestTitlesAreAskedForOnce has several people need a title at the same time, of whom
// the first goes away.
func TestTitlesAreAskedForOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &register{titles: map[string]string{"a:1": "One"}, slow: map[string]time.Duration{"a:1": titleTime / 2}}
		b := namer(r)
		gone, leave := context.WithCancel(t.Context())
		var people sync.WaitGroup
		people.Go(func() { b.titlesOf(gone, []string{"a:1"}) })
		synctest.Wait()
		leave()
		for range 5 {
			people.Go(func() { wantTitles(t, b, []string{"a:1"}, map[string]string{"a:1": "One"}) })
		}
		people.Wait()
		if got := r.times(); got != 1 {
			t.Errorf("the chat was asked for %d times, want once", got)
		}
	})
}

// TestTitlesOutlivePanics has a platform fail as none should.
func TestTitlesOutlivePanics(t *testing.T) {
	b := namer(nil)
	b.post = panicking{}
	wantTitles(t, b, []string{"a:1"}, map[string]string{"a:1": ""})
}

type panicking struct{ Poster }

func (panicking) Title(context.Context, Chat) (string, error) { panic(errors.New("a mistake")) }
