package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// DefaultAPIURL is where Telegram serves the Bot API.
const DefaultAPIURL = "https://api.telegram.org"

const (
	callTimeout   = 20 * time.Second
	uploadTimeout = 2 * time.Minute
	// maxAnswer is far above what a hundred updates can take.
	maxAnswer = 64 << 20
)

// A client calls methods of the Bot API. It is safe for concurrent use.
type client struct {
	bot   tgbotapi.BotAPI
	http  *http.Client
	token string
	files string // the address of files, before their paths
}

func newClient(token, apiURL string, transport http.RoundTripper) *client {
	silenceLibrary()
	if apiURL == "" {
		apiURL = DefaultAPIURL
	}
	if transport == nil {
		transport = newTransport()
	}
	apiURL = strings.TrimRight(apiURL, "/")
	c := &client{http: &http.Client{Transport: transport}, token: token, files: apiURL + "/file/bot" + token + "/"}
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
func newTransport() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = 2 * maxAtWork
	t.ForceAttemptHTTP2 = false
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	return t
}

// call calls a method and returns its result. Its errors are failures, or those
// of ctx.
func (c *client) call(ctx context.Context, method string, params tgbotapi.Params) (json.RawMessage, error) {
	return c.callWithin(ctx, callTimeout, method, params)
}

// send calls a method, with its file if it has one.
func (c *client) send(ctx context.Context, m call) (json.RawMessage, error) {
	if m.file == nil {
		return c.call(ctx, m.method, m.params)
	}
	file := tgbotapi.RequestFile{Name: "document", Data: tgbotapi.FileBytes{Name: m.file.Name, Bytes: m.file.Data}}
	return c.callWithin(ctx, uploadTimeout, m.method, m.params, file)
}

func (c *client) callWithin(ctx context.Context, timeout time.Duration, method string, params tgbotapi.Params, files ...tgbotapi.RequestFile) (json.RawMessage, error) {
	bounded, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	b, status := c.bot, 0
	b.Client = bound{bounded, c.http, &status}
	var resp *tgbotapi.APIResponse
	var err error
	if len(files) > 0 {
		resp, err = b.UploadFiles(method, params, files)
	} else {
		resp, err = b.MakeRequest(method, params)
	}
	if err == nil {
		return resp.Result, nil
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	// The library leaves the code out of what is refused of an upload.
	var refusal *tgbotapi.Error
	if errors.As(err, &refusal) && refusal.Code == 0 {
		refusal.Code = status
	}
	return nil, newFailure(method, c.token, err)
}

// bound ties the requests of one call to its context, which the library does
// not know.
type bound struct {
	ctx    context.Context
	http   *http.Client
	status *int // of the answer
}

// Do reads the answer to its end, so that the connection can be used again, and
// refuses what does not come from the Bot API, such as the page of a proxy.
func (b bound) Do(req *http.Request) (*http.Response, error) {
	if err := rewindable(req); err != nil {
		return nil, err
	}
	resp, err := b.http.Do(req.WithContext(b.ctx))
	if err != nil {
		return nil, err
	}
	*b.status = resp.StatusCode
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
