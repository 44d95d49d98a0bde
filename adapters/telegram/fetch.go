package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"

	"filmbot/bot"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// maxFetch is how large a file may be that Telegram lets bots fetch, in bytes
// (https://core.telegram.org/bots/api#getfile).
const maxFetch = 20 << 20

var errTooLarge = errors.New("the file is larger than what Telegram lets bots fetch")

// files are documents as the handler gets them.
func (s *session) files(t *task, documents []document) []bot.File {
	var out []bot.File
	for _, d := range documents {
		out = append(out, bot.File{Name: d.name, Size: d.size, Open: func(ctx context.Context) (io.ReadCloser, error) {
			return s.fetch(ctx, t, d)
		}})
	}
	return out
}

// fetch opens a document.
func (s *session) fetch(ctx context.Context, t *task, d document) (io.ReadCloser, error) {
	if d.size > maxFetch {
		return nil, errTooLarge
	}
	c := call{method: "getFile", params: tgbotapi.Params{"file_id": d.id}, harmless: true}
	result, err := s.do(ctx, t, c)
	if err != nil {
		return nil, err
	}
	var file struct {
		Path string `json:"file_path"`
	}
	if json.Unmarshal(result, &file) != nil || file.Path == "" {
		return nil, &failure{method: c.method, text: "unreadable result"}
	}
	return s.client.download(ctx, file.Path)
}

// download opens a file that getFile has prepared. Neither its errors nor those
// of reading it have the address in them, which has the token in it.
func (c *client) download(ctx context.Context, file string) (io.ReadCloser, error) {
	const method = "download"
	if path.IsAbs(file) {
		return nil, &failure{method: method, text: "the Bot API server keeps files to itself: it runs with --local"}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.files+(&url.URL{Path: file}).EscapedPath(), nil)
	if err != nil {
		return nil, &failure{method: method, text: "the address is no address"}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, c.readFailure(ctx, method, err)
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, &failure{method: method, code: resp.StatusCode, text: fmt.Sprintf("HTTP status %d", resp.StatusCode)}
	}
	return &contents{body: resp.Body, left: maxFetch, fail: func(err error) error { return c.readFailure(ctx, method, err) }}, nil
}

func (c *client) readFailure(ctx context.Context, method string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return newFailure(method, c.token, err)
}

// contents are those of a file, as long as it may be.
type contents struct {
	body io.ReadCloser
	left int64
	fail func(error) error
}

func (f *contents) Read(p []byte) (int, error) {
	n, err := f.body.Read(p)
	if f.left -= int64(n); f.left < 0 {
		return 0, errTooLarge
	}
	if err != nil && err != io.EOF {
		err = f.fail(err)
	}
	return n, err
}

func (f *contents) Close() error { return f.body.Close() }
