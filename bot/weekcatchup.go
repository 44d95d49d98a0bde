package bot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"filmbot/bot/round"
)

// catchUp has the chats of the film of the week get what the others have and they
// lack, as far as members still need it: because they were added, because the bot came
// back to them, because they go on under another address, or because something is of
// use again. What was dropped or could not be edited is looked at again, and what chats
// in the places that are back had refused is posted again.
func (b *Bot) catchUp(ctx context.Context, c *club, back ...string) {
	if err := b.level(ctx, c, back); err != nil {
		b.log.ErrorContext(ctx, "a chat cannot be told of the round under way", "err", err)
	}
	b.bell.ring()
}

func (b *Bot) level(ctx context.Context, c *club, back []string) error {
	w, err := b.store.Round(ctx, c.id, 0)
	if err != nil || w.Round.Over() || w.Asleep {
		return ignore(err, ErrNotFound)
	}
	err = b.store.Turn(ctx, c.id, func(l Latest) (Turn, error) {
		if l.Round.Over() || l.Asleep {
			return Turn{}, nil
		}
		t := Turn{Rounds: []round.Round{l.Round}, Revive: true}
		t.Wake, _ = l.Round.Wake()
		return t, nil
	})
	if err != nil {
		return err
	}
	posts, err := b.store.PostsOf(ctx, c.id, w.Round.Number)
	for _, p := range missing(c, w, posts, back, b.now()) {
		err = errors.Join(err, b.store.AddPost(ctx, p))
	}
	return err
}

// missing are the posts of a round that chats of the club lack, of those that members
// still need: they have none for an effect, or have refused it and are back.
func missing(c *club, w Week, posts []Post, back []string, now time.Time) []Post {
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
			case p.State == PostRefused && slices.Contains(back, ChatOf(chat).Place()):
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
