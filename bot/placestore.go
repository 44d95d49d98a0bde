package bot

import (
	"context"
	"time"
)

// Places keeps which club a place belongs to. A place is named by [Chat.Place].
// A place of which nothing is kept belongs to the club whose id is its own key.
type Places interface {
	// ClubOf returns the id of the club that a place belongs to.
	ClubOf(ctx context.Context, place string) (string, error)

	// KeepCode keeps a code for joining a club until it expires. Only its hash is
	// known to the store.
	KeepCode(ctx context.Context, c Code) error

	// CodeOf returns the code with a hash, or [ErrNotFound] where there is none,
	// where it has expired by the time given, or where it was used.
	CodeOf(ctx context.Context, hash string, now time.Time) (Code, error)

	// Join makes a place belong to another club, merges catalogs and uses a code
	// up, in one step. The error is [ErrNotFound] where the code cannot be used,
	// and [ErrConflict] where one of the clubs has changed since. Suggestions that
	// wait in a club that loses its last place move along.
	Join(ctx context.Context, j Joining) (Change, error)

	// Leave makes a place belong to a new club and copies the entries and the
	// settings of the old one to it, in one step, which is the first change of the
	// new club. Chats for review and the film of the week are copied
	// where they are in the place, and those of the film of the week are the old club's
	// no more; rounds stay with the old club. The error is [ErrConflict] where the
	// place does not belong to the old club, or the new one has something already.
	Leave(ctx context.Context, l Leaving) (Change, error)

	// MoveChat makes everything kept for one chat, and for its topics, belong to
	// another: bags, the place in its club, settings and suggestions that name it.
	// Where both have something it is merged, what comes from the one that moved
	// being the newer; where both are places of a club, the one that moved to keeps
	// its club unless nothing was kept of it. What waits to be posted in the chat moves
	// along; what was posted there can be edited no more. Moving what is not there is no
	// error.
	MoveChat(ctx context.Context, from, to string) error

	// SetPresence records whether the bot is in a place, and since when. To record
	// again what is recorded changes nothing.
	SetPresence(ctx context.Context, place string, p Presence, at time.Time) error

	// PresenceIn returns whether the bot is in a place, as it was recorded last;
	// [PresenceUnknown] where it never was.
	PresenceIn(ctx context.Context, place string) (Presence, error)

	// Expire deletes the clubs all of whose places the bot has been absent from
	// since before the time given, and what is kept of these places. It returns the
	// clubs. A club of which no place was ever recorded absent stays.
	Expire(ctx context.Context, before time.Time) ([]string, error)
}

// A Code lets one place join a club.
type Code struct {
	Hash    string
	Club    string
	Expires time.Time
}

// A Joining is a place that joins a club.
type Joining struct {
	// Code is the hash of the code to use up, empty where none is needed.
	Code  string
	Place string
	// From is the club that the place belongs to, To the one that it joins, both as
	// they were looked at.
	From, To                 string
	FromRevision, ToRevision int64
	By                       Author
	At                       time.Time
	// Edits are what the joining changes in the catalog of the club. Their versions
	// are not looked at, for the revisions vouch for them.
	Edits []Edit
}

// A Leaving is a place that leaves a club.
type Leaving struct {
	Place    string
	From, To string
	By       Author
	At       time.Time
}
