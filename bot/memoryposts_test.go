package bot_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"filmbot/bot"
)

// keptPost is what memory keeps of a post.
type keptPost struct {
	bot.Post
	// soon is before when it is not due again because its round has changed: the next
	// edit comes no earlier, and none while somebody has claimed it.
	soon time.Time
}

// A roundKey names a round of a club.
type roundKey struct {
	club   string
	number int
}

// keepPost stores a post that is there already, when it has changed.
func (m *memory) keepPost(p *keptPost) {
	platform := bot.ChatOf(p.Chat).Platform
	if p.Next.IsZero() {
		delete(m.ahead[platform], p.PostKey)
		return
	}
	if m.ahead[platform] == nil {
		m.ahead[platform] = make(map[bot.PostKey]*keptPost)
	}
	m.ahead[platform][p.PostKey] = p
}

// dropPost deletes a post.
func (m *memory) dropPost(key bot.PostKey) {
	of := roundKey{key.Club, key.Round}
	m.postsOf[of] = slices.DeleteFunc(m.postsOf[of], func(p *keptPost) bool { return p.PostKey == key })
	delete(m.posts, key)
	delete(m.ahead[bot.ChatOf(key.Chat).Platform], key)
}

// hurry makes a post due as soon as it may be edited.
func (m *memory) hurry(p *keptPost) {
	soon := p.soon
	if soon.IsZero() {
		soon = time.UnixMicro(1).UTC()
	}
	if p.Next.IsZero() || p.Next.After(soon) {
		p.Next = soon
	}
	m.keepPost(p)
}

// due reports whether there is something to do for the post.
func (p *keptPost) due(now time.Time) bool { return !p.Next.IsZero() && !p.Next.After(now) }

// urgency is lower for what comes first among the posts that are due.
func (p *keptPost) urgency() int {
	if p.State == bot.PostSending {
		return 0
	}
	return 1
}

// copiedPost is a copy that shares nothing, as it comes back from a store.
func copiedPost(p bot.Post) bot.Post {
	p.Next, p.Due, p.Night, p.Sent = stored(p.Next), stored(p.Due), stored(p.Night), stored(p.Sent)
	p.Steps, p.Lacks = slices.Clone(p.Steps), slices.Clone(p.Lacks)
	return p
}

func comparePosts(a, b bot.PostKey) int {
	return cmp.Or(cmp.Compare(a.Club, b.Club), cmp.Compare(a.Round, b.Round), cmp.Compare(a.Effect, b.Effect),
		cmp.Compare(a.Chat, b.Chat), cmp.Compare(a.Try, b.Try))
}

// addPost makes a record, unless it is there.
func (m *memory) addPost(p bot.Post) {
	if _, ok := m.posts[p.PostKey]; ok {
		return
	}
	kept := &keptPost{Post: copiedPost(p)}
	of := roundKey{p.Club, p.Round}
	m.posts[p.PostKey] = kept
	m.postsOf[of] = append(m.postsOf[of], kept)
	m.keepPost(kept)
}

// DuePosts implements [bot.Posts].
func (m *memory) DuePosts(ctx context.Context, platform string, now time.Time, limit int) ([]bot.PostKey, error) {
	if err := m.begin(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	var out []bot.PostKey
	for key, p := range m.ahead[platform] {
		if p.due(now) {
			out = append(out, key)
		}
	}
	slices.SortFunc(out, func(a, b bot.PostKey) int {
		return cmp.Or(m.posts[a].urgency()-m.posts[b].urgency(), m.posts[a].Next.Compare(m.posts[b].Next), comparePosts(a, b))
	})
	return out[:min(len(out), max(limit, 0))], nil
}

// ClaimPost implements [bot.Posts].
func (m *memory) ClaimPost(ctx context.Context, key bot.PostKey, now, until time.Time) (bot.Post, error) {
	if err := m.begin(ctx); err != nil {
		return bot.Post{}, err
	}
	defer m.mu.Unlock()
	p, ok := m.posts[key]
	if !ok || !p.due(now) {
		return bot.Post{}, bot.ErrNotFound
	}
	was := copiedPost(p.Post)
	p.Next, p.soon = stored(until), stored(until)
	m.keepPost(p)
	return was, nil
}

// SavePost implements [bot.Posts].
func (m *memory) SavePost(ctx context.Context, p bot.Post, soon time.Time) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	kept, ok := m.posts[p.PostKey]
	if !ok {
		return bot.ErrNotFound
	}
	kept.Post, kept.soon = copiedPost(p), stored(soon)
	r, ok := m.club(p.Club).rounds[p.Round]
	decided := slices.Contains([]bot.PostState{bot.PostSent, bot.PostGone, bot.PostDropped}, p.State)
	if ok && decided && p.Version != r.version {
		m.hurry(kept)
	}
	m.keepPost(kept)
	return nil
}

// AddPost implements [bot.Posts].
func (m *memory) AddPost(ctx context.Context, p bot.Post) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	m.addPost(p)
	return nil
}

// PostsOf implements [bot.Posts].
func (m *memory) PostsOf(ctx context.Context, club string, number int) ([]bot.Post, error) {
	if err := m.begin(ctx); err != nil {
		return nil, err
	}
	defer m.mu.Unlock()
	var out []bot.Post
	for _, p := range m.postsOf[roundKey{club, number}] {
		out = append(out, copiedPost(p.Post))
	}
	slices.SortFunc(out, func(a, b bot.Post) int { return comparePosts(a.PostKey, b.PostKey) })
	return out, nil
}

// movePosts moves what is to be posted in a chat to another one. What was posted
// there cannot be edited in the other one.
func (m *memory) movePosts(from, to string) {
	for _, key := range slices.SortedFunc(maps.Keys(m.posts), comparePosts) {
		there := moved(key.Chat, from, to)
		if there == key.Chat {
			continue
		}
		switch p := m.posts[key]; p.State {
		case bot.PostSent:
			p.State, p.Next = bot.PostGone, time.Time{}
			m.keepPost(p)
		case bot.PostWaits:
			m.dropPost(key)
			p.Chat = there
			m.addPost(p.Post)
		}
	}
}
