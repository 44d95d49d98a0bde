package console

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"filmbot/bot"
	"filmbot/bot/adaptertest"
)

func TestMain(m *testing.M) {
	if os.Getenv(actEnv) != "" {
		os.Exit(act())
	}
	goleak.VerifyTestMain(m)
}

// actEnv, when set, makes the test binary a console on its standard input and
// output, with what it is set to as its folder.
const actEnv = "FILMBOT_CONSOLE_TEST"

// act runs that console.
func act() int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	e := filler()
	a := New(Config{
		In: os.Stdin, Out: os.Stdout, Terminal: true, Greeting: "Welcome!\nType a title.", FormHelp: "Enter skips.", Commands: adaptertest.Commands(), Folder: os.Getenv(actEnv),
	})
	e.do = func(ctx context.Context, line string) {
		switch line {
		case "panic":
			panic("a mistake")
		case "post":
			_, _ = a.Post(ctx, chat, bot.Reply{Text: "news"})
		}
	}
	err := a.Run(ctx, e)
	fmt.Println("ended with", err)
	return 0
}

// echo is a handler that repeats what it is asked and offers two things to press.
type echo struct {
	asked []bot.Request
	do    func(ctx context.Context, line string)
	// form, if any, tells which form comes with an answer.
	form func(bot.Request) *bot.Form
}

func (e *echo) Handle(ctx context.Context, req bot.Request) bot.Reply {
	e.asked = append(e.asked, req)
	if e.do != nil {
		e.do(ctx, req.Line)
	}
	if req.Line == "slow" {
		req.Progress(ctx, "half\nof \x1b[2Jit")
	}
	switch req.Line {
	case "silence":
		return bot.Reply{}
	case "plain":
		return bot.Reply{Text: "nothing to press"}
	}
	r := bot.Reply{
		Text:    "you said " + req.Line,
		Choices: []bot.Choice{{Label: "One", Line: "/one"}},
		Buttons: []bot.Button{{Label: "Two", Line: "/two"}},
	}
	if e.form != nil {
		r.Form = e.form(req)
	}
	return r
}

func (e *echo) Suggest(_ context.Context, req bot.Request) []bot.Choice {
	if !strings.HasPrefix("/film the", req.Line) {
		return nil
	}
	return []bot.Choice{
		{Label: "The Ascent (1977)", Typed: "/film The Ascent"},
		{Label: "not typed"},
		{Label: "The White Ship (1976)", Typed: "/film The\n\u202eWhite Ship\x1b[2J"},
	}
}

func (e *echo) Observe(context.Context, bot.Event) error { return nil }

// lines returns what was asked, with a star where it was pressed.
func (e *echo) lines() []string {
	var out []string
	for _, req := range e.asked {
		line := req.Line
		if req.Pressed {
			line = "*" + line
		}
		out = append(out, line)
	}
	return out
}

func TestPiped(t *testing.T) {
	const in = "first\r\n\n   \n1\n2\n3\n0\n01\n+1\n 2 \n-1\nsilence\n1\nplain\n1\nAsc\xffent\nquit\nthe last"
	e := &echo{}
	var out bytes.Buffer
	a := New(Config{In: strings.NewReader(in), Out: &out, Lang: "ru", Greeting: "Welcome!"})
	if err := a.Run(context.Background(), e); err != nil {
		t.Fatalf("Run: %v", err)
	}
	want := []string{
		"first", "*/one", "*/two", "3", "0", "01", "+1", "*/two", "-1", "silence", "*/one", "plain", "*/one", "Asc\uFFFDent", "quit", "the last",
	}
	if diff := cmp.Diff(want, e.lines()); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
	const head = "you said first\n\n1. One\n\n[2] Two\n\nyou said /one\n\n1. One\n\n[2] Two\n\nyou said /two\n"
	if !strings.HasPrefix(out.String(), head) {
		t.Errorf("output = %q, want it to begin with %q", out.String(), head)
	}
	const tail = "you said the last\n\n1. One\n\n[2] Two\n\n"
	if !strings.HasSuffix(out.String(), tail) {
		t.Errorf("output = %q, want it to end with %q", out.String(), tail)
	}
}

func TestRequest(t *testing.T) {
	e := &echo{}
	a := New(Config{In: strings.NewReader("/film ascent\n"), Out: io.Discard, Lang: "ru", Name: "Ann"})
	if err := a.Run(context.Background(), e); err != nil {
		t.Fatalf("Run: %v", err)
	}
	req := e.asked[0]
	standing, err := req.Standing(context.Background(), req.Chat)
	if !standing.Administrator || err != nil {
		t.Errorf("standing = %+v, %v; want an administrator", standing, err)
	}
	req.Standing = nil
	want := bot.Request{
		Line: "/film ascent",
		User: bot.User{Platform: "console", ID: "local", Name: "Ann"},
		Chat: bot.Chat{Platform: "console", ID: "local", Private: true},
		Lang: "ru",

		Whispers: true,
	}
	if diff := cmp.Diff(want, req); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
}

func TestLongLines(t *testing.T) {
	e := &echo{}
	long := strings.Repeat("Ж", maxLine/2)
	odd := "a" + long
	in := strings.Join([]string{long, long + "ЖЖЖ", odd, odd + strings.Repeat("x", 3*maxLine), strings.Repeat("\x80", maxLine+9), "after"}, "\n")
	a := New(Config{In: strings.NewReader(in), Out: io.Discard})
	if err := a.Run(context.Background(), e); err != nil {
		t.Fatalf("Run: %v", err)
	}
	cut := odd[:maxLine-1]
	want := []string{long, long, cut, cut, "\uFFFD", "after"}
	got := e.lines()
	if len(got) != len(want) {
		t.Fatalf("%d lines came through, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("line %d has %d bytes, ending in %q; want %d bytes", i, len(got[i]), got[i][max(0, len(got[i])-8):], len(want[i]))
		}
	}
}

// TestInterrupted ends a console that waits for a line in a pipe. The read ends
// too, although the pipe stays open.
func TestInterrupted(t *testing.T) {
	others := goleak.IgnoreCurrent()
	in, typed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	defer typed.Close()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- New(Config{In: in, Out: io.Discard}).Run(ctx, &echo{}) }()
	if _, err := typed.WriteString("half a li"); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
	goleak.VerifyNone(t, others)
}

// TestNotInterrupted does the same where the input cannot be interrupted.
func TestNotInterrupted(t *testing.T) {
	in, typed := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- New(Config{In: in, Out: io.Discard}).Run(ctx, &echo{}) }()
	if _, err := typed.Write([]byte("half a li")); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
	typed.Close() // lets the read end
}

// TestLastAnswer asks for the end while a line is being answered.
func TestLastAnswer(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	e := &echo{do: func(ctx context.Context, _ string) {
		cancel()
		if ctx.Err() != nil {
			t.Error("the handler's context is over")
		}
	}}
	var out bytes.Buffer
	if err := New(Config{In: strings.NewReader("one\ntwo\n"), Out: &out}).Run(ctx, e); err != nil {
		t.Fatalf("Run: %v", err)
	}
	if len(e.asked) != 1 || !strings.HasPrefix(out.String(), "you said one\n") {
		t.Errorf("%d lines were answered: %q; want the first alone", len(e.asked), out.String())
	}
}

func TestOutFails(t *testing.T) {
	r, w := io.Pipe()
	r.CloseWithError(errors.New("nobody reads"))
	err := New(Config{In: strings.NewReader("one\ntwo\n"), Out: w}).Run(context.Background(), &echo{})
	if want := "console: write an answer: nobody reads"; err == nil || err.Error() != want {
		t.Errorf("Run = %v, want %q", err, want)
	}
}

func TestInFails(t *testing.T) {
	in := io.MultiReader(strings.NewReader("one\n"), iotest.ErrReader(errors.New("torn off")))
	e := &echo{}
	err := New(Config{In: in, Out: io.Discard}).Run(context.Background(), e)
	if want := "console: read a line: torn off"; err == nil || err.Error() != want {
		t.Errorf("Run = %v, want %q", err, want)
	}
	if len(e.asked) != 1 {
		t.Errorf("%d lines were answered, want 1", len(e.asked))
	}
}

func TestPanicIsLoggedWithoutItsText(t *testing.T) {
	var log bytes.Buffer
	e := &echo{do: func(_ context.Context, line string) { panic("secret " + line) }}
	a := New(Config{In: strings.NewReader("words of a person\n"), Out: io.Discard, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err := a.Run(context.Background(), e); err != nil {
		t.Fatalf("Run: %v", err)
	}
	if !strings.Contains(log.String(), "handler panicked") || strings.Contains(log.String(), "secret") {
		t.Errorf("log = %q", log.String())
	}
}

func TestComplete(t *testing.T) {
	a := New(Config{})
	want := []string{"/film The Ascent", "/film The White Ship[2J"}
	if got := a.complete(context.Background(), &echo{}, "/film t"); !cmp.Equal(got, want) {
		t.Errorf("complete(%q) = %q, want %q", "/film t", got, want)
	}
	if got := a.complete(context.Background(), &echo{}, "zzz"); len(got) != 0 {
		t.Errorf("complete(%q) = %q, want nothing", "zzz", got)
	}
}

func TestPost(t *testing.T) {
	ctx := context.Background()
	var out bytes.Buffer
	a := New(Config{In: strings.NewReader("1\n"), Out: &out})
	r := bot.Reply{Text: "Vote", Buttons: []bot.Button{{Label: "Yes", Line: "/yes"}}}
	m, err := a.Post(ctx, chat, r)
	if err != nil || m.Chat != chat || m.ID == "" {
		t.Fatalf("Post = %+v, %v", m, err)
	}
	if want := "Vote\n\n[1] Yes\n\n"; out.String() != want {
		t.Errorf("Post wrote %q, want %q", out.String(), want)
	}
	e := &echo{}
	if err := a.Run(ctx, e); err != nil {
		t.Fatalf("Run: %v", err)
	}
	if got := fmt.Sprint(e.lines()); got != "[*/yes]" {
		t.Errorf("lines = %s, want the button of the post pressed", got)
	}
	if _, err := a.Post(ctx, bot.Chat{Platform: "telegram", ID: "1"}, r); !errors.Is(err, bot.ErrChatGone) {
		t.Errorf("Post to another chat: %v, want %v", err, bot.ErrChatGone)
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := a.Post(over, chat, r); !errors.Is(err, context.Canceled) {
		t.Errorf("Post with a context that is over: %v", err)
	}
}

// TestPostWhileRunning is for the race detector.
func TestPostWhileRunning(t *testing.T) {
	var out bytes.Buffer
	a := New(Config{In: strings.NewReader(strings.Repeat("1\nline\n", 50)), Out: &out})
	done := make(chan error)
	go func() { done <- a.Run(context.Background(), &echo{}) }()
	ids := map[string]bool{}
	for range 50 {
		m, err := a.Post(context.Background(), chat, bot.Reply{Text: "news"})
		if err != nil || ids[m.ID] {
			t.Errorf("Post = %q, %v; want a new message", m.ID, err)
		}
		ids[m.ID] = true
	}
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
	if n := strings.Count(out.String(), "news\n\n"); n != 50 {
		t.Errorf("%d posts were written whole, want 50", n)
	}
}
