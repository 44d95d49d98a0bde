package adaptertest

import (
	"testing"
	"time"

	"filmbot/bot"
)

// A HostBench is a [Bench] at which the suite of [RunHost] sees what the bot does
// in the group without being asked. A method for something that the platform does
// not have, as [HostPlatform] tells, is not called.
type HostBench interface {
	Bench
	// Delete deletes a message of the bot's, as an administrator of the group can.
	Delete(m bot.Message)
	// LoseAnswer has the next message that the bot posts appear in the group, while
	// the bot does not hear that it did.
	LoseAnswer()
	// Throttle has the platform refuse the next message that the bot posts in the group,
	// and ask to wait for a minute.
	Throttle()
	// Silent reports whether a message came without a sound.
	Silent(m bot.Message) bool
	// Clocks lists the times that a message shows as clocks show them where the reader
	// is, in reading order.
	Clocks(m bot.Message) []time.Time
	// Role is [bot.RoleKey] of a role that people in the group hold.
	Role() string
	// Called lists whom a message has called: roles by [bot.RoleKey], and "everyone".
	Called(m bot.Message) []string
	// Pinned reports whether a message is pinned.
	Pinned(m bot.Message) bool
	// Gatherings lists the events that are planned, the oldest first.
	Gatherings() []bot.Gathering
	// Rename has the group called something else.
	Rename(title string)
	// Forbid takes permissions in the group from the bot, and gives back all others.
	// It returns when enough time has passed for what the adapter remembers of them to
	// be out of date.
	Forbid(permissions ...bot.Permission)
}

// A HostPlatform tells [RunHost] how to start a bench and what to expect of it.
// What a platform does not have must answer with [bot.ErrUnsupported], or be left
// out without a word where it is a part of a post.
type HostPlatform struct {
	// Start runs an adapter with a handler against a new fake platform, until the
	// test ends. The bot has every permission in the group.
	Start func(t *testing.T, h bot.Handler) HostBench
	// InPlace tells that a message can be edited, and be gone.
	InPlace bool
	// Whispers tells that an answer to a pressed button can be seen by one person
	// only.
	Whispers bool
	// Loses tells that an answer of the platform's can be lost.
	Loses bool
	// Throttles tells that the platform can ask to wait.
	Throttles bool
	// Silences tells that a message can come without a sound.
	Silences bool
	// Clocks tells that a time can be shown as clocks show it where the reader is.
	Clocks bool
	// Roles tells that the members of a role can be called.
	Roles bool
	// Pins tells that a message can be pinned.
	Pins bool
	// Talks tells that a place to talk can be opened in the group, and TalksAgain that
	// the platform knows to which message it belongs.
	Talks, TalksAgain bool
	// Plans tells that the group can have events.
	Plans bool
	// Titles tells that the group has a name, and SignedTitles that there is a sign before
	// it.
	Titles, SignedTitles bool
	// Presence tells that the bot can be removed from the group.
	Presence bool
	// Permissions are those that can be taken from the bot in the group.
	Permissions []bot.Permission
}

// RunHost runs the suite for what an adapter posts and looks after in a group.
func RunHost(t *testing.T, p HostPlatform) {
	tests := []struct {
		name string
		test func(*testing.T, HostPlatform)
	}{
		{"post by name", testPostByName},
		{"post whose answer is lost", testLostAnswer},
		{"post begins", testBegin},
		{"post is not to begin", testBeginRefused},
		{"post has to wait", testLater},
		{"posts at once", testPostsAtOnce},
		{"silent post", testSilent},
		{"call of a role", testCall},
		{"call of nobody", testCallNobody},
		{"moments", testMoments},
		{"moments in an answer", testMomentsInAnswer},
		{"press of a post answers privately", testWhisperOnPost},
		{"message is gone", testMessageGone},
		{"pin", testPin},
		{"talk", testTalk},
		{"plan", testPlan},
		{"call off", testCallOff},
		{"lacks", testLacks},
		{"title", testTitle},
		{"forbidden", testForbidden},
		{"chat is gone", testChatGone},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, p) })
	}
}

// begin starts a bench in whose group somebody has spoken.
func (p HostPlatform) begin(t *testing.T) HostBench {
	t.Helper()
	b := p.Start(t, say(bot.Reply{Text: "fine"}))
	b.Say("ann", "/film x")
	return b
}
