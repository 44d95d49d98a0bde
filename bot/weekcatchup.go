package bot

import (
	"context"
	"errors"
	"slices"
	"time"
)

// catchUp has chats that were added to those of the film of the week get what the
// others have, as far as members still need it.
func (b *Bot) catchUp(ctx context.Context, c *call) {
	w, err := b.store.Round(ctx, c.id, 0)
	if errors.Is(err, ErrNotFound) || err == nil && w.Round.Over() {
		return
	}
	posts, err := b.missing(ctx, c, w, err)
	for _, p := range posts {
		err = errors.Join(err, b.store.AddPost(ctx, p))
	}
	if err != nil {
		b.log.ErrorContext(ctx, "a chat cannot be told of the round under way", "platform", c.Chat.Platform, "err", err)
	}
	b.bell.ring()
}

// missing are the posts of a round that chats of the club lack.
func (b *Bot) missing(ctx context.Context, c *call, w Week, err error) ([]Post, error) {
	if err != nil {
		return nil, err
	}
	posts, err := b.store.PostsOf(ctx, c.id, w.Round.Number)
	if err != nil {
		return nil, err
	}
	var out []Post
	for _, chat := range c.weekChats() {
		if slices.ContainsFunc(posts, func(p Post) bool { return p.Chat == chat && p.Kind != NotePost }) {
			continue
		}
		seen := make(map[int]bool)
		for _, p := range posts {
			t := tended{Post: p, week: w, club: c.club, speech: c.speech}
			if seen[p.Effect] || !t.live() {
				continue
			}
			seen[p.Effect] = true
			out = append(out, p.in(chat, b.now()))
		}
	}
	return out, nil
}

// in is the record of another post like this one, in another chat. It does not say
// that it is late.
func (p Post) in(chat string, now time.Time) Post {
	again := Post{PostKey: p.PostKey, Kind: p.Kind, State: PostWaits, Next: now, Due: p.Due, Film: p.Film, Night: p.Night}
	again.Chat = chat
	again.Try++
	return again
}
