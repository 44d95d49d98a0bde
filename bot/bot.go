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

import (
	"context"
	"time"
)

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

// A Poster sends to chats where nobody asked, and looks after what it sent. An
// adapter sends while its Run is running, at the pace that its platform allows. Its
// methods may be called concurrently.
//
// A method waits for a few seconds at most for what a platform allows in one chat.
// Where it would have to wait longer, the error is a [*Later], and nothing was done.
//
// Otherwise errors are [ErrChatGone] where the bot has no access to the chat any more,
// [ErrForbidden] where the chat does not allow it, [ErrUnsupported] where there is no
// such thing, otherwise worth another try, a little later.
type Poster interface {
	// Post sends a reply to a chat. Where [Reply.Once] names the post, one that was
	// sent to the chat before, within [Poster.Recognises], is not sent again but
	// returned. The error is [ErrUnsure] where the post may have been sent and cannot
	// be recognised; with any other error it was not sent.
	Post(ctx context.Context, to Chat, r Reply) (Message, error)

	// Recognises is for how long the platform recognises a post by its name, 0 where
	// it never does.
	Recognises(platform string) time.Duration

	// Edit gives a message that the bot posted a new content. To edit it into
	// what it is already is no error. The error is [ErrNotFound] where the message
	// is gone.
	Edit(ctx context.Context, m Message, r Reply) error

	// Pin pins a message in its chat, or takes it off again, as quietly as the
	// platform can. To do so again is no error. The error is [ErrNotFound] where the
	// message is gone.
	Pin(ctx context.Context, m Message, pinned bool) error

	// Talk opens a place to talk about a message: a thread, a forum topic. To open it
	// again for the same message returns the same, where the platform knows which that
	// is; where it does not, the error is [ErrUnsure] if it may have been opened.
	Talk(ctx context.Context, m Message, title string) (Chat, error)

	// Plan makes an event of the chat's server, or changes the one with an id, and
	// returns its id. An event of the bot's with the same name and beginning is not
	// made again but changed. The error is [ErrNotFound] where the one with the id is
	// gone or over.
	Plan(ctx context.Context, at Chat, id string, e Gathering) (string, error)

	// CallOff cancels an event. That it is gone is no error.
	CallOff(ctx context.Context, at Chat, id string) error

	// Lacks returns those of some permissions that the bot does not have in a chat,
	// and that would change something there.
	Lacks(ctx context.Context, at Chat, wanted []Permission) ([]Permission, error)

	// Title returns what people call a chat, as they wrote it: the title of a group, the
	// name of a thread, that of a channel with the sign that belongs before it. Of a topic
	// it is the group's, and of a chat with nothing but a server the name of that. The
	// error is [ErrUnsupported] where a chat has no name.
	Title(ctx context.Context, at Chat) (string, error)
}

// A Gathering is what an event says.
type Gathering struct {
	// Name is at most 100 characters long, About at most 1000, Where at most 100: the
	// limits of Discord's events
	// (https://docs.discord.com/developers/resources/guild-scheduled-event).
	Name, About, Where string
	Start, End         time.Time
}
