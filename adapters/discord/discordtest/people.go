package discordtest

import (
	"encoding/json"
	"maps"
	"strconv"
	"strings"
	"time"
)

// An Exchange is one thing that a person did, and what the bot answered.
type Exchange struct {
	// ID and Token are those of the interaction.
	ID, Token string
	// Payload is the interaction as it was sent.
	Payload map[string]any

	server  *Server
	kind    int
	pressed string
	began   time.Time

	ack      int
	after    time.Duration
	original string
	// settled tells that an answer stands that is not put off.
	settled bool
	last    string
	choices []Choice
	form    *Form
}

// A Choice is a suggestion while typing.
type Choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// A Change alters an interaction before it is sent.
type Change func(payload map[string]any)

// With sets a field of an interaction.
func With(field string, value any) Change {
	return func(p map[string]any) { p[field] = value }
}

// InDM has an interaction happen in the person's chat with the bot.
func InDM(p map[string]any) {
	member := p["member"].(map[string]any)
	p["user"] = member["user"]
	for _, field := range []string{"member", "guild_id", "guild_locale"} {
		delete(p, field)
	}
	p["channel_id"] = DM
	p["channel"] = map[string]any{"id": DM, "type": 1}
	p["context"] = 1
	p["authorizing_integration_owners"] = map[string]any{"0": "0"}
}

// InBeside has an interaction happen in the server's other channel.
func InBeside(p map[string]any) {
	p["channel_id"] = Beside
	p["channel"] = map[string]any{"id": Beside, "type": 0}
}

// Elsewhere has an interaction happen in a server where the person, not the
// server, has the bot installed.
func Elsewhere(p map[string]any) {
	user := p["member"].(map[string]any)["user"].(map[string]any)["id"]
	p["authorizing_integration_owners"] = map[string]any{"1": user}
	p["app_permissions"] = "0"
}

// Command has a person send a line that begins with a command.
func (s *Server) Command(who, line string, changes ...Change) *Exchange {
	return s.interact(2, who, commandData(line, false), changes)
}

// Complete has a person type a part of a line.
func (s *Server) Complete(who, line string, changes ...Change) *Exchange {
	return s.interact(4, who, commandData(line, true), changes)
}

// Press has a person press a button of a message.
func (s *Server) Press(who string, m Message, customID string, changes ...Change) *Exchange {
	data := map[string]any{"custom_id": customID, "component_type": 2}
	set := func(p map[string]any) {
		p["message"] = map[string]any{"id": m.ID, "channel_id": m.ChannelID, "content": m.Content, "flags": m.Flags, "type": 0}
	}
	return s.interact(3, who, data, append([]Change{set}, changes...))
}

// Repeat sends an interaction once more, as a gateway that resumes may do.
func (s *Server) Repeat(e *Exchange) { s.dispatch("INTERACTION_CREATE", e.Payload) }

// Send dispatches any event.
func (s *Server) Send(kind string, data any) { s.dispatch(kind, data) }

func commandData(line string, focused bool) map[string]any {
	name, rest, _ := strings.Cut(strings.TrimPrefix(line, "/"), " ")
	data := map[string]any{"id": "800000000000000001", "name": name, "type": 1}
	if rest != "" || focused {
		option := map[string]any{"name": "text", "type": 3, "value": rest}
		if focused {
			option["focused"] = true
		}
		data["options"] = []any{option}
	}
	return data
}

func (s *Server) interact(kind int, who string, data map[string]any, changes []Change) *Exchange {
	s.mu.Lock()
	e := &Exchange{ID: s.newID(), server: s, kind: kind}
	e.Token = "secret-of-" + e.ID
	user := map[string]any{"id": s.person(who), "username": who, "global_name": who}
	allowed := s.allowed
	s.mu.Unlock()
	e.Payload = map[string]any{
		"id": e.ID, "token": e.Token, "application_id": Application, "type": kind, "version": 1,
		"guild_id": Guild, "channel_id": Channel, "channel": map[string]any{"id": Channel, "type": 0},
		"member": map[string]any{"user": user, "roles": []any{}, "permissions": strconv.Itoa(1<<10 | 1<<11)},
		"locale": "en-GB", "guild_locale": "en-US", "context": 0, "entitlements": []any{},
		"app_permissions":                strconv.FormatUint(allowed, 10),
		"authorizing_integration_owners": map[string]any{"0": Guild},
		"data":                           maps.Clone(data),
	}
	for _, change := range changes {
		change(e.Payload)
	}
	if m, ok := e.Payload["message"].(map[string]any); ok {
		e.pressed, _ = m["id"].(string)
	}
	s.mu.Lock()
	e.began = time.Now()
	s.exchanges[e.Token] = e
	s.mu.Unlock()
	s.dispatch("INTERACTION_CREATE", e.Payload)
	return e
}

// person returns the id of a person. The server must be locked.
func (s *Server) person(who string) string {
	if s.people[who] == "" {
		s.people[who] = s.newID()
	}
	return s.people[who]
}

// Answer waits for an answer that is not put off, and returns the message that
// holds it.
func (e *Exchange) Answer() Message {
	e.server.t.Helper()
	var m Message
	e.server.Await("an answer", func() bool {
		e.server.mu.Lock()
		defer e.server.mu.Unlock()
		if e.settled && e.server.messages[e.last] != nil {
			m = *e.server.messages[e.last]
		}
		return e.settled
	})
	return m
}

// Acknowledged waits for the first answer and returns its type, and how long it
// took.
func (e *Exchange) Acknowledged() (kind int, after time.Duration) {
	e.server.t.Helper()
	e.server.Await("an acknowledgement", func() bool {
		kind, after = e.Ack()
		return kind != 0
	})
	return kind, after
}

// Ack returns the type of the first answer, 0 where there is none yet, and how
// long it took.
func (e *Exchange) Ack() (kind int, after time.Duration) {
	e.server.mu.Lock()
	defer e.server.mu.Unlock()
	return e.ack, e.after
}

// Choices waits for suggestions and returns them.
func (e *Exchange) Choices() []Choice {
	e.server.t.Helper()
	e.Acknowledged()
	e.server.mu.Lock()
	defer e.server.mu.Unlock()
	return e.choices
}

// readChoices checks and keeps what an autocompletion was answered with.
func (e *Exchange) readChoices(raw json.RawMessage) {
	var data struct {
		Choices *[]Choice `json:"choices"`
	}
	strictly(e.server.t, raw, &data)
	if data.Choices == nil || len(*data.Choices) > 25 {
		e.server.t.Errorf("suggestions are %s", raw)
		return
	}
	e.choices = *data.Choices
	for _, c := range e.choices {
		if n, v := length(c.Name), length(c.Value); n == 0 || n > 100 || v == 0 || v > 100 {
			e.server.t.Errorf("suggestion %q has the value %q", c.Name, c.Value)
		}
	}
}
