package discord

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
)

// wantAnswer fails unless the bot answers a line.
func wantAnswer(t *testing.T, s *discordtest.Server) {
	t.Helper()
	if got := s.Command("ann", "/film "+typed).Answer().Text(); got != "fine" {
		t.Errorf("answer = %q, want %q", got, "fine")
	}
}

func TestReconnect(t *testing.T) {
	tests := []struct {
		name    string
		trouble func(*discordtest.Server)
		want    []string
		opening time.Duration
		// alone marks what the library tells in its log, which is one for all
		// sessions.
		alone bool
	}{
		{"cut", (*discordtest.Server).Drop, []string{"IDENTIFY", "RESUME"}, time.Minute, false},
		{"told to reconnect", func(s *discordtest.Server) { s.Order(7) }, []string{"IDENTIFY", "RESUME"}, time.Minute, true},
		{"told to reconnect while resuming", func(s *discordtest.Server) {
			s.Receive(discordtest.Opening{Op: 7})
			s.Drop()
		}, []string{"IDENTIFY", "RESUME", "IDENTIFY"}, time.Minute, true},
		{"session invalid", func(s *discordtest.Server) { s.Order(9) }, []string{"IDENTIFY", "IDENTIFY"}, time.Minute, true},
		{"session invalid when resuming", func(s *discordtest.Server) {
			s.Receive(discordtest.Opening{Op: 9})
			s.Drop()
		}, []string{"IDENTIFY", "RESUME", "IDENTIFY"}, time.Minute, true},
		{"not ready after an invalid session", func(s *discordtest.Server) {
			s.Receive(discordtest.Opening{Silent: true})
			s.Order(9)
		}, []string{"IDENTIFY", "IDENTIFY", "RESUME", "IDENTIFY"}, time.Second, true},
		{"silent", (*discordtest.Server).Hush, []string{"IDENTIFY", "RESUME"}, time.Minute, false},
		{"closed for a reason that passes", func(s *discordtest.Server) { s.Kick(4000) }, []string{"IDENTIFY", "RESUME"}, time.Minute, false},
		{"refused for a while", func(s *discordtest.Server) {
			s.Receive(discordtest.Opening{Close: 4000}, discordtest.Opening{Close: 4008})
			s.Drop()
		}, []string{"IDENTIFY", "RESUME", "RESUME", "RESUME"}, time.Minute, false},
		{"no answer to a resumption", func(s *discordtest.Server) {
			s.Receive(discordtest.Opening{Silent: true})
			s.Drop()
		}, []string{"IDENTIFY", "RESUME", "RESUME"}, time.Second, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !tt.alone {
				t.Parallel()
			}
			s := discordtest.Start(t)
			s.Heartbeat = 100 * time.Millisecond
			a, log := adapterFor(t, s)
			a.timing.silence = 400 * time.Millisecond
			a.timing.opening = tt.opening
			run(t, a, says(bot.Reply{Text: "fine"}))
			wantAnswer(t, s)
			if !a.Ready() {
				t.Error("Ready() = false while connected")
			}
			tt.trouble(s)
			s.AwaitSeen(tt.want...)
			wantAnswer(t, s)
			if !a.Ready() {
				t.Errorf("Ready() = false after the bot is back:\n%s", log)
			}
		})
	}
}

// TestQuiet checks that a connection on which nothing but heartbeats happens is
// kept.
func TestQuiet(t *testing.T) {
	s := discordtest.Start(t)
	s.Heartbeat = 50 * time.Millisecond
	a, _ := adapterFor(t, s)
	a.timing.silence = 500 * time.Millisecond
	beats := make(chan struct{}, 100)
	s.OnHeartbeat(func() { beats <- struct{}{} })
	run(t, a, says(bot.Reply{Text: "fine"}))
	wantAnswer(t, s)
	for range 15 {
		<-beats
	}
	s.AwaitSeen("IDENTIFY")
}

func TestFatal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		spoil func(*discordtest.Server, *Config)
		later func(*discordtest.Server)
		want  string
	}{
		{name: "token refused by the API", spoil: func(s *discordtest.Server, _ *Config) {
			s.Fail(discordtest.Fault{Route: "GET /gateway", Times: 1, Status: 401, Body: `{"message": "401: Unauthorized", "code": 0}`})
		}, want: "DISCORD_TOKEN is refused by Discord"},
		{name: "token refused by the gateway", spoil: func(_ *discordtest.Server, c *Config) { c.Token = "another.token" },
			want: "DISCORD_TOKEN is refused by Discord"},
		{name: "intents refused", spoil: func(s *discordtest.Server, _ *Config) { s.Receive(discordtest.Opening{Close: 4014}) },
			want: "Discord refuses the bot's gateway intents (close code 4014)"},
		{name: "sharding", spoil: func(s *discordtest.Server, _ *Config) { s.Receive(discordtest.Opening{Close: 4011}) },
			want: "Discord wants the bot's servers to be spread"},
		{name: "version", spoil: func(s *discordtest.Server, _ *Config) { s.Receive(discordtest.Opening{Close: 4012}) },
			want: "Discord does not support this version of filmbot"},
		{name: "token refused later", later: func(s *discordtest.Server) { s.Kick(4004) },
			want: "DISCORD_TOKEN is refused by Discord"},
		{name: "intents refused later", later: func(s *discordtest.Server) { s.Kick(4014) },
			want: "Discord refuses the bot's gateway intents (close code 4014)"},
		{name: "token refused while reconnecting", later: func(s *discordtest.Server) {
			s.Receive(discordtest.Opening{Close: 4004})
			s.Drop()
		}, want: "DISCORD_TOKEN is refused by Discord"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			a, _ := adapterFor(t, s, func(c *Config) {
				if tt.spoil != nil {
					tt.spoil(s, c)
				}
			})
			r := run(t, a, says(bot.Reply{Text: "fine"}))
			if tt.later != nil {
				wantAnswer(t, s)
				tt.later(s)
			}
			err := r.end()
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("Run = %v, want one line: %s…", err, tt.want)
			}
			if a.Ready() {
				t.Error("Ready() = true after the end")
			}
			r.ended <- nil
		})
	}
}

// TestUnreachable checks that a Discord that is away at the start is waited for.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault discordtest.Fault
		want  string
	}{
		{"no connection", discordtest.Fault{}, "EOF"},
		{"bad gateway", discordtest.Fault{Status: 502, Body: "<html>bad gateway</html>"}, "Discord answered 502 Bad Gateway"},
		{"unavailable", discordtest.Fault{Status: 503}, "Discord answered 503 Service Unavailable"},
		{"nonsense", discordtest.Fault{Status: 200, Body: "<html>"}, "json"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := discordtest.Start(t)
			tt.fault.Route, tt.fault.Times = "GET /gateway", 3
			s.Fail(tt.fault)
			a, log := adapterFor(t, s)
			run(t, a, says(bot.Reply{Text: "fine"}))
			wantAnswer(t, s)
			n := 0
			for line := range strings.Lines(log.String()) {
				if strings.Contains(line, "not connected") {
					n++
					if !strings.Contains(line, tt.want) {
						t.Errorf("log line %q, want it to contain %q", line, tt.want)
					}
				}
			}
			if n != 3 {
				t.Errorf("%d failures are logged, want 3:\n%s", n, log)
			}
		})
	}
}

// TestStop checks that an adapter stops wherever it is, and that nothing of it
// goes on.
func TestStop(t *testing.T) {
	tests := []struct {
		name    string
		prepare func(*testing.T, *discordtest.Server, *Adapter)
		reached func(*discordtest.Server, *record)
	}{
		{"while it is connected", func(*testing.T, *discordtest.Server, *Adapter) {},
			func(s *discordtest.Server, _ *record) { s.AwaitSeen("IDENTIFY") }},
		{"while it waits for another attempt", func(_ *testing.T, s *discordtest.Server, a *Adapter) {
			a.timing.retry, a.timing.retryMax = time.Hour, time.Hour
			s.Fail(discordtest.Fault{Route: "GET /gateway", Times: 1, Status: 500})
		}, func(s *discordtest.Server, log *record) {
			s.Await("a failure", func() bool { return len(s.Requests()) == 1 })
		}},
		{"while the gateway says nothing", func(_ *testing.T, s *discordtest.Server, _ *Adapter) {
			s.Receive(discordtest.Opening{Silent: true})
		}, func(s *discordtest.Server, _ *record) { s.AwaitSeen("IDENTIFY") }},
		{"while a refused session is to be begun anew", func(_ *testing.T, s *discordtest.Server, a *Adapter) {
			a.timing.reidentify = time.Hour
			s.Receive(discordtest.Opening{Op: 9})
		}, func(s *discordtest.Server, _ *record) { s.AwaitSeen("IDENTIFY") }},
		{"while the library is deadlocked", func(_ *testing.T, s *discordtest.Server, a *Adapter) {
			s.Receive(discordtest.Opening{Op: 7})
		}, func(s *discordtest.Server, _ *record) { s.AwaitSeen("IDENTIFY") }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := discordtest.Start(t)
			a, log := adapterFor(t, s)
			tt.prepare(t, s, a)
			r := run(t, a, says(bot.Reply{Text: "fine"}))
			tt.reached(s, log)
			began := time.Now()
			r.stop()
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("stopping took %v", took)
			}
			if a.Ready() {
				t.Error("Ready() = true after the end")
			}
		})
	}
}

// once calls a function when a text is first logged, in the goroutine that logs.
type once struct {
	text string
	call func()
	done sync.Once
}

func (o *once) Write(p []byte) (int, error) {
	if strings.Contains(string(p), o.text) {
		o.done.Do(o.call)
	}
	return len(p), nil
}

// TestStopWhileOpened checks that a session that has just begun ends with a
// goodbye. It has no other tests beside it: the library's log is one for all.
func TestStopWhileOpened(t *testing.T) {
	s := discordtest.Start(t)
	ctx, cancel := context.WithCancel(t.Context())
	ready := &once{text: "We are now connected to Discord", call: func() {
		cancel()
		// What is not to happen would happen until then.
		<-time.After(400 * time.Millisecond)
	}}
	a, _ := adapterFor(t, s, func(c *Config) {
		c.Logger = slog.New(slog.NewTextHandler(ready, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	if err := a.Run(ctx, handler{}); err != nil {
		t.Errorf("Run = %v, want nil", err)
	}
	s.AwaitSeen("IDENTIFY", "GOODBYE")
}

// TestStopFinishes checks that what is under way when the adapter stops is
// answered.
func TestStopFinishes(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	asked, answer := make(chan struct{}), make(chan struct{})
	r := run(t, a, handler{handle: func(ctx context.Context, _ bot.Request) bot.Reply {
		close(asked)
		<-answer
		if ctx.Err() != nil {
			return bot.Reply{Text: "cut off"}
		}
		return bot.Reply{Text: "fine"}
	}})
	e := s.Command("ann", "/film x")
	<-asked
	r.cancel()
	s.AwaitSeen("IDENTIFY", "GOODBYE")
	close(answer)
	if got := e.Answer().Text(); got != "fine" {
		t.Errorf("answer = %q, want %q", got, "fine")
	}
}

// TestStopInTime checks that there is one time for all of stopping, and that
// nothing in it waits for something else.
func TestStopInTime(t *testing.T) {
	s := discordtest.Start(t)
	a, _ := adapterFor(t, s)
	a.timing.drain, a.timing.stop = time.Second, 1300*time.Millisecond
	asked, let := make(chan struct{}), make(chan struct{})
	defer close(let)
	r := run(t, a, handler{handle: func(context.Context, bot.Request) bot.Reply {
		close(asked)
		<-let
		return bot.Reply{}
	}})
	s.Command("ann", "/film x")
	<-asked
	began := time.Now()
	r.stop()
	if took := time.Since(began); took > 1900*time.Millisecond {
		t.Errorf("stopping took %v, want %v", took, a.timing.stop)
	}
	s.AwaitSeen("IDENTIFY", "GOODBYE")
	if usual := usualTiming(); usual.stop >= 10*time.Second || usual.drain >= usual.stop {
		t.Errorf("stopping may take %v, work in it %v; want less than ten seconds, and less", usual.stop, usual.drain)
	}
}

// TestStopCutsOff checks that a handler that does not end does not keep the
// adapter from stopping.
func TestStopCutsOff(t *testing.T) {
	s := discordtest.Start(t)
	a, log := adapterFor(t, s)
	a.timing.drain = 50 * time.Millisecond
	asked := make(chan struct{})
	r := run(t, a, handler{handle: func(ctx context.Context, _ bot.Request) bot.Reply {
		close(asked)
		<-ctx.Done()
		return bot.Reply{}
	}})
	s.Command("ann", "/film x")
	<-asked
	r.stop()
	if !strings.Contains(log.String(), "work under way was cut off") {
		t.Errorf("the log does not tell that work was cut off:\n%s", log)
	}
}

func TestFatalClose(t *testing.T) {
	if err := fatalClose(errors.New("close 4004")); err != nil {
		t.Errorf("fatalClose of another error = %v, want nil", err)
	}
	if err := fatalClose(nil); err != nil {
		t.Errorf("fatalClose(nil) = %v, want nil", err)
	}
}

func TestBackoff(t *testing.T) {
	a := &Adapter{timing: usualTiming()}
	tests := []struct {
		failures int
		jitter   float64
		want     time.Duration
	}{
		{1, 0, 500 * time.Millisecond},
		{1, 1, time.Second},
		{2, 1, 2 * time.Second},
		{3, 0.5, 3 * time.Second},
		{8, 1, 2 * time.Minute},
		{10000, 1, 2 * time.Minute},
	}
	for _, tt := range tests {
		a.jitter = func() float64 { return tt.jitter }
		if got := a.backoff(tt.failures); got != tt.want {
			t.Errorf("backoff(%d) with jitter %v = %v, want %v", tt.failures, tt.jitter, got, tt.want)
		}
	}
}

func TestPause(t *testing.T) {
	a := &Adapter{timing: usualTiming(), jitter: func() float64 { return 1 }}
	tests := []struct {
		failures int
		err      error
		resumed  bool
		want     time.Duration
	}{
		{0, errLost, false, 100 * time.Millisecond},
		{3, errLost, false, 100 * time.Millisecond},
		{4, errLost, false, time.Second},
		{5, errLost, true, 2 * time.Second},
		{20, errLost, false, 2 * time.Minute},
		{20, errLost, true, 3 * time.Second},
		{1, errNotReady, true, time.Second},
		{9, errNotReady, true, 2 * time.Minute},
		{1, &net.OpError{Op: "dial"}, false, time.Second},
	}
	for _, tt := range tests {
		if got := a.pause(tt.failures, tt.err, tt.resumed); got != tt.want {
			t.Errorf("pause(%d, %v, %v) = %v, want %v", tt.failures, tt.err, tt.resumed, got, tt.want)
		}
	}
}

// TestWire checks that a connection that has broken takes nothing more.
func TestWire(t *testing.T) {
	here, there := net.Pipe()
	defer there.Close()
	w := &wire{Conn: here, silence: 10 * time.Millisecond}
	if _, err := w.Read(make([]byte, 1)); err == nil {
		t.Fatal("reading from a silent connection succeeds")
	}
	if _, err := w.Write([]byte("x")); !errors.Is(err, net.ErrClosed) {
		t.Errorf("writing to a broken connection = %v, want %v", err, net.ErrClosed)
	}
	w = &wire{Conn: here, silence: time.Millisecond}
	if err := w.SetDeadline(time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	go there.Write([]byte("x"))
	if _, err := w.Read(make([]byte, 1)); err != nil {
		t.Errorf("reading before a deadline = %v, want nil", err)
	}
	here.Close()
}
