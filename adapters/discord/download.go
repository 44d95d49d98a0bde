package discord

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"filmbot/bot"
)

// attachment is a file that a person sent along
// (https://docs.discord.com/developers/resources/message#attachment-object).
type attachment struct {
	Filename string `json:"filename"`
	Size     int64  `json:"size"`
	URL      string `json:"url"`
}

// opener fetches what an address names.
type opener func(ctx context.Context, address string) (io.ReadCloser, error)

// maxDownload is how much of a file is read, in bytes. Larger ones are not worth
// the memory.
const maxDownload = 26 << 20

var errTooLarge = errors.New("the file is too large")

// file makes an attachment a handler's. Nothing is fetched before it is opened.
func (f attachment) file(open opener) bot.File {
	return bot.File{Name: f.Filename, Size: f.Size, Open: func(ctx context.Context) (io.ReadCloser, error) {
		if f.Size > maxDownload {
			return nil, errTooLarge
		}
		return open(ctx, f.URL)
	}}
}

// download is an [opener]. Files are not on the host of the API, which alone gets
// the bot's token. Errors hold no address: that has the file's name in it.
func (a *Adapter) download(ctx context.Context, address string) (io.ReadCloser, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("fetch a file: it has no address")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errors.New("fetch a file: its address cannot be used")
	}
	req.Header.Set("User-Agent", a.api.session.UserAgent)
	resp, err := a.transit.next.RoundTrip(req)
	if err != nil {
		return nil, fmt.Errorf("fetch a file: %w", clean(err))
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, fmt.Errorf("fetch a file: the answer is %d %s", resp.StatusCode, http.StatusText(resp.StatusCode))
	}
	return http.MaxBytesReader(nil, resp.Body, maxDownload), nil
}
