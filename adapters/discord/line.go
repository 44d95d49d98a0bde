package discord

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// line is a session of the library's and the connection under it. It may be
// opened again after it was lost, and resumes then where it ended.
type line struct {
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
	// resumed tells that the session went on when the line was last opened.
	resumed bool

	mu      sync.Mutex
	conn    net.Conn
	gateway string
}

// start is the moment from which events come.
type start struct {
	resumed     bool
	application string
}

// newLine returns a line that is not open. It must be closed or discarded.
func (a *Adapter) newLine(ctx context.Context, jobs *pool) (*line, error) {
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
	l := &line{
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
	s.AddHandler(l.event)
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { signal(l.lost) })
	l.mute = listenTo(l)
	return l, nil
}

// open connects, and returns when events may come. It may return [errStuck]; the
// line must be discarded then.
func (l *line) open(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, l.timing.opening)
	defer cancel()
	l.forget()
	l.session.Client = &http.Client{Transport: l.inquiry(ctx)}
	l.session.Dialer = l.dialer(ctx)
	opened := make(chan error, 1)
	go func() { opened <- l.session.Open() }()
	defer context.AfterFunc(ctx, l.hangUp)()

	// To be told to reconnect while it opens makes the library wait for a lock
	// that it holds itself, for ever.
	var deadlocked <-chan time.Time
	over := ctx.Done()
	for {
		select {
		case err := <-opened:
			return l.opened(ctx, err)
		case <-l.closing:
			deadlocked = time.After(l.timing.unlock)
		case <-over:
			over = nil
			deadlocked = time.After(l.timing.unlock)
		case <-deadlocked:
			return errStuck
		}
	}
}

// opened judges what the library returned.
func (l *line) opened(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, discordgo.ErrWSAlreadyOpen):
		// The loss was that of an earlier connection, told late.
		l.ready.Store(true)
		return nil
	case err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded):
		return errNotReady
	}
	return clean(err)
}

// forget drops the signs of the connection before.
func (l *line) forget() {
	for {
		select {
		case <-l.starts:
		case <-l.lost:
		case <-l.closing:
		case <-l.anew:
		case <-l.fatal:
		default:
			return
		}
	}
}

// watch returns when an open line is lost or ctx is done.
func (l *line) watch(ctx context.Context, onReady func(application string)) error {
	patience := time.NewTimer(l.timing.opening)
	defer patience.Stop()
	if l.ready.Load() {
		patience.Stop()
	}
	reason := errLost
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-l.lost:
			select {
			case told := <-l.fatal:
				return &operatorError{told}
			default:
				return reason
			}
		case s := <-l.starts:
			patience.Stop()
			l.resumed = s.resumed
			l.log.Info("connected", "resumed", s.resumed)
			if s.application != "" {
				onReady(s.application)
			}
		case <-l.anew:
			patience.Reset(l.timing.opening)
		case <-patience.C:
			if !l.ready.Load() {
				reason = errNotReady
				l.hangUp()
			}
		}
	}
}

// close ends the session, so that Discord shows the bot offline at once. The
// library takes a second for that.
func (l *line) close(err error) {
	if !errors.Is(err, errStuck) {
		l.session.Close()
	}
	l.discard()
}

// discard lets go of a line. The goroutines of a deadlocked session stay.
func (l *line) discard() {
	l.hangUp()
	l.mute()
}

// event takes in what the gateway sends. The library calls it in the goroutine
// that reads, so it does not wait.
func (l *line) event(_ *discordgo.Session, e *discordgo.Event) {
	switch e.Type {
	case "INTERACTION_CREATE":
		if !l.jobs.take(job{raw: e.RawData, arrived: time.Now()}) {
			l.log.Warn("an interaction is dropped: there is too much to do")
		}
	case "READY":
		var v struct {
			Application struct {
				ID string `json:"id"`
			} `json:"application"`
		}
		read(e.RawData, &v)
		l.begin(start{application: v.Application.ID})
	case "RESUMED":
		l.begin(start{resumed: true})
	}
}

func (l *line) begin(s start) {
	l.ready.Store(true)
	select {
	case l.starts <- s:
	default:
	}
}

// holdIdentify waits as long as Discord asks for before a refused session is
// begun anew. Identifying at once would be refused again, over and over, and a
// bot has only a thousand identifications a day.
func (l *line) holdIdentify() {
	l.ready.Store(false)
	signal(l.anew)
	pause := l.timing.reidentify
	pause += time.Duration(4 * l.jitter() * float64(pause))
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-l.leaving:
	}
}

// inquiry is the way on which the library asks for the gateway's address.
func (l *line) inquiry(ctx context.Context) http.RoundTripper {
	return roundTrip(func(req *http.Request) (*http.Response, error) {
		resp, err := l.transit.RoundTrip(req.WithContext(ctx))
		if err != nil {
			return nil, err
		}
		body, err := peek(resp)
		if err != nil {
			return nil, err
		}
		var v struct {
			URL string `json:"url"`
		}
		if json.Unmarshal(body, &v) == nil {
			l.mu.Lock()
			l.gateway = strings.TrimSuffix(v.URL, "/")
			l.mu.Unlock()
		}
		return resp, nil
	})
}

// address is the gateway's address, or "" before it is known.
func (l *line) address() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.gateway
}

// handshake is how long connecting and agreeing on the protocol may take.
const handshake = 20 * time.Second

// dialer connects while ctx allows. The connection outlives ctx.
func (l *line) dialer(ctx context.Context) *websocket.Dialer {
	dial := func(dialing context.Context, network, address string) (net.Conn, error) {
		dialing, cancel := context.WithCancel(dialing)
		defer cancel()
		defer context.AfterFunc(ctx, cancel)()
		conn, err := new(net.Dialer).DialContext(dialing, network, address)
		if err != nil {
			return nil, err
		}
		w := &wire{Conn: conn, silence: l.timing.silence}
		l.mu.Lock()
		l.conn = w
		l.mu.Unlock()
		if ctx.Err() != nil {
			l.hangUp()
		}
		return w, nil
	}
	return &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: handshake, NetDialContext: dial}
}

// hangUp cuts the connection.
func (l *line) hangUp() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn != nil {
		l.conn.Close()
	}
}
