package discordtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// An Opening is how the gateway receives a bot that identifies or resumes. The
// zero one is as it should be.
type Opening struct {
	// Op is sent in the place of READY: 7 to reconnect, 9 for an invalid session.
	Op int
	// Close is the code with which the connection is closed.
	Close int
	// Silent leaves the bot without an answer.
	Silent bool
}

type gatewayState struct {
	openings []Opening
	// log lists what bots have done: "IDENTIFY", "RESUME", "GOODBYE".
	log []string
	// session is what a bot can resume, "" for none.
	session string
	live    *socket
	sockets []*socket
	beat    func()
}

// socket is one connection of a bot.
type socket struct {
	conn  *websocket.Conn
	write sync.Mutex
	mute  bool
	// ended is closed when the bot has left.
	ended chan struct{}
}

// close sends that the connection is closed. The bot's answer ends it.
func (c *socket) close(code int) {
	c.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, "so it is"), time.Now().Add(time.Second))
}

func (c *socket) send(v any) {
	c.write.Lock()
	defer c.write.Unlock()
	c.conn.WriteJSON(v)
}

type packet struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int             `json:"s,omitempty"`
	Type string          `json:"t,omitempty"`
}

// OnHeartbeat has a function called at each heartbeat of a bot.
func (s *Server) OnHeartbeat(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.beat = f
}

// Receive scripts how the next bots that identify or resume are received.
func (s *Server) Receive(openings ...Opening) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.openings = append(s.gateway.openings, openings...)
}

// Seen lists what bots have done at the gateway.
func (s *Server) Seen() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.gateway.log...)
}

// AwaitSeen waits until bots have done exactly this.
func (s *Server) AwaitSeen(want ...string) {
	s.t.Helper()
	if !s.Await("the bot at the gateway", func() bool { return len(s.Seen()) >= len(want) }) {
		return
	}
	if got := s.Seen(); !slices.Equal(got, want) {
		s.t.Errorf("bots have done %q, want %q", got, want)
	}
}

// Drop cuts all connections.
func (s *Server) Drop() {
	for _, c := range s.lose() {
		c.conn.UnderlyingConn().Close()
	}
}

// Kick closes all connections with a code, and returns when the bots have closed
// them, too: what they say in parting counts.
func (s *Server) Kick(code int) {
	s.t.Helper()
	lost := s.lose()
	for _, c := range lost {
		c.close(code)
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for _, c := range lost {
		select {
		case <-c.ended:
		case <-timer.C:
			s.t.Errorf("the bot does not close a connection that was closed with %d", code)
			return
		}
	}
}

// Order sends an operation: 7 to reconnect, 9 for an invalid session.
func (s *Server) Order(op int) {
	s.mu.Lock()
	live := s.gateway.live
	if op == 9 {
		// Without a session there are no events.
		s.gateway.session, s.gateway.live = "", nil
	}
	s.mu.Unlock()
	if live != nil {
		live.send(packet{Op: op, Data: json.RawMessage("false")})
	}
}

// Hush keeps the connections open and says nothing any more.
func (s *Server) Hush() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.gateway.sockets {
		c.mute = true
	}
	s.gateway.live = nil
}

func (s *Server) lose() []*socket {
	s.mu.Lock()
	defer s.mu.Unlock()
	lost := s.gateway.sockets
	s.gateway.sockets, s.gateway.live = nil, nil
	return lost
}

// dispatch sends an event to the bot, once there is one.
func (s *Server) dispatch(kind string, data any) {
	raw, err := json.Marshal(data)
	if err != nil {
		s.t.Errorf("encode an event: %v", err)
		return
	}
	var live *socket
	s.Await("a bot to connect", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		live = s.gateway.live
		return live != nil
	})
	if live != nil {
		live.send(s.event(kind, raw))
	}
}

func (s *Server) event(kind string, raw json.RawMessage) packet {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seq++
	return packet{Data: raw, Seq: s.seq, Type: kind}
}

func (s *Server) serveGateway(w http.ResponseWriter, r *http.Request) {
	if q := r.URL.Query(); q.Get("v") != "9" || q.Get("encoding") != "json" {
		s.t.Errorf("the gateway is opened with %q", r.URL.RawQuery)
	}
	conn, err := new(websocket.Upgrader).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer conn.Close()
	c := &socket{conn: conn, ended: make(chan struct{})}
	defer close(c.ended)
	s.mu.Lock()
	s.gateway.sockets = append(s.gateway.sockets, c)
	s.mu.Unlock()
	hello, _ := json.Marshal(map[string]int64{"heartbeat_interval": s.Heartbeat.Milliseconds()})
	c.send(packet{Op: 10, Data: hello})
	for {
		var p packet
		if err := conn.ReadJSON(&p); err != nil {
			s.left(c, err)
			return
		}
		s.hear(c, p)
	}
}

// left takes note of a connection that ended. A bot that says goodbye in an
// orderly way cannot resume.
func (s *Server) left(c *socket, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.happened()
	if websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) {
		s.gateway.session = ""
		s.gateway.log = append(s.gateway.log, "GOODBYE")
	}
	if s.gateway.live == c {
		s.gateway.live = nil
	}
}

func (s *Server) hear(c *socket, p packet) {
	s.mu.Lock()
	mute, beat := c.mute, s.gateway.beat
	s.mu.Unlock()
	if mute {
		return
	}
	switch p.Op {
	case 1:
		if beat != nil {
			beat()
		}
		c.send(packet{Op: 11, Data: json.RawMessage("null")})
	case 2:
		s.receive(c, "IDENTIFY", p.Data)
	case 6:
		s.receive(c, "RESUME", p.Data)
	default:
		s.t.Errorf("the bot sent operation %d to the gateway", p.Op)
	}
}

// receive answers a bot that identifies or resumes.
func (s *Server) receive(c *socket, kind string, raw json.RawMessage) {
	var v struct {
		Token   string `json:"token"`
		Intents int    `json:"intents"`
		Session string `json:"session_id"`
	}
	json.Unmarshal(raw, &v)
	s.mu.Lock()
	s.gateway.log = append(s.gateway.log, kind)
	var o Opening
	if len(s.gateway.openings) > 0 {
		o, s.gateway.openings = s.gateway.openings[0], s.gateway.openings[1:]
	}
	known := s.gateway.session != "" && s.gateway.session == v.Session
	s.happened()
	s.mu.Unlock()
	if kind == "IDENTIFY" && v.Intents != 1 {
		s.t.Errorf("the bot identifies with intents %d, want 1", v.Intents)
	}
	switch {
	case v.Token != "Bot "+Token && v.Token != Token:
		c.close(4004)
	case o.Close != 0:
		c.close(o.Close)
	case o.Silent:
	case o.Op != 0:
		c.send(packet{Op: o.Op, Data: json.RawMessage("false")})
	case kind == "RESUME" && !known:
		c.send(packet{Op: 9, Data: json.RawMessage("false")})
	case kind == "RESUME":
		c.send(s.event("RESUMED", json.RawMessage("{}")))
		s.makeLive(c)
	default:
		c.send(s.event("READY", s.newSession()))
		c.send(s.event("GUILD_CREATE", json.RawMessage(`{"id": "`+Guild+`", "unavailable": false, "name": "Club"}`)))
		s.makeLive(c)
	}
}

func (s *Server) newSession() json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.session = "session" + s.newID()
	ready, _ := json.Marshal(map[string]any{
		"v": 9, "session_id": s.gateway.session,
		"resume_gateway_url": "wss://resume.invalid",
		"user":               map[string]any{"id": Application, "username": BotName, "bot": true},
		"application":        map[string]any{"id": Application, "flags": 0},
		"guilds":             []any{map[string]any{"id": Guild, "unavailable": true}},
	})
	return ready
}

func (s *Server) makeLive(c *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.gateway.live = c
	s.happened()
}
