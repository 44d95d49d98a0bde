package discord

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"filmbot/bot"
)

// Lacks implements [bot.Poster]. What it knows may be a minute old.
func (a *Adapter) Lacks(ctx context.Context, at bot.Chat, wanted []bot.Permission) ([]bot.Permission, error) {
	if len(wanted) == 0 {
		return nil, nil
	}
	may, ok := a.allowed.in(at.ID, a.now())
	if !ok {
		ctx, cancel := context.WithTimeout(ctx, asking)
		defer cancel()
		var err error
		if may, err = a.rightsIn(ctx, at); err != nil {
			return nil, chatError("look up permissions on discord", err)
		}
		a.allowed.note(at.ID, may, a.now())
	}
	return may.lacks(wanted), nil
}

// asking is how long it may take to find out what the bot may do.
const asking = 20 * time.Second

// place is what the adapter reads of a channel
// (https://docs.discord.com/developers/resources/channel#channel-object).
type place struct {
	Type       int         `json:"type"`
	Name       string      `json:"name"`
	GuildID    string      `json:"guild_id"`
	ParentID   string      `json:"parent_id"`
	Overwrites []overwrite `json:"permission_overwrites"`
}

// rightsIn asks Discord what the bot may do in a chat.
func (a *Adapter) rightsIn(ctx context.Context, at bot.Chat) (rights, error) {
	var c place
	err := a.api.call(ctx, calm, http.MethodGet, pathOf("channels", at.ID), nil, &c)
	if _, code := status(err); code == codeMissingAccess && at.Server != "" {
		// The channel cannot be seen, or the bot is not on its server.
		may, err := a.rightsOn(ctx, at.Server)
		return rights{channelText, may &^ mayViewChannel}, err
	}
	if err != nil || c.GuildID == "" {
		return rights{channel: c.Type}, err
	}
	r := rights{channel: c.Type}
	if r.thread() {
		// A thread has the overwrites of the channel that it is in.
		if err := a.api.call(ctx, calm, http.MethodGet, pathOf("channels", c.ParentID), nil, &c); err != nil {
			return rights{}, err
		}
	}
	if r.may, err = a.rightsOn(ctx, c.GuildID); err != nil || len(c.Overwrites) == 0 {
		return r, err
	}
	self, roles, err := a.member(ctx, c.GuildID)
	if err != nil {
		return rights{}, err
	}
	if r.may&mayAdministrate == 0 {
		r.may = overwritten(r.may, c.Overwrites, c.GuildID, self, roles)
	}
	return r, nil
}

var errNoServer = &apiError{status: http.StatusNotFound, code: codeUnknownGuild, message: "Unknown Guild"}

// rightsOn asks what the bot may do on a server by its roles.
func (a *Adapter) rightsOn(ctx context.Context, id string) (uint64, error) {
	s, err := a.server(ctx, calm, id)
	switch {
	case err != nil:
		return 0, err
	case s.Owner:
		return mayAdministrate, nil
	}
	return permissions(s.Permissions), nil
}

// guild is what the adapter reads of a server that the bot is on.
type guild struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Owner       bool   `json:"owner"`
	Permissions string `json:"permissions"`
}

// server asks about a server. Of all servers that the bot is on Discord lists those
// after an id (https://docs.discord.com/developers/resources/user#get-current-user-guilds).
func (a *Adapter) server(ctx context.Context, p patience, id string) (guild, error) {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil || n == 0 {
		return guild{}, errNoServer
	}
	query := url.Values{"after": {strconv.FormatUint(n-1, 10)}, "limit": {"1"}}
	var list []guild
	if err := a.api.call(ctx, p, http.MethodGet, pathOf("users", "@me", "guilds")+"?"+query.Encode(), nil, &list); err != nil {
		return guild{}, err
	}
	if len(list) == 0 || list[0].ID != id {
		return guild{}, errNoServer
	}
	return list[0], nil
}

// member asks who the bot is on a server.
func (a *Adapter) member(ctx context.Context, server string) (self string, roles map[string]bool, err error) {
	if self, err = a.self(ctx); err != nil {
		return "", nil, err
	}
	var m struct {
		Roles []string `json:"roles"`
	}
	err = a.api.call(ctx, calm, http.MethodGet, pathOf("guilds", server, "members", self), nil, &m)
	roles = map[string]bool{}
	for _, id := range m.Roles {
		roles[id] = true
	}
	return self, roles, err
}

// self returns the id of the bot's account, which it asks for once.
func (a *Adapter) self(ctx context.Context) (string, error) {
	if known := a.account.Load(); known != nil {
		return *known, nil
	}
	var u person
	err := a.api.call(ctx, calm, http.MethodGet, pathOf("users", "@me"), nil, &u)
	if err == nil && u.ID == "" {
		err = errors.New("discord does not tell who the bot is")
	}
	if err != nil {
		return "", err
	}
	a.account.Store(&u.ID)
	return u.ID, nil
}

// allowances remember for a while what the bot may do in which channel. Every
// interaction tells it of its own.
type allowances struct {
	mu    sync.Mutex
	known map[string]allowance
}

type allowance struct {
	rights
	until time.Time
}

const (
	allowanceLife = time.Minute
	maxAllowances = 4096
)

func newAllowances() *allowances { return &allowances{known: map[string]allowance{}} }

func (a *allowances) in(channel string, now time.Time) (rights, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	known, ok := a.known[channel]
	return known.rights, ok && now.Before(known.until)
}

func (a *allowances) note(channel string, r rights, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.known) >= maxAllowances {
		maps.DeleteFunc(a.known, func(_ string, x allowance) bool { return !now.Before(x.until) })
	}
	if len(a.known) >= maxAllowances {
		clear(a.known)
	}
	a.known[channel] = allowance{r, now.Add(allowanceLife)}
}
