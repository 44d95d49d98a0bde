package discordtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"
)

func (s *Server) postCallback(r *http.Request, body []byte) (any, *complaint) {
	e := s.exchanges[r.PathValue("token")]
	if e == nil || e.ID != r.PathValue("id") {
		return nil, unknownInteraction
	}
	after := time.Since(e.began)
	if after > s.Window {
		s.t.Errorf("an interaction is answered after %v", after)
		return nil, unknownInteraction
	}
	if e.ack != 0 {
		return nil, acknowledged
	}
	var v struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	strictly(s.t, body, &v)
	kinds := map[int][]int{2: {4, 5, 9}, 3: {4, 5, 6, 7, 9}, 4: {8}, 5: {4, 5}}[e.kind]
	if e.kind == 5 && e.pressed != "" {
		kinds = append(kinds, 6, 7)
	}
	if !slices.Contains(kinds, v.Type) {
		s.t.Errorf("an interaction of type %d is answered with type %d", e.kind, v.Type)
		return nil, unknownInteraction
	}
	e.ack, e.after = v.Type, after
	s.take(r, e, v.Data)
	return nil, nil
}

// take has the first answer to an interaction take effect.
func (s *Server) take(r *http.Request, e *Exchange, data json.RawMessage) {
	channel, _ := e.Payload["channel_id"].(string)
	switch e.ack {
	case 4:
		e.settle(s.keep(s.readMessage(r, data, false).Message, channel).ID)
	case 5:
		var v struct {
			Flags int `json:"flags"`
		}
		if data != nil {
			strictly(s.t, data, &v)
		}
		e.original = s.keep(Message{Thinking: true, Flags: v.Flags}, channel).ID
	case 6:
		e.original = e.pressed
	case 7:
		if m := s.messages[e.pressed]; m != nil {
			s.change(m, s.readMessage(r, data, true))
		}
		e.settle(e.pressed)
	case 8:
		e.readChoices(data)
		e.settled = true
	case 9:
		e.readForm(data)
		e.settled = true
	}
}

// settle notes where the answer to an interaction stands.
func (e *Exchange) settle(message string) {
	if e.original == "" {
		e.original = message
	}
	e.last, e.settled = message, true
}

// acknowledgedExchange finds the interaction of a follow-up.
func (s *Server) acknowledgedExchange(r *http.Request) (*Exchange, *complaint) {
	e := s.exchanges[r.PathValue("token")]
	if e == nil || e.ack == 0 || r.PathValue("app") != Application {
		s.t.Errorf("a follow-up comes before the answer: %s", r.URL.Path)
		return nil, unknownWebhook
	}
	return e, nil
}

// patchOriginal edits the first answer. An edit of the text alone tells how far
// the answer is, and is none.
func (s *Server) patchOriginal(r *http.Request, body []byte) (any, *complaint) {
	e, bad := s.acknowledgedExchange(r)
	if bad != nil {
		return nil, bad
	}
	m := s.messages[e.original]
	if m == nil {
		return nil, unknownMessage
	}
	to := s.readMessage(r, body, true)
	s.change(m, to)
	if to.edit.Components != nil {
		e.settle(m.ID)
	}
	return *m, nil
}

func (s *Server) deleteOriginal(r *http.Request, _ []byte) (any, *complaint) {
	e, bad := s.acknowledgedExchange(r)
	if bad != nil {
		return nil, bad
	}
	if s.messages[e.original] == nil {
		return nil, unknownMessage
	}
	delete(s.messages, e.original)
	return nil, nil
}

// postFollowUp has the first message after an answer that was put off take its
// place, and its privacy.
func (s *Server) postFollowUp(r *http.Request, body []byte) (any, *complaint) {
	e, bad := s.acknowledgedExchange(r)
	if bad != nil {
		return nil, bad
	}
	m := s.readMessage(r, body, false)
	if put := s.messages[e.original]; put != nil && put.Thinking {
		s.change(put, m)
		e.settle(put.ID)
		return *put, nil
	}
	channel, _ := e.Payload["channel_id"].(string)
	kept := s.keep(m.Message, channel)
	e.settle(kept.ID)
	return *kept, nil
}
