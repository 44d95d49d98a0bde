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
// back to them, or because they go on under another address.
func (b *Bot) catchUp(ctx context.Context, c *club) {
	w, err := b.store.Round(ctx, c.id, 0)
	if errors.Is(err, ErrNotFound) || err == nil && w.Round.Over() {
		return
	}
	posts, err := b.missing(ctx, c, w, err)
	for _, p := range posts {
		err = errors.Join(err, b.store.AddPost(ctx, p))
	}
	if err != nil {
		b.log.ErrorContext(ctx, "a chat cannot be told of the round under way", "err", err)
	}
	b.bell.ring()
}

// missing are the posts of a round that chats of the club lack.
func (b *Bot) missing(ctx context.Context, c *club, w Week, err error) ([]Post, error) {
	if err != nil {
		return nil, err
	}
	posts, err := b.store.PostsOf(ctx, c.id, w.Round.Number)
	if err != nil {
		return nil, err
	}
	latest := make(map[int]Post) // a post for each effect that members still need
	for _, p := range posts {
		if t := (tended{Post: p, week: w, club: c}); p.Kind != NotePost && t.live() {
			latest[p.Effect] = p
		}
	}
	var out []Post
	for _, effect := range slices.Sorted(maps.Keys(latest)) {
		for _, chat := range c.weekChats() {
			if try, lacking := lackedBy(posts, effect, chat); lacking {
				again := latest[effect].in(chat, b.now())
				again.Try = try
				out = append(out, again)
			}
		}
	}
	return out, nil
}

// lackedBy reports whether a chat has no post for an effect and will not get one, with
// the number of the next try.
func lackedBy(posts []Post, effect int, chat string) (try int, lacking bool) {
	try, lacking = 1, true
	for _, p := range posts { // the latest try of each comes last
		if p.Effect == effect && p.Chat == chat && p.Kind != NotePost {
			try, lacking = p.Try+1, slices.Contains([]PostState{PostRefused, PostGone, PostDropped}, p.State)
		}
	}
	return try, lacking
}

// in is the record of another post like this one, in another chat or once more. It
// does not say that it is late.
func (p Post) in(chat string, now time.Time) Post {
	again := Post{PostKey: p.PostKey, Kind: p.Kind, State: PostWaits, Next: now, Due: p.Due, Film: p.Film, Night: p.Night}
	again.Chat = chat
	again.Try++
	return again
}
