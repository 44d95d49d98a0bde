// Package telegramtest is a fake of Telegram for tests: the Bot API as the bot
// sees it over HTTP, and the chats as people see them. It is as strict as the
// real servers with what it knows, and complains about whatever it does not.
package telegramtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// The bot that the fake knows.
const (
	Token = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
	Name  = "FilmClubBot"
	BotID = 110201543
)

// A Server is a fake Telegram. Its methods may be called concurrently.
type Server struct {
	// Patience is how long Await waits.
	Patience time.Duration

	mu         sync.Mutex
	changed    chan struct{} // closed and replaced at every change
	lastID     int64
	chats      map[int64]*Chat
	queries    map[string]*query
	inline     map[string]*Message
	files      map[string]File
	commands   map[string][]string
	calls      []Call
	complaints []string
	intercept  func(Call) *Answer
	held       map[string]time.Time
	webhook    string
	updates    queue
	flood      flood
	ended      bool
}

// A Call is one that the bot made.
type Call struct {
	Method string
	Params map[string]string
	Files  map[string]File
	Time   time.Time
}

// An Answer is one that a test gives in place of the server's.
type Answer struct {
	// Status is the HTTP status, and error_code unless Body is set.
	Status      int
	Description string
	RetryAfter  int
	// Body is sent as it is.
	Body string
	// Drop breaks the connection without an answer.
	Drop bool
	// After does the call before it is answered like this.
	After bool
}

// New returns a server that is an [http.Handler].
func New() *Server {
	s := &Server{
		Patience: 10 * time.Second,
		changed:  make(chan struct{}),
		lastID:   1000,
		chats:    map[int64]*Chat{},
		queries:  map[string]*query{},
		inline:   map[string]*Message{},
		files:    map[string]File{},
		commands: map[string][]string{},
		held:     map[string]time.Time{},
	}
	s.updates.next = 500
	return s
}

// Start returns a server that listens until the test ends, and its base address.
// At the end the test fails for everything that the server has to complain about.
func Start(t testing.TB) (*Server, string) {
	s := New()
	h := httptest.NewServer(s)
	t.Cleanup(func() {
		s.End()
		h.CloseClientConnections()
		h.Close()
		for _, c := range s.Complaints() {
			t.Errorf("telegram complains: %s", c)
		}
	})
	return s, h.URL
}

// End makes waiting calls return.
func (s *Server) End() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
	s.notify()
}

// Intercept has f answer calls: where it returns nil the server does. f must not
// use the server.
func (s *Server) Intercept(f func(Call) *Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.intercept = f
}

// Calls returns the calls of some methods, or all, in order.
func (s *Server) Calls(methods ...string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Call
	for _, c := range s.calls {
		if len(methods) == 0 || slices.Contains(methods, c.Method) {
			out = append(out, c)
		}
	}
	return out
}

// Complaints returns what the bot did that the real servers refuse, or that does
// harm where they do not.
func (s *Server) Complaints() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.complaints)
}

// Await waits until a condition holds, and fails the test if that takes too long.
// The condition is looked at whenever something changed.
func (s *Server) Await(t testing.TB, what string, holds func() bool) {
	t.Helper()
	timer := time.NewTimer(s.Patience)
	defer timer.Stop()
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if holds() {
			return
		}
		select {
		case <-changed:
		case <-timer.C:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// notify wakes those who wait. The caller holds s.mu.
func (s *Server) notify() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Server) id() int64 {
	s.lastID++
	return s.lastID
}

func (s *Server) complain(format string, args ...any) {
	s.complaints = append(s.complaints, fmt.Sprintf(format, args...))
}

// apiError is an error answer.
type apiError struct {
	code   int
	text   string
	params map[string]any
}

func refuse(code int, format string, args ...any) *apiError {
	return &apiError{code: code, text: fmt.Sprintf(format, args...)}
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if path, ok := strings.CutPrefix(r.URL.Path, "/file/bot"+Token+"/"); ok {
		s.download(w, path)
		return
	}
	method, ok := strings.CutPrefix(r.URL.Path, "/bot"+Token+"/")
	if !ok {
		s.write(w, nil, refuse(401, "Unauthorized"))
		return
	}
	c, err := readCall(method, r)
	if err != nil {
		s.write(w, nil, refuse(400, "Bad Request: %v", err))
		return
	}
	s.mu.Lock()
	s.calls = append(s.calls, c)
	intercept := s.intercept
	s.notify()
	s.mu.Unlock()
	if intercept != nil {
		if a := intercept(c); a != nil {
			s.intercepted(w, r, c, a)
			return
		}
	}
	result, e := s.do(r, c)
	s.write(w, result, e)
}

func readCall(method string, r *http.Request) (Call, error) {
	c := Call{Method: method, Params: map[string]string{}, Time: time.Now()}
	err := r.ParseMultipartForm(2 * maxUpload)
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return c, err
	}
	for k := range r.PostForm {
		c.Params[k] = r.PostForm.Get(k)
	}
	c.Files, err = uploads(r)
	return c, err
}

func (s *Server) intercepted(w http.ResponseWriter, r *http.Request, c Call, a *Answer) {
	if a.After {
		_, _ = s.do(r, c)
	}
	switch {
	case a.Drop:
		panic(http.ErrAbortHandler)
	case a.Body != "":
		w.WriteHeader(a.Status)
		_, _ = w.Write([]byte(a.Body))
	default:
		e := refuse(a.Status, "%s", a.Description)
		if a.RetryAfter > 0 {
			s.mu.Lock()
			e.params = s.slow(c, time.Duration(a.RetryAfter)*time.Second).params
			s.mu.Unlock()
		}
		s.write(w, nil, e)
	}
}

// slow tells the bot to wait, and sees to it that it does. The caller holds s.mu.
func (s *Server) slow(c Call, wait time.Duration) *apiError {
	seconds := int((wait + time.Second - 1) / time.Second)
	s.held[c.limited()] = time.Now().Add(time.Duration(seconds) * time.Second)
	e := refuse(429, "Too Many Requests: retry after %d", seconds)
	e.params = map[string]any{"retry_after": seconds}
	return e
}

// limited is what Telegram's limits are counted by.
func (c Call) limited() string {
	if id := c.Params["chat_id"]; id != "" {
		return id
	}
	return c.Method
}

// do does a call as the real servers would.
func (s *Server) do(r *http.Request, c Call) (any, *apiError) {
	if c.Method == "getUpdates" {
		return s.getUpdates(r.Context(), c)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.notify()
	if left := time.Until(s.held[c.limited()]); left > 0 {
		s.complain("%s for %s was called %v too early", c.Method, c.limited(), left)
		return nil, refuse(429, "Too Many Requests")
	}
	m, known := methods[c.Method]
	if !known {
		s.complain("the method %q is not known", c.Method)
		return nil, refuse(404, "Not Found")
	}
	for k := range c.Params {
		if !slices.Contains(m.params, k) {
			s.complain("%s has no parameter %q", c.Method, k)
		}
	}
	if wait := s.flood.check(c); wait > 0 {
		return nil, s.slow(c, wait)
	}
	return m.do(s, c)
}

func (s *Server) write(w http.ResponseWriter, result any, e *apiError) {
	out := map[string]any{"ok": true, "result": result}
	status := 200
	if e != nil {
		status = e.code
		out = map[string]any{"ok": false, "error_code": e.code, "description": e.text}
		if e.params != nil {
			out["parameters"] = e.params
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(out)
}

// number reads a number among the parameters.
func (c Call) number(name string) int64 {
	n, _ := strconv.ParseInt(c.Params[name], 10, 64)
	return n
}
