package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"filmbot/bot"
)

// These are mistakes that the simulation found, each by itself.

// openRound has a conversation in which a round has just opened in one chat.
func openRound(t *testing.T, as string, setup ...string) *conversation {
	t.Helper()
	c := newConversation(t)
	c.as(as)
	saveAndStart(t, c, setup...)
	c.pass("1m")
	return c
}

// saveAndStart sets the film of the week up and begins a round.
func saveAndStart(t *testing.T, c *conversation, setup ...string) {
	t.Helper()
	draft := ""
	for _, b := range answer(t, c, bot.Request{Line: "/week setup weekly fri 20:00"}).Buttons {
		if words := strings.Fields(b.Line); len(words) > 3 && words[3] == "save" {
			draft = words[2]
		}
	}
	for _, words := range append(setup, "save start") {
		answer(t, c, bot.Request{Line: "/week ritual " + draft + " " + words, Pressed: true})
	}
}

func postsOf(t *testing.T, c *conversation, number int, kind bot.PostKind) (out []bot.Post) {
	t.Helper()
	posts, err := c.store.PostsOf(t.Context(), c.who.Chat.Place(), number)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range posts {
		if p.Kind == kind {
			out = append(out, p)
		}
	}
	return out
}

// TestEditsWaitLongerAfterFailures has a platform be down when a post is to be
// edited.
func TestEditsWaitLongerAfterFailures(t *testing.T) {
	c := openRound(t, "ann platform=telegram chat=-100 admin")
	c.posts.lose("telegram:-100", errors.New("down"))
	answer(t, c, bot.Request{Line: "/week nominate #sm2"})
	c.pass("1h")
	posts := postsOf(t, c, 1, bot.OpeningPost)
	if len(posts) != 1 || posts[0].Failures == 0 || posts[0].Failures > 20 {
		t.Fatalf("after an hour in which the platform was down: %+v", posts)
	}
	c.posts.lose("telegram:-100", nil)
	c.pass("6m")
	if p := postsOf(t, c, 1, bot.OpeningPost)[0]; p.Failures != 0 || !p.Next.IsZero() {
		t.Errorf("after the platform is up: %+v", p)
	}
}

// TestAmbiguousPostIsNotForgotten has a platform break down just while a post is sent
// to it, and stay down for longer than it recognises posts.
func TestAmbiguousPostIsNotForgotten(t *testing.T) {
	c := newConversation(t)
	c.as("ann platform=discord server=den chat=hall admin")
	saveAndStart(t, c)
	c.posts.unsure["discord:hall"] = true
	c.pass("1s")
	c.posts.lose("discord:hall", errors.New("down"))
	c.pass("10m")
	c.posts.lose("discord:hall", nil)
	c.pass("10m")
	if posts := postsOf(t, c, 1, bot.OpeningPost); len(posts) != 1 || posts[0].State != bot.PostUnsure {
		t.Errorf("a post that may have been sent 20 minutes ago is %+v", posts)
	}
}

// A forgetful platform does not answer to the first post, and recognises the second.
type forgetful struct {
	*postbox
	first *bot.Message
}

func (f *forgetful) Post(ctx context.Context, to bot.Chat, r bot.Reply) (bot.Message, error) {
	if f.first != nil {
		return *f.first, nil
	}
	m, err := f.postbox.Post(ctx, to, r)
	f.first = &m
	return m, errors.Join(err, bot.ErrUnsure)
}

// TestRecognisedPostShowsWhatItShould has a round change between the two attempts to
// post it: what the platform recognises is what the first one said.
func TestRecognisedPostShowsWhatItShould(t *testing.T) {
	c := newConversation(t)
	b, err := bot.New(bot.Config{
		Collections: collections(t), Store: c.store, Log: slog.New(slog.DiscardHandler), Post: &forgetful{postbox: c.posts},
		Now: func() time.Time { return c.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	c.bot = b
	c.as("ann platform=discord server=den chat=hall admin")
	saveAndStart(t, c)
	c.pass("1s")
	answer(t, c, bot.Request{Line: "/week nominate #sm2"})
	c.pass("1m")
	shown := c.shown["discord:hall"]
	if last := shown[len(shown)-1]; !strings.Contains(last.Text, "The Ascent") {
		t.Errorf("the post shows %q after a nomination", last.Text)
	}
}

// TestPickAfterAnnouncementIsTold has a moderator pick another film more than a day
// after the film was announced.
func TestPickAfterAnnouncementIsTold(t *testing.T) {
	c := openRound(t, "ann platform=telegram chat=-100 admin", "remind 1d")
	c.pass("2026-03-13 00:30") // it was announced two days before the night
	answer(t, c, bot.Request{Line: "/week pick #sm2"})
	c.pass("1m")
	posts := postsOf(t, c, 1, bot.FilmPost)
	if len(posts) != 2 || posts[1].Film != "sm2" || posts[1].State != bot.PostSent || posts[1].Late {
		t.Errorf("the film that was picked is told of by %+v", posts)
	}
}

// TestAgainAndAgain has a post be unsure twice, and a moderator ask for it each time.
func TestAgainAndAgain(t *testing.T) {
	c := newConversation(t)
	c.as("ann platform=telegram chat=-100 admin")
	saveAndStart(t, c)
	again := "/week again 1." + bot.ClubMark("telegram:-100") + " 1 " + bot.ChatMark("telegram:-100")
	for range 2 {
		c.posts.unsure["telegram:-100"] = true
		c.pass("1m")
		if r := answer(t, c, bot.Request{Line: again, Pressed: true}); r.Text != "I am posting it again." {
			t.Errorf("%s: %q", again, r.Text)
		}
	}
	c.pass("1m")
	posts := postsOf(t, c, 1, bot.OpeningPost)
	if len(posts) != 3 || posts[2].State != bot.PostSent {
		t.Errorf("after a post was asked for twice: %+v", posts)
	}
	if r := answer(t, c, bot.Request{Line: again, Pressed: true}); r.Text == "I am posting it again." {
		t.Errorf("%s, though it was posted again: %q", again, r.Text)
	}
}

// TestNoteNamesCancellation has the post be unsure that calls a night off.
func TestNoteNamesCancellation(t *testing.T) {
	c := openRound(t, "ann platform=telegram chat=-100 admin")
	c.pass("2026-03-12 21:00")
	c.posts.unsure["telegram:-100"] = true
	answer(t, c, bot.Request{Line: "/week skip"})
	c.pass("1m")
	if said := c.out.String(); !strings.Contains(said, "I was interrupted while posting") || strings.Contains(said, "post.") {
		t.Errorf("moderators were told: %s", said[max(0, len(said)-500):])
	}
}

// TestReturnWakesWhatFellAsleep has the bot thrown out and let in again, and nobody
// tells it either.
func TestReturnWakesWhatFellAsleep(t *testing.T) {
	c := openRound(t, "ann platform=telegram chat=-100 admin")
	c.posts.lose("telegram:-100", bot.ErrChatGone)
	c.pass("2026-03-14 21:00")
	if w, err := c.store.Round(t.Context(), "telegram:-100", 0); err != nil || !w.Asleep {
		t.Fatalf("a round that reaches nobody is %+v, %v", w, err)
	}
	c.posts.lose("telegram:-100", errors.New("down"))
	c.pass("24h")
	if w, err := c.store.Round(t.Context(), "telegram:-100", 0); err != nil || !w.Asleep {
		t.Errorf("a round goes on while the platform is down: %+v, %v", w, err)
	}
	c.posts.lose("telegram:-100", nil)
	c.pass("24h")
	if w, err := c.store.Round(t.Context(), "telegram:-100", 0); err != nil || w.Asleep || !w.Round.Paused.IsZero() {
		t.Errorf("after the return the round is paused since %v, asleep: %v, %v", w.Round.Paused, w.Asleep, err)
	}
}

// TestCatchUpGoesByTheLatest has a post be unsure, posted again, and lost when the bot
// is thrown out.
func TestCatchUpGoesByTheLatest(t *testing.T) {
	c := newConversation(t)
	c.as("ann platform=telegram chat=-100 admin")
	saveAndStart(t, c)
	c.posts.unsure["telegram:-100"] = true
	c.pass("1m")
	answer(t, c, bot.Request{Line: "/week again 1." + bot.ClubMark("telegram:-100") + " 1 " + bot.ChatMark("telegram:-100"), Pressed: true})
	c.pass("1m")
	answer(t, c, bot.Request{Line: "/week nominate #sm2"})
	c.posts.lose("telegram:-100", bot.ErrChatGone)
	c.observe("absent")
	c.pass("1h")
	c.posts.lose("telegram:-100", nil)
	c.observe("present")
	c.pass("1m")
	posts := postsOf(t, c, 1, bot.OpeningPost)
	if len(posts) != 2 || posts[0].State != bot.PostUnsure || posts[1].State != bot.PostSent {
		t.Errorf("after the return the posts are %+v", posts)
	}
	shown := c.shown["telegram:-100"]
	if last := shown[len(shown)-1]; !strings.Contains(last.Text, "The Ascent") {
		t.Errorf("the post shows %q after the return", last.Text)
	}
}

// TestVoteOpenedByHandIsPosted has the bot be away when the ballot was due, and a
// moderator open the vote after that.
func TestVoteOpenedByHandIsPosted(t *testing.T) {
	c := openRound(t, "ann platform=telegram chat=-100 admin")
	c.now = time.Date(2026, time.March, 12, 2, 0, 0, 0, time.UTC) // 30 hours late
	c.pass("1m")
	if r := answer(t, c, bot.Request{Line: "/week close"}); !strings.HasPrefix(r.Text, "Done") {
		t.Fatalf("/week close: %q", r.Text)
	}
	c.pass("1m")
	if posts := postsOf(t, c, 1, bot.BallotPost); len(posts) != 1 || posts[0].State != bot.PostSent || posts[0].Late {
		t.Errorf("the vote is posted by %+v", posts)
	}
	answer(t, c, bot.Request{Line: "/week vote 1." + bot.ClubMark("telegram:-100") + " 1", Pressed: true})
	c.pass("1m")
	if said := c.out.String(); !strings.Contains(said[strings.LastIndex(said, "→ telegram"):], "One ballot was cast.") {
		t.Errorf("after a vote the last post is %s", said[strings.LastIndex(said, "→ telegram"):])
	}
}
