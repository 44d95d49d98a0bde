package discord

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// transit is the way of every request to Discord. It sends requests to the base
// address, holds them back while Discord asks for patience, and turns every
// answer but a success into an [apiError], because the library makes of each of
// them something else.
type transit struct {
	base *url.URL
	next http.RoundTripper
	pace *pace
}

// maxIdle is how many unused connections are kept. As many handlers as run at the
// same time may answer at the same time.
const maxIdle = workers

func newTransit(base *url.URL) *transit {
	next := http.DefaultTransport.(*http.Transport).Clone()
	// HTTP/2 sends everything through one connection. When that is dead and does
	// not say so, every request waits on it, those that are tried again, too.
	next.ForceAttemptHTTP2 = false
	next.Protocols = new(http.Protocols)
	next.Protocols.SetHTTP1(true)
	next.MaxIdleConns, next.MaxIdleConnsPerHost = maxIdle, maxIdle
	return &transit{base: base, next: next, pace: newPace(time.Now)}
}

// errHeld says that a request did not leave, because Discord has asked for
// patience.
var errHeld = errors.New("held back by a rate limit")

// held makes of why a request did not leave an [errHeld].
func held(err error) error { return fmt.Errorf("%w: %w", errHeld, err) }

// maxErrorBody is how much of a failed answer is read, in bytes.
const maxErrorBody = 64 << 10

// RoundTrip implements [http.RoundTripper].
func (t *transit) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	route := routeOf(req.Method, req.URL.Path)
	if err := t.pace.wait(ctx, route, forever); err != nil {
		return nil, held(err)
	}
	req = req.Clone(ctx)
	req.URL.Scheme, req.URL.Host, req.Host = t.base.Scheme, t.base.Host, t.base.Host
	if req.URL.RawPath != "" {
		req.URL.RawPath = strings.TrimSuffix(t.base.EscapedPath(), "/") + req.URL.RawPath
	}
	req.URL.Path = strings.TrimSuffix(t.base.Path, "/") + req.URL.Path
	resp, err := t.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	switch resp.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusNoContent:
		// Of any other success the library makes an error that quotes the body.
		t.pace.note(route, resp.Header)
		return resp, nil
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	failure := newAPIError(resp.StatusCode, resp.Header, body)
	t.pace.refused(route, failure)
	return nil, failure
}

// closeIdle lets go of the connections that no request uses.
func (t *transit) closeIdle() {
	if next, ok := t.next.(*http.Transport); ok {
		next.CloseIdleConnections()
	}
}

// roundTrip is a function as an [http.RoundTripper].
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// peek reads a response's body and leaves it in place.
func peek(resp *http.Response) ([]byte, error) {
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return body, err
}
