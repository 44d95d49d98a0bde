package bot

import (
	"context"
	"hash/crc32"
	"strconv"
	"time"

	"filmbot/bot/round"
)

// drop gives up a post that has come to be of no use.
func (b *Bot) drop(ctx context.Context, t *tended) error {
	if !t.outdated(b.now()) {
		return b.giveUp(ctx, t, PostDropped, tooLate, "")
	}
	return b.giveUp(ctx, t, PostDropped, tooLate, t.club.noteChat())
}

// unsure gives up a post of which nobody knows whether it was sent.
func (b *Bot) unsure(ctx context.Context, t *tended) error {
	b.log.WarnContext(ctx, "nobody knows whether a post was sent", "platform", t.chat.Platform)
	return b.giveUp(ctx, t, PostUnsure, postUnsure, t.club.noteChat())
}

// refusedBy gives up a post that its chat refuses. Moderators cannot be told there; a
// note goes on to the next chat.
func (b *Bot) refusedBy(ctx context.Context, t *tended) error {
	tell := t.club.noteChat()
	if tell == t.Chat || t.Kind == NotePost {
		tell = t.club.noteChatAfter(t.Chat)
	}
	if t.Kind == NotePost && tell != "" {
		again := t.in(tell, b.now())
		again.Try, again.Matter, again.Steps, again.About, again.Of = t.Try, t.Matter, t.Steps, t.About, t.Of
		if err := b.store.AddPost(ctx, again); err != nil {
			return err
		}
		b.bell.ring()
	}
	return b.giveUp(ctx, t, PostRefused, chatRefuses, tell)
}

// giveUp ends the attempts at a post, and tells moderators in a chat what became of it,
// unless it was such a note itself or no chat is given. The note is made first: a kill
// in between makes it again, under the same key.
func (b *Bot) giveUp(ctx context.Context, t *tended, s PostState, m round.Matter, tell string) error {
	t.State, t.Version, t.Next = s, t.week.Version, time.Time{}
	if tell != "" && t.Kind != NotePost {
		n := newPost(t.club, t.week.Round, round.Effect{Number: t.Effect}, tell, b.now())
		n.Kind, n.Matter, n.About, n.Of = NotePost, m, t.Chat, t.Kind
		n.Try = noteNumber(m, t.PostKey)
		if err := b.store.AddPost(ctx, n); err != nil {
			return err
		}
		b.bell.ring()
	}
	return b.save(ctx, t)
}

// noteNumber tells notes about several posts for one effect apart; see [PostKey.Try].
func noteNumber(m round.Matter, about PostKey) int {
	const first, numbers = 1000, 1_000_000
	sum := crc32.ChecksumIEEE([]byte(string(m) + " " + about.Chat + " " + strconv.Itoa(about.Try)))
	return first + int(sum%numbers)
}
