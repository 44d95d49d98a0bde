package telegramtest

import (
	"maps"
	"slices"
	"strings"
)

// A Force is how a message asks for an answer.
type Force struct {
	Placeholder string `json:"input_field_placeholder"`
	Selective   bool   `json:"selective"`
}

// force reads a ForceReply.
func (s *Server) force(chat *Chat, m *Message, markup string) *apiError {
	var f struct {
		Reply bool `json:"force_reply"`
		Force
	}
	if !s.strictly(markup, &f) || !f.Reply {
		return refuse(400, "Bad Request: object expected as reply markup")
	}
	if n := UTF16Length(f.Placeholder); n > 64 {
		s.complain("a placeholder has %d units", n)
	}
	if chat.Kind == Channel {
		s.complain("an answer is asked for in a channel")
		return refuse(400, "Bad Request: inline keyboard expected")
	}
	if f.Selective && m.ReplyTo == 0 && !strings.Contains(m.HTML, "tg://user?id=") {
		m.Aimless = true
	}
	m.Force = &f.Force
	return nil
}

// ReplyTo makes of a message an answer to another one in the same chat.
func (s *Server) ReplyTo(c *Chat, id int) With {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := c.message(id)
	if m == nil {
		return With{}
	}
	if m.Bot {
		return With{"reply_to_message": s.present(c, *m)}
	}
	original := maps.Clone(m.raw)
	delete(original, "reply_to_message")
	return With{"reply_to_message": original}
}

func (s *Server) deleteMessage(c Call) (any, *apiError) {
	chat, e := s.chat(c)
	if e != nil {
		return nil, e
	}
	if !chat.remove(int(c.number("message_id"))) {
		return nil, refuse(400, "Bad Request: message to delete not found")
	}
	return true, nil
}

// Delete has somebody delete a message.
func (s *Server) Delete(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chats[m.Chat].remove(m.ID)
}

func (c *Chat) remove(id int) bool {
	before := len(c.messages)
	c.messages = slices.DeleteFunc(c.messages, func(m *Message) bool { return m.ID == id })
	return len(c.messages) < before
}
