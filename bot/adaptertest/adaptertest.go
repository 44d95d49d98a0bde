// Package adaptertest holds the tests that every [bot.Adapter] must pass. They
// talk to an adapter as people do, through a fake of its platform at the
// network, and look at what people would see.
package adaptertest

import (
	"context"
	"sync"
	"testing"

	"filmbot/bot"
)

// A Bench is an adapter at work on a fake platform with a group of people. Its
// methods fail the test where the platform would refuse a request or where the
// bot does not answer.
type Bench interface {
	// Say has a person type a line in the group, and returns the answer. The
	// line begins with a command that the platform knows ("/film").
	Say(who, line string) Shown
	// Mutter has a person type a line that the bot cannot answer, and returns when
	// the handler has been asked.
	Mutter(who, line string)
	// Press has a person press the n-th button of a message, counted from 0, and
	// returns the answer: the message itself where it was edited, otherwise the
	// new one.
	Press(who string, on Shown, n int) Shown
	// Suggest has a person type a part of a line, and returns the labels of the
	// suggestions.
	Suggest(who, line string) []string
	// Group is the chat in which all this happens.
	Group() bot.Chat
	// Look returns a message of the bot's as it stands now.
	Look(m bot.Message) Shown
	// Adapter is the adapter that runs at present.
	Adapter() bot.Adapter
	// Restart ends the adapter and runs a new one in its place, as a restart of
	// the program does.
	Restart()
}

// Shown is a message as people see it.
type Shown struct {
	Message bot.Message
	// Text is everything written in the message, without markup, in reading
	// order: parts follow each other on lines of their own.
	Text string
	// Buttons are the labels of the buttons, in reading order.
	Buttons []string
	// Private tells that only the person who asked sees it.
	Private bool
}

// A Platform tells the suite how to start a bench and what to expect of it.
type Platform struct {
	// Start runs an adapter with a handler against a new fake platform, until the
	// test ends.
	Start func(t *testing.T, h bot.Handler) Bench
	// InPlace tells that a pressed message can be edited.
	InPlace bool
	// Whispers tells that an answer to a pressed button can be seen by one
	// person only.
	Whispers bool
	// One tells that there is only one person, whoever speaks.
	One bool
	// Forgets tells that what was shown before a restart cannot be pressed after
	// it.
	Forgets bool
}

// Run runs the suite.
func Run(t *testing.T, p Platform) {
	tests := []struct {
		name string
		test func(*testing.T, Platform)
	}{
		{"request", testRequest},
		{"card", testCard},
		{"choices", testChoices},
		{"choices with details", testDetailedChoices},
		{"press edits in place", testReplace},
		{"press answers anew", testAnswerAnew},
		{"press answers privately", testWhisper},
		{"suggestions", testSuggest},
		{"hostile text", testHostileText},
		{"too much", testTooMuch},
		{"panic", testPanic},
		{"post and edit", testPostAndEdit},
		{"many at once", testManyAtOnce},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, p) })
	}
}

// script is a handler that answers as a test says and remembers what it was
// asked.
type script struct {
	handle  func(bot.Request) bot.Reply
	suggest func(bot.Request) []bot.Choice

	mu    sync.Mutex
	asked []bot.Request
}

func (s *script) Handle(_ context.Context, req bot.Request) bot.Reply {
	s.mu.Lock()
	s.asked = append(s.asked, req)
	s.mu.Unlock()
	return s.handle(req)
}

func (s *script) Suggest(_ context.Context, req bot.Request) []bot.Choice {
	if s.suggest == nil {
		return nil
	}
	return s.suggest(req)
}

func (s *script) Observe(context.Context, bot.Event) error { return nil }

// last returns the last request but n.
func (s *script) last(t *testing.T, n int) bot.Request {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.asked) <= n {
		t.Fatalf("the handler was asked %d times, want more than %d", len(s.asked), n)
	}
	return s.asked[len(s.asked)-1-n]
}

// say is a script that always gives the same reply.
func say(r bot.Reply) *script {
	return &script{handle: func(bot.Request) bot.Reply { return r }}
}
