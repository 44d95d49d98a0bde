package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"filmbot/bot/round"
)

// Pauses before a post that failed is tried again: twice as long each time.
const (
	firstRetry = 5 * time.Second
	lastRetry  = 5 * time.Minute
)

// sendPost sends a post that waits, or finds out about one that was being sent when
// a process ended or lost its database.
//
// That is the one case in which nobody can know: the platform may have accepted the
// post just before. Where the platform recognises a post by its name it is sent
// again, and the platform makes one of both. Otherwise it is not repeated:
// moderators are told, and can have it sent again.
func (b *Bot) sendPost(ctx context.Context, t *tended) error {
	now := b.now()
	begun := now
	if t.State == PostSending {
		begun = t.Sent
		if now.Sub(begun) >= b.post.Recognises(t.chat.Platform) {
			return b.unsure(ctx, t)
		}
	}
	reply, useful := b.postReply(t)
	if !useful || t.outdated(now) {
		return b.drop(ctx, t)
	}
	reply.Once, reply.Silent, reply.Ping = t.once(), t.club.settings.Ritual != nil && t.club.settings.Ritual.Silent, t.ping()
	if t.late(now) && t.Kind != NotePost {
		reply.Text = t.say("week.late", "Text", reply.Text)
	}
	m, err := b.post.Post(ctx, t.chat, reply)
	switch {
	case err == nil:
		t.Version, t.Shown = t.week.Version, digest(reply)
		if t.State == PostSending {
			t.Shown = "" // the platform may have recognised it, and shows what it was at first
		}
		t.State, t.Sent, t.Message, t.Failures = PostSent, b.now(), m, 0
		t.Late = t.late(now)
		t.Next = b.now() // to pin it, and so on, once it is recorded
	case errors.Is(err, ErrUnsure) && b.post.Recognises(t.chat.Platform) > 0:
		t.State, t.Sent, t.Next = PostSending, begun, b.now().Add(firstRetry)
	case errors.Is(err, ErrUnsure):
		return b.unsure(ctx, t)
	case errors.Is(err, ErrChatGone), errors.Is(err, ErrForbidden), errors.Is(err, ErrUnsupported):
		return b.refusedBy(ctx, t)
	default:
		b.log.WarnContext(ctx, "a post could not be sent", "platform", t.chat.Platform, "err", err)
		if t.State == PostSending {
			t.Sent = begun // it may have been sent before, whatever became of this attempt
		}
		t.Next = b.now().Add(t.backOff())
	}
	return b.save(ctx, t)
}

// backOff counts a failure and says how long to wait after it.
func (t *tended) backOff() time.Duration {
	t.Failures++
	return min(firstRetry<<min(t.Failures-1, 10), lastRetry)
}

// ping is the role that the post calls out to, empty for nobody.
func (t *tended) ping() string {
	r := t.club.settings.Ritual
	if r == nil || t.chat.Place() != r.At || t.Kind != BallotPost && t.Kind != FilmPost {
		return ""
	}
	return r.Role.Key
}

// drop gives up a post that has come to be of no use.
func (b *Bot) drop(ctx context.Context, t *tended) error {
	t.State, t.Next = PostDropped, time.Time{}
	if t.outdated(b.now()) {
		if err := b.note(ctx, t, tooLate); err != nil {
			return err
		}
	}
	return b.save(ctx, t)
}

func (b *Bot) unsure(ctx context.Context, t *tended) error {
	b.log.WarnContext(ctx, "nobody knows whether a post was sent", "platform", t.chat.Platform)
	t.State, t.Next = PostUnsure, time.Time{}
	if err := b.note(ctx, t, postUnsure); err != nil {
		return err
	}
	return b.save(ctx, t)
}

// refusedBy gives a post up that its chat refuses.
func (b *Bot) refusedBy(ctx context.Context, t *tended) error {
	t.State, t.Next = PostRefused, time.Time{}
	if err := b.note(ctx, t, chatRefuses); err != nil {
		return err
	}
	return b.save(ctx, t)
}

// noteTry is from where on notes about other posts are counted; see [PostKey.Try].
const noteTry = 1000

// note tells moderators what became of a post, unless it is a note itself, or would
// have to be posted where the post could not be.
func (b *Bot) note(ctx context.Context, t *tended, m round.Matter) error {
	chat := t.club.noteChat()
	if t.Kind == NotePost || chat == "" || chat == t.Chat && m != tooLate {
		return nil
	}
	n := newPost(t.club, t.week.Round, round.Effect{Number: t.Effect}, chat, b.now())
	n.Kind, n.Matter, n.About, n.Film = NotePost, m, t.Chat, string(t.Kind)
	n.Try = noteTry + t.Try
	for i, other := range t.club.weekChats() {
		if other == t.Chat {
			n.Try += 100 * (i + 1)
		}
	}
	return b.store.AddPost(ctx, n)
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
