package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// DefaultAPIURL is where Telegram serves the Bot API.
const DefaultAPIURL = "https://api.telegram.org"

const (
	callTimeout = 20 * time.Second
	// idle is how long a connection is kept for the next answer.
	idle          = 90 * time.Second
	uploadTimeout = 2 * time.Minute
	// maxAnswer is far above what a hundred updates can take.
	maxAnswer = 64 << 20
	// postIdle is how long a connection may have been idle that carries a post. One
	// that something on the way has closed in the meantime swallows the request, and
	// nobody can tell whether it arrived.
	postIdle = 15 * time.Second
)

// A client calls methods of the Bot API. It is safe for concurrent use.
type client struct {
	bot   tgbotapi.BotAPI
	http  *http.Client
	posts *http.Client // for what must not be done twice
	token string
	files string // the address of files, before their paths
}

func newClient(token, apiURL string, transport http.RoundTripper) *client {
	silenceLibrary()
	if apiURL == "" {
		apiURL = DefaultAPIURL
	}
	posts := transport
	if transport == nil {
		transport, posts = newTransport(idle), newTransport(postIdle)
	}
	apiURL = strings.TrimRight(apiURL, "/")
	c := &client{
		http: &http.Client{Transport: transport}, posts: &http.Client{Transport: posts},
		token: token, files: apiURL + "/file/bot" + token + "/",
	}
	c.bot.Token = token
	// The library takes a format string with the token and the method.
	c.bot.SetAPIEndpoint(strings.ReplaceAll(apiURL, "%", "%%") + "/bot%s/%s")
	return c
}

// silenceLibrary keeps the library from writing to stderr, where it would put
// the token. Its logger is one for the whole process.
var silenceLibrary = sync.OnceFunc(func() { _ = tgbotapi.SetLogger(silence{}) })

type silence struct{}

func (silence) Println(...any)        {}
func (silence) Printf(string, ...any) {}

// newTransport keeps enough connections for all chats that are answered at the
// same time. It speaks HTTP/1 only: with HTTP/2 all calls would share one
// connection, and wait together when that one is stuck.
func newTransport(idle time.Duration) http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.IdleConnTimeout = idle
	t.MaxIdleConnsPerHost = 2 * maxAtWork
	t.ForceAttemptHTTP2 = false
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	return t
}

// close closes the connections that nobody uses.
func (c *client) close() {
	c.http.CloseIdleConnections()
	c.posts.CloseIdleConnections()
}

// call calls a method and returns its result. Its errors are failures.
func (c *client) call(ctx context.Context, method string, params tgbotapi.Params) (json.RawMessage, error) {
	return c.callWithin(ctx, callTimeout, method, params)
}

func (c *client) callWithin(ctx context.Context, timeout time.Duration, method string, params tgbotapi.Params) (json.RawMessage, error) {
	return c.over(ctx, c.http, timeout, call{method: method, params: params})
}

// send makes a call, with its file if it has one.
func (c *client) send(ctx context.Context, m call) (json.RawMessage, error) {
	line, timeout := c.http, callTimeout
	if m.once {
		line = c.posts
	}
	if m.file != nil {
		timeout = uploadTimeout
	}
	return c.over(ctx, line, timeout, m)
}

func (c *client) over(ctx context.Context, line *http.Client, timeout time.Duration, m call) (json.RawMessage, error) {
	bounded, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	trip := &trip{ctx: bounded, http: line}
	b := c.bot
	b.Client = trip
	var resp *tgbotapi.APIResponse
	var err error
	if m.file != nil {
		file := tgbotapi.RequestFile{Name: "document", Data: tgbotapi.FileBytes{Name: m.file.Name, Bytes: m.file.Data}}
		resp, err = b.UploadFiles(m.method, m.params, []tgbotapi.RequestFile{file})
	} else {
		resp, err = b.MakeRequest(m.method, m.params)
	}
	if err == nil {
		return resp.Result, nil
	}
	// The library leaves the code out of what is refused of an upload.
	var refusal *tgbotapi.Error
	if errors.As(err, &refusal) && refusal.Code == 0 {
		refusal.Code = trip.status
	}
	f := newFailure(m.method, c.token, err)
	if ctx.Err() != nil && !f.answered {
		f.text, f.cause = ctx.Err().Error(), ctx.Err()
	}
	if trip.connecting.Load() {
		f.sent = false
	}
	return nil, f
}

// A trip makes the request of one call. It ties it to the call's context, which the
// library does not know.
type trip struct {
	ctx    context.Context
	http   *http.Client
	status int // of the answer
	// connecting tells that there is no connection yet, so that nothing can have been
	// sent. A transport that does not trace never says so.
	connecting atomic.Bool
}

// Do reads the answer to its end, so that the connection can be used again, and
// refuses what does not come from the Bot API, such as the page of a proxy.
func (t *trip) Do(req *http.Request) (*http.Response, error) {
	if err := rewindable(req); err != nil {
		return nil, err
	}
	ctx := httptrace.WithClientTrace(t.ctx, &httptrace.ClientTrace{
		GetConn: func(string) { t.connecting.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { t.connecting.Store(false) },
	})
	resp, err := t.http.Do(req.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	t.status = resp.StatusCode
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	resp.Body.Close()
	if err != nil {
		return nil, err
	}
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		return nil, strangeAnswer(resp.StatusCode)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// rewindable reads an upload from the goroutine in which the library writes it,
// so that this ends, the server hears how long the upload is, and an idle
// connection that turns out to be closed is no failure.
func rewindable(req *http.Request) error {
	if req.Body == nil || req.GetBody != nil {
		return nil
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return err
	}
	req.Body.Close()
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return nil
}
