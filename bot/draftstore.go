package bot

import (
	"context"
	"time"
)

// Drafts keeps what people have begun and not finished: a film between its form
// and its Save, a file between its report and its Import.
type Drafts interface {
	// KeepDraft keeps a draft under its id, in place of what was there. Of the drafts
	// that a person has in a club those beyond the newest [MaxDrafts] are forgotten,
	// but never the one that is kept.
	KeepDraft(ctx context.Context, d Draft) error

	// Draft returns a draft, or [ErrNotFound]. One that nobody has kept for a month
	// may be forgotten.
	Draft(ctx context.Context, id string) (Draft, error)

	// DropDraft deletes a draft. That there is none is no error.
	DropDraft(ctx context.Context, id string) error
}

// MaxDrafts is how many drafts of one person in one club are kept.
const MaxDrafts = 20

// A Draft is something that a person has begun in a club.
type Draft struct {
	// ID is short, made of lower-case letters and digits, and hard to guess.
	ID string
	// Club and Owner say who may go on with it: that person in that club.
	Club  string
	Owner string
	Kind  DraftKind
	// Film and Version are what an edit was made on, empty and 0 for something new.
	Film    string
	Version int64
	// Suggestion is the id of the suggestion that a moderator edits.
	Suggestion string
	// Text is what was filled in or sent, as it came.
	Text string
	At   time.Time
}

// A DraftKind says what a draft is to become.
type DraftKind string

// The kinds of drafts.
const (
	EntryDraft      DraftKind = "entry"
	SuggestionDraft DraftKind = "suggestion"
	ImportDraft     DraftKind = "import"
	RitualDraft     DraftKind = "ritual"
)
