package bot

import (
	"context"
	"errors"
	"time"
)

// Errors that callers branch on.
var (
	// ErrNotFound says that a store has no such thing.
	ErrNotFound = errors.New("not found")
	// ErrChatGone says that the bot can no longer reach a chat: it was blocked,
	// removed, or the chat was deleted.
	ErrChatGone = errors.New("chat is gone")
	// ErrConflict says that somebody else was first: what was to be changed is no
	// longer what it was when it was looked at.
	ErrConflict = errors.New("changed by somebody else")
	// ErrForbidden says that a chat does not allow the bot to do something, but that
	// the bot can still reach it.
	ErrForbidden = errors.New("not allowed in this chat")
	// ErrUnsupported says that a platform, or a chat of its kind, has no such thing.
	ErrUnsupported = errors.New("not supported in this chat")
	// ErrUnsure says that nobody can tell whether something was done.
	ErrUnsure = errors.New("may have been done")
	// ErrTooMany says that there are as many of a thing as there may be.
	ErrTooMany = errors.New("too many")
)

// A Later error says that a platform takes nothing more of the bot in a chat before
// some time has passed.
type Later struct{ After time.Duration }

func (l *Later) Error() string { return "not before " + l.After.String() + " have passed" }

// A Store keeps what must survive a restart. Its methods may be called
// concurrently, also by several processes on one database. A method that returns
// nil has stored its change durably, all of it in one step; one that returns an
// error has changed nothing, but for one case: where the connection to a database
// breaks just while it stores a change, nobody can tell whether it did. Texts come
// back exactly as they were given, but for a NUL and invalid UTF-8, which a store
// may refuse. Times come back in UTC and to the microsecond; the zero time comes
// back as it was given.
//
// The suite in package storetest checks this contract.
type Store interface {
	Bags
	People
	Lines
	Clubs
	Places
	Suggestions
	Drafts
	Rounds
	Posts
}

// Bags are the shuffle bags of chats.
type Bags interface {
	// Draw takes a film out of a chat's shuffle bag. It calls choose with the
	// films that the bag has given since they were last put back, oldest first,
	// and then records the film that choose returns, after putting back those in
	// refill. A film given again becomes the newest. All of it is one step: of two
	// draws at the same time, one sees the other's. An empty film draws nothing
	// and puts nothing back. choose may be called more than once and must not use
	// the store.
	Draw(ctx context.Context, chat string, choose func(drawn []string) (film string, refill []string)) error
}

// People keeps what is known about persons. A person is named by [User.Key].
type People interface {
	// Seen returns the films that a person has marked as seen, in any order.
	Seen(ctx context.Context, user string) ([]string, error)

	// MarkSeen records whether a person has seen a film.
	MarkSeen(ctx context.Context, user, film string, seen bool) error

	// Traces returns everything that is kept about a person.
	Traces(ctx context.Context, user string) (Traces, error)

	// Forget deletes what is kept about a person. What the person seen is gone, and
	// so are the drafts, the counts, the suggestions that wait, and the place among the
	// moderators of a club. Changes, suggestions that were decided, nominations
	// and picks stay, without the key and the name.
	Forget(ctx context.Context, user string) error

	// Count counts something that a person, or whoever else, may not do too often.
	// It returns how many times it was counted under the key since the time given,
	// this time included. What was counted before that may be forgotten. A key that
	// ends in a blank and a person's key counts what the person did.
	Count(ctx context.Context, key string, now, since time.Time) (int, error)
}

// Traces are everything that is kept about a person.
type Traces struct {
	Seen        []string
	Changes     []Change // without their edits
	Suggestions []Suggestion
	Drafts      []Draft
	// Moderates are the clubs whose settings name the person a moderator.
	Moderates []string
	// Rounds are those in which the person said something or is named, by club and
	// number.
	Rounds []RoundTrace
}

// A RoundTrace is what is kept about a person in one round.
type RoundTrace struct {
	Club   string
	Number int
	Said   Said
	// Approved are the films that the person's ballot approves of, Nominated those that the
	// person nominated, and Picked the one that the person picked as a moderator.
	Approved  []string
	Nominated []string
	Picked    string
}

// Lines keeps lines for buttons that cannot carry them.
type Lines interface {
	// KeepLine remembers a line under a short name. Keeping the same line again is
	// no error; another line under the same name takes its place.
	KeepLine(ctx context.Context, name, line string) error

	// KeptLine returns the line kept under a name, or [ErrNotFound]. A line that
	// nobody has used for a year may be forgotten.
	KeptLine(ctx context.Context, name string) (string, error)
}

// A Notebook keeps small facts of an adapter's own between runs, such as which
// commands it has registered. Its contract is that of [Store].
type Notebook interface {
	// Note returns what was noted under a key, or "" where nothing was.
	Note(ctx context.Context, key string) (string, error)
	// SetNote notes a value under a key, in place of what was there.
	SetNote(ctx context.Context, key, value string) error
}
