package discord

import (
	"context"
	"sync"

	"filmbot/bot"
)

// presences is what there is to tell a handler about servers that the bot is in,
// or is not in any more. After each start that is one entry for each server.
type presences struct {
	mu    sync.Mutex
	news  map[string]bot.Presence
	order []string
	more  chan struct{}
}

func newPresences() *presences {
	return &presences{news: map[string]bot.Presence{}, more: make(chan struct{}, 1)}
}

// note takes in what is so in a server. It does not wait. Of two notes about one
// server the later one counts.
func (p *presences) note(guild string, is bot.Presence) {
	if guild == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.news[guild]; !known {
		p.order = append(p.order, guild)
	}
	p.news[guild] = is
	signal(p.more)
}

// putBack returns a note to the queue, unless there is a later one.
func (p *presences) putBack(guild string, is bot.Presence) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, later := p.news[guild]; later {
		return
	}
	p.news[guild] = is
	p.order = append(p.order, guild)
	signal(p.more)
}

// next takes the oldest note off the queue.
func (p *presences) next() (guild string, is bot.Presence, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.order) == 0 {
		return "", bot.PresenceUnknown, false
	}
	guild, p.order = p.order[0], p.order[1:]
	is = p.news[guild]
	delete(p.news, guild)
	return guild, is, true
}

// observe tells a handler what is noted, one after the other, until ctx is done
// and nothing is left, or work is done. What fails is told again later.
func (a *Adapter) observe(ctx, work context.Context, h bot.Handler) {
	failures := 0
	for work.Err() == nil {
		guild, is, ok := a.servers.next()
		if !ok {
			select {
			case <-a.servers.more:
				continue
			case <-ctx.Done():
				return
			}
		}
		err := a.observeOne(work, h, guild, is)
		if err == nil {
			failures = 0
			continue
		}
		failures++
		wait := a.backoff(failures)
		a.log.Warn("the bot's presence in a server is not recorded", "err", err, "wait", wait)
		a.servers.putBack(guild, is)
		if !sleep(ctx, wait) {
			return
		}
	}
}

func (a *Adapter) observeOne(work context.Context, h bot.Handler, guild string, is bot.Presence) (err error) {
	ctx, cancel := context.WithTimeout(work, a.timing.handling)
	defer cancel()
	server := bot.Chat{Platform: Platform, ID: guild, Server: guild}
	a.guard(func() { err = h.Observe(ctx, bot.Event{Chat: server, Presence: is}) })
	return err
}

// presenceOf reads an event about a server. A server that is unavailable for a
// while is none that the bot was removed from
// (https://docs.discord.com/developers/events/gateway-events#guild-delete).
func presenceOf(event string, raw []byte) (guild string, is bot.Presence) {
	var v struct {
		ID          string `json:"id"`
		Unavailable bool   `json:"unavailable"`
	}
	read(raw, &v)
	switch {
	case event == "GUILD_CREATE":
		return v.ID, bot.Present
	case v.Unavailable:
		return "", bot.PresenceUnknown
	}
	return v.ID, bot.Absent
}
