package discord

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"
)

// client calls the REST API through the library.
type client struct {
	session *discordgo.Session
}

func newClient(token string, t http.RoundTripper) (*client, error) {
	s, err := discordgo.New("Bot " + token)
	if err != nil {
		return nil, err
	}
	s.Client = &http.Client{Transport: t}
	s.StateEnabled = false
	s.State = nil
	s.LogLevel = silent
	return &client{session: s}, nil
}

// silent is below every level of the library's log.
const silent = -1

// patience is how long and how often a request is tried.
type patience struct {
	// attempt is how long one attempt may take.
	attempt time.Duration
	// pause is waited after the first failure, twice as long after each other
	// one, and never more than longest.
	pause, longest time.Duration
	// notTwice is for what must not take effect twice: it is tried again only
	// where the attempt before had no effect.
	notTwice bool
}

// slowest is how many bytes a second are sent at least.
const slowest = 512 << 10

// sendTime is how long it may take to send so many bytes.
func sendTime(bytes int) time.Duration {
	return time.Duration(bytes) * time.Second / slowest
}

// heavy is patience for a request with so many bytes of files.
func (p patience) heavy(bytes int) patience {
	p.attempt += sendTime(bytes)
	return p
}

// again reports whether a request that failed is worth another attempt.
func (p patience) again(err error) bool {
	return temporary(err) && (!p.notTwice || without(err))
}

// without reports whether a request is known to have had no effect.
func without(err error) bool {
	if s, _ := status(err); s == http.StatusTooManyRequests || errors.Is(err, errHeld) {
		return true
	}
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}

// once makes one request. The path begins after the API's version. The answer is
// decoded into out unless that is nil. Errors are clean.
func (c *client) once(ctx context.Context, method, path string, body, out any) error {
	var contentType string
	var payload []byte
	if body != nil {
		var err error
		if contentType, payload, err = encode(body); err != nil {
			return err
		}
	}
	// The library keeps the bucket of every path for ever, and the path of an
	// interaction is used once; so each request has a bucket of its own.
	bucket := discordgo.NewRatelimiter().LockBucket(path)
	answer, err := c.session.RequestWithLockedBucket(method, discordgo.EndpointAPI+path, contentType, payload, bucket, 0,
		discordgo.WithContext(ctx), discordgo.WithRestRetries(0), discordgo.WithRetryOnRatelimit(false))
	if err != nil {
		return clean(err)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}

// call makes a request and repeats it while it may still succeed and ctx allows.
func (c *client) call(ctx context.Context, p patience, method, path string, body, out any) error {
	pause := p.pause
	var before error
	for {
		attempt, cancel := context.WithTimeout(ctx, p.attempt)
		err := c.once(attempt, method, path, body, out)
		cancel()
		if err != nil && ctx.Err() != nil && before != nil {
			// What was wrong until time ran out says more than that it did.
			return before
		}
		if err == nil || !p.again(err) || ctx.Err() != nil {
			return err
		}
		before = err
		wait := pause
		if api, ok := errors.AsType[*apiError](err); ok {
			wait = max(wait, api.retryAfter)
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
			return err
		}
		if !sleep(ctx, wait) {
			return err
		}
		pause = min(2*pause, p.longest)
	}
}

// pathOf joins the parts of a path.
func pathOf(parts ...string) string {
	var path string
	for i, part := range parts {
		if i > 0 {
			path += "/"
		}
		path += url.PathEscape(part)
	}
	return path
}
