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
	late := t.outdated(b.now())
	return b.giveUp(ctx, t, PostDropped, tooLate, late)
}

// unsure gives up a post of which nobody knows whether it was sent.
func (b *Bot) unsure(ctx context.Context, t *tended) error {
	b.log.WarnContext(ctx, "nobody knows whether a post was sent", "platform", t.chat.Platform)
	return b.giveUp(ctx, t, PostUnsure, postUnsure, true)
}

// refusedBy gives up a post that its chat refuses. Moderators cannot be told there.
func (b *Bot) refusedBy(ctx context.Context, t *tended) error {
	return b.giveUp(ctx, t, PostRefused, chatRefuses, t.club.noteChat() != t.Chat)
}

// giveUp ends the attempts at a post, and tells moderators what became of it, unless
// it was such a note itself. The note is made first: a kill in between makes it again,
// under the same key.
func (b *Bot) giveUp(ctx context.Context, t *tended, s PostState, m round.Matter, tell bool) error {
	t.State, t.Version, t.Next = s, t.week.Version, time.Time{}
	if chat := t.club.noteChat(); tell && chat != "" && t.Kind != NotePost {
		n := newPost(t.club, t.week.Round, round.Effect{Number: t.Effect}, chat, b.now())
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
