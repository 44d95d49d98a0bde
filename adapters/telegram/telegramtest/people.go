package telegramtest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// object is a JSON object.
type object = map[string]any

// A Person is somebody with an account.
type Person struct {
	ID   int64
	Name string
	Lang string
}

// Person returns somebody new who uses Telegram in a language.
func (s *Server) Person(name, lang string) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &Person{ID: s.id(), Name: name, Lang: lang}
}

func (p *Person) json() object {
	return object{"id": p.ID, "is_bot": false, "first_name": p.Name, "language_code": p.Lang}
}

// Kinds of chats.
const (
	Private    = "private"
	Group      = "group"
	Supergroup = "supergroup"
	Channel    = "channel"
)

// A Chat is one of the bot's. Its fields are guarded by the server.
type Chat struct {
	ID   int64
	Kind string

	messages []*Message
	lastID   int
	members  map[int64]object
	gone     string // why the bot cannot reach it
	next     *Chat  // what it became
}

// Chat returns a new chat that the bot is in.
func (s *Server) Chat(kind string) *Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := -s.id()
	if kind != Group {
		id -= 1_000_000_000_000
	}
	return s.open(id, kind)
}

// Private returns the chat of a person with the bot.
func (s *Server) Private(p *Person) *Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[p.ID]; c != nil {
		return c
	}
	return s.open(p.ID, Private)
}

func (s *Server) open(id int64, kind string) *Chat {
	bot := object{"status": "member"}
	if kind == Channel {
		bot = object{"status": "administrator", "can_post_messages": true}
	}
	c := &Chat{ID: id, Kind: kind, members: map[int64]object{BotID: bot}}
	s.chats[id] = c
	return c
}

func (c *Chat) json() object { return object{"id": c.ID, "type": c.Kind} }

// SetMember says how somebody stands in a chat: the fields of a ChatMember.
func (s *Server) SetMember(c *Chat, user int64, fields map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.members[user] = fields
}

// Remove takes the bot's access to a chat, with the words of the refusal; Admit
// gives it back. The bot is told.
func (s *Server) Remove(c *Chat, why string) { s.setAccess(c, why, "kicked") }

// Admit undoes Remove.
func (s *Server) Admit(c *Chat) { s.setAccess(c, "", "member") }

// RemoveSilently is Remove without the bot being told.
func (s *Server) RemoveSilently(c *Chat, why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.gone = why
}

func (s *Server) setAccess(c *Chat, why, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.gone = why
	bot := object{"id": BotID, "is_bot": true, "first_name": Name}
	s.push("my_chat_member", object{
		"chat": c.json(), "from": object{"id": 1, "first_name": "Somebody"}, "date": 1,
		"old_chat_member": object{"user": bot, "status": "member"},
		"new_chat_member": object{"user": bot, "status": status},
	})
}

// Move makes a group a supergroup. Unless quietly, the chats announce it.
func (s *Server) Move(c *Chat, quietly bool) *Chat {
	next := s.Chat(Supergroup)
	s.mu.Lock()
	defer s.mu.Unlock()
	c.next = next
	if !quietly {
		s.push("message", s.add(c, object{"migrate_to_chat_id": next.ID}))
		s.push("message", s.add(next, object{"migrate_from_chat_id": c.ID}))
	}
	return next
}

// A Message is one in a chat.
type Message struct {
	ID      int
	Chat    int64
	Topic   int
	ReplyTo int
	// Text is what people read, HTML what the bot wrote.
	Text, HTML string
	Buttons    []Button
	Rows       [][]string
	// Edits counts how often it was edited.
	Edits int
	// Bot tells that the bot wrote it.
	Bot bool

	inline string
}

// A Button is one under a message.
type Button struct{ Label, Data string }

// Labels returns the labels of the buttons.
func (m Message) Labels() []string {
	var out []string
	for _, b := range m.Buttons {
		out = append(out, b.Label)
	}
	return out
}

// add puts somebody's message into a chat and returns it as JSON.
func (s *Server) add(c *Chat, fields object) object {
	c.lastID++
	m := &Message{ID: c.lastID, Chat: c.ID}
	m.Text, _ = fields["text"].(string)
	if n, ok := fields["message_thread_id"].(int); ok {
		m.Topic = n
	}
	c.messages = append(c.messages, m)
	out := object{"message_id": m.ID, "date": 1700000000, "chat": c.json()}
	maps.Copy(out, fields)
	return out
}

// With sets fields of a message that somebody sends.
type With map[string]any

// InTopic sends a message into a forum topic.
func InTopic(n int) With { return With{"message_thread_id": n, "is_topic_message": true} }

// Say has a person send a message and returns its number.
func (s *Server) Say(p *Person, c *Chat, text string, with ...With) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	fields := object{"text": text}
	kind := "channel_post"
	if c.Kind != Channel {
		kind = "message"
		fields["from"] = p.json()
	} else {
		fields["sender_chat"] = c.json()
	}
	if name, _, _ := strings.Cut(text, " "); strings.HasPrefix(text, "/") {
		fields["entities"] = []object{{"type": "bot_command", "offset": 0, "length": len(name)}}
	}
	for _, w := range with {
		maps.Copy(fields, w)
	}
	m := s.add(c, fields)
	s.push(kind, m)
	return m["message_id"].(int)
}

// Press has a person press the n-th button of a message and returns the number
// of the query. Of a message that is faded the bot learns the number only.
func (s *Server) Press(t testing.TB, p *Person, m Message, n int, faded bool) string {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if n >= len(m.Buttons) {
		t.Fatalf("message %d has no button %d: %v", m.ID, n, m.Labels())
	}
	id := strconv.FormatInt(s.id(), 10)
	s.queries[id] = &query{}
	q := object{"id": id, "from": p.json(), "data": m.Buttons[n].Data, "chat_instance": "77" + strconv.FormatInt(m.Chat, 10)}
	c := s.chats[m.Chat]
	switch {
	case m.inline != "":
		q["inline_message_id"] = m.inline
	case faded:
		q["message"] = object{"message_id": m.ID, "date": 0, "chat": c.json()}
	default:
		q["message"] = s.present(c, m)
	}
	s.push("callback_query", q)
	return id
}

// present is a message of the bot's as JSON.
func (s *Server) present(c *Chat, m Message) object {
	out := object{
		"message_id": m.ID, "date": 1700000000, "chat": c.json(), "text": m.Text,
		"from": object{"id": BotID, "is_bot": true, "first_name": Name, "username": Name},
	}
	if m.Topic != 0 {
		out["message_thread_id"], out["is_topic_message"] = m.Topic, true
	}
	return out
}

// A query is a pressed button or a line in inline mode.
type query struct {
	inline   bool
	answered int
	notice   Notice
	results  []Result
	params   map[string]string
}

// A Notice is what somebody sees who pressed a button.
type Notice struct {
	Text  string
	Alert bool
}

// A Result is one that inline mode offers.
type Result struct {
	ID, Title, Description string
	Message                Message
}

// Type has a person type a line in inline mode and returns the query's number.
func (s *Server) Type(p *Person, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := strconv.FormatInt(s.id(), 10)
	s.queries[id] = &query{inline: true}
	s.push("inline_query", object{"id": id, "from": p.json(), "query": text, "offset": "", "chat_type": "group"})
	return id
}

// Choose posts a result of inline mode in a place where the bot is not.
func (s *Server) Choose(r Result) Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := r.Message
	m.inline = fmt.Sprint("inline", s.id())
	s.inline[m.inline] = &m
	return m
}

// Notice returns what the answer to a press was, and how many answers there
// were.
func (s *Server) Notice(id string) (Notice, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.queries[id]
	return q.notice, q.answered
}

// Results returns what was offered for a line in inline mode, and how many
// answers there were.
func (s *Server) Results(id string) ([]Result, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.queries[id]
	return q.results, q.answered
}

// Messages returns what the bot wrote in a chat.
func (s *Server) Messages(c *Chat) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range c.messages {
		if m.Bot {
			out = append(out, *m)
		}
	}
	return out
}

// Look returns a message as it is now.
func (s *Server) Look(m Message) Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.inline != "" {
		return *s.inline[m.inline]
	}
	if now := s.chats[m.Chat].message(m.ID); now != nil {
		return *now
	}
	return Message{}
}

// Menu returns the commands registered for a scope and a language, each with its
// description.
func (s *Server) Menu(scope, lang string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.commands[scope+" "+lang])
}

func (c *Chat) message(id int) *Message {
	for _, m := range c.messages {
		if m.ID == id {
			return m
		}
	}
	return nil
}
