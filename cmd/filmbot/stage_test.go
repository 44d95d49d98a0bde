package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"filmbot/adapters/telegram"
	"filmbot/bot"
)

// victim is set for a process of its own: to how many nanoseconds its clock is ahead.
// hurry may be set beside it: to how many times as fast as it should it writes to
// Telegram.
const (
	victim = "FILMBOT_TEST_AHEAD"
	hurry  = "FILMBOT_TEST_HURRY"
)

// suffer is what that process does: it is the program, with another clock.
func suffer(ahead string) {
	n, err := strconv.ParseInt(ahead, 10, 64)
	if err != nil {
		panic(err)
	}
	var c stepClock
	c.ahead.Store(n)
	ctx, stop := context.WithCancel(context.Background())
	go func() { // the test ends it as a signal does
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	os.Exit(program{
		args: []string{"run"}, lookup: os.LookupEnv, stdin: strings.NewReader(""), stdout: os.Stdout, stderr: os.Stderr, now: c.now, pace: hurried(fromEnv(hurry, 1)),
	}.main(ctx))
}

// hurried is the pace for a Telegram that allows so many times as much as it does.
func hurried(by int) telegram.Pace {
	if by == 1 {
		return telegram.Pace{}
	}
	share := time.Second / time.Duration(by)
	return telegram.Pace{All: share / 22, Chat: share * 11 / 10, Group: share * 4}
}

// fromEnv reads a number from the environment.
func fromEnv(name string, fallback int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return fallback
}

// A stage is a database and a host of both platforms, for programs that run in
// processes of their own.
type stage struct {
	*testing.T
	clock stepClock
	host  *host
	env   map[string]string
	log   bytes.Buffer
}

func newStage(t *testing.T, database string) *stage {
	s := &stage{T: t}
	s.host = newHost(s.clock.now)
	server := httptest.NewServer(s.host)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	s.env = map[string]string{
		"DISCORD_TOKEN": hostToken, "DISCORD_API_URL": server.URL, "TELEGRAM_TOKEN": "1:host", "TELEGRAM_API_URL": server.URL,
		"DATABASE_URL": database, "LOG_LEVEL": "info",
	}
	return s
}

// look opens what the program opens, while none is running.
func (s *stage) look(do func(c *core)) {
	s.Helper()
	p := program{lookup: func(string) (string, bool) { return "", false }, stderr: io.Discard, now: s.clock.now}
	c, err := p.wire(context.Background(), config{Database: s.env["DATABASE_URL"], Language: "en"}, slog.LevelError, nil)
	if err != nil {
		s.Fatal(err)
	}
	defer func() {
		if err := c.close(); err != nil {
			s.Error(err)
		}
	}()
	do(c)
}

// moderator is who may do everything in a chat.
func moderator(at bot.Chat, line string) bot.Request {
	return bot.Request{
		Line: line, Chat: at, User: bot.User{Platform: at.Platform, ID: "1", Name: "Ann"}, Whispers: true, Lang: "en",
		Standing: func(context.Context, bot.Chat) (bot.Standing, error) { return bot.Standing{Administrator: true}, nil },
	}
}

// start starts the program. stop ends it as a signal does.
func (s *stage) start() (cmd *exec.Cmd, stop func()) {
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victim+"="+strconv.FormatInt(s.clock.ahead.Load(), 10))
	for name, value := range s.env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Stderr = &s.log
	in, err := cmd.StdinPipe()
	if err != nil {
		s.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.Fatal(err)
	}
	return cmd, func() {
		in.Close()
		if err := cmd.Wait(); err != nil {
			s.Errorf("the program ends with %v", err)
		}
	}
}

// faults counts the errors that were logged, and shows some.
func (s *stage) faults() (n int) {
	for line := range strings.Lines(s.log.String()) {
		if strings.Contains(line, "level=ERROR") {
			if n++; n < 4 {
				s.Logf("logged: %s", strings.TrimSpace(line))
			}
		}
	}
	return n
}

// wake returns when the next step of the rounds of some clubs is due.
func (s *stage) wake(c *core, clubs []string) (next time.Time) {
	for _, club := range clubs {
		w, err := c.store.Round(s.Context(), club, 0)
		if err != nil {
			s.Fatal(err)
		}
		wake, ok := w.Round.Wake()
		if !ok {
			s.Fatalf("the round of %s has come to an end", club)
		}
		if next.IsZero() || wake.Before(next) {
			next = wake
		}
	}
	return next
}
