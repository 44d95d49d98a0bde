// Package bot decides what filmbot says and does. Everything a person does
// reaches it as a [Request] with a line of text, through one door, and leaves it
// as a [Reply] of plain data.
//
// The package knows no platform and no database. What it needs from outside it
// declares as ports: [Store] for what must survive a restart, [Adapter] for a
// place where people talk. How a reply looks, how it is escaped and how it is
// cut to a platform's limits is the adapter's business; what it says is decided
// here.
package bot

import "context"

// A Handler answers what people do. Its methods may be called concurrently.
type Handler interface {
	// Handle answers a line. It is total: whatever happens, the reply says so in
	// words. A zero Reply means that there is nothing to say, for instance
	// because the line was meant for another bot.
	Handle(ctx context.Context, req Request) Reply

	// Suggest completes a line that is still being typed, best first. It changes
	// nothing and never fails: where nothing fits it returns no choices.
	Suggest(ctx context.Context, req Request) []Choice

	// Observe takes in a fact about a chat that nobody typed. On an error nothing
	// was stored, and the same event may be given again.
	Observe(ctx context.Context, e Event) error
}

// An Adapter connects one platform to a [Handler].
type Adapter interface {
	// Run serves the platform until ctx is done, then finishes what is under way
	// and returns nil. It reconnects by itself; an error means that trying on is
	// useless (a refused token, say), and its text is one line that tells an
	// operator what to do. Run is called once.
	Run(ctx context.Context, h Handler) error

	// Post sends a reply to a chat where nobody asked. It may be called while Run
	// is running. Errors are [ErrChatGone] where the bot has no access to the
	// chat any more, otherwise worth another try.
	Post(ctx context.Context, to Chat, r Reply) (Message, error)

	// Edit gives a message that the bot posted a new content. To edit it into
	// what it is already is no error. Errors are [ErrNotFound] where the message
	// is gone, otherwise those of Post.
	Edit(ctx context.Context, m Message, r Reply) error
}

// A Request is one thing that a person did: a typed line, a chosen suggestion or
// a pressed button.
type Request struct {
	// Line is what was typed, or what the button or the suggestion carries:
	// "/film ascent". In a private chat, a line without a slash is a title.
	Line string
	User User
	Chat Chat
	// Lang is the person's language as an IETF tag, such as "ru" or "en-GB";
	// empty where the platform does not tell.
	Lang string
	// Pressed tells that the line comes from a button of a message, which the
	// answer may replace.
	Pressed bool
	// Inline asks [Handler.Suggest] for choices that can be posted as they are,
	// each with its card.
	Inline bool
	// Standing tells what the person and the bot may do in the chat. It may cost
	// a call to the platform, so it is asked only where the answer depends on it.
	// Nil means an ordinary member, and that the bot lacks nothing.
	Standing func(ctx context.Context) (Standing, error)
}

// A User is a person on one platform. ID is empty for somebody whom the platform
// does not name, such as an anonymous administrator or the author of a channel.
type User struct {
	Platform string
	ID       string
}

// Key identifies the user among all platforms. It is empty for a nameless one.
func (u User) Key() string {
	if u.ID == "" {
		return ""
	}
	return u.Platform + ":" + u.ID
}

// A Chat is where people talk: a channel, a group, a forum topic, a private chat.
type Chat struct {
	Platform string
	// ID is the platform's name of the chat.
	ID string
	// Topic is the forum topic within the chat, if any.
	Topic string
	// Private marks a chat of one person with the bot.
	Private bool
}

// Key identifies the chat among all platforms.
func (c Chat) Key() string {
	key := c.Platform + ":" + c.ID
	if c.Topic != "" {
		key += "/" + c.Topic
	}
	return key
}

// A Message is one that the bot posted and may edit.
type Message struct {
	Chat Chat
	ID   string
}

// Standing is what a person and the bot may do in a chat, as the platform
// reports it. What follows from it is decided in this package.
type Standing struct {
	// Administrator tells that the person administers the chat.
	Administrator bool
	// Lacks lists what the bot would need here and may not do.
	Lacks []Permission
}

// A Permission is something that a chat's administrators can allow the bot.
type Permission string

// The permissions that the bot needs to talk in a chat.
const (
	ViewChat     Permission = "view"
	SendMessages Permission = "send"
	EmbedLinks   Permission = "embed"
)

// An Event is a fact about a chat.
type Event struct {
	// Moved tells that Chat goes on under another identity, as a Telegram group
	// does that becomes a supergroup. Topics move along.
	Moved *Chat
	Chat  Chat
}
