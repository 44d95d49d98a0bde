package telegram

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"

	"go.uber.org/goleak"
)

var writeGolden = flag.Bool("update", false, "write golden files")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// golden compares a text with a file.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *writeGolden {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs:\n%s\nwant:\n%s", name, got, want)
	}
}

// notes is a notebook in memory.
type notes struct {
	mu sync.Mutex
	m  map[string]string
	// broken is how many times it cannot be read.
	broken int
}

func (n *notes) Note(_ context.Context, key string) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.broken > 0 {
		n.broken--
		return "", errors.New("the database is away")
	}
	return n.m[key], nil
}

func (n *notes) SetNote(_ context.Context, key, value string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.m == nil {
		n.m = map[string]string{}
	}
	n.m[key] = value
	return nil
}

// logbook keeps what is logged.
type logbook struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func (l *logbook) count(what string) int { return strings.Count(l.String(), what) }

// secret is what members type where a test looks for it in the log.
const secret = "hush-hush"

// A world is a fake Telegram on a network of its own, where time can be made up,
// with an adapter that talks to it. It lives in a bubble of testing/synctest.
type world struct {
	*telegramtest.Server
	t     *testing.T
	lines chan net.Conn
	notes *notes
	log   *logbook
	// cut makes dialling fail.
	mu  sync.Mutex
	cut bool
	// mute makes dialling take for ever.
	mute bool
	// lag is how long dialling takes.
	lag time.Duration

	// open counts the connections.
	open atomic.Int64

	adapter *Adapter
	stop    func() error
	over    <-chan struct{} // closed when Run returns
	ann     *telegramtest.Person
	bob     *telegramtest.Person
}

// inWorld runs a test in a world of its own.
func inWorld(t *testing.T, test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{Server: telegramtest.New(), t: t, lines: make(chan net.Conn), notes: &notes{}, log: &logbook{}}
		w.Patience = time.Hour
		server := &http.Server{Handler: w.Server, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, 0)}
		ln := listener{w.lines, make(chan struct{})}
		served := make(chan struct{})
		go func() {
			defer close(served)
			_ = server.Serve(ln)
		}()
		w.ann, w.bob = w.Person("Ann", "en"), w.Person("Bob", "ru")
		defer func() {
			if w.stop != nil {
				if err := w.stop(); err != nil {
					t.Errorf("Run = %v", err)
				}
			}
			w.End()
			server.Close()
			<-served
			w.audit()
		}()
		test(w)
	})
}

// audit checks what holds in every test.
func (w *world) audit() {
	w.t.Helper()
	for _, c := range w.Complaints() {
		w.t.Errorf("telegram complains: %s", c)
	}
	for _, bad := range []string{telegramtest.Token, "AAHdq", secret} {
		if w.log.count(bad) > 0 {
			w.t.Errorf("the log has %q in it:\n%s", bad, w.log)
		}
	}
}

func (w *world) config() Config {
	return Config{
		Token: telegramtest.Token, APIURL: "http://telegram.test", Commands: testCommands, Notebook: w.notes,
		Logger:    slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Transport: &http.Transport{DialContext: w.dial, MaxIdleConnsPerHost: 64},
	}
}

// begin runs an adapter. stop ends it and returns what Run returned.
func (w *world) begin(h bot.Handler) {
	ctx, cancel := context.WithCancel(context.Background())
	a := New(w.config())
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		err = a.Run(ctx, h)
	}()
	w.adapter, w.over = a, done
	w.stop = func() error {
		cancel()
		<-done
		w.stop = nil
		return err
	}
}

// start runs an adapter and waits until it fetches updates.
func (w *world) start(h bot.Handler) {
	w.t.Helper()
	w.begin(h)
	w.Await(w.t, "a call for updates", w.Polled)
}

// chatOf returns a chat of a kind, which may be a forum. A private one is Ann's.
func (w *world) chatOf(kind string, forum bool) *telegramtest.Chat {
	if kind == telegramtest.Private {
		return w.Private(w.ann)
	}
	c := w.Chat(kind)
	if forum {
		w.Forum(c)
	}
	return c
}

// answer waits for the n-th message of the bot's in a chat, counted from 1.
func (w *world) answer(c *telegramtest.Chat, n int) telegramtest.Message {
	w.t.Helper()
	w.Await(w.t, "an answer", func() bool { return len(w.Messages(c)) >= n })
	return w.Messages(c)[n-1]
}

// want checks the texts of the bot's messages in a chat, after everything has
// come to rest.
func (w *world) want(c *telegramtest.Chat, texts ...string) {
	w.t.Helper()
	synctest.Wait()
	var got []string
	for _, m := range w.Messages(c) {
		got = append(got, m.Text)
	}
	if strings.Join(got, "|") != strings.Join(texts, "|") {
		w.t.Errorf("messages = %q, want %q", got, texts)
	}
}

// acked waits until a press is answered, and for everything to come to rest.
func (w *world) acked(id string) telegramtest.Notice {
	w.t.Helper()
	w.Await(w.t, "the answer to a press", func() bool { _, n := w.Notice(id); return n > 0 })
	synctest.Wait()
	notice, n := w.Notice(id)
	if n != 1 {
		w.t.Errorf("the press was answered %d times, want once", n)
	}
	return notice
}
