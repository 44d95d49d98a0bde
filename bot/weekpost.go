package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"
)

// Pauses before a post that failed is tried again: twice as long each time.
const (
	firstRetry = 5 * time.Second
	lastRetry  = 5 * time.Minute
)

// sendPost sends a post that waits, or finds out about one that had left when a
// process ended or lost its database.
//
// That is the one case in which nobody can know: the platform may have accepted the
// post just before. Where the platform recognises a post by its name it is sent
// again, and the platform makes one of both. Otherwise it is not repeated:
// moderators are told, and can have it sent again.
func (b *Bot) sendPost(ctx context.Context, t *tended) error {
	now := b.now()
	if t.State == PostSending && now.Sub(t.Sent) >= b.post.Recognises(t.chat.Platform) {
		return b.unsure(ctx, t)
	}
	// What is posted once more is not what was posted before the store was put back.
	restored := t.Try == 0 && t.Due.Before(b.since)
	leftOut := t.Kind != NotePost && !t.club.announcesAt(t.Chat)
	if t.State == PostWaits && (restored || leftOut) {
		return b.giveUp(ctx, t, PostDropped, "", "")
	}
	reply, useful := b.postReply(ctx, t)
	if !useful || t.outdated(now) {
		return b.drop(ctx, t)
	}
	if early, err := b.early(ctx, t); err != nil {
		return err
	} else if early {
		t.Next = now.Add(lookPause)
		return b.store.SavePost(ctx, t.Post, t.Next)
	}
	reply.Once, reply.Ping = t.once(), t.ping()
	reply.Silent = t.club.settings.Ritual != nil && t.club.settings.Ritual.Silent
	if t.late(now) && t.Kind != NotePost {
		reply.Text = t.say("week.late", "Text", reply.Text)
	}
	before := t.Post
	reply.Begin = func(ctx context.Context) error { return b.begin(ctx, t) }
	m, err := b.post.Post(ctx, t.chat, reply)
	if err != nil {
		return b.notSent(ctx, t, before, err)
	}
	t.Version, t.Shown = t.week.Version, digest(reply)
	if before.State == PostSending {
		t.Shown = "" // the platform may have recognised it, and shows what it was at first
	}
	t.Late = t.late(now)
	t.State, t.Sent, t.Message, t.Failures = PostSent, b.now(), m, 0
	t.Next = b.now() // to pin it, and so on, once it is recorded
	return b.save(ctx, t)
}

// early reports whether a post of the same round has to come before this one in the
// chat: what corrects another comes after it. One that has failed is not waited for.
func (b *Bot) early(ctx context.Context, t *tended) (bool, error) {
	if t.Kind == NotePost {
		return false, nil
	}
	posts, err := b.store.PostsOf(ctx, t.Club, t.Round)
	return slices.ContainsFunc(posts, func(p Post) bool {
		waits := p.State == PostWaits || p.State == PostSending
		return waits && p.Failures == 0 && p.Kind != NotePost && p.Chat == t.Chat && p.Effect < t.Effect
	}), err
}

// begin records that a post is about to leave.
func (b *Bot) begin(ctx context.Context, t *tended) error {
	now := b.now()
	if t.State != PostSending {
		t.State, t.Sent = PostSending, now
	}
	t.Next = now.Add(claimFor)
	return b.store.SavePost(ctx, t.Post, t.Next)
}

// notSent decides what becomes of a post that failed. before is what it was.
func (b *Bot) notSent(ctx context.Context, t *tended, before Post, err error) error {
	var later *Later
	switch {
	case errors.Is(err, ErrNotFound):
		return err // it did not begin
	case errors.Is(err, ErrUnsure) && b.post.Recognises(t.chat.Platform) > 0:
		t.Next = b.now().Add(firstRetry)
	case errors.Is(err, ErrUnsure):
		return b.unsure(ctx, t)
	case errors.Is(err, ErrChatGone), errors.Is(err, ErrForbidden), errors.Is(err, ErrUnsupported):
		return b.refusedBy(ctx, t)
	case errors.As(err, &later):
		t.State, t.Sent, t.Next = before.State, before.Sent, b.now().Add(later.After)
	default:
		b.log.WarnContext(ctx, "a post could not be sent", "platform", t.chat.Platform, "err", err)
		// One that left before this attempt may have arrived, whatever became of this.
		t.State, t.Sent, t.Next = before.State, before.Sent, b.now().Add(t.backOff())
	}
	return b.save(ctx, t)
}

// backOff counts a failure and says how long to wait after it.
func (t *tended) backOff() time.Duration {
	t.Failures++
	return min(firstRetry<<min(t.Failures-1, 10), lastRetry)
}

// ping is the role that the post calls out to, empty for nobody. What is posted once more
// calls nobody.
func (t *tended) ping() string {
	r := t.club.settings.Ritual
	if r == nil || t.Try > 0 || t.chat.Place() != r.At || t.Kind != BallotPost && t.Kind != FilmPost {
		return ""
	}
	return r.Role.Key
}

// digest tells one reply from another.
func digest(r Reply) string {
	r.Once, r.Silent, r.Ping = "", false, ""
	text, err := json.Marshal(r)
	if err != nil {
		panic(err) // a reply is plain data
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}
