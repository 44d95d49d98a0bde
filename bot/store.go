package bot

import (
	"context"
	"errors"
)

// Errors that callers branch on.
var (
	// ErrNotFound says that a store has no such thing.
	ErrNotFound = errors.New("not found")
	// ErrChatGone says that the bot can no longer reach a chat: it was blocked,
	// removed, or the chat was deleted.
	ErrChatGone = errors.New("chat is gone")
)

// A Store keeps what must survive a restart. Its methods may be called
// concurrently, also by several processes on one database. A method that returns
// nil has stored its change durably; one that returns an error has changed
// nothing. Texts come back exactly as they were given.
//
// The suite in package storetest checks this contract.
type Store interface {
	// Draw takes a film out of a chat's shuffle bag. It calls choose with the
	// films that the bag has given since they were last put back, oldest first,
	// and then records the film that choose returns, after putting back those in
	// refill. A film given again becomes the newest. All of it is one step: of two
	// draws at the same time, one sees the other's. An empty film draws nothing and puts nothing back. choose may be
	// called more than once and must not use the store.
	Draw(ctx context.Context, chat string, choose func(drawn []string) (film string, refill []string)) error

	// MoveChat makes everything kept for one chat, and for its topics, belong to
	// another. Where both have something it is merged, what comes from the one that
	// moved being the newer. Moving what is not there is no error.
	MoveChat(ctx context.Context, from, to string) error

	// Seen returns the films that a person has marked as seen, in any order.
	Seen(ctx context.Context, user string) ([]string, error)

	// MarkSeen records whether a person has seen a film.
	MarkSeen(ctx context.Context, user, film string, seen bool) error

	// KeepLine remembers a line under a short name, for a button that cannot
	// carry it. Keeping the same line again is no error; another line under the
	// same name takes its place.
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
