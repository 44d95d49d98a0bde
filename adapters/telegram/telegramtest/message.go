package telegramtest

import (
	"maps"
	"strings"
)

func (s *Server) sendMessage(c Call) (any, *apiError) {
	return s.post(c, func(chat *Chat, m *Message) *apiError { return s.fill(chat, m, c) })
}

// post puts a message of the bot's into a chat.
func (s *Server) post(c Call, fill func(*Chat, *Message) *apiError) (any, *apiError) {
	chat, e := s.chat(c)
	if e != nil {
		return nil, e
	}
	m := &Message{Chat: chat.ID, Bot: true, Topic: int(c.number("message_thread_id")), Silent: c.Params["disable_notification"] == "true"}
	if e := chat.writable(m.Topic); e != nil {
		return nil, e
	}
	var reply struct {
		Message int  `json:"message_id"`
		Without bool `json:"allow_sending_without_reply"`
	}
	if p := c.Params["reply_parameters"]; p != "" && s.strictly(p, &reply) {
		if chat.message(reply.Message) == nil && !reply.Without {
			return nil, refuse(400, "Bad Request: message to be replied not found")
		}
		m.ReplyTo = reply.Message
	}
	if e := fill(chat, m); e != nil {
		return nil, e
	}
	chat.lastID++
	m.ID = chat.lastID
	chat.messages = append(chat.messages, m)
	return s.present(chat, *m), nil
}

func (s *Server) editMessageText(c Call) (any, *apiError) {
	m := s.inline[c.Params["inline_message_id"]]
	if m == nil {
		chat, e := s.chat(c)
		if e != nil {
			return nil, e
		}
		if m = chat.message(int(c.number("message_id"))); m == nil {
			return nil, refuse(400, "Bad Request: message to edit not found")
		}
		switch {
		case !m.Bot || m.Force != nil:
			return nil, refuse(400, "Bad Request: message can't be edited")
		case m.File != nil:
			return nil, refuse(400, "Bad Request: there is no text in the message to edit")
		}
	}
	next := *m
	if e := s.fill(nil, &next, c); e != nil {
		return nil, e
	}
	if next.HTML == m.HTML && encode(next.Rows) == encode(m.Rows) && encode(next.Buttons) == encode(m.Buttons) {
		return nil, refuse(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	next.Edits++
	*m = next
	if m.inline != "" {
		return true, nil
	}
	return s.present(s.chats[m.Chat], *m), nil
}

// fill gives a message the content that a call has for it. The chat is nil for a
// message that is edited.
func (s *Server) fill(chat *Chat, m *Message, c Call) *apiError {
	if c.Params["link_preview_options"] != `{"is_disabled":true}` {
		s.complain("%s shows link previews", c.Method)
	}
	text, e := s.text(c.Params["text"], c.Params["parse_mode"])
	if e != nil {
		return e
	}
	m.Text, m.HTML = text, c.Params["text"]
	m.Buttons, m.Rows = nil, nil
	if markup := c.Params["reply_markup"]; strings.Contains(markup, `"force_reply"`) && chat != nil {
		e = s.force(chat, m, markup)
	} else if markup != "" {
		e = s.keys(m, markup)
		if len(m.Buttons) == 0 && c.Method == "sendMessage" {
			s.complain("a new message has an empty keyboard")
		}
	}
	return e
}

// text checks a text and returns what people read.
func (s *Server) text(raw, mode string) (string, *apiError) {
	if mode != "HTML" {
		s.complain("the parse mode is %q", mode)
	}
	text, err := PlainText(raw)
	if err != nil {
		s.complain("the text is no HTML: %v", err)
		return "", refuse(400, "Bad Request: can't parse entities: %v", err)
	}
	if text == "" {
		s.complain("the text is empty")
		return "", refuse(400, "Bad Request: message text is empty")
	}
	if n := UTF16Length(text); n > 4096 {
		s.complain("the text has %d units", n)
		return "", refuse(400, "Bad Request: message is too long")
	}
	return text, nil
}

func (s *Server) keys(m *Message, markup string) *apiError {
	var k struct {
		Rows [][]struct {
			Text string `json:"text"`
			Data string `json:"callback_data"`
		} `json:"inline_keyboard"`
	}
	if !s.strictly(markup, &k) {
		return refuse(400, "Bad Request: object expected as reply markup")
	}
	if len(markup) > 20000 {
		s.complain("the keyboard has %d bytes", len(markup))
	}
	for _, row := range k.Rows {
		if len(row) == 0 || len(row) > 8 {
			s.complain("a row has %d buttons", len(row))
		}
		var labels []string
		for _, b := range row {
			if strings.TrimSpace(b.Text) == "" {
				s.complain("a button has no text")
				return refuse(400, "Bad Request: inline keyboard button text must be non-empty")
			}
			if len(b.Data) < 1 || len(b.Data) > 64 {
				s.complain("a button has %d bytes of data", len(b.Data))
				return refuse(400, "Bad Request: BUTTON_DATA_INVALID")
			}
			labels = append(labels, b.Text)
			m.Buttons = append(m.Buttons, Button{b.Text, b.Data})
		}
		m.Rows = append(m.Rows, labels)
	}
	if len(m.Buttons) > 100 {
		s.complain("a message has %d buttons", len(m.Buttons))
		return refuse(400, "Bad Request: reply markup is too long")
	}
	return nil
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
	// Force tells that the message asks for an answer, Aimless that it asks nobody.
	Force   *Force
	Aimless bool
	// File is what was sent in the message; the text is its caption then.
	File *File
	// Silent tells that it came without a sound.
	Silent bool
	// Edits counts how often it was edited.
	Edits int
	// Bot tells that the bot wrote it.
	Bot bool

	inline string
	raw    object // what somebody else wrote
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
	m.raw = out
	return out
}

// present is a message of the bot's as JSON.
func (s *Server) present(c *Chat, m Message) object {
	out := object{
		"message_id": m.ID, "date": 1700000000, "chat": c.json(), "text": m.Text,
	}
	if c.Kind == Channel {
		out["sender_chat"] = c.json()
	} else {
		out["from"] = object{"id": BotID, "is_bot": true, "first_name": Name, "username": Name}
	}
	if _, marked, err := Parse(m.HTML); err == nil && len(marked) > 0 && m.File == nil {
		out["entities"] = marked
	}
	if m.Topic != 0 {
		out["message_thread_id"], out["is_topic_message"] = m.Topic, true
	}
	return out
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

func (c *Chat) message(id int) *Message {
	for _, m := range c.messages {
		if m.ID == id {
			return m
		}
	}
	return nil
}
