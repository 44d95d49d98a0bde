package discord

import (
	"bytes"
	"context"
	"flag"
	"io"
	"log/slog"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) {
	// Tests mostly wait for the second that the library takes to close a session.
	flag.Parse()
	if f := flag.Lookup("test.parallel"); f.Value.String() == strconv.Itoa(runtime.GOMAXPROCS(0)) {
		f.Value.Set("8")
	}
	// A deadlocked session of the library's can only be left behind.
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/bwmarrin/discordgo.(*Session).CloseWithCode"))
}

// notes is a notebook in memory.
type notes struct {
	mu   sync.Mutex
	kept map[string]string
	fail error
}

func (n *notes) Note(_ context.Context, key string) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.kept[key], n.fail
}

func (n *notes) SetNote(_ context.Context, key, value string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.kept == nil {
		n.kept = map[string]string{}
	}
	n.kept[key] = value
	return n.fail
}

// handler answers with functions; what is nil says nothing.
type handler struct {
	handle  func(context.Context, bot.Request) bot.Reply
	suggest func(context.Context, bot.Request) []bot.Choice
	observe func(context.Context, bot.Event) error
}

func (h handler) Handle(ctx context.Context, req bot.Request) bot.Reply {
	if h.handle == nil {
		return bot.Reply{}
	}
	return h.handle(ctx, req)
}

func (h handler) Suggest(ctx context.Context, req bot.Request) []bot.Choice {
	if h.suggest == nil {
		return nil
	}
	return h.suggest(ctx, req)
}

func (h handler) Observe(ctx context.Context, e bot.Event) error {
	if h.observe == nil {
		return nil
	}
	return h.observe(ctx, e)
}

// says is a handler that always gives the same reply.
func says(r bot.Reply) handler {
	return handler{handle: func(context.Context, bot.Request) bot.Reply { return r }}
}

var film = []bot.Command{
	{
		Name:         "film",
		Descriptions: map[string]string{"en": "Find a film", "ru": "Найти фильм"},
		Argument: &bot.Argument{
			Names:        map[string]string{"en": "text", "ru": "текст"},
			Descriptions: map[string]string{"en": "a title, or random", "ru": "название или random"},
			Required:     true,
			Suggested:    true,
		},
	},
	{Name: "help", Descriptions: map[string]string{"en": "What can be done here"}},
	{Name: "start", Descriptions: map[string]string{"en": "Begin"}, Greeting: true},
}

// record is a log that tests can read while it is written.
type record struct {
	mu      sync.Mutex
	buf     bytes.Buffer
	written chan struct{}
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	close(r.written)
	r.written = make(chan struct{})
	return r.buf.Write(p)
}

// await waits until a text is logged.
func (r *record) await(t *testing.T, text string) {
	t.Helper()
	timeout := time.After(15 * time.Second)
	for {
		r.mu.Lock()
		log, written := r.buf.String(), r.written
		r.mu.Unlock()
		if strings.Contains(log, text) {
			return
		}
		select {
		case <-written:
		case <-timeout:
			t.Fatalf("the log does not tell %q:\n%s", text, log)
		}
	}
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.buf.String()
}

// typed is a word that members type in tests. It must not be found in a log.
const typed = "ungeloggt"

// adapterFor returns an adapter for a server, with short pauses. At the end of
// the test its log is searched for what must not be in it.
func adapterFor(t *testing.T, s *discordtest.Server, adjust ...func(*Config)) (*Adapter, *record) {
	t.Helper()
	log := &record{written: make(chan struct{})}
	c := Config{
		Token:    discordtest.Token,
		APIURL:   s.URL,
		Commands: film,
		Notebook: &notes{},
		Logger:   slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, f := range adjust {
		f(&c)
	}
	a, err := New(c)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	a.timing.retry, a.timing.retryMax = 20*time.Millisecond, 50*time.Millisecond
	a.timing.reidentify = 10 * time.Millisecond
	a.timing.progress = 0
	a.timing.deferral, a.timing.window, s.Window = 10*time.Second, 12*time.Second, 13*time.Second
	a.timing.unlock = 200 * time.Millisecond
	t.Cleanup(func() {
		for _, secret := range []string{discordtest.Token, "secret-of-", typed} {
			if strings.Contains(log.String(), secret) {
				t.Errorf("the log contains %q:\n%s", secret, log)
			}
		}
		a.transit.closeIdle()
	})
	return a, log
}

// running is an adapter at work.
type running struct {
	*Adapter
	t      *testing.T
	cancel context.CancelFunc
	ended  chan error
}

// run starts an adapter that stops, without an error, at the end of the test.
func run(t *testing.T, a *Adapter, h bot.Handler) *running {
	ctx, cancel := context.WithCancel(t.Context())
	r := &running{Adapter: a, t: t, cancel: cancel, ended: make(chan error, 1)}
	go func() { r.ended <- a.Run(ctx, h) }()
	t.Cleanup(func() { r.stop() })
	return r
}

// stop stops the adapter. It may be called more than once.
func (r *running) stop() {
	r.t.Helper()
	r.cancel()
	if err := r.end(); err != nil {
		r.t.Errorf("Run ended with %v, want nil", err)
	}
	r.ended <- nil
}

// end waits for the adapter to end by itself.
func (r *running) end() error {
	r.t.Helper()
	select {
	case err := <-r.ended:
		return err
	case <-time.After(15 * time.Second):
		r.t.Fatal("Run does not end")
		return nil
	}
}

func TestNew(t *testing.T) {
	tests := []struct {
		name   string
		config Config
		want   string
	}{
		{"no token", Config{}, "DISCORD_TOKEN is empty"},
		{"blank token", Config{Token: " \n"}, "DISCORD_TOKEN is empty"},
		{"token in two lines", Config{Token: "a\nb"}, "DISCORD_TOKEN contains a character"},
		{"Cyrillic token", Config{Token: "токен"}, "DISCORD_TOKEN contains a character"},
		{"no scheme", Config{Token: "a.b.c", APIURL: "discord.com"}, "DISCORD_API_URL is not an address"},
		{"no host", Config{Token: "a.b.c", APIURL: "http://"}, "DISCORD_API_URL is not an address"},
		{"not HTTP", Config{Token: "a.b.c", APIURL: "ftp://discord.com"}, "DISCORD_API_URL is not an address"},
		{"no address", Config{Token: "a.b.c", APIURL: "http://[::1"}, "DISCORD_API_URL is not an address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(tt.config)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("New(%+v) = %v, want one line: %s…", tt.config, err, tt.want)
			}
		})
	}
	a, err := New(Config{Token: " Bot a.b.c\n", Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	if a.token != "a.b.c" || a.transit.base.String() != DefaultURL || a.Ready() {
		t.Errorf("New = token %q at %s, ready %v", a.token, a.transit.base, a.Ready())
	}
}
