package discordtest

import (
	"io"
	"net/http"
	"strings"
)

// A Fault is something that goes wrong with requests.
type Fault struct {
	// Route is a part of the method and the path: "POST /interactions".
	Route string
	// Times is how often it goes wrong.
	Times int
	// Status, Header and Body are answered. Without a status the connection is
	// cut.
	Status int
	Header http.Header
	Body   string
	// Late has the request take effect all the same.
	Late bool
}

// Fail has requests go wrong.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// fault notes a request and returns what goes wrong with it.
func (s *Server) fault(route string) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, route)
	defer s.happened()
	for _, f := range s.faults {
		if f.Times > 0 && strings.Contains(route, f.Route) {
			f.Times--
			return f
		}
	}
	return nil
}

func (f *Fault) answer(w http.ResponseWriter) {
	if f.Status == 0 {
		panic(http.ErrAbortHandler)
	}
	for name, values := range f.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(f.Status)
	io.WriteString(w, f.Body)
}
