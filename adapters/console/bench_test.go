package console

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/bot/adaptertest"
)

func TestAdapter(t *testing.T) {
	adaptertest.Run(t, adaptertest.Platform{
		Start:   func(t *testing.T, h bot.Handler) adaptertest.Bench { return newBench(t, h) },
		One:     true,
		Forgets: true,
	})
}

func TestHost(t *testing.T) {
	adaptertest.RunHost(t, adaptertest.HostPlatform{
		Start: func(t *testing.T, h bot.Handler) adaptertest.HostBench { return newBench(t, h) },
	})
}

// bench is a console with a person who types into a pipe and reads what is
// written.
type bench struct {
	t       *testing.T
	handler *listener
	adapter *Adapter
	typed   *os.File
	folder  string
	answers screen
	seen    []adaptertest.Shown
	last    int64 // the number of the last of them
	stop    func()
}

func newBench(t *testing.T, h bot.Handler) *bench {
	b := &bench{
		t: t, handler: &listener{Handler: h, asked: make(chan struct{}, 1)}, answers: make(screen, 16), folder: t.TempDir(),
	}
	b.start()
	t.Cleanup(func() { b.stop() })
	return b
}

// start runs an adapter until stop is called.
func (b *bench) start() {
	in, typed, err := os.Pipe()
	if err != nil {
		b.t.Fatal(err)
	}
	b.typed = typed
	b.adapter = New(Config{In: in, Out: b.answers, Name: "Ann", Commands: adaptertest.Commands(), Folder: b.folder, Width: 1 << 20})
	b.last = b.adapter.shown
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.adapter.Run(ctx, b.handler) }()
	b.stop = func() {
		cancel()
		if err := <-done; err != nil {
			b.t.Errorf("Run: %v", err)
		}
		typed.Close()
		in.Close()
	}
}

func (b *bench) Restart() {
	b.stop()
	b.start()
}

func (b *bench) typeLine(line string) {
	b.t.Helper()
	select {
	case <-b.handler.asked: // of a line before
	default:
	}
	if _, err := b.typed.WriteString(line + "\n"); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) Say(_, line string) adaptertest.Shown {
	b.t.Helper()
	b.typeLine(line)
	got := b.next()
	if form := b.handler.form(); form != nil && got.Form == nil && !slices.Contains(got.Buttons, form.Title) {
		asked := b.next()
		got.Form = asked.Form
	}
	return got
}

func (b *bench) Fill(_ string, on adaptertest.Shown, values map[string]string) adaptertest.Shown {
	b.t.Helper()
	if on.Form == nil {
		b.t.Fatal("there is no form")
	}
	form := b.handler.form()
	for i, f := range form.Fields {
		if i > 0 {
			if got := b.next(); got.Form == nil || got.Form.Fields[0].Name != f.Name {
				b.t.Fatalf("instead of %s the console asks for %+v", f.Label, got.Form)
			}
		}
		value, ok := values[f.Name]
		switch {
		case !ok:
			b.typeLine("")
		case value == "":
			b.typeLine("-")
		case f.Long:
			b.typeLine(value + "\n")
		default:
			b.typeLine(value)
		}
	}
	return b.next()
}

func (b *bench) Attach(_, line, name string, data []byte) adaptertest.Shown {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.t.Fatal(err)
	}
	return b.Say("", line+" "+path)
}

func (b *bench) Screen() string {
	b.t.Helper()
	b.catchUp()
	var all []string
	for _, m := range b.seen {
		all = append(all, m.Text)
	}
	return strings.Join(all, "\n")
}

// What a console cannot do, the suite does not ask for.

func (b *bench) SayBeside(_, _ string) adaptertest.Shown { panic("there is one chat") }
func (b *bench) Point(_, _, _ string) adaptertest.Shown  { panic("there is one person") }
func (b *bench) Leave()                                  { panic("the console stays") }
func (b *bench) Return()                                 { panic("the console stays") }
func (b *bench) Delete(bot.Message)                      { panic("what is written stays") }
func (b *bench) LoseAnswer()                             { panic("nothing is lost") }
func (b *bench) Throttle()                               { panic("nobody asks to wait") }
func (b *bench) Silent(bot.Message) bool                 { panic("nothing makes a sound") }
func (b *bench) Clocks(bot.Message) []time.Time          { panic("there is text only") }
func (b *bench) Role() string                            { panic("there are no roles") }
func (b *bench) Called(bot.Message) []string             { panic("there is nobody to call") }
func (b *bench) Pinned(bot.Message) bool                 { panic("nothing is pinned") }
func (b *bench) Gatherings() []bot.Gathering             { panic("there are no events") }
func (b *bench) Rename(string)                           { panic("nothing has a name") }

// Forbid has nothing to take and nothing to give back.
func (b *bench) Forbid(...bot.Permission) {}

func (b *bench) Mutter(_, line string) {
	b.t.Helper()
	b.typeLine(line)
	select {
	case <-b.handler.asked:
	case <-time.After(10 * time.Second):
		b.t.Fatalf("the handler was not asked about %q", line)
	}
}

func (b *bench) Press(_ string, _ adaptertest.Shown, n int) adaptertest.Shown {
	b.t.Helper()
	return b.Say("", fmt.Sprint(n+1))
}

func (b *bench) Suggest(_, line string) []string {
	var out []string
	for _, typed := range b.adapter.complete(context.Background(), b.handler, line) {
		out = append(out, strings.TrimPrefix(typed, "/film "))
	}
	return out
}

func (b *bench) Group() bot.Chat      { return chat }
func (b *bench) Adapter() bot.Adapter { return b.adapter }

func (b *bench) Look(m bot.Message) adaptertest.Shown {
	b.t.Helper()
	b.catchUp()
	for _, shown := range b.seen {
		if shown.Message.ID == m.ID {
			return shown
		}
	}
	b.t.Fatalf("there is no message %q", m.ID)
	return adaptertest.Shown{}
}

// catchUp reads what was written without anybody having asked.
func (b *bench) catchUp() {
	b.t.Helper()
	for len(b.answers) > 0 {
		b.next()
	}
}

// next reads what is written next: an answer or a question.
func (b *bench) next() adaptertest.Shown {
	b.t.Helper()
	var text string
	select {
	case text = <-b.answers:
	case <-time.After(10 * time.Second):
		b.t.Fatal("there is no answer")
	}
	if form := b.readQuestion(text); form != nil {
		return adaptertest.Shown{Form: form}
	}
	got := b.readAnswer(text)
	b.last++
	got.Message = bot.Message{Chat: chat, ID: fmt.Sprint(b.last)}
	b.seen = append(b.seen, got)
	return got
}

// screen is a writer that gives each write away.
type screen chan string

func (s screen) Write(p []byte) (int, error) {
	s <- string(p)
	return len(p), nil
}

// listener tells when a handler has been asked, and which form it gave.
type listener struct {
	bot.Handler
	asked chan struct{}

	mu   sync.Mutex
	last *bot.Form
}

// form returns the form of the last answer, nil if there was none in it.
func (l *listener) form() *bot.Form {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last
}

func (l *listener) Handle(ctx context.Context, req bot.Request) bot.Reply {
	defer func() {
		select {
		case l.asked <- struct{}{}:
		default:
		}
	}()
	r := l.Handler.Handle(ctx, req)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last = r.Form
	return r
}
