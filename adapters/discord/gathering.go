package discord

import (
	"context"
	"net/http"
	"strings"
	"time"

	"filmbot/bot"
)

// Limits of a server's events
// (https://docs.discord.com/developers/resources/guild-scheduled-event).
const (
	maxEventName  = 100
	maxEventAbout = 1000
	maxEventPlace = 100
)

// Values in events.
const (
	forMembers   = 2 // privacy_level
	elsewhere    = 3 // entity_type: not in one of the server's channels
	eventIsOver  = 3
	eventIsOff   = 4
	beforeStarts = time.Minute
)

// gathering is what Discord takes for an event.
type gathering struct {
	Name    string  `json:"name"`
	About   *string `json:"description"`
	Start   string  `json:"scheduled_start_time"`
	End     string  `json:"scheduled_end_time"`
	Privacy int     `json:"privacy_level"`
	// Kind is left out of a change.
	Kind  int `json:"entity_type,omitempty"`
	Place struct {
		Location string `json:"location"`
	} `json:"entity_metadata"`
}

func newGathering(e bot.Gathering) gathering {
	g := gathering{Name: eventText(e.Name, maxEventName), Start: eventTime(e.Start), End: eventTime(e.End), Privacy: forMembers}
	if g.Name == "" {
		g.Name = ellipsis
	}
	if about := eventText(e.About, maxEventAbout); about != "" {
		g.About = &about
	}
	if g.Place.Location = eventText(e.Where, maxEventPlace); g.Place.Location == "" {
		g.Place.Location = ellipsis
	}
	return g
}

// eventText is a text of an event. There markdown is not documented to count, so
// nothing is escaped.
func eventText(s string, limit int) string {
	s = strings.TrimSpace(tidy(head(s, 10*limit)))
	if blank(s) {
		return ""
	}
	return clusters(s).cut(limit).text()
}

func eventTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// planned is an event as Discord tells it.
type planned struct {
	ID        string `json:"id"`
	CreatorID string `json:"creator_id"`
	Name      string `json:"name"`
	Start     string `json:"scheduled_start_time"`
	Status    int    `json:"status"`
}

func (p planned) over() bool { return p.Status == eventIsOver || p.Status == eventIsOff }

// same reports whether an event has a name and a beginning.
func (p planned) same(g gathering) bool {
	start, err := time.Parse(time.RFC3339, p.Start)
	return err == nil && eventTime(start) == g.Start && p.Name == g.Name
}

// Plan implements [bot.Poster]. An event that has begun, or does so within a minute,
// is [bot.ErrUnsupported], because Discord only takes those of the future.
func (a *Adapter) Plan(ctx context.Context, at bot.Chat, id string, e bot.Gathering) (string, error) {
	if at.Server == "" || e.Start.Sub(a.now()) < beforeStarts || !e.End.After(e.Start) {
		return "", bot.ErrUnsupported
	}
	g := newGathering(e)
	var err error
	if id == "" {
		id, err = a.planAnew(ctx, at.Server, g)
	} else {
		err = a.replan(ctx, at.Server, id, g)
	}
	if err != nil {
		return "", chatError("plan an event on discord", err)
	}
	return id, nil
}

// planAnew makes an event that is not there. Nothing keeps Discord from making it
// twice, so a failure after which it may be there leads to another look.
func (a *Adapter) planAnew(ctx context.Context, server string, g gathering) (string, error) {
	const looks = 3
	for look := 1; ; look++ {
		id, err := a.findPlanned(ctx, server, g)
		if err != nil || id != "" {
			if err == nil {
				err = a.replan(ctx, server, id, g)
			}
			return id, err
		}
		g := g
		g.Kind = elsewhere
		var made planned
		unsure, err := a.api.persist(ctx, unhurried.careful(), http.MethodPost, pathOf("guilds", server, "scheduled-events"), g, &made)
		if err == nil || !unsure || look == looks {
			return made.ID, err
		}
	}
}

// findPlanned returns the id of the bot's event with a name and a beginning, or "".
func (a *Adapter) findPlanned(ctx context.Context, server string, g gathering) (string, error) {
	self, err := a.self(ctx)
	if err != nil {
		return "", err
	}
	var all []planned
	if err := a.api.call(ctx, unhurried, http.MethodGet, pathOf("guilds", server, "scheduled-events"), nil, &all); err != nil {
		return "", err
	}
	for _, p := range all {
		if p.CreatorID == self && p.same(g) && !p.over() {
			return p.ID, nil
		}
	}
	return "", nil
}

// replan changes an event that is there.
func (a *Adapter) replan(ctx context.Context, server, id string, g gathering) error {
	var now planned
	err := a.api.call(ctx, unhurried, http.MethodPatch, pathOf("guilds", server, "scheduled-events", id), g, &now)
	if err == nil && now.over() {
		return bot.ErrNotFound
	}
	return err
}

// CallOff implements [bot.Poster].
func (a *Adapter) CallOff(ctx context.Context, at bot.Chat, id string) error {
	if at.Server == "" {
		return bot.ErrUnsupported
	}
	err := a.api.call(ctx, unhurried, http.MethodDelete, pathOf("guilds", at.Server, "scheduled-events", id), nil, nil)
	switch _, code := status(err); code {
	case codeUnknownEvent, codeFinishedEvent:
		return nil
	}
	return chatError("call off an event on discord", err)
}
