package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"
)

// catchUp has the chats of the film of the week get what the others have and they
// lack, as far as members still need it: because they were added, because the bot came
// back to them, because they go on under another address, or because something is of
// use again that had been dropped. What could not be edited is looked at again.
func (b *Bot) catchUp(ctx context.Context, c *club) {
	w, err := b.store.Round(ctx, c.id, 0)
	if errors.Is(err, ErrNotFound) || err == nil && w.Round.Over() {
		return
	}
	var posts []Post
	if err == nil {
		posts, err = b.store.PostsOf(ctx, c.id, w.Round.Number)
	}
	now := b.now()
	for i := range posts {
		if p := &posts[i]; p.State == PostGone && p.Kind != NotePost && c.owns(p.Chat) && latestOf(posts, p.Effect, p.Chat) == p {
			p.State, p.Next = PostSent, now
			err = errors.Join(err, b.store.SavePost(ctx, *p, now))
		}
	}
	for _, p := range missing(c, w, posts, now) {
		err = errors.Join(err, b.store.AddPost(ctx, p))
	}
	if err != nil {
		b.log.ErrorContext(ctx, "a chat cannot be told of the round under way", "err", err)
	}
	b.bell.ring()
}

// missing are the posts of a round that chats of the club lack, of those that members
// still need: they have none for an effect, or will not get it.
func missing(c *club, w Week, posts []Post, now time.Time) []Post {
	needed := make(map[int]Post) // one for each effect
	for _, p := range posts {
		if t := (tended{Post: p, week: w, club: c}); p.Kind != NotePost && t.live() {
			needed[p.Effect] = p
		}
	}
	var out []Post
	for _, effect := range slices.Sorted(maps.Keys(needed)) {
		for _, chat := range c.weekChats() {
			switch p := latestOf(posts, effect, chat); {
			case p == nil:
				out = append(out, needed[effect].in(chat, now))
			case p.State == PostRefused || p.State == PostDropped:
				out = append(out, p.in(chat, now))
			}
		}
	}
	return out
}

// latestOf is the latest try of a post in a chat, nil where there is none. Posts are in
// the order of [Posts.PostsOf].
func latestOf(posts []Post, effect int, chat string) *Post {
	for i := range slices.Backward(posts) {
		if p := &posts[i]; p.Effect == effect && p.Chat == chat && p.Kind != NotePost {
			return p
		}
	}
	return nil
}

// in is the record of another post like this one, in another chat or once more. It
// does not say that it is late.
func (p Post) in(chat string, now time.Time) Post {
	again := Post{PostKey: p.PostKey, Kind: p.Kind, State: PostWaits, Next: now, Due: p.Due, Film: p.Film, Night: p.Night}
	again.Chat = chat
	again.Try++
	return again
}
