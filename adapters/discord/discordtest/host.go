package discordtest

import (
	"net/http"
	"slices"
	"strconv"
)

// Roles of the server: everybody's, whose id is the server's, the bot's, and one that
// people hold.
const (
	BotRole = "600000000000000001"
	Fans    = "600000000000000002"
)

// Permissions that the bot has at first: to view, send, embed, call roles, send in
// threads, open them, pin and create events.
const Everything = 1<<10 | 1<<11 | 1<<14 | 1<<17 | 1<<35 | 1<<38 | 1<<44 | 1<<51

// Types of channels.
const (
	text   = 0
	dm     = 1
	thread = 11
)

// room is a channel.
type room struct {
	kind   int
	name   string
	parent string
	pins   map[string]bool
	// away tells that a thread is archived.
	away bool
}

func rooms() map[string]*room {
	out := map[string]*room{}
	for id, kind := range map[string]int{Channel: text, Beside: text, DM: dm} {
		out[id] = &room{kind: kind, pins: map[string]bool{}}
	}
	out[Channel].name, out[Beside].name = "films", "beside"
	return out
}

// Rename sets the name of a channel.
func (s *Server) Rename(channel, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rooms[channel].name = name
}

// Allow sets what the bot may do on the server, and no more than that in its channels.
func (s *Server) Allow(permissions uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.allowed = permissions
}

// Open opens channels.
func (s *Server) Open(n int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for range n {
		id := s.newID()
		s.rooms[id] = &room{kind: text, pins: map[string]bool{}}
		out = append(out, id)
	}
	return out
}

// Turn sets the type of a channel.
func (s *Server) Turn(channel string, kind int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rooms[channel].kind = kind
}

// Archive puts a thread away.
func (s *Server) Archive(thread string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rooms[thread].away = true
}

func (s *Server) patchChannel(r *http.Request, body []byte) (any, *complaint) {
	id := r.PathValue("channel")
	if bad := s.forbidden(id, 1<<38); bad != nil {
		return nil, bad
	}
	var v struct {
		Archived *bool `json:"archived"`
	}
	strictly(s.t, body, &v)
	if v.Archived == nil || *v.Archived || s.rooms[id].kind != thread {
		s.t.Errorf("a channel becomes %s", body)
	}
	s.rooms[id].away = false
	return map[string]any{"id": id, "type": thread}, nil
}

// Delete deletes a message, as people can.
func (s *Server) Delete(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.messages, id)
}

// Pinned reports whether a message is pinned.
func (s *Server) Pinned(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.messages[id]
	return m != nil && s.rooms[m.ChannelID].pins[id]
}

// Remove removes a channel.
func (s *Server) Remove(channel string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gone[channel] = true
}

// Leave removes the bot from the server.
func (s *Server) Leave() {
	s.mu.Lock()
	s.away = true
	s.mu.Unlock()
	s.Send("GUILD_DELETE", map[string]any{"id": Guild})
}

// Return brings the bot back to the server.
func (s *Server) Return() {
	s.mu.Lock()
	s.away = false
	s.mu.Unlock()
	s.Send("GUILD_CREATE", map[string]any{"id": Guild, "name": "Club"})
}

// forbidden is what keeps the bot from doing something in a channel that takes some
// permissions, nil for nothing.
func (s *Server) forbidden(channel string, need uint64) *complaint {
	r := s.rooms[channel]
	switch {
	case r == nil || s.gone[channel] && !s.away:
		return unknownChannel
	case s.away && r.kind != dm:
		return missingAccess
	case r.kind == dm:
		return nil
	case s.allowed&(1<<10) == 0:
		return missingAccess
	case s.allowed&need != need:
		return missingPermissions
	}
	return nil
}

// message finds the message of a request.
func (s *Server) message(r *http.Request, need uint64) (*Message, *complaint) {
	channel := r.PathValue("channel")
	if bad := s.forbidden(channel, need); bad != nil {
		return nil, bad
	}
	m := s.messages[r.PathValue("message")]
	if m == nil || m.ChannelID != channel {
		return nil, unknownMessage
	}
	if s.rooms[channel].away {
		return nil, threadArchived
	}
	return m, nil
}

func (s *Server) putPin(r *http.Request, body []byte) (any, *complaint) {
	m, bad := s.message(r, 1<<51)
	if bad != nil {
		return nil, bad
	}
	if len(body) > 0 {
		s.t.Errorf("a pin has the body %s", body)
	}
	if r.Method == http.MethodPut {
		s.rooms[m.ChannelID].pins[m.ID] = true
	} else {
		delete(s.rooms[m.ChannelID].pins, m.ID)
	}
	return nil, nil
}

func (s *Server) postThread(r *http.Request, body []byte) (any, *complaint) {
	m, bad := s.message(r, 1<<35)
	if bad != nil {
		return nil, bad
	}
	var v struct {
		Name    string `json:"name"`
		Archive int    `json:"auto_archive_duration"`
	}
	strictly(s.t, body, &v)
	if n := length(v.Name); n < 1 || n > 100 || !slices.Contains([]int{60, 1440, 4320, 10080}, v.Archive) {
		s.t.Errorf("a thread is %s", body)
	}
	if s.rooms[m.ChannelID].kind != text {
		return nil, wrongChannelType
	}
	if s.rooms[m.ID] != nil {
		return nil, threadThere
	}
	s.rooms[m.ID] = &room{kind: thread, name: v.Name, parent: m.ChannelID, pins: map[string]bool{}}
	return map[string]any{"id": m.ID, "type": thread, "parent_id": m.ChannelID, "name": v.Name, "guild_id": Guild}, nil
}

func (s *Server) getChannel(r *http.Request, _ []byte) (any, *complaint) {
	id := r.PathValue("channel")
	if bad := s.forbidden(id, 0); bad != nil {
		return nil, bad
	}
	c := s.rooms[id]
	out := map[string]any{"id": id, "type": c.kind}
	switch c.kind {
	case dm:
	case thread:
		out["guild_id"], out["parent_id"], out["name"] = Guild, c.parent, c.name
	default:
		out["name"] = c.name
		out["guild_id"], out["permission_overwrites"] = Guild, s.overwrites()
	}
	return out, nil
}

// overwrites take away in each channel what the roles have given beyond what is
// allowed, and give back what everybody is denied.
func (s *Server) overwrites() []any {
	bits := func(n uint64) string { return strconv.FormatUint(n, 10) }
	return []any{
		map[string]any{"id": Guild, "type": 0, "allow": "0", "deny": bits(Everything)},
		map[string]any{"id": Fans, "type": 0, "allow": bits(Everything), "deny": "0"},
		map[string]any{"id": BotRole, "type": 0, "allow": bits(s.allowed), "deny": "0"},
	}
}

func (s *Server) getSelf(*http.Request, []byte) (any, *complaint) {
	return map[string]any{"id": Application, "username": BotName, "bot": true}, nil
}

func (s *Server) getServers(r *http.Request, _ []byte) (any, *complaint) {
	if s.away || r.URL.Query().Get("after") >= Guild {
		return []any{}, nil
	}
	return []any{map[string]any{"id": Guild, "name": "Club", "owner": false, "permissions": strconv.FormatUint(s.allowed|1<<31, 10)}}, nil
}

func (s *Server) getMember(r *http.Request, _ []byte) (any, *complaint) {
	if s.away || r.PathValue("guild") != Guild {
		return nil, unknownGuild
	}
	return map[string]any{"user": map[string]any{"id": r.PathValue("user")}, "roles": []string{BotRole}}, nil
}

var (
	missingAccess      = &complaint{403, 50001, "Missing Access"}
	missingPermissions = &complaint{403, 50013, "Missing Permissions"}
	unknownGuild       = &complaint{404, 10004, "Unknown Guild"}
	wrongChannelType   = &complaint{400, 50024, "Cannot execute action on this channel type"}
	threadThere        = &complaint{400, 160004, "A thread has already been created for this message"}
	threadArchived     = &complaint{400, 50083, "Thread is archived"}
)
