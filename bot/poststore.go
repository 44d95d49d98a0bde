package bot

import (
	"context"
	"time"

	"filmbot/bot/calendar"
	"filmbot/bot/round"
)

// Posts keeps what is to be posted, and what was, about the rounds of clubs: a
// record for each chat, made before the post is sent and kept up to date after it,
// so that no kill repeats a post or loses it. A record is made by a [Turn].
//
// A post is due when there is something to do for it: to send it, to edit it because
// its round has changed, or to find out what became of it. Whoever does that claims
// it first.
type Posts interface {
	// DuePosts returns the keys of the posts on a platform that are due by a time, at
	// most limit: those that are being sent first, for they may soon be recognised no
	// more, and then the longest due.
	DuePosts(ctx context.Context, platform string, now time.Time, limit int) ([]PostKey, error)

	// ClaimPost returns a post and makes it due again only at the time given, for the
	// case that the claim ends without SavePost. The error is [ErrNotFound] where the
	// post is not due by now: somebody else has claimed it, say. While a claim lasts, no
	// change of the round makes the post due earlier.
	ClaimPost(ctx context.Context, key PostKey, now, until time.Time) (Post, error)

	// SavePost ends a claim: it stores the post as it is given, and when it is due
	// next. One that was sent, dropped, or is gone, where it is not due or later than soon,
	// but its round has another version than [Post.Version] by now, is due at soon: what
	// was decided may be wrong, and the next edit comes no earlier, also where the round
	// changes after that.
	// A post that was claimed by somebody else since is stored all the same. The error
	// is [ErrNotFound] where there is none under the key: its chat has moved, say.
	SavePost(ctx context.Context, p Post, soon time.Time) error

	// AddPost makes a record beside those that a turn made. To add a key that is there
	// changes nothing.
	AddPost(ctx context.Context, p Post) error

	// PostsOf returns the posts of a club's round, by effect, chat and try.
	PostsOf(ctx context.Context, club string, number int) ([]Post, error)
}

// A PostKey names a post.
type PostKey struct {
	Club  string
	Round int
	// Effect is the number of the [round.Effect] that asks for the post.
	Effect int
	// Chat is the address of the chat to post in.
	Chat string
	// Try counts the posts for one effect in one chat, from 0: there is another one
	// where the first was deleted, say. Notes about other posts have numbers of their
	// own, from 1000 on.
	Try int
}

// A Post is the record of one.
type Post struct {
	PostKey
	Kind  PostKind
	State PostState
	// Next is when the post is due, zero for not at all.
	Next time.Time
	// Due is when the post ought to be sent, and Late tells that it says that it
	// is late.
	Due  time.Time
	Late bool
	// Film and Night are those that the post is about, as they were.
	Film  string
	Night time.Time
	// Matter and Steps are what a note to moderators says. About is the address of the
	// chat that it is about, and Of the kind of the post there, if any.
	Matter round.Matter
	Steps  []calendar.Kind
	About  string
	Of     PostKind
	// Sent is when the post was first about to leave the process in vain, or when it
	// was sent.
	Sent time.Time
	// Failures counts those in a row.
	Failures int
	// Message is what was posted, Version that of the round which it shows or which was
	// decided by, and Shown a digest of what it shows.
	Message Message
	Version int64
	Shown   string
	// Pinned tells that the message is. Talk is the thread or topic in which the film
	// is talked about, Event the platform's event, and Planned a digest of what the
	// event says.
	Pinned  bool
	Talk    string
	Event   string
	Planned string
	// Lacks is what the bot was not allowed to do with the post.
	Lacks []Permission
}

// A PostKind says what a post shows.
type PostKind string

// The kinds of posts.
const (
	OpeningPost  PostKind = "opening"
	BallotPost   PostKind = "ballot"
	FilmPost     PostKind = "film"
	DatePost     PostKind = "date"
	ReminderPost PostKind = "reminder"
	QuestionPost PostKind = "question"
	CancelPost   PostKind = "cancel" // a night that was announced is called off
	NotePost     PostKind = "note"   // to moderators
)

// A PostState says what became of a post.
type PostState string

// The states of posts.
const (
	PostWaits   PostState = "waits"
	PostSending PostState = "sending" // it left the process, and nobody knows how that ended
	PostSent    PostState = "sent"
	PostUnsure  PostState = "unsure"  // it may have been posted, and is not posted again
	PostRefused PostState = "refused" // the chat refuses
	PostGone    PostState = "gone"    // it was deleted, or cannot be edited any more
	PostDropped PostState = "dropped" // it came too late to be of use
)
