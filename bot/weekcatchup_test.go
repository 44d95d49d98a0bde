package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/bot"
)

// A meddledStore is one in which something happens just when a round was read, once.
type meddledStore struct {
	*memory
	read func()
	// fails is what claims end with, if not nil, and looks counts how often posts were
	// looked for.
	fails error
	looks int
}

func (s *meddledStore) Round(ctx context.Context, club string, number int) (bot.Week, error) {
	w, err := s.memory.Round(ctx, club, number)
	if do := s.read; do != nil {
		s.read = nil
		do()
	}
	return w, err
}

func (s *meddledStore) DuePosts(ctx context.Context, platform string, now time.Time, limit int) ([]bot.PostKey, error) {
	s.looks++
	return s.memory.DuePosts(ctx, platform, now, limit)
}

func (s *meddledStore) ClaimPost(ctx context.Context, key bot.PostKey, now, until time.Time) (bot.Post, error) {
	if s.fails != nil {
		return bot.Post{}, s.fails
	}
	return s.memory.ClaimPost(ctx, key, now, until)
}

// A meddledPlatform is one on which something happens just when an edit arrives, once,
// or which takes the first post of a kind later.
type meddledPlatform struct {
	*postbox
	edited func()
	later  string
}

func (p *meddledPlatform) Post(ctx context.Context, to bot.Chat, r bot.Reply) (bot.Message, error) {
	if p.later != "" && strings.Contains(r.Text, p.later) {
		p.later = ""
		return bot.Message{}, &bot.Later{After: 5 * time.Second}
	}
	return p.postbox.Post(ctx, to, r)
}

func (p *meddledPlatform) Edit(ctx context.Context, m bot.Message, r bot.Reply) error {
	if do := p.edited; do != nil {
		p.edited = nil
		do()
	}
	return p.postbox.Edit(ctx, m, r)
}

// meddle has a conversation whose store and platform can be meddled with.
func meddle(t *testing.T) (*conversation, *meddledStore, *meddledPlatform) {
	t.Helper()
	c := newConversation(t)
	store, platform := &meddledStore{memory: c.store}, &meddledPlatform{postbox: c.posts}
	b, err := bot.New(bot.Config{
		Collections: collections(t), Store: store, Log: slog.New(slog.DiscardHandler), Post: platform,
		Now: func() time.Time { return c.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	c.bot = b
	c.as("ann platform=telegram chat=-100 admin")
	saveAndStart(t, c)
	return c, store, platform
}

// calledOff has a night called off after somebody has deleted the opening.
func calledOff(t *testing.T) (*conversation, *meddledPlatform) {
	t.Helper()
	c, _, platform := meddle(t)
	c.pass("1m")
	c.posts.deleted["telegram:-100 #1"] = true
	answer(t, c, bot.Request{Line: "/week skip"})
	return c, platform
}

// wantOpening wants the opening to stand in the chat after a while, by its second post.
func wantOpening(t *testing.T, c *conversation) {
	t.Helper()
	c.pass("10m")
	posts := postsOf(t, c, 1, bot.OpeningPost)
	if len(posts) != 2 || posts[1].State != bot.PostSent {
		t.Errorf("the opening stands by %+v", posts)
	}
}

// TestUndoWhilePostIsDropped has a night called off and held after all, while somebody
// has just read that the opening is of no use.
func TestUndoWhilePostIsDropped(t *testing.T) {
	c, store, _ := meddle(t)
	answer(t, c, bot.Request{Line: "/week skip"})
	c.now = c.now.Add(time.Second)
	store.read = func() { answer(t, c, bot.Request{Line: "/week undo"}) }
	wantOpening(t, c)
}

// TestUndoWhilePostIsEdited has the same happen while a message is edited that somebody
// has deleted.
func TestUndoWhilePostIsEdited(t *testing.T) {
	c, platform := calledOff(t)
	platform.edited = func() { answer(t, c, bot.Request{Line: "/week undo"}) }
	wantOpening(t, c)
}

// TestUndoFindsDeleted has a message deleted that shows the same after an undo as it did.
func TestUndoFindsDeleted(t *testing.T) {
	c, _ := calledOff(t)
	c.pass("1m")
	answer(t, c, bot.Request{Line: "/week undo"})
	wantOpening(t, c)
}

// TestCancelAfterTheEnd has a night called off while the platform is down, and the next
// round begun before it is up.
func TestCancelAfterTheEnd(t *testing.T) {
	c, _, _ := meddle(t)
	c.pass("1m")
	c.posts.lose("telegram:-100", errors.New("down"))
	answer(t, c, bot.Request{Line: "/week skip"})
	answer(t, c, bot.Request{Line: "/week start"})
	c.pass("5m")
	c.posts.lose("telegram:-100", nil)
	c.pass("10m")
	if said := c.out.String(); !strings.Contains(said, "🚫 The film night on Friday, 13 March") {
		t.Errorf("the chat was told: %s", said)
	}
}

// TestLeftOutChatGetsNothing has a ballot deleted in a chat that is left out by then.
func TestLeftOutChatGetsNothing(t *testing.T) {
	c := newConversation(t)
	c.as("ann platform=discord server=den chat=hall admin")
	saveAndStart(t, c)
	c.as("ann platform=discord server=den chat=attic admin")
	answer(t, c, bot.Request{Line: "/week here"})
	c.pass("1m")
	answer(t, c, bot.Request{Line: "/week here off"})
	c.posts.deleted["discord:attic #1"] = true
	answer(t, c, bot.Request{Line: "/week nominate #sm2"})
	c.pass("1m")
	posts, err := c.store.PostsOf(t.Context(), c.who.Chat.Place(), 1)
	if err != nil || len(posts) != 2 || posts[0].State != bot.PostGone || posts[1].State != bot.PostSent {
		t.Errorf("the posts are %+v, %v", posts, err)
	}
}

// TestBrokenStoreIsLeftInPeace has claims fail at once while a chat has two posts due.
func TestBrokenStoreIsLeftInPeace(t *testing.T) {
	c, store, _ := meddle(t)
	answer(t, c, bot.Request{Line: "/week pick #sm2"})
	answer(t, c, bot.Request{Line: "/week close"})
	store.fails = errors.New("the disk is full")
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_ = c.bot.Run(ctx, nil, "telegram")
	})
	if store.looks > 12 {
		t.Errorf("posts were looked for %d times in 10 s", store.looks)
	}
}

// TestPostsKeepTheirOrder has a date changed just after the film was announced, which
// the platform takes later.
func TestPostsKeepTheirOrder(t *testing.T) {
	c, _, platform := meddle(t)
	c.pass("1m")
	answer(t, c, bot.Request{Line: "/week pick #sm2"})
	answer(t, c, bot.Request{Line: "/week close"})
	platform.later = "🍿"
	c.pass("0s")
	answer(t, c, bot.Request{Line: "/week date saturday"})
	c.pass("1m")
	said := c.out.String()
	if film, date := strings.Index(said, "🍿"), strings.Index(said, "📅"); film < 0 || date < film {
		t.Errorf("the chat was told: %s", said)
	}
}

// TestNoteGoesOn has the chat refuse posts that notes would go to.
func TestNoteGoesOn(t *testing.T) {
	c := newConversation(t)
	c.as("ann platform=discord server=den chat=hall admin")
	saveAndStart(t, c)
	c.as("ann platform=discord server=den chat=attic admin")
	answer(t, c, bot.Request{Line: "/week here"})
	c.posts.lose("discord:hall", bot.ErrForbidden)
	c.pass("1m")
	said := c.out.String()
	if i := strings.Index(said, "I may not post in"); i < 0 || !strings.HasSuffix(said[:strings.LastIndex(said[:i], "\n  ")], "→ discord:attic #2") {
		t.Errorf("the chats were told: %s", said)
	}
}

// TestNamesCallNobody has a member whose name is a mention and a link.
func TestNamesCallNobody(t *testing.T) {
	c, _, _ := meddle(t)
	who := bot.User{Platform: "telegram", ID: "7", Name: "@all http://e.vil J. R."}
	c.bot.Handle(t.Context(), bot.Request{Line: "/week nominate #sm2", User: who, Chat: c.who.Chat})
	c.pass("1m")
	said := c.out.String()
	if !strings.Contains(said, "＠all http://e․vil J. R.") {
		t.Errorf("the chat was told: %s", said)
	}
}
