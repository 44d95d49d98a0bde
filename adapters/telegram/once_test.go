package telegram

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// chatOfFake is a chat of the fake as the bot knows it.
func chatOfFake(c *telegramtest.Chat) bot.Chat {
	return bot.Chat{Platform: platform, ID: fmt.Sprint(c.ID)}
}

// first answers the first call of a method as a test says, and no other.
func first(method string, a func() *telegramtest.Answer) func(telegramtest.Call) *telegramtest.Answer {
	done := false
	return func(c telegramtest.Call) *telegramtest.Answer {
		if c.Method != method || done {
			return nil
		}
		done = true
		return a()
	}
}

// TestPostIsNotRepeated checks that what may have arrived is not sent again, and that
// what certainly has not is.
func TestPostIsNotRepeated(t *testing.T) {
	give := func(a telegramtest.Answer) func() *telegramtest.Answer {
		return func() *telegramtest.Answer { return &a }
	}
	tests := []struct {
		name  string
		first func() *telegramtest.Answer
		want  error
		calls int
	}{
		{"connection broken after it arrived", give(telegramtest.Answer{Drop: true, After: true}), bot.ErrUnsure, 1},
		{"connection broken before it arrived", give(telegramtest.Answer{Drop: true}), bot.ErrUnsure, 1},
		{"server failed", give(telegramtest.Answer{Status: 500, Description: "Internal Server Error"}), bot.ErrUnsure, 1},
		{"page of a proxy", give(telegramtest.Answer{Status: 502, Body: "<html>Bad Gateway</html>"}), bot.ErrUnsure, 1},
		{"timeout of a proxy", give(telegramtest.Answer{Status: 504, Body: "<html>Gateway Timeout</html>"}), bot.ErrUnsure, 1},
		{"page of a hotel", give(telegramtest.Answer{Status: 200, Body: "<html>Welcome</html>"}), bot.ErrUnsure, 1},
		{"half an answer", give(telegramtest.Answer{Status: 200, Body: `{"ok":true,"result":`, After: true}), bot.ErrUnsure, 1},
		{"strange answer", give(telegramtest.Answer{Status: 200, Body: `{"ok":true,"result":[]}`, After: true}), bot.ErrUnsure, 1},
		{"no answer in time", func() *telegramtest.Answer { time.Sleep(2 * uploadTimeout); return nil }, bot.ErrUnsure, 1},
		{"too many", give(telegramtest.Answer{Status: 429, RetryAfter: 3}), nil, 2},
		{"too many for long", give(telegramtest.Answer{Status: 429, RetryAfter: 60}), errAny, 1},
		{"refused", give(telegramtest.Answer{Status: 400, Description: "Bad Request: no"}), errAny, 1},
		{"refused by a proxy", give(telegramtest.Answer{Status: 413, Body: "<html>Too Large</html>"}), errAny, 1},
	}
	replies := map[string]bot.Reply{
		"sendMessage":  {Text: "news"},
		"sendDocument": {Files: []bot.Attachment{{Name: "films.txt", Data: []byte("Wanda (1970)")}}},
	}
	for _, tt := range tests {
		for method, r := range replies {
			t.Run(tt.name+", "+method, func(t *testing.T) {
				inWorld(t, func(w *world) {
					w.Intercept(first(method, tt.first))
					w.start(echo)
					c := w.Chat(telegramtest.Group)
					_, err := w.adapter.Post(context.Background(), chatOfFake(c), r)
					wantError(t, "Post", err, tt.want)
					time.Sleep(time.Hour)
					if n := len(w.Calls(method)); n != tt.calls {
						t.Errorf("%s was called %d times, want %d", method, n, tt.calls)
					}
				})
			})
		}
	}
}

// errAny stands for an error that callers do not branch on.
var errAny = errors.New("any other error")

// wantError checks an error by what callers branch on.
func wantError(t *testing.T, what string, err, want error) {
	t.Helper()
	branches := []error{bot.ErrUnsure, bot.ErrChatGone, bot.ErrForbidden, bot.ErrNotFound, bot.ErrUnsupported}
	if (err == nil) != (want == nil) {
		t.Errorf("%s = %v, want %v", what, err, want)
	}
	for _, branch := range branches {
		if errors.Is(err, branch) != (want == branch) {
			t.Errorf("%s = %v, want %v", what, err, want)
		}
	}
}

// TestPostThatNeverLeft checks that a post is tried again as long as there was no
// connection.
func TestPostThatNeverLeft(t *testing.T) {
	inWorld(t, func(w *world) {
		c := w.Chat(telegramtest.Group)
		w.setCut(true)
		w.begin(echo)
		post := func(ctx context.Context) error {
			_, err := w.adapter.Post(ctx, chatOfFake(c), bot.Reply{Text: "news"})
			return err
		}
		wantError(t, "Post without a network", post(context.Background()), errAny)
		time.AfterFunc(500*time.Millisecond, func() { w.setCut(false) })
		wantError(t, "Post while the network comes back", post(context.Background()), nil)
		w.want(c, "news")

		// Where the context ends while the connection is being made, nothing left either.
		w.setMute(true)
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		w.adapter.client.close()
		err := post(ctx)
		wantError(t, "Post on a line that does not come about", err, errAny)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Post = %v, want %v", err, context.DeadlineExceeded)
		}
		w.setMute(false)
	})
}

// TestPostInterrupted checks what a post says that is under way when its time is over.
func TestPostInterrupted(t *testing.T) {
	inWorld(t, func(w *world) {
		w.Intercept(first("sendMessage", func() *telegramtest.Answer { time.Sleep(10 * time.Second); return nil }))
		w.start(echo)
		c := w.Chat(telegramtest.Group)
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_, err := w.adapter.Post(ctx, chatOfFake(c), bot.Reply{Text: "news"})
		wantError(t, "Post", err, bot.ErrUnsure)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Post = %v, want %v", err, context.DeadlineExceeded)
		}
		time.Sleep(time.Minute)
		w.want(c, "news")
	})
}

// TestPostOfWhichAPartIsSent checks that a reply that takes several messages is not
// posted again either, when a later one is refused.
func TestPostOfWhichAPartIsSent(t *testing.T) {
	inWorld(t, func(w *world) {
		w.Intercept(first("sendDocument", func() *telegramtest.Answer {
			return &telegramtest.Answer{Status: 403, Description: "Forbidden: bot was kicked from the group chat"}
		}))
		w.start(echo)
		c := w.Chat(telegramtest.Group)
		r := bot.Reply{Text: "news", Buttons: again, Files: []bot.Attachment{{Name: "films.txt", Data: []byte("Wanda")}}}
		_, err := w.adapter.Post(context.Background(), chatOfFake(c), r)
		wantError(t, "Post", err, bot.ErrUnsure)
		w.want(c, "news")
	})
}

// TestEditIsRepeated checks that an edit, which does no harm twice, is tried again.
func TestEditIsRepeated(t *testing.T) {
	inWorld(t, func(w *world) {
		w.Intercept(first("editMessageText", func() *telegramtest.Answer { return &telegramtest.Answer{Drop: true, After: true} }))
		w.start(echo)
		c := w.Chat(telegramtest.Group)
		m, err := w.adapter.Post(context.Background(), chatOfFake(c), bot.Reply{Text: "news"})
		if err != nil {
			t.Fatalf("Post: %v", err)
		}
		if err := w.adapter.Edit(context.Background(), m, bot.Reply{Text: "other"}); err != nil {
			t.Errorf("Edit: %v", err)
		}
		w.want(c, "other")
	})
}

// TestRefusals checks what the refusals of a chat mean for a post, and that a chat that
// refuses is not given up.
func TestRefusals(t *testing.T) {
	tests := []struct {
		code int
		text string
		want error
		gone bool // for good, until the bot hears from the chat
	}{
		{400, "Bad Request: not enough rights to send text messages to the chat", bot.ErrForbidden, false},
		{403, "Forbidden: not enough rights to send text messages to the chat", bot.ErrForbidden, false},
		{400, "Bad Request: have no rights to send a message", bot.ErrForbidden, false},
		{400, "Bad Request: need administrator rights in the channel chat", bot.ErrForbidden, false},
		{400, "Bad Request: CHAT_WRITE_FORBIDDEN", bot.ErrForbidden, false},
		{403, "Forbidden: CHAT_WRITE_FORBIDDEN", bot.ErrForbidden, false},
		{400, "Bad Request: TOPIC_CLOSED", bot.ErrForbidden, false},
		{400, "Bad Request: message thread not found", bot.ErrChatGone, false},
		{403, "Forbidden: bot was kicked from the supergroup chat", bot.ErrChatGone, true},
		{403, "Forbidden: bot was blocked by the user", bot.ErrChatGone, true},
		{403, "Forbidden: user is deactivated", bot.ErrChatGone, true},
		{400, "Bad Request: chat not found", bot.ErrChatGone, true},
		{400, "Bad Request: group chat was deactivated", bot.ErrChatGone, true},
		{400, "Bad Request: something else", errAny, false},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.code, " ", tt.text), func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.Intercept(first("sendMessage", func() *telegramtest.Answer {
					return &telegramtest.Answer{Status: tt.code, Description: tt.text}
				}))
				w.start(echo)
				c := w.Chat(telegramtest.Supergroup)
				for i, want := range []error{tt.want, map[bool]error{true: bot.ErrChatGone}[tt.gone]} {
					_, err := w.adapter.Post(context.Background(), chatOfFake(c), bot.Reply{Text: "news"})
					wantError(t, fmt.Sprint("Post ", i), err, want)
				}
				w.Say(w.ann, c, "/film")
				synctest.Wait()
				if _, err := w.adapter.Post(context.Background(), chatOfFake(c), bot.Reply{Text: "news"}); err != nil {
					t.Errorf("Post after the bot heard from the chat: %v", err)
				}
			})
		})
	}
}

// TestClosedTopic checks the errors of topics against the fake's own refusals.
func TestClosedTopic(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		c := w.Chat(telegramtest.Supergroup)
		w.Forum(c)
		at, err := w.adapter.Talk(context.Background(), bot.Message{Chat: chatOfFake(c), ID: "1"}, "Wanda")
		if err != nil {
			t.Fatalf("Talk: %v", err)
		}
		topic := w.Topics(c)[0].ID
		w.Enlist(c, map[string]any{"status": "member"})
		post := func(want error) {
			t.Helper()
			_, err := w.adapter.Post(context.Background(), at, bot.Reply{Text: "news"})
			wantError(t, "Post", err, want)
		}
		post(nil)
		w.CloseTopic(c, topic)
		post(bot.ErrForbidden)
		w.DeleteTopic(c, topic)
		post(bot.ErrChatGone)
		if _, err := w.adapter.Post(context.Background(), chatOfFake(c), bot.Reply{Text: "news"}); err != nil {
			t.Errorf("Post beside the topic that is gone: %v", err)
		}
	})
}

// TestPostsUseNoOldConnection checks that a post does not leave on a connection that may
// be dead without anybody having noticed.
func TestPostsUseNoOldConnection(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start(echo)
		line := newTransport(postIdle).(*http.Transport)
		var lines atomic.Int64
		line.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			c, err := w.dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			lines.Add(1)
			return &counted{Conn: c, open: &lines}, nil
		}
		w.adapter.client.posts.Transport = line
		open := func(after time.Duration, want int64) {
			t.Helper()
			time.Sleep(after)
			synctest.Wait()
			if n := lines.Load(); n != want {
				t.Errorf("%d connections for posts are open, want %d", n, want)
			}
		}
		post := func() {
			t.Helper()
			if _, err := w.adapter.Post(context.Background(), chatOfFake(w.Private(w.ann)), bot.Reply{Text: "news"}); err != nil {
				t.Errorf("Post: %v", err)
			}
		}
		post()
		open(postIdle/2, 1)
		post()
		open(postIdle/2, 1)
		open(postIdle, 0)
		post()
		open(0, 1)
	})
}
