package telegram

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
)

// read opens and reads the first file of a request.
func read(ctx context.Context, req bot.Request) ([]byte, error) {
	if len(req.Files) != 1 {
		return nil, fmt.Errorf("%d files", len(req.Files))
	}
	r, err := req.Files[0].Open(ctx)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// reading is a handler that tells what it read, and the error if there was one.
func reading(got *error) hands {
	return hands{handle: func(ctx context.Context, req bot.Request) bot.Reply {
		data, err := read(ctx, req)
		*got = err
		return bot.Reply{Text: fmt.Sprintf("%s: %q", req.Line, data)}
	}}
}

func TestFilesAreFetchedWhenOpened(t *testing.T) {
	inWorld(t, func(w *world) {
		var err error
		open := reading(&err)
		w.start(hands{handle: func(ctx context.Context, req bot.Request) bot.Reply {
			if n := len(w.Calls("getFile")); n != 0 {
				t.Errorf("getFile was called %d times before the file was opened", n)
			}
			f := req.Files[0]
			if f.Name != "films.csv" || f.Size != 4 {
				t.Errorf("the file is %q with %d bytes, want films.csv with 4", f.Name, f.Size)
			}
			return open.handle(ctx, req)
		}})
		c := w.Chat(telegramtest.Group)
		w.Attach(w.ann, c, "/catalog import", telegramtest.File{Name: "films.csv", Data: []byte("a,b\n")})
		if got, want := w.answer(c, 1).Text, `/catalog import: "a,b\n"`; got != want || err != nil {
			t.Errorf("answer = %q, %v; want %q", got, err, want)
		}
	})
}

func TestFileOfTheMessageBefore(t *testing.T) {
	inWorld(t, func(w *world) {
		var err error
		w.start(reading(&err))
		c := w.Chat(telegramtest.Group)
		file := w.Attach(w.bob, c, "", telegramtest.File{Name: "films.csv", Data: []byte("a")})
		w.Say(w.ann, c, "/catalog import", w.ReplyTo(c, file))
		if got, want := w.answer(c, 1).Text, `/catalog import: "a"`; got != want || err != nil {
			t.Errorf("answer = %q, %v; want %q", got, err, want)
		}
	})
}

// TestFilesThatCannotBeFetched also checks that no error has the token in it,
// which is a part of the address.
func TestFilesThatCannotBeFetched(t *testing.T) {
	tests := []struct {
		name string
		size int
		// at is the method or path that fails, and how.
		at     string
		answer telegramtest.Answer
		want   string
	}{
		{"too large", maxFetch + 1, "", telegramtest.Answer{}, errTooLarge.Error()},
		{"refused", 1, "getFile", telegramtest.Answer{Status: 400, Description: "Bad Request: file is temporarily unavailable"}, "getFile: 400 Bad Request: file is temporarily unavailable"},
		{"gone", 1, "getFile", telegramtest.Answer{Status: 200, Body: `{"ok":true,"result":{"file_path":"documents/none"}}`}, "download: HTTP status 404"},
		{"no path", 1, "getFile", telegramtest.Answer{Status: 200, Body: `{"ok":true,"result":{}}`}, "getFile: unreadable result"},
		{"local server", 1, "getFile", telegramtest.Answer{Status: 200, Body: `{"ok":true,"result":{"file_path":"/var/x"}}`}, "download: the Bot API server keeps files to itself: it runs with --local"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				var err error
				w.start(reading(&err))
				if tt.at != "" {
					w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
						if c.Method != tt.at {
							return nil
						}
						return &tt.answer
					})
				}
				c := w.Private(w.ann)
				w.Attach(w.ann, c, "/catalog import", telegramtest.File{Name: "f", Data: make([]byte, tt.size)})
				w.answer(c, 1)
				if err == nil || err.Error() != tt.want {
					t.Errorf("error = %v, want %q", err, tt.want)
				}
			})
		})
	}
}

// broken is a network on which files do not come.
type broken struct {
	http.RoundTripper
	body io.Reader
}

func (b broken) RoundTrip(req *http.Request) (*http.Response, error) {
	switch {
	case !strings.HasPrefix(req.URL.Path, "/file/"):
		return b.RoundTripper.RoundTrip(req)
	case b.body == nil:
		return nil, errors.New("no route to " + req.URL.String())
	}
	return &http.Response{StatusCode: 200, Body: io.NopCloser(b.body)}, nil
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestDownloadOnBrokenNetwork(t *testing.T) {
	tests := []struct {
		name string
		body io.Reader
		want string
	}{
		{"no connection", nil, "download: no route to http://telegram.test/file/bot(token)/a%20b"},
		{"broken off", failing{errors.New("broken: " + telegramtest.Token)}, "download: broken: (token)"},
		{"larger than told", bytes.NewReader(make([]byte, maxFetch+1)), errTooLarge.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newClient(telegramtest.Token, "http://telegram.test/", broken{body: tt.body})
			r, err := c.download(context.Background(), "a b")
			if err == nil {
				_, err = io.ReadAll(r)
				r.Close()
			}
			if err == nil || err.Error() != tt.want {
				t.Errorf("error = %v, want %q", err, tt.want)
			}
		})
	}
	over, cancel := context.WithCancel(context.Background())
	c := newClient(telegramtest.Token, "http://telegram.test", broken{body: failing{errors.New("broken")}})
	r, err := c.download(over, "a")
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := r.Read(make([]byte, 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("Read = %v, want %v", err, context.Canceled)
	}
}

func TestFilesOut(t *testing.T) {
	long := strings.Repeat("x", maxCaption+1)
	file := func(name string) bot.Attachment {
		return bot.Attachment{Name: name, Data: []byte("content of " + name)}
	}
	tests := []struct {
		name  string
		reply bot.Reply
		want  string
	}{
		{"caption", bot.Reply{Text: "Here:", Files: []bot.Attachment{file("a.txt")}}, "a.txt(Here:)"},
		{"no text", bot.Reply{Files: []bot.Attachment{file("a.txt")}}, "a.txt()"},
		{"two", bot.Reply{Text: "<b>", Files: []bot.Attachment{file("a.txt"), file("Ж \"1\".csv")}}, "a.txt(<b>)|Ж \"1\".csv()"},
		{"longest caption", bot.Reply{Text: long[3:], Files: []bot.Attachment{file("a")}}, "a(" + long[3:] + ")"},
		{"long text", bot.Reply{Text: long, Files: []bot.Attachment{file("a")}}, long + "|a()"},
		{"buttons", bot.Reply{Text: "Here:", Buttons: again, Files: []bot.Attachment{file("a")}}, "Here:|a()"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.start(always(tt.reply))
				c := w.Chat(telegramtest.Supergroup)
				asked := w.Say(w.ann, c, "/film", telegramtest.InTopic(42))
				w.answer(c, 1)
				synctest.Wait()
				var got []string
				for i, m := range w.Messages(c) {
					text := m.Text
					if m.File != nil {
						text = m.File.Name + "(" + m.Text + ")"
						if string(m.File.Data) != "content of "+m.File.Name {
							t.Errorf("the content of %s is %q", m.File.Name, m.File.Data)
						}
					}
					if m.Topic != 42 || (m.ReplyTo == asked) != (i == 0) {
						t.Errorf("message %d is in topic %d and answers %d", i, m.Topic, m.ReplyTo)
					}
					got = append(got, text)
				}
				if got := strings.Join(got, "|"); got != tt.want {
					t.Errorf("messages = %q, want %q", got, tt.want)
				}
			})
		})
	}
}

// TestUploadIsRefused checks what becomes of an upload whose refusal the library
// reports without a code.
func TestUploadIsRefused(t *testing.T) {
	file := []bot.Attachment{{Name: "a.txt", Data: []byte("a")}}
	tests := []struct {
		answer telegramtest.Answer
		sent   int
		after  time.Duration
	}{
		{telegramtest.Answer{Status: 429, RetryAfter: 7}, 1, 7 * time.Second},
		{telegramtest.Answer{Status: 500, Description: "Internal Server Error"}, 1, pauses[0]},
		{telegramtest.Answer{Status: 502, Body: "<html>"}, 1, pauses[0]},
		{telegramtest.Answer{Status: 400, Description: "Bad Request: wrong"}, 0, 0},
		{telegramtest.Answer{Drop: true, After: true}, 1, 0},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%+v", tt.answer), func(t *testing.T) {
			inWorld(t, func(w *world) {
				failed := false
				w.Intercept(func(c telegramtest.Call) *telegramtest.Answer {
					if c.Method != "sendDocument" || failed {
						return nil
					}
					failed = true
					return &tt.answer
				})
				w.start(always(bot.Reply{Text: "here", Files: file}))
				c := w.Private(w.ann)
				w.Say(w.ann, c, "/film")
				synctest.Wait()
				time.Sleep(tt.after)
				synctest.Wait()
				if got := len(w.Messages(c)); got != tt.sent {
					t.Errorf("%d messages came, want %d:\n%s", got, tt.sent, w.log)
				}
			})
		})
	}
}

// TestSlowFile checks that a request with a file has the time to fetch it.
func TestSlowFile(t *testing.T) {
	inWorld(t, func(w *world) {
		var err error
		open := reading(&err)
		w.start(hands{handle: func(ctx context.Context, req bot.Request) bot.Reply {
			time.Sleep(filesTimeout - time.Second)
			return open.handle(ctx, req)
		}})
		c := w.Private(w.ann)
		w.Attach(w.ann, c, "/catalog import", telegramtest.File{Name: "f", Data: []byte("a")})
		w.answer(c, 1)
		if err != nil {
			t.Errorf("the file could not be read: %v", err)
		}
	})
}
