package discordtest

import (
	"encoding/json"
)

// A Form is a modal that the bot has shown.
type Form struct {
	CustomID string
	Title    string
	Inputs   []Input

	shownBy *Exchange
}

// An Input is a text to fill in.
type Input struct {
	CustomID    string `json:"custom_id"`
	Type        int    `json:"type"`
	Style       int    `json:"style"`
	Value       string `json:"value"`
	Placeholder string `json:"placeholder"`
	Required    bool   `json:"required"`
	MinLength   int    `json:"min_length"`
	MaxLength   int    `json:"max_length"`
	// Label stands above the input.
	Label string `json:"-"`
}

// Form waits for an answer and returns the form in it.
func (e *Exchange) Form() Form {
	e.server.t.Helper()
	e.Acknowledged()
	e.server.mu.Lock()
	defer e.server.mu.Unlock()
	if e.form == nil {
		e.server.t.Errorf("the answer has type %d and is no form", e.ack)
		return Form{shownBy: e}
	}
	return *e.form
}

// readForm checks and keeps a form
// (https://docs.discord.com/developers/components/reference#label).
func (e *Exchange) readForm(raw json.RawMessage) {
	t := e.server.t
	var v struct {
		CustomID   string `json:"custom_id"`
		Title      string `json:"title"`
		Components []struct {
			Type      int    `json:"type"`
			Label     string `json:"label"`
			Component Input  `json:"component"`
		} `json:"components"`
	}
	strictly(t, raw, &v)
	f := &Form{CustomID: v.CustomID, Title: v.Title, shownBy: e}
	if id, title := length(v.CustomID), length(v.Title); id == 0 || id > 100 || title == 0 || title > 45 || len(v.Components) == 0 || len(v.Components) > 5 {
		t.Errorf("a form is %s", raw)
	}
	known := map[string]bool{}
	for _, c := range v.Components {
		in := c.Component
		in.Label = c.Label
		label, id, value := length(in.Label), length(in.CustomID), length(in.Value)
		if c.Type != 18 || in.Type != 4 || in.Style != 1 && in.Style != 2 || known[in.CustomID] || id == 0 || id > 100 ||
			label == 0 || label > 45 || length(in.Placeholder) > 100 ||
			in.MaxLength < 1 || in.MaxLength > 4000 || in.MinLength > in.MaxLength || value > in.MaxLength {
			t.Errorf("an input is %+v in a component of type %d", in, c.Type)
		}
		known[in.CustomID] = true
		f.Inputs = append(f.Inputs, in)
	}
	e.form = f
}

// Submit has a person fill in a form and send it. What is not filled in stays as
// it was.
func (s *Server) Submit(who string, f Form, values map[string]string, changes ...Change) *Exchange {
	s.t.Helper()
	filled := 0
	var labels []any
	for _, in := range f.Inputs {
		value := in.Value
		if v, ok := values[in.CustomID]; ok {
			value = v
			filled++
		}
		if n := length(value); n > in.MaxLength || n < in.MinLength || in.Required && n == 0 {
			s.t.Errorf("the input %q does not take %d characters", in.CustomID, n)
		}
		input := map[string]any{"type": in.Type, "id": 2, "custom_id": in.CustomID, "value": value}
		labels = append(labels, map[string]any{"type": 18, "id": 1, "component": input})
	}
	if filled != len(values) {
		s.t.Errorf("of %d values %d have an input", len(values), filled)
	}
	set := func(p map[string]any) {
		if m, ok := f.shownBy.Payload["message"]; ok {
			p["message"] = m
		}
	}
	data := map[string]any{"custom_id": f.CustomID, "components": labels}
	return s.interact(5, who, data, append([]Change{set}, changes...))
}

// InRows has a form come back in action rows, as one does that was made of them.
func InRows(p map[string]any) {
	data := p["data"].(map[string]any)
	var rows []any
	for _, l := range data["components"].([]any) {
		rows = append(rows, map[string]any{"type": 1, "components": []any{l.(map[string]any)["component"]}})
	}
	data["components"] = rows
}
