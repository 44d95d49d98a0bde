package bot

import (
	"context"
	"time"
)

// Shared is the club whose entries every club sees: what editors published.
const Shared = "*"

// Clubs keeps the catalogs and the settings of clubs. Every club exists; one
// that nothing is kept of is empty. A film is named by its id, which is the same
// in every club that has an entry of it.
type Clubs interface {
	// Club returns what is kept of a club, as of one moment.
	Club(ctx context.Context, id string) (Club, error)

	// Revision returns the revision of a club, 0 where nothing is kept of it.
	Revision(ctx context.Context, id string) (int64, error)

	// Commit changes a club's catalog and logs the change, in one step. The change
	// that it returns has its number, the club's new revision, and what was there
	// before each edit. Where an entry is not at the version that its edit names,
	// the error is [ErrConflict]; where the draft is gone or the suggestion was
	// decided, see [Commit].
	Commit(ctx context.Context, c Commit) (Change, error)

	// Changes returns changes of a club, the newest first, at most limit, without
	// their edits' texts. With before above 0 only those with smaller numbers, with
	// a film only those that touched it.
	Changes(ctx context.Context, club, film string, before int64, limit int) ([]Change, error)

	// Change returns one change with all its edits, or [ErrNotFound].
	Change(ctx context.Context, club string, number int64) (Change, error)

	// Adjust changes the settings of a club and returns them. change gets what they
	// are; it may be called more than once and must not use the store. Where it
	// leaves them as they are nothing is stored.
	Adjust(ctx context.Context, club string, change func(*Settings)) (Settings, error)

	// Follow tells of clubs and places that other openings of the database have
	// changed, by calling changed, until ctx is done; then it returns nil. A club
	// comes with its new revision, a place with 0, and everything may have changed
	// where the id is empty. It tells within two seconds, may tell twice, and may
	// tell of the opening's own changes.
	Follow(ctx context.Context, changed func(id string, revision int64)) error
}

// A Club is what is kept of one.
type Club struct {
	ID string
	// Revision grows with every change of the catalog, the settings or the places.
	Revision int64
	Settings Settings
	// Places are the keys of the places that have joined the club, in order. The
	// place that the club is by default is not among them unless it joined again.
	Places []string
	// Adrift tells that the place that the club was by default is none of its places,
	// because it goes on under another key or never was one.
	Adrift bool
	// Entries are the club's own entries, in the order in which their films came
	// in.
	Entries []Entry
}

// Settings are what moderators decide about their club. The zero value is what a
// club begins with.
type Settings struct {
	// Language is spoken in the club's chats, empty for everybody's own.
	Language string `json:"language,omitempty"`
	// Zone is an IANA time zone, empty for UTC.
	Zone string `json:"zone,omitempty"`
	// Review is the address of the chat for suggestions that wait and for notes to
	// moderators, empty for none.
	Review string `json:"review,omitempty"`
	// Moderators are who moderates beside the administrators: persons and roles.
	Moderators []Mention `json:"moderators,omitempty"`
	// Off are the shipped collections that the club does without.
	Off []string `json:"off,omitempty"`
	// Ritual is how the club keeps its film of the week, nil where it has set nothing
	// up. It is never changed in place.
	Ritual *Ritual `json:"ritual,omitempty"`
}

// An Entry is what a club says about a film.
type Entry struct {
	Film string
	// Version is the number of the change that made the entry what it is.
	Version int64
	State
}

// A State is one state of an entry. The zero value is that there is none: the
// film is what the catalogs below say, or is not there at all.
type State struct {
	// Text is the film in the text form, without its id. Of a film that is hidden
	// it is what the club's own version said, empty where it had none.
	Text string
	// Hidden tells that the club does without the film.
	Hidden bool
}

// An Edit gives an entry a new state.
type Edit struct {
	Film string
	// Version is that of the entry that the edit was made on, 0 where there was
	// none.
	Version int64
	// Before is filled in by the store.
	Before State
	After  State
}

// An Author is who did something: the key is empty for somebody nameless or
// forgotten.
type Author struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// A Commit is a change to be made.
type Commit struct {
	Club  string
	By    Author
	At    time.Time
	Kind  ChangeKind
	Edits []Edit
	// Revision is the club's revision that the change was decided on, nil where that
	// does not matter. The error is [ErrConflict] where the club is at another.
	Revision *int64
	// Undoes is the number of the change that this one takes back, 0 for none.
	Undoes int64
	// Draft is the id of the draft that is used up, empty for none. The error is
	// [ErrNotFound] where it is gone.
	Draft string
	// Suggestion is the id of the club's suggestion that is approved, empty for
	// none. The error is [ErrNotFound] where there is none, and [ErrConflict] where
	// it was decided before.
	Suggestion string
}

// A Change is a line of a club's log. It is never changed or deleted while the
// club exists.
type Change struct {
	// Number counts the changes of the club, from 1.
	Number int64
	Club   string
	// Revision is what the club's was after the change.
	Revision int64
	By       Author
	At       time.Time
	Kind     ChangeKind
	// Films is how many edits there are.
	Films  int
	Edits  []Edit
	Undoes int64
	// UndoneBy is the number of the latest change that took this one back, 0 for
	// none.
	UndoneBy int64
}

// A ChangeKind says what a change was, in a person's eyes.
type ChangeKind string

// The kinds of changes.
const (
	Added     ChangeKind = "added"
	Edited    ChangeKind = "edited"
	Removed   ChangeKind = "removed"
	Restored  ChangeKind = "restored"
	Imported  ChangeKind = "imported"
	Approved  ChangeKind = "approved"
	Joined    ChangeKind = "joined"
	Left      ChangeKind = "left"
	Published ChangeKind = "published"
	Withdrawn ChangeKind = "withdrawn"
	Undone    ChangeKind = "undone"
)
