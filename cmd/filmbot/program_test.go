package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"filmbot/adapters/discord/discordtest"
	"filmbot/adapters/telegram"
	"filmbot/adapters/telegram/telegramtest"
)

// world is both fake platforms and the settings to reach them, with a database
// that outlives restarts.
type world struct {
	*testing.T
	discord  *discordtest.Server
	telegram *telegramtest.Server
	env      map[string]string
	clock    stepClock
	pace     telegram.Pace
}

func newWorld(t *testing.T) *world {
	t.Cleanup(func() { goleak.VerifyNone(t, goleak.IgnoreCurrent()) })
	t.Chdir(t.TempDir())
	w := &world{T: t, discord: discordtest.Start(t)}
	var url string
	w.telegram, url = telegramtest.Start(t)
	w.env = map[string]string{
		"DISCORD_TOKEN": discordtest.Token, "DISCORD_API_URL": w.discord.URL,
		"TELEGRAM_TOKEN": telegramtest.Token, "TELEGRAM_API_URL": url,
		"LOG_LEVEL": "debug",
	}
	return w
}

// process is a running filmbot.
type process struct {
	stop   context.CancelFunc
	exit   chan int
	stdout bytes.Buffer
	stderr syncBuffer
}

func (w *world) start(args ...string) *process {
	ctx, stop := context.WithCancel(context.Background())
	p := &process{stop: stop, exit: make(chan int, 1)}
	go func() {
		p.exit <- program{
			args: args, lookup: func(name string) (string, bool) { value, ok := w.env[name]; return value, ok },
			stdin: strings.NewReader(""), stdout: &p.stdout, stderr: &p.stderr, now: w.clock.now, pace: w.pace,
		}.main(ctx)
	}()
	w.Cleanup(stop)
	return p
}

// await waits until the process ends by itself.
func (w *world) await(p *process) *process {
	p.exit <- <-p.exit
	return p
}

// end stops the process as a signal does.
func (w *world) end(p *process) {
	w.Helper()
	p.stop()
	if code := <-p.exit; code != exitOK {
		w.Errorf("exit code %d, want 0; the log:\n%s", code, p.stderr.String())
	}
	log := p.stderr.String()
	for _, secret := range []string{discordtest.Token, telegramtest.Token, "ascent", "western"} {
		if strings.Contains(log, secret) {
			w.Errorf("the log has %q in it:\n%s", secret, log)
		}
	}
}

// syncBuffer is a buffer that several goroutines write to.
type syncBuffer struct {
	mu      sync.Mutex
	b       bytes.Buffer
	changed chan struct{} // closed at the next writing
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
	return s.b.Write(p)
}

// await waits until the buffer contains a text.
func (s *syncBuffer) await(t *testing.T, text string) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	for {
		s.mu.Lock()
		if strings.Contains(s.b.String(), text) {
			s.mu.Unlock()
			return
		}
		if s.changed == nil {
			s.changed = make(chan struct{})
		}
		changed := s.changed
		s.mu.Unlock()
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("%q never came in:\n%s", text, s.String())
		}
	}
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// ask sends a line to the bot on Telegram and returns the text of the answer.
func (w *world) ask(p *telegramtest.Person, c *telegramtest.Chat, line string) string {
	w.Helper()
	before := len(w.telegram.Messages(c))
	w.telegram.Say(p, c, line)
	w.telegram.Await(w, "the answer to "+line, func() bool { return len(w.telegram.Messages(c)) > before })
	messages := w.telegram.Messages(c)
	return messages[len(messages)-1].Text
}

func TestBothPlatforms(t *testing.T) {
	w := newWorld(t)
	p := w.start()
	if got := w.discord.Command("ann", "/film ascent").Answer().Text(); !strings.Contains(got, "The Ascent (1977)") {
		t.Errorf("on Discord: %q", got)
	}
	boris := w.telegram.Person("Boris", "ru")
	if got := w.ask(boris, w.telegram.Private(boris), "восхождене"); !strings.Contains(got, "Восхождение (1977)") {
		t.Errorf("on Telegram: %q", got)
	}
	if got := w.discord.Complete("ann", "/film").Choices(); len(got) == 0 || !strings.HasPrefix(got[0].Name, "random") {
		t.Errorf("the first suggestion for nothing typed is not random: %v", got)
	}
	card := w.discord.Command("ann", "/film random").Answer()
	another := w.discord.Press("bob", card, card.Buttons()[0].CustomID).Answer()
	if another.ID != card.ID || another.Text() == card.Text() {
		t.Errorf("Another turned %q into %q", card.Text(), another.Text())
	}
	p.stderr.await(t, "commands are registered")
	w.end(p)
	if n := len(w.discord.Registered()); n != 1 {
		t.Errorf("commands were registered %d times, want once", n)
	}
}

func TestRestartKeepsTheBag(t *testing.T) {
	w := newWorld(t)
	ann := w.telegram.Person("Ann", "en")
	chat := w.telegram.Private(ann)
	given := make(map[string]bool)
	for i := range 3 {
		p := w.start("run")
		if i == 0 {
			p.stderr.await(t, "commands are registered")
		}
		for range 2 {
			given[w.ask(ann, chat, "/film random western")] = true
		}
		w.end(p)
	}
	if len(given) != 6 {
		t.Errorf("six westerns drawn over two restarts are %d different ones", len(given))
	}
	if n := len(w.discord.Registered()); n != 1 {
		t.Errorf("commands were registered %d times in three runs, want once", n)
	}
}

func TestOnePlatformGivesUp(t *testing.T) {
	w := newWorld(t)
	w.env["DISCORD_TOKEN"] = "a.wrong.token-of-discord"
	p := w.start("run")
	ann := w.telegram.Person("Ann", "en")
	if got := w.ask(ann, w.telegram.Private(ann), "/film mimino"); !strings.Contains(got, "Mimino") {
		t.Errorf("on Telegram: %q", got)
	}
	p.stderr.await(t, "DISCORD_TOKEN")
	w.end(p)
}

func TestAllPlatformsGiveUp(t *testing.T) {
	w := newWorld(t)
	w.env["DISCORD_TOKEN"], w.env["TELEGRAM_TOKEN"] = "a.wrong.token-of-discord", "1:wrong"
	p := w.start("run")
	if code := <-p.exit; code != exitSettings {
		t.Errorf("exit code %d, want %d", code, exitSettings)
	}
	lines := strings.Split(strings.TrimSpace(p.stderr.String()), "\n")
	last := lines[len(lines)-1]
	if !strings.Contains(last, "DISCORD_TOKEN") || !strings.Contains(last, "TELEGRAM_TOKEN") || strings.Contains(last, "1:wrong") {
		t.Errorf("the last line is %q", last)
	}
}

func TestCheck(t *testing.T) {
	w := newWorld(t)
	p := w.start("check")
	if code := <-p.exit; code != exitOK {
		t.Errorf("exit code %d, want 0: %s", code, p.stderr.String())
	}
	for _, want := range []string{"ok    database", "ok    jobs", discordtest.BotName, "@" + telegramtest.Name, "https://"} {
		if !strings.Contains(p.stdout.String(), want) {
			t.Errorf("check does not say %q:\n%s", want, p.stdout.String())
		}
	}
	if made, err := filepath.Glob("*"); err != nil || len(made) != 0 {
		t.Errorf("check made the files %q", made)
	}
	w.env["TELEGRAM_TOKEN"] = "1:wrong"
	p = w.start("check")
	if code := <-p.exit; code != exitSettings {
		t.Errorf("exit code with a wrong token %d, want %d", code, exitSettings)
	}
	if out := p.stdout.String(); !strings.Contains(out, "wrong telegram") || strings.Contains(out, "1:wrong") {
		t.Errorf("check says:\n%s", out)
	}
}
