package bot

import (
	"context"
	"time"
)

// Suggestions keeps what members suggest to their clubs.
type Suggestions interface {
	// Suggest keeps a suggestion that waits, and uses up the draft that it was made
	// from, if it names one. The error is [ErrTooMany] where the author has as many
	// waiting in the club as the limit says, and [ErrNotFound] where the draft is
	// gone.
	Suggest(ctx context.Context, s Suggestion, draft string, limit int) error

	// Suggestion returns one suggestion of a club, or [ErrNotFound].
	Suggestion(ctx context.Context, club, id string) (Suggestion, error)

	// Waiting returns the suggestions of a club that wait, the oldest first; with
	// an author's key only those.
	Waiting(ctx context.Context, club, author string) ([]Suggestion, error)

	// Decline decides against a suggestion, or withdraws it. It returns the
	// suggestion as it is then. The error is [ErrConflict], beside the suggestion,
	// where it was decided before, and [ErrNotFound] where there is none.
	Decline(ctx context.Context, club, id string, d Decision) (Suggestion, error)

	// SetPost records the message in which moderators see a suggestion.
	SetPost(ctx context.Context, club, id string, m Message) error

	// Untold returns suggestions of any club that were decided and whose authors
	// were not told, the oldest first, at most limit.
	Untold(ctx context.Context, limit int) ([]Suggestion, error)

	// SetTold records that the author was told, or need not be.
	SetTold(ctx context.Context, club, id string) error
}

// A Suggestion is a film that a member would like the club to have.
type Suggestion struct {
	// ID is short, made of lower-case letters and digits, and hard to guess.
	ID     string
	Club   string
	Author Author
	// Chat is the address of the chat where it was suggested, Lang the author's
	// language as an IETF tag.
	Chat string
	Lang string
	At   time.Time
	// Text is the film in the text form.
	Text     string
	Decision Decision
	// Post is the message in which moderators see it, if any.
	Post Message
	Told bool
}

// A Decision is what became of a suggestion.
type Decision struct {
	Outcome Outcome
	By      Author
	At      time.Time
	// Reason is what the moderator says about it; it may be empty.
	Reason string
	// Film is the film that an approved one became.
	Film string
}

// An Outcome is what became of a suggestion.
type Outcome string

// A suggestion waits, until a moderator approves or declines it, or its author
// takes it back.
const (
	Waiting   Outcome = ""
	Accepted  Outcome = "accepted"
	Declined  Outcome = "declined"
	TakenBack Outcome = "taken back"
)
