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

// A Bench is an adapter at work on a fake platform with a group of people, who
// are called there what the suite calls them. The platform knows the commands of
// [Commands]. Its methods fail the test where the platform would refuse a request
// or where the bot does not answer. What a platform cannot do, as its flags tell,
// is not asked of it.
type Bench interface {
	// Say has a person type a line in the group, and returns the answer. The
	// line begins with a command that the platform knows ("/film").
	Say(who, line string) Shown
	// SayBeside does the same in another chat of the group: another channel of the
	// server, another topic of the forum.
	SayBeside(who, line string) Shown
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
	// Fill has a person fill in and submit the form that a message shows, and
	// returns the answer. values has texts by the names of fields; the fields that
	// it leaves out are submitted as they were shown.
	Fill(who string, on Shown, values map[string]string) Shown
	// Attach has a person type a line and send a file with it.
	Attach(who, line, name string, data []byte) Shown
	// Point has a person type a line that points at another person, by the
	// platform's own means.
	Point(who, line, at string) Shown
	// Leave removes the bot from the group, and Return brings it back.
	Leave()
	Return()
	// Group is the chat in which all this happens.
	Group() bot.Chat
	// Screen is all that the group shows at the moment, as one text.
	Screen() string
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
	// Form is what the message asks to be filled in at once, nil where it asks for
	// nothing, or where the form is behind a button.
	Form *ShownForm
	// Files are what was sent along: in the message, or right after it.
	Files []ShownFile
}

// ShownForm is a form as people see it. It may come without a message.
type ShownForm struct {
	// Title is empty where the platform does not show it.
	Title string
	// Fields are those that are seen at once: all of them, or the first where they
	// are asked for in turn, or the whole of [Platform.WholeForms].
	Fields []ShownField
}

// ShownField is a field as people see it.
type ShownField struct {
	Name, Label, Hint string
	// Value is what is filled in already.
	Value string
}

// ShownFile is a file that the bot sent.
type ShownFile struct {
	Name string
	Data []byte
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
	// Forgets tells that what was shown before a restart cannot be pressed or
	// filled in after it.
	Forgets bool
	// WholeForms tells that a form is filled in as one text, [bot.Form.Whole] or
	// its only field, because a message is all that a person can send.
	WholeForms bool
	// ManyLines tells that a typed line can go on over several lines of text.
	ManyLines bool
	// Beside tells that a group has more than one chat.
	Beside bool
	// Mentions tells that a line can point at people.
	Mentions bool
	// Presence tells that the bot can be removed from a group.
	Presence bool
	// Progress tells that an answer can show how far it is before it comes.
	Progress bool
}

// Commands are the commands that people use in the suite. A bench makes the
// adapter register them.
func Commands() []bot.Command {
	say := func(text string) map[string]string { return map[string]string{"en": text} }
	argument := func(kind bot.ArgumentKind, name string, required bool) *bot.Argument {
		return &bot.Argument{Kind: kind, Names: say(name), Descriptions: say("The " + name), Required: required}
	}
	film := argument(bot.TextArgument, "text", true)
	film.Suggested = true
	return []bot.Command{
		{Name: "film", Descriptions: say("A film"), Argument: film},
		{Name: "catalog", Descriptions: say("The catalog"), Verbs: []bot.Verb{
			{Name: "add", Descriptions: say("Add a film"), Argument: argument(bot.TextArgument, "entry", false)},
			{Name: "import", Descriptions: say("Import films"), Argument: argument(bot.FileArgument, "file", true)},
		}, Moderators: true},
		{Name: "club", Descriptions: say("The club"), Verbs: []bot.Verb{
			{Name: "trust", Descriptions: say("Name a moderator"), Argument: argument(bot.MentionArgument, "member", true)},
		}, Moderators: true},
		{Name: "help", Descriptions: say("What can be done")},
	}
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
		{"names", testNames},
		{"standing", testStanding},
		{"several lines", testSeveralLines},
		{"chats of a group", testChatsOfGroup},
		{"mention", testMention},
		{"form", testForm},
		{"form refused", testFormRefused},
		{"form behind a button", testFormBehindButton},
		{"form in a post", testFormInPost},
		{"form with a long text", testFormWithLongText},
		{"form and restart", testFormAndRestart},
		{"file in", testFileIn},
		{"file out", testFileOut},
		{"file out on a press", testFileOnPress},
		{"presence", testPresence},
		{"progress", testProgress},
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

	mu     sync.Mutex
	asked  []bot.Request
	events chan bot.Event
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

func (s *script) Observe(_ context.Context, e bot.Event) error {
	if s.events != nil {
		s.events <- e
	}
	return nil
}

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
