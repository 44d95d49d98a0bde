package bot

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	// lookPause is how often posts are looked for that are due.
	lookPause = time.Second
	// claimFor is how long a post is left to whoever has claimed it, and tendFor,
	// which is shorter, how long that may take.
	claimFor = time.Minute
	tendFor  = 50 * time.Second
	// saveFor is how long it may take to store what became of a post.
	saveFor = 8 * time.Second
	// editPause is from one edit of a post to the next: Telegram takes 20 messages
	// and edits a minute in a group (https://core.telegram.org/bots/faq), Discord five
	// of each in five seconds.
	editPause = 4 * time.Second
	// senders is how many posts are sent on a platform at the same time, each in another
	// chat. Most of the time they wait for the pace of the platform or of the chat.
	senders = 32
	// mostDue is how many posts are looked up at once.
	mostDue = 200
)

// send sends and edits the posts of a platform when they are due, until ctx is done
// and what is under way has ended. Other processes may do so, too.
func (b *Bot) send(ctx context.Context, platform string) {
	keys := make(chan PostKey)
	var under sending
	var workers sync.WaitGroup
	for range senders {
		workers.Go(func() {
			for key := range keys {
				done := b.tendSafely(ctx, key)
				if under.end(key.Chat) && done {
					b.bell.ring()
				}
			}
		})
	}
	defer workers.Wait()
	defer close(keys)
	for ctx.Err() == nil {
		rung := b.bell.rung()
		if due, handed := b.hand(ctx, platform, keys, &under); due == mostDue && handed > 0 {
			continue // there are more
		}
		select {
		case <-ctx.Done():
		case <-rung:
		case <-time.After(lookPause):
		}
	}
}

// hand gives posts that are due to whoever is free: of each chat one at a time. It
// returns how many posts are due, and how many it gave.
func (b *Bot) hand(ctx context.Context, platform string, keys chan<- PostKey, under *sending) (due, handed int) {
	found, err := b.store.DuePosts(ctx, platform, b.now(), mostDue)
	if err != nil {
		if ctx.Err() == nil {
			b.log.ErrorContext(ctx, "posts that are due cannot be read", "platform", platform, "err", err)
		}
		return 0, 0
	}
	for _, key := range found {
		if !under.begin(key.Chat) {
			continue
		}
		select {
		case keys <- key:
			handed++
		case <-ctx.Done():
			return len(found), handed
		}
	}
	return len(found), handed
}

// A sending is the chats that this process is at work in. The zero value is ready.
type sending struct {
	mu sync.Mutex
	// chats tell whether there is more to do in one.
	chats map[string]bool
}

// begin reports whether nobody was at work in a chat.
func (s *sending) begin(chat string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.chats == nil {
		s.chats = make(map[string]bool)
	}
	_, busy := s.chats[chat]
	s.chats[chat] = busy
	return !busy
}

// end reports whether somebody has wanted to begin in the chat meanwhile.
func (s *sending) end(chat string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	more := s.chats[chat]
	delete(s.chats, chat)
	return more
}

// tendSafely tends a post, and reports whether that went well. What is begun is finished
// though ctx is done: a post that is broken off may have been sent.
func (b *Bot) tendSafely(ctx context.Context, key PostKey) (done bool) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tendFor)
	defer cancel()
	platform := ChatOf(key.Chat).Platform
	defer func() {
		if p := recover(); p != nil {
			b.panicked(ctx, Request{Chat: Chat{Platform: platform}}, p)
		}
	}()
	// What is not there any more goes on under another key, or belonged to a club that
	// was forgotten.
	if err := b.tend(ctx, key); ignore(err, ErrNotFound) != nil {
		b.log.ErrorContext(ctx, "a post cannot be seen to", "platform", platform, "err", err)
		return false
	}
	return true
}

// tend does what is due for a post.
func (b *Bot) tend(ctx context.Context, key PostKey) error {
	now := b.now()
	p, err := b.store.ClaimPost(ctx, key, now, now.Add(claimFor))
	if err != nil {
		return ignore(err, ErrNotFound)
	}
	w, err := b.store.Round(ctx, key.Club, key.Round)
	if errors.Is(err, ErrNotFound) {
		p.State, p.Next = PostDropped, time.Time{}
		return b.store.SavePost(ctx, p, now)
	}
	if err != nil {
		return err
	}
	c, err := b.clubs.get(ctx, key.Club)
	if err != nil {
		return err
	}
	t := tended{Post: p, week: w, club: c, speech: b.texts.in(c.weekLanguage(), b.language), chat: ChatOf(key.Chat)}
	if !c.owns(p.Chat) {
		return b.forsake(ctx, &t)
	}
	if p.Kind == OpeningPost && key.Round > 1 {
		last, err := b.store.Round(ctx, key.Club, key.Round-1)
		if ignore(err, ErrNotFound) != nil {
			return err
		}
		t.last = &last
	}
	switch p.State {
	case PostWaits, PostSending:
		return b.sendPost(ctx, &t)
	case PostSent:
		return b.keepUp(ctx, &t)
	case PostGone:
		// It may be there after all, and shows nobody knows what.
		t.State, t.Shown = PostSent, ""
		return b.keepUp(ctx, &t)
	case PostDropped:
		return b.postAnew(ctx, &t, PostDropped)
	}
	t.Next = time.Time{}
	return b.save(ctx, &t)
}

// forsake parts with a post whose chat has left the club: what the club does is not for
// it any more. What stands there says so, if the platform lets it.
func (b *Bot) forsake(ctx context.Context, t *tended) error {
	if t.State == PostSent && t.Kind != NotePost && t.live() {
		err := b.post.Edit(ctx, t.Message, Reply{Text: t.say("week.parted")})
		if t.Pinned {
			err = errors.Join(err, b.post.Pin(ctx, t.Message, false))
		}
		if t.Event != "" {
			err = errors.Join(err, b.post.CallOff(ctx, t.chat, t.Event))
		}
		if err != nil {
			b.log.WarnContext(ctx, "a post stays in a chat that has left", "platform", t.chat.Platform, "err", err)
		}
		t.Pinned, t.Event, t.Planned = false, "", "" // the chat may come back
	}
	if t.State == PostSent {
		t.State = PostGone
	} else {
		t.State = PostDropped
	}
	t.Version, t.Next = t.week.Version, time.Time{}
	return b.save(ctx, t)
}

// A tended post is one at work, with what it is about.
type tended struct {
	Post
	week Week
	// last is the round before, where that matters.
	last *Week
	club *club
	*speech
	chat Chat
}

// save ends the work on a post. It has time of its own, for what took too long has to
// be stored as well.
func (b *Bot) save(ctx context.Context, t *tended) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), saveFor)
	defer cancel()
	return b.store.SavePost(ctx, t.Post, b.now().Add(editPause))
}

// ignore is an error, or none where it is one that does not matter.
func ignore(err, harmless error) error {
	if errors.Is(err, harmless) {
		return nil
	}
	return err
}
