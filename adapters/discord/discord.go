// Package discord connects filmbot to Discord: a gateway connection brings in
// what people do, REST calls take the answers out.
//
// The package renders, escapes and cuts; it says nothing in words of its own.
// What is pure stands apart from what talks to the network: inbound.go turns
// what Discord sends into requests, outbound.go turns replies into what Discord
// shows.
package discord

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"filmbot/bot"
)

// Platform is the name of the platform in users, chats and logs.
const Platform = "discord"

// DefaultURL is the base address of Discord's API.
const DefaultURL = "https://discord.com"

// A Config is what an adapter needs.
type Config struct {
	// Token is the bot's token, without the word "Bot" before it.
	Token string
	// APIURL is the base address of the API, for a proxy or a test;
	// [DefaultURL] where it is empty.
	APIURL string
	// Commands are registered with Discord when they have changed since the last
	// time. None leaves what is registered as it is.
	Commands []bot.Command
	// Notebook remembers what was registered. Nil registers at every start.
	Notebook bot.Notebook
	// Logger is [slog.Default] where it is nil.
	Logger *slog.Logger
}

// An Adapter is a [bot.Adapter] for Discord.
type Adapter struct {
	commands []bot.Command
	notebook bot.Notebook
	log      *slog.Logger
	token    string
	transit  *transit
	api      *client
	seen     *recent
	servers  *presences
	allowed  *allowances
	// turns is as full as there are handlers that run.
	turns  chan struct{}
	timing timing
	jitter func() float64
	now    func() time.Time
	ready  atomic.Bool
	// account is the id of the bot's account, "" before it is known.
	account atomic.Pointer[string]
}

var _ bot.Adapter = (*Adapter)(nil)

// timing holds the spans that the adapter waits.
type timing struct {
	// deferral is how long after an interaction has come it is acknowledged
	// without an answer.
	deferral time.Duration
	// window is how long after an interaction has come it can be acknowledged at
	// all: Discord's three seconds less the way there
	// (https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback).
	window time.Duration
	// handling is how long a handler has for an answer.
	handling time.Duration
	// progress is how long a text about progress stands at least.
	progress time.Duration
	// silence is how long the gateway may say nothing. It asks for a heartbeat
	// every 41 seconds and acknowledges each.
	silence time.Duration
	// opening is how long a connection may take until it is ready.
	opening time.Duration
	// unlock is how long the library may take to notice that its connection is
	// gone before its session is held to be deadlocked.
	unlock time.Duration
	// settle lets the goroutines of a lost connection end before the next one
	// opens: a late heartbeat would close that, too.
	settle time.Duration
	// steady is how long a connection must have lasted for its loss not to count
	// as another failure.
	steady time.Duration
	// retry and retryMax are the first and the longest pause between attempts to
	// connect or to register.
	retry, retryMax time.Duration
	// resume is the longest pause where the session before could be resumed.
	resume time.Duration
	// reidentify is the shortest pause before a refused session is begun anew;
	// the longest is five times as much
	// (https://docs.discord.com/developers/events/gateway#resuming).
	reidentify time.Duration
	// drain is how long work under way may take when the adapter stops, and stop
	// how long all of that may take: the process has ten seconds.
	drain, stop time.Duration
}

func usualTiming() timing {
	return timing{
		deferral:   1800 * time.Millisecond,
		window:     2900 * time.Millisecond,
		handling:   30 * time.Second,
		progress:   time.Second,
		silence:    90 * time.Second,
		opening:    60 * time.Second,
		unlock:     2 * time.Second,
		settle:     100 * time.Millisecond,
		steady:     30 * time.Second,
		retry:      time.Second,
		retryMax:   2 * time.Minute,
		resume:     3 * time.Second,
		reidentify: time.Second,
		drain:      8 * time.Second,
		stop:       9 * time.Second,
	}
}

// New returns an adapter. It does not use the network. An error is one line
// that tells an operator which setting is wrong.
func New(c Config) (*Adapter, error) {
	token, err := checkToken(c.Token)
	if err != nil {
		return nil, err
	}
	base, err := checkURL(c.APIURL)
	if err != nil {
		return nil, err
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	t := newTransit(base)
	api, err := newClient(token, t)
	if err != nil {
		return nil, fmt.Errorf("start the discord library: %w", err)
	}
	return &Adapter{
		commands: c.Commands,
		notebook: c.Notebook,
		log:      c.Logger.With("platform", Platform),
		token:    token,
		transit:  t,
		api:      api,
		seen:     newRecent(recentSize),
		servers:  newPresences(),
		allowed:  newAllowances(),
		turns:    make(chan struct{}, workers),
		timing:   usualTiming(),
		jitter:   rand.Float64,
		now:      time.Now,
	}, nil
}

func checkToken(token string) (string, error) {
	token = strings.TrimSpace(token)
	token = strings.TrimSpace(strings.TrimPrefix(token, "Bot "))
	if token == "" {
		return "", errors.New("DISCORD_TOKEN is empty: copy the bot's token from " + portal)
	}
	for _, r := range token {
		if r <= ' ' || r > '~' {
			return "", errors.New("DISCORD_TOKEN contains a character that no token has: copy it anew from " + portal)
		}
	}
	return token, nil
}

func checkURL(address string) (*url.URL, error) {
	if address == "" {
		address = DefaultURL
	}
	base, err := url.Parse(address)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, errors.New("DISCORD_API_URL is not an address such as " + DefaultURL)
	}
	return base, nil
}

// Ready reports whether the bot is connected and gets what people do.
func (a *Adapter) Ready() bool { return a.ready.Load() }

// Run implements [bot.Adapter].
func (a *Adapter) Run(ctx context.Context, h bot.Handler) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	work, abort := outlive(ctx, a.timing.drain)
	defer abort()
	over, cancel := outlive(ctx, a.timing.stop)
	defer cancel()
	jobs := newPool(func(j job) { a.serve(work, h, j) })
	observed := make(chan struct{})
	go func() {
		defer close(observed)
		a.observe(ctx, work, h)
	}()
	leave, err := a.stayConnected(ctx, jobs)
	stop()
	a.ready.Store(false)
	left := make(chan struct{})
	go func() {
		defer close(left)
		leave(over)
	}()
	if !jobs.drain(work) {
		a.log.Warn("work under way was cut off")
		jobs.drain(over)
	}
	for _, done := range []chan struct{}{left, observed} {
		select {
		case <-done:
		case <-over.Done():
		}
	}
	// A connection that is left may have come to be ready meanwhile.
	a.ready.Store(false)
	a.transit.closeIdle()
	return err
}

// outlive returns a context that is done so long after ctx is.
func outlive(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(ctx, func() {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			cancel()
		case <-longer.Done():
		}
	})
	return longer, cancel
}

// backoff is the pause after a number of failures in a row, at least half of it
// certain.
func (a *Adapter) backoff(failures int) time.Duration {
	pause := a.timing.retry
	for range failures - 1 {
		if pause = 2 * pause; pause >= a.timing.retryMax {
			pause = a.timing.retryMax
			break
		}
	}
	return pause/2 + time.Duration(a.jitter()*float64(pause/2))
}

// sleep waits, and reports whether it was not cut short by ctx.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
