package telegramtest

import (
	"maps"
	"slices"
	"strings"
)

// object is a JSON object.
type object = map[string]any

// A Person is somebody with an account.
type Person struct {
	ID   int64
	Name string
	// Last is the person's last name, if any.
	Last string
	Lang string
}

// Person returns somebody new who uses Telegram in a language.
func (s *Server) Person(name, lang string) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &Person{ID: s.id(), Name: name, Lang: lang}
}

func (p *Person) json() object {
	out := object{"id": p.ID, "is_bot": false, "first_name": p.Name, "language_code": p.Lang}
	if p.Last != "" {
		out["last_name"] = p.Last
	}
	return out
}

// At names the person in a text, of which it is the last part.
func (p *Person) At(text string) With {
	return With{"entities": []object{{
		"type": "text_mention", "offset": UTF16Length(text) - UTF16Length(p.Name), "length": UTF16Length(p.Name), "user": p.json(),
	}}}
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

	messages    []*Message
	lastID      int
	members     map[int64]object
	permissions object // of ordinary members
	forum       bool
	topics      []Topic
	pinned      []int
	title       string
	gone        string // why the bot cannot reach it
	next        *Chat  // what it became
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
	c := &Chat{ID: id, Kind: kind, title: "Film Club", members: map[int64]object{BotID: bot}}
	s.chats[id] = c
	return c
}

func (c *Chat) json() object {
	if c.Kind == Private {
		return object{"id": c.ID, "type": c.Kind}
	}
	return object{"id": c.ID, "type": c.Kind, "title": c.title}
}

// Rename sets the title of a chat.
func (s *Server) Rename(c *Chat, title string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.title = title
}

// SetMember says how somebody stands in a chat: the fields of a ChatMember.
func (s *Server) SetMember(c *Chat, user int64, fields map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.members[user] = fields
}

// Change is SetMember, and tells a bot about it that wants to know.
func (s *Server) Change(c *Chat, p *Person, fields map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.members[p.ID] = fields
	now := object{"user": p.json()}
	maps.Copy(now, fields)
	s.push("chat_member", object{
		"chat": c.json(), "from": object{"id": 1, "first_name": "Somebody"}, "date": 1,
		"old_chat_member": object{"user": p.json(), "status": "member"}, "new_chat_member": now,
	})
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
	s.push("my_chat_member", object{
		"chat": c.json(), "from": object{"id": 1, "first_name": "Somebody"}, "date": 1,
		"old_chat_member": object{"user": botJSON(), "status": "member"},
		"new_chat_member": object{"user": botJSON(), "status": status},
	})
}

func botJSON() object { return object{"id": BotID, "is_bot": true, "first_name": Name} }

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

// With sets fields of a message that somebody sends.
type With map[string]any

// InTopic sends a message into a forum topic.
func InTopic(n int) With { return With{"message_thread_id": n, "is_topic_message": true} }

// Say has a person send a message and returns its number.
func (s *Server) Say(p *Person, c *Chat, text string, with ...With) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	fields := object{}
	if text != "" {
		fields["text"] = text
	}
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

// Menu returns the commands registered for a scope and a language, each with its
// description.
func (s *Server) Menu(scope, lang string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.commands[scope+" "+lang])
}
