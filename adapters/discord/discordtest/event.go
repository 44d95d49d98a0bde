package discordtest

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

// A Scheduled is an event of the server.
type Scheduled struct {
	ID        string    `json:"id"`
	CreatorID string    `json:"creator_id"`
	Name      string    `json:"name"`
	About     *string   `json:"description"`
	Start     time.Time `json:"scheduled_start_time"`
	End       time.Time `json:"scheduled_end_time"`
	Status    int       `json:"status"`
	Kind      int       `json:"entity_type"`
	Privacy   int       `json:"privacy_level"`
	Place     struct {
		Location string `json:"location"`
	} `json:"entity_metadata"`
}

// Events lists the events of the server, the oldest first.
func (s *Server) Events() []Scheduled {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Scheduled
	for _, id := range slices.Sorted(maps.Keys(s.events)) {
		out = append(out, *s.events[id])
	}
	return out
}

// Schedule has somebody make an event.
func (s *Server) Schedule(e Scheduled) Scheduled {
	s.mu.Lock()
	defer s.mu.Unlock()
	e.ID = s.newID()
	s.events[e.ID] = &e
	return e
}

// eventsClosed is what keeps the bot from making and changing events.
func (s *Server) eventsClosed(r *http.Request) *complaint {
	switch {
	case s.away || r.PathValue("guild") != Guild:
		return unknownGuild
	case r.Method != http.MethodGet && s.allowed&(1<<44) == 0:
		return missingPermissions
	}
	return nil
}

func (s *Server) listEvents(r *http.Request, _ []byte) (any, *complaint) {
	if bad := s.eventsClosed(r); bad != nil {
		return nil, bad
	}
	return slices.Collect(maps.Values(s.events)), nil
}

func (s *Server) postEvent(r *http.Request, body []byte) (any, *complaint) {
	if bad := s.eventsClosed(r); bad != nil {
		return nil, bad
	}
	e := &Scheduled{ID: s.newID(), CreatorID: Application, Status: 1}
	if bad := s.readEvent(e, body); bad != nil {
		return nil, bad
	}
	s.events[e.ID] = e
	return e, nil
}

func (s *Server) changeEvent(r *http.Request, body []byte) (any, *complaint) {
	if bad := s.eventsClosed(r); bad != nil {
		return nil, bad
	}
	e := s.events[r.PathValue("event")]
	switch {
	case e == nil:
		return nil, unknownEvent
	case e.CreatorID != Application:
		return nil, missingPermissions
	case r.Method == http.MethodDelete:
		delete(s.events, e.ID)
		return nil, nil
	case e.Status > 2:
		return nil, finishedEvent
	}
	next := *e
	if bad := s.readEvent(&next, body); bad != nil {
		return nil, bad
	}
	*e = next
	return e, nil
}

// readEvent checks and takes in what the bot says of an event.
func (s *Server) readEvent(e *Scheduled, body []byte) *complaint {
	id, creator, status := e.ID, e.CreatorID, e.Status
	e.About = nil
	strictly(s.t, body, e)
	name, where, about := length(e.Name), length(e.Place.Location), 1
	if e.About != nil {
		about = length(*e.About)
	}
	if e.ID != id || e.CreatorID != creator || e.Status != status || e.Kind != 3 || e.Privacy != 2 ||
		name < 1 || name > 100 || where < 1 || where > 100 || about < 1 || about > 1000 || !e.End.After(e.Start) {
		s.t.Errorf("an event is %s", body)
	}
	if !e.Start.After(time.Now()) {
		return invalidForm
	}
	return nil
}

var (
	unknownEvent  = &complaint{404, 10070, "Unknown Guild Scheduled Event"}
	finishedEvent = &complaint{400, 180000, "Cannot update a finished event"}
	invalidForm   = &complaint{400, 50035, "Invalid Form Body"}
)
