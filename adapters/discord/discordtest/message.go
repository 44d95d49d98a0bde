package discordtest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// A Message is one of the bot's.
type Message struct {
	ID         string  `json:"id"`
	ChannelID  string  `json:"channel_id"`
	Content    string  `json:"content"`
	Embeds     []Embed `json:"embeds"`
	Components []Row   `json:"components"`
	Flags      int     `json:"flags"`
	Nonce      string  `json:"-"`
	Files      []File  `json:"-"`
	// Calls lists the roles whose members the message has called.
	Calls []string `json:"-"`
	// Thinking marks the sign that an answer was put off.
	Thinking bool `json:"-"`
}

// An Embed is a box below a message's content.
type Embed struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Color       int    `json:"color"`
}

// A Row is a row of buttons.
type Row struct {
	Type       int      `json:"type"`
	Components []Button `json:"components"`
}

// A Button is a button.
type Button struct {
	Type     int    `json:"type"`
	Style    int    `json:"style"`
	Label    string `json:"label"`
	CustomID string `json:"custom_id"`
}

// Silent reports whether the message came without a sound.
func (m Message) Silent() bool { return m.Flags&(1<<12) != 0 }

// Private reports whether only the person who asked sees the message.
func (m Message) Private() bool { return m.Flags&64 != 0 }

// Buttons lists the buttons in reading order.
func (m Message) Buttons() []Button {
	var out []Button
	for _, r := range m.Components {
		out = append(out, r.Components...)
	}
	return out
}

// Text is what people read, without markup.
func (m Message) Text() string {
	var parts []string
	for _, part := range m.written() {
		text, _ := Plain(part)
		parts = append(parts, text)
	}
	return strings.Join(parts, "\n")
}

// roleInFront is what calls a role.
var roleInFront = regexp.MustCompile(`^<@&(\d+)>`)

// callsInFront lists the roles that a text calls where the bot calls them.
func callsInFront(content string) []string {
	if found := roleInFront.FindStringSubmatch(content); found != nil {
		return found[1:]
	}
	return nil
}

// Clocks lists the times that the message shows as clocks show them where the reader
// is.
func (m Message) Clocks() []time.Time {
	var out []time.Time
	for _, part := range m.written() {
		out = append(out, clocks(part)...)
	}
	return out
}

func (m Message) written() []string {
	parts := []string{strings.TrimSpace(roleInFront.ReplaceAllString(m.Content, ""))}
	for _, e := range m.Embeds {
		parts = append(parts, e.Title, e.Description)
	}
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}

// length is that of a text in UTF-16 code units.
func length(s string) int { return len(utf16.Encode([]rune(s))) }

// strictly decodes JSON that has no fields but known ones.
func strictly(t testing.TB, raw []byte, v any) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		t.Errorf("discord cannot read %s: %v", raw, err)
	}
}

// sent is what the bot sends as a message.
type sent struct {
	Message
	// edit is the same as an edit. What is nil in it stays as it was.
	edit struct {
		Content     *string       `json:"content"`
		Embeds      *[]Embed      `json:"embeds"`
		Components  *[]Row        `json:"components"`
		Attachments *[]attachment `json:"attachments"`
	}
}

// readMessage checks what the bot sends as a message. An edit has no flags.
func (s *Server) readMessage(r *http.Request, raw []byte, edit bool) sent {
	var v struct {
		Message
		Mentions struct {
			Parse *[]string `json:"parse"`
			Roles []string  `json:"roles"`
		} `json:"allowed_mentions"`
		Attachments []attachment `json:"attachments"`
		Nonce       string       `json:"nonce"`
		Enforce     bool         `json:"enforce_nonce"`
	}
	strictly(s.t, raw, &v)
	if v.Mentions.Parse == nil || len(*v.Mentions.Parse) != 0 {
		s.t.Errorf("a message may ping people: %s", raw)
	}
	if edit && v.Flags != 0 {
		s.t.Errorf("an edit has the flags %d", v.Flags)
	}
	if front := callsInFront(v.Content); !slices.Equal(front, v.Mentions.Roles) {
		s.t.Errorf("a message calls %q and may call %q: %s", front, v.Mentions.Roles, raw)
	}
	out := sent{Message: v.Message}
	out.Calls = v.Mentions.Roles
	out.Nonce = v.Nonce
	out.Files = s.readFiles(r, v.Attachments)
	json.Unmarshal(raw, &out.edit)
	if !edit {
		checkMessage(s.t, out.Message)
	}
	return out
}

// checkMessage checks the limits of Discord's.
func checkMessage(t testing.TB, m Message) {
	total := 0
	for _, e := range m.Embeds {
		title, description := length(e.Title), length(e.Description)
		if title > 256 || description > 4096 || title+description == 0 {
			t.Errorf("an embed has a title of %d and a description of %d", title, description)
		}
		total += title + description
	}
	if n := length(m.Content); n > 2000 || total > 6000 || len(m.Embeds) > 10 {
		t.Errorf("a message has a content of %d and %d embeds of %d", n, len(m.Embeds), total)
	}
	if len(m.written()) == 0 && len(m.Components) == 0 && len(m.Files) == 0 {
		t.Error("a message is empty")
	}
	for _, part := range m.written() {
		if _, problem := Plain(part); problem != "" {
			t.Errorf("%s in %q", problem, part)
		}
	}
	checkButtons(t, m)
}

func checkButtons(t testing.TB, m Message) {
	if len(m.Components) > 5 {
		t.Errorf("a message has %d rows", len(m.Components))
	}
	known := map[string]bool{}
	for _, r := range m.Components {
		if r.Type != 1 || len(r.Components) == 0 || len(r.Components) > 5 {
			t.Errorf("a row of type %d has %d buttons", r.Type, len(r.Components))
		}
		for _, b := range r.Components {
			label, id := length(b.Label), length(b.CustomID)
			if b.Type != 2 || b.Style < 1 || b.Style > 4 || label == 0 || label > 80 || id == 0 || id > 100 || known[b.CustomID] {
				t.Errorf("a button is %+v", b)
			}
			known[b.CustomID] = true
		}
	}
}

// keep stores a new message.
func (s *Server) keep(m Message, channel string) *Message {
	m.ID, m.ChannelID = s.newID(), channel
	s.messages[m.ID] = &m
	return &m
}

// change edits a message.
func (s *Server) change(m *Message, to sent) {
	if to.edit.Content != nil {
		m.Content = to.Content
	}
	if to.edit.Embeds != nil {
		m.Embeds = to.Embeds
	}
	if to.edit.Components != nil {
		m.Components = to.Components
	}
	if to.edit.Attachments != nil {
		m.Files = nil
	}
	m.Files = append(m.Files, to.Files...)
	m.Thinking = false
	checkMessage(s.t, *m)
}

func (s *Server) postMessage(r *http.Request, body []byte) (any, *complaint) {
	channel := r.PathValue("channel")
	need := uint64(1 << 11)
	if c := s.rooms[channel]; c != nil && c.kind == thread {
		need = 1 << 38
	}
	if bad := s.forbidden(channel, need); bad != nil {
		return nil, bad
	}
	m := s.readMessage(r, body, false).Message
	if m.Nonce == "" || length(m.Nonce) > 25 {
		s.t.Errorf("a post has the nonce %q", m.Nonce)
	}
	if m.Flags&^(1<<12) != 0 {
		s.t.Errorf("a post has the flags %d", m.Flags)
	}
	for _, old := range s.messages {
		if old.Nonce == m.Nonce {
			return *old, nil
		}
	}
	return *s.keep(m, channel), nil
}

func (s *Server) patchMessage(r *http.Request, body []byte) (any, *complaint) {
	m, bad := s.message(r, 0)
	if bad != nil {
		return nil, bad
	}
	to := s.readMessage(r, body, true)
	to.Calls = nil
	s.change(m, to)
	return *m, nil
}
