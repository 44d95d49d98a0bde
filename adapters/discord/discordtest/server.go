// Package discordtest is a Discord to test against: the parts of its REST API
// and its gateway that filmbot uses, on the loopback network, and people who
// type, choose and press. It is strict: what Discord would refuse, and what it
// would show otherwise than meant, fails the test.
package discordtest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the fake Discord knows its bot by.
const (
	Token       = "test.token-of.discord"
	Application = "900000000000000001"
	BotName     = "Film Bot"
	Guild       = "400000000000000001"
	Channel     = "500000000000000001"
	DM          = "500000000000000002"
	Beside      = "500000000000000003"
)

// patience is how long anything is waited for.
const patience = 15 * time.Second

// A Server is a fake Discord with one server, two channels in it, and one bot.
type Server struct {
	// URL is the base address of the API.
	URL string
	// Heartbeat is how often the gateway wants to hear from the bot. Set it
	// before the bot connects.
	Heartbeat time.Duration
	// Window is how long an interaction can be answered at first. Tests of
	// something else widen it, for a machine may be busy.
	Window time.Duration

	t    testing.TB
	http *httptest.Server
	stop chan struct{}

	mu        sync.Mutex
	changed   chan struct{}
	seq       int
	ids       int
	people    map[string]string
	messages  map[string]*Message
	exchanges map[string]*Exchange
	gone      map[string]bool
	rooms     map[string]*room
	events    map[string]*Scheduled
	allowed   uint64
	away      bool
	files     map[string]File
	faults    []*Fault
	requests  []string
	commands  []json.RawMessage
	gateway   gatewayState
}

// Start starts a server that ends with the test.
func Start(t testing.TB) *Server {
	s := &Server{
		Heartbeat: 41250 * time.Millisecond,
		Window:    3 * time.Second,
		t:         t,
		stop:      make(chan struct{}),
		changed:   make(chan struct{}),
		people:    map[string]string{},
		messages:  map[string]*Message{},
		exchanges: map[string]*Exchange{},
		gone:      map[string]bool{},
		rooms:     rooms(),
		events:    map[string]*Scheduled{},
		allowed:   Everything,
		files:     map[string]File{},
	}
	s.http = httptest.NewServer(s.routes())
	s.URL = s.http.URL
	t.Cleanup(func() {
		close(s.stop)
		s.Drop()
		s.http.Close()
	})
	return s
}

// Requests lists the requests so far, as "POST /channels/1/messages".
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.requests...)
}

// Registered lists the bodies with which commands were registered.
func (s *Server) Registered() []json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]json.RawMessage(nil), s.commands...)
}

// Message returns a message as it stands.
func (s *Server) Message(id string) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, ok := s.messages[id]
	if !ok {
		return Message{}, false
	}
	return *m, true
}

// All lists the bot's messages as they stand, the oldest first.
func (s *Server) All() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, id := range slices.Sorted(maps.Keys(s.messages)) {
		out = append(out, *s.messages[id])
	}
	return out
}

// Messages counts the bot's messages.
func (s *Server) Messages() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.messages)
}

// Thinking counts the answers that were put off and have not come.
func (s *Server) Thinking() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, m := range s.messages {
		if m.Thinking {
			n++
		}
	}
	return n
}

// Await waits until something holds. It is asked whenever something happens.
func (s *Server) Await(what string, holds func() bool) bool {
	s.t.Helper()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if holds() {
			return true
		}
		select {
		case <-changed:
		case <-timer.C:
			s.t.Errorf("discord waits in vain for %s", what)
			return false
		}
	}
}

// happened wakes those who wait. The server must be locked.
func (s *Server) happened() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Server) newID() string {
	s.ids++
	return strconv.Itoa(700000000000000000 + s.ids)
}

// complaint is an answer that is not a success.
type complaint struct {
	status  int
	code    int
	message string
}

func (c *complaint) body() string {
	return fmt.Sprintf(`{"message": %q, "code": %d}`, c.message, c.code)
}

var (
	unknownInteraction = &complaint{404, 10062, "Unknown interaction"}
	unknownWebhook     = &complaint{404, 10015, "Unknown Webhook"}
	unknownMessage     = &complaint{404, 10008, "Unknown Message"}
	unknownChannel     = &complaint{404, 10003, "Unknown Channel"}
	acknowledged       = &complaint{400, 40060, "Interaction has already been acknowledged."}
	unauthorized       = &complaint{401, 0, "401: Unauthorized"}
)

// endpoint answers a request with a body for JSON, or nil for none. Files that
// came along are in the request's form.
type endpoint func(r *http.Request, body []byte) (any, *complaint)

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/gw/", s.serveGateway)
	mux.HandleFunc("GET /attachments/{id}/{name}", s.serveFile)
	for route, e := range map[string]endpoint{
		"GET /gateway":                                        s.getGateway,
		"GET /applications/{app}":                             s.getApplication,
		"PUT /applications/{app}/commands":                    s.putCommands,
		"POST /interactions/{id}/{token}/callback":            s.postCallback,
		"PATCH /webhooks/{app}/{token}/messages/{message}":    s.patchOriginal,
		"DELETE /webhooks/{app}/{token}/messages/{message}":   s.deleteOriginal,
		"POST /webhooks/{app}/{token}":                        s.postFollowUp,
		"POST /channels/{channel}/messages":                   s.postMessage,
		"PATCH /channels/{channel}/messages/{message}":        s.patchMessage,
		"PUT /channels/{channel}/messages/pins/{message}":     s.putPin,
		"DELETE /channels/{channel}/messages/pins/{message}":  s.putPin,
		"POST /channels/{channel}/messages/{message}/threads": s.postThread,
		"GET /channels/{channel}":                             s.getChannel,
		"PATCH /channels/{channel}":                           s.patchChannel,
		"GET /users/@me":                                      s.getSelf,
		"GET /users/@me/guilds":                               s.getServers,
		"GET /guilds/{guild}/members/{user}":                  s.getMember,
		"GET /guilds/{guild}/scheduled-events":                s.listEvents,
		"POST /guilds/{guild}/scheduled-events":               s.postEvent,
		"PATCH /guilds/{guild}/scheduled-events/{event}":      s.changeEvent,
		"DELETE /guilds/{guild}/scheduled-events/{event}":     s.changeEvent,
	} {
		method, path, _ := strings.Cut(route, " ")
		mux.Handle(method+" /api/v9"+path, s.handler(method, e))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.t.Errorf("discord has no %s %s", r.Method, r.URL.Path)
		http.NotFound(w, r)
	})
	return mux
}

func (s *Server) handler(method string, e endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := readBody(r)
		if err != nil {
			return
		}
		route := method + " " + strings.TrimPrefix(r.URL.Path, "/api/v9")
		fault := s.fault(route)
		if fault != nil && !fault.Late {
			fault.answer(w)
			return
		}
		out, bad := s.answer(r, body, e)
		switch {
		case fault != nil:
			fault.answer(w)
		case bad != nil:
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(bad.status)
			io.WriteString(w, bad.body())
		case out == nil:
			w.WriteHeader(http.StatusNoContent)
		default:
			w.Header().Set("Content-Type", "application/json")
			json.NewEncoder(w).Encode(out)
		}
	})
}

// readBody returns the JSON of a request.
func readBody(r *http.Request) ([]byte, error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return io.ReadAll(r.Body)
	}
	if err := r.ParseMultipartForm(maxRequest); err != nil {
		return nil, err
	}
	return []byte(r.FormValue("payload_json")), nil
}

func (s *Server) answer(r *http.Request, body []byte, e endpoint) (any, *complaint) {
	if !strings.HasPrefix(r.UserAgent(), "DiscordBot (") {
		s.t.Errorf("User-Agent is %q", r.UserAgent())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.happened()
	open := strings.Contains(r.URL.Path, "/interactions/") || strings.Contains(r.URL.Path, "/webhooks/")
	if !open && r.Header.Get("Authorization") != "Bot "+Token {
		return nil, unauthorized
	}
	return e(r, body)
}

func (s *Server) getGateway(*http.Request, []byte) (any, *complaint) {
	return map[string]string{"url": "ws" + strings.TrimPrefix(s.URL, "http") + "/gw"}, nil
}

func (s *Server) getApplication(*http.Request, []byte) (any, *complaint) {
	return map[string]any{
		"id": Application, "name": "Films",
		"bot":                      map[string]any{"id": Application, "username": BotName},
		"integration_types_config": map[string]any{"0": map[string]any{}, "1": map[string]any{}},
	}, nil
}
