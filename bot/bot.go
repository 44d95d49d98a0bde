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

	Poster
}

// A Poster sends to chats where nobody asked. Its methods may be called
// concurrently.
type Poster interface {
	// Post sends a reply to a chat. An adapter sends while its Run is running.
	// Errors are [ErrChatGone] where the bot has no access to the chat any more,
	// otherwise worth another try.
	Post(ctx context.Context, to Chat, r Reply) (Message, error)

	// Edit gives a message that the bot posted a new content. To edit it into
	// what it is already is no error. Errors are [ErrNotFound] where the message
	// is gone, otherwise those of Post.
	Edit(ctx context.Context, m Message, r Reply) error
}
