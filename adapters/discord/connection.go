package discord

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
)

// connection is a session of the library's and the connection under it. It may be
// opened again after it was lost, and resumes then where it ended.
type connection struct {
	*Adapter
	session *discordgo.Session
	jobs    *pool

	starts  chan start
	lost    chan struct{}
	closing chan struct{}
	anew    chan struct{}
	fatal   chan error
	leaving <-chan struct{}
	mute    func()
	// resumed tells that the session went on when it was last opened.
	resumed bool

	mu      sync.Mutex
	conn    *wire
	gateway string
}

// start is the moment from which events come.
type start struct {
	resumed     bool
	application string
}

// newConnection returns a connection that is not open. It must be closed or discarded.
func (a *Adapter) newConnection(ctx context.Context, jobs *pool) (*connection, error) {
	s, err := discordgo.New("Bot " + a.token)
	if err != nil {
		return nil, err
	}
	s.ShouldReconnectOnError = false
	s.ShouldReconnectVoiceOnSessionError = false
	s.ShouldRetryOnRateLimit = false
	s.MaxRestRetries = 0
	s.StateEnabled = false
	s.SyncEvents = true
	s.Identify.Intents = discordgo.IntentsGuilds
	// One step further the library logs the token.
	s.LogLevel = discordgo.LogInformational
	c := &connection{
		Adapter: a,
		session: s,
		jobs:    jobs,
		starts:  make(chan start, 1),
		lost:    make(chan struct{}, 1),
		closing: make(chan struct{}, 1),
		anew:    make(chan struct{}, 1),
		fatal:   make(chan error, 1),
		leaving: ctx.Done(),
	}
	s.AddHandler(c.event)
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { signal(c.lost) })
	c.mute = listenTo(c)
	return c, nil
}

// open connects, and returns when events may come. It may return [errStuck]; the
// connection must be discarded then.
func (c *connection) open(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, c.timing.opening)
	defer cancel()
	c.forget()
	c.session.Client = &http.Client{Transport: c.inquiry(ctx)}
	c.session.Dialer = c.dialer(ctx)
	opened := make(chan error, 1)
	go func() { opened <- c.session.Open() }()
	defer context.AfterFunc(ctx, c.giveUp)()

	// To be told to reconnect while it opens makes the library wait for a lock
	// that it holds itself, for ever.
	var deadlocked <-chan time.Time
	over := ctx.Done()
	for {
		select {
		case err := <-opened:
			return c.opened(ctx, err)
		case <-c.closing:
			deadlocked = time.After(c.timing.unlock)
		case <-over:
			over = nil
			if !c.ready.Load() {
				deadlocked = time.After(c.timing.unlock)
			}
		case <-deadlocked:
			return errStuck
		}
	}
}

// giveUp cuts a connection that is not ready. Once it is, the library opens it
// without waiting for anything more, and it can be left with a goodbye, without
// which the bot would seem to be online.
func (c *connection) giveUp() {
	if !c.ready.Load() {
		c.hangUp()
	}
}

// opened judges what the library returned.
func (c *connection) opened(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, discordgo.ErrWSAlreadyOpen):
		// The loss was that of an earlier connection, told late.
		c.ready.Store(true)
		return nil
	case err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded):
		return errNotReady
	}
	return clean(err)
}

// forget drops the signs of the connection before.
func (c *connection) forget() {
	for {
		select {
		case <-c.starts:
		case <-c.lost:
		case <-c.closing:
		case <-c.anew:
		case <-c.fatal:
		default:
			return
		}
	}
}

// watch returns when an open connection is lost or ctx is done.
func (c *connection) watch(ctx context.Context, onReady func(application string)) error {
	patience := time.NewTimer(c.timing.opening)
	defer patience.Stop()
	if c.ready.Load() {
		patience.Stop()
	}
	reason := errLost
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-c.lost:
			select {
			case told := <-c.fatal:
				return &operatorError{told}
			default:
				return reason
			}
		case s := <-c.starts:
			patience.Stop()
			c.resumed = s.resumed
			c.log.Info("connected", "resumed", s.resumed)
			if s.application != "" {
				onReady(s.application)
			}
		case <-c.anew:
			patience.Reset(c.timing.opening)
		case <-patience.C:
			if !c.ready.Load() {
				reason = errNotReady
				c.hangUp()
			}
		}
	}
}

// close ends the session, so that Discord shows the bot offline at once. The
// library takes a second for that, or longer; when over is done the connection is
// cut.
func (c *connection) close(over context.Context, err error) {
	defer context.AfterFunc(over, c.hangUp)()
	if !errors.Is(err, errStuck) {
		c.session.Close()
	}
	c.discard()
}

// discard lets go of a connection. The goroutines of a deadlocked session stay.
func (c *connection) discard() {
	c.hangUp()
	c.mute()
}

// event takes in what the gateway sends. The library calls it in the goroutine
// that reads, so it does not wait.
func (c *connection) event(_ *discordgo.Session, e *discordgo.Event) {
	switch e.Type {
	case "INTERACTION_CREATE":
		if !c.jobs.take(job{raw: e.RawData, arrived: time.Now()}) {
			c.log.Warn("an interaction is dropped: there is too much to do")
		}
	case "READY":
		var v struct {
			Application struct {
				ID string `json:"id"`
			} `json:"application"`
		}
		read(e.RawData, &v)
		c.begin(start{application: v.Application.ID})
	case "RESUMED":
		c.begin(start{resumed: true})
	case "GUILD_CREATE", "GUILD_DELETE":
		c.servers.note(presenceOf(e.Type, e.RawData))
	}
}

func (c *connection) begin(s start) {
	c.ready.Store(true)
	select {
	case c.starts <- s:
	default:
	}
}

// holdIdentify waits as long as Discord asks for before a refused session is
// begun anew. Identifying at once would be refused again, over and over, and a
// bot has only a thousand identifications a day.
func (c *connection) holdIdentify() {
	c.ready.Store(false)
	signal(c.anew)
	pause := c.timing.reidentify
	pause += time.Duration(4 * c.jitter() * float64(pause))
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.leaving:
	}
}
