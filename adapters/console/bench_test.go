package console

import (
	"context"
	"fmt"
	"os"
	"strings"
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

// bench is a console with a person who types into a pipe and reads what is
// written.
type bench struct {
	t       *testing.T
	handler *listener
	adapter *Adapter
	typed   *os.File
	answers screen
	seen    []string
	stop    func()
}

func newBench(t *testing.T, h bot.Handler) *bench {
	b := &bench{t: t, handler: &listener{Handler: h, asked: make(chan struct{}, 1)}, answers: make(screen, 16)}
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
	b.adapter = New(Config{In: in, Out: b.answers, Width: 1 << 20})
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
	return b.next()
}

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

func (b *bench) Group() bot.Chat       { return chat }
func (b *bench) Adapter() bot.Adapter  { return b.adapter }
func (b *bench) message() *bot.Message { return &bot.Message{Chat: chat, ID: fmt.Sprint(len(b.seen))} }

func (b *bench) Look(m bot.Message) adaptertest.Shown {
	b.t.Helper()
	for len(b.answers) > 0 {
		b.next()
	}
	for i := len(b.seen); i > 0; i-- {
		if m.ID == fmt.Sprint(i) {
			return shown(b.seen[i-1], m)
		}
	}
	b.t.Fatalf("there is no message %q", m.ID)
	return adaptertest.Shown{}
}

func (b *bench) next() adaptertest.Shown {
	b.t.Helper()
	select {
	case text := <-b.answers:
		b.seen = append(b.seen, text)
		return shown(text, *b.message())
	case <-time.After(10 * time.Second):
		b.t.Fatal("there is no answer")
		return adaptertest.Shown{}
	}
}

// shown reads an answer as a person does: its numbers can be pressed, in order.
func shown(text string, m bot.Message) adaptertest.Shown {
	out := adaptertest.Shown{Message: m}
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		n := len(out.Buttons) + 1
		if label, ok := strings.CutPrefix(strings.TrimLeft(line, " "), fmt.Sprintf("%d. ", n)); ok {
			out.Buttons = append(out.Buttons, label)
		}
		rest, ok := strings.CutPrefix(line, fmt.Sprintf("[%d] ", n))
		if !ok {
			lines = append(lines, line)
			continue
		}
		for ok {
			n++
			var label string
			label, rest, ok = strings.Cut(rest, fmt.Sprintf("  [%d] ", n))
			out.Buttons = append(out.Buttons, label)
		}
	}
	out.Text = strings.Trim(strings.Join(lines, "\n"), "\n")
	return out
}

// screen is a writer that gives each write away.
type screen chan string

func (s screen) Write(p []byte) (int, error) {
	s <- string(p)
	return len(p), nil
}

// listener tells when a handler has been asked.
type listener struct {
	bot.Handler
	asked chan struct{}
}

func (l *listener) Handle(ctx context.Context, req bot.Request) bot.Reply {
	defer func() {
		select {
		case l.asked <- struct{}{}:
		default:
		}
	}()
	return l.Handler.Handle(ctx, req)
}
