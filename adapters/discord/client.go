package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/bwmarrin/discordgo"

	"filmbot/bot"
)

// client calls the REST API through the library.
type client struct {
	session *discordgo.Session
	pace    *pace
}

func newClient(token string, t *transit) (*client, error) {
	s, err := discordgo.New("Bot " + token)
	if err != nil {
		return nil, err
	}
	s.Client = &http.Client{Transport: t}
	s.StateEnabled = false
	s.State = nil
	s.LogLevel = silent
	return &client{session: s, pace: t.pace}, nil
}

// silent is below every level of the library's log.
const silent = -1

// patience is how long and how often a request is tried.
type patience struct {
	// attempt is how long one attempt may take, from when it may leave.
	attempt time.Duration
	// whole is how long all attempts may take, with the wait until the first may leave,
	// which has its time however long that was; 0 leaves that to the context.
	whole time.Duration
	// hold is how long the request may be held back on its route. Where that would take
	// longer, and nothing is done yet, it ends with a [*bot.Later].
	hold time.Duration
	// pause is waited after the first failure, twice as long after each other
	// one, and never more than longest.
	pause, longest time.Duration
	// notTwice is for what must not take effect twice: it is tried again only
	// where the attempt before had no effect.
	notTwice bool
	// gives is for what nobody waits for: it leaves room for what people do.
	gives bool
	// begin, if not nil, is called before the first attempt leaves, and keeps it from
	// leaving with an error.
	begin func(context.Context) error
}

var (
	// hurried is for the three seconds of an acknowledgement.
	hurried = patience{attempt: 1200 * time.Millisecond, hold: forever, pause: 100 * time.Millisecond, longest: 400 * time.Millisecond}
	// calm is for what has time.
	calm = patience{attempt: 10 * time.Second, hold: forever, pause: 500 * time.Millisecond, longest: 5 * time.Second}
	// unhurried is calm, for what the bot does by itself.
	unhurried = patience{
		attempt: calm.attempt, whole: 40 * time.Second, hold: 5 * time.Second, pause: calm.pause, longest: calm.longest, gives: true,
	}
)

// careful is patience for what nothing keeps from being there twice.
func (p patience) careful() patience {
	p.notTwice = true
	return p
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
	if p.whole > 0 {
		p.whole += sendTime(bytes)
	}
	return p
}

// again reports whether a request that failed is worth another attempt.
func (p patience) again(err error) bool {
	return temporary(err) && (!p.notTwice || without(err))
}

// without reports whether a request is known to have had no effect.
func without(err error) bool {
	if s, _ := status(err); s == http.StatusTooManyRequests || errors.Is(err, errHeld) || errors.Is(err, errNotBegun) {
		return true
	}
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}

// errNotBegun says that a request was not made because of [patience.begin].
var errNotBegun = errors.New("not begun")

// leave calls begin, if that is still to be done, for a request that leaves now.
func (p *patience) leave(ctx context.Context) error {
	begin := p.begin
	if begin == nil {
		return nil
	}
	p.begin = nil
	if err := begin(ctx); err != nil {
		return fmt.Errorf("%w: %w", errNotBegun, err)
	}
	if err := ctx.Err(); err != nil {
		return held(err)
	}
	return nil
}

// later is a [*bot.Later] where a failure asks for more than there is patience, nil
// otherwise.
func (p patience) later(err error) *bot.Later {
	if later, ok := errors.AsType[*bot.Later](err); ok {
		return later
	}
	if api, ok := errors.AsType[*apiError](err); ok && api.status == http.StatusTooManyRequests && api.retryAfter > p.hold {
		return &bot.Later{After: api.retryAfter}
	}
	return nil
}

// once makes one request when the pace allows it, which may take so long from then
// on. The path begins after the API's version. The answer is decoded into out unless
// that is nil. Errors are clean.
func (c *client) once(ctx context.Context, attempt time.Duration, method, path string, body, out any) error {
	return c.try(ctx, &patience{attempt: attempt, hold: forever}, method, path, body, out)
}

// try makes an attempt of a request, as once does.
func (c *client) try(ctx context.Context, p *patience, method, path string, body, out any) error {
	var contentType string
	var payload []byte
	if body != nil {
		var err error
		if contentType, payload, err = encode(body); err != nil {
			return err
		}
	}
	address := discordgo.EndpointAPI + path
	route := routeOf(method, pathIn(address))
	leave, err := c.pace.enter(ctx, route, p.hold)
	if err != nil {
		return held(err)
	}
	defer leave()
	if err := p.leave(ctx); err != nil {
		return err
	}
	if err := c.pace.soon(route, p.hold); err != nil {
		return held(err)
	}
	ctx, cancel := context.WithTimeout(ctx, p.attempt)
	defer cancel()
	// The library keeps the bucket of every path for ever, and the path of an
	// interaction is used once; so each request has a bucket of its own.
	bucket := discordgo.NewRatelimiter().LockBucket(path)
	answer, err := c.session.RequestWithLockedBucket(method, address, contentType, payload, bucket, 0,
		discordgo.WithContext(ctx), discordgo.WithRestRetries(0), discordgo.WithRetryOnRatelimit(false))
	if err != nil {
		return clean(err)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}

// pathIn returns the path of an address.
func pathIn(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Path
}

// call makes a request and repeats it while it may still succeed and ctx allows.
func (c *client) call(ctx context.Context, p patience, method, path string, body, out any) error {
	_, err := c.persist(ctx, p, method, path, body, out)
	return err
}

// persist is call. With an error it also reports whether an attempt may have had its
// effect all the same.
func (c *client) persist(ctx context.Context, p patience, method, path string, body, out any) (unsure bool, err error) {
	came := time.Now()
	if err := c.pace.soon(routeOf(method, pathIn(discordgo.EndpointAPI+path)), p.hold); err != nil {
		return false, err
	}
	if err := c.pace.give(ctx, p); err != nil {
		return false, held(err)
	}
	if p.whole > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, max(p.whole-time.Since(came), p.attempt))
		defer cancel()
	}
	pause := p.pause
	var before error
	for {
		err := c.try(ctx, &p, method, path, body, out)
		if errors.Is(err, errNotBegun) {
			return false, err
		}
		if later := p.later(err); later != nil {
			return false, later
		}
		if err != nil && temporary(err) && !without(err) {
			// To wait for another attempt is better than to leave it at that.
			unsure, p.hold = true, forever
		}
		if err != nil && ctx.Err() != nil && before != nil {
			// What was wrong until time ran out says more than that it did.
			return unsure, before
		}
		if err == nil || !p.again(err) || ctx.Err() != nil {
			return unsure, err
		}
		before = err
		wait := pause
		if api, ok := errors.AsType[*apiError](err); ok {
			wait = max(wait, api.retryAfter)
			p.hold -= api.retryAfter
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
			return unsure, err
		}
		if !sleep(ctx, wait) || c.pace.give(ctx, p) != nil {
			return unsure, err
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
