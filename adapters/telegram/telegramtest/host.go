package telegramtest

import (
	"maps"
	"slices"
	"unicode/utf8"
)

// maxTopic is the limit of https://core.telegram.org/bots/api#createforumtopic.
const maxTopic = 128

// A Topic is one of a forum.
type Topic struct {
	ID   int
	Name string

	closed, deleted bool
}

// Forum makes a supergroup one with topics, in which the bot is an administrator who
// may do everything.
func (s *Server) Forum(c *Chat) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.forum = true
	c.members[BotID] = object{
		"status": "administrator", "can_pin_messages": true, "can_manage_topics": true, "can_delete_messages": true,
	}
}

// Permit says what members of a chat may do by default: the fields of
// ChatPermissions.
func (s *Server) Permit(c *Chat, permissions map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.permissions = permissions
}

// Enlist is SetMember for the bot, which is told of it.
func (s *Server) Enlist(c *Chat, fields map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := object{"user": botJSON()}
	maps.Copy(before, c.members[BotID])
	c.members[BotID] = fields
	now := object{"user": botJSON()}
	maps.Copy(now, fields)
	s.push("my_chat_member", object{
		"chat": c.json(), "from": object{"id": 1, "first_name": "Somebody"}, "date": 1,
		"old_chat_member": before, "new_chat_member": now,
	})
}

// Pinned returns the numbers of the pinned messages of a chat, the last one last.
func (s *Server) Pinned(c *Chat) []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(c.pinned)
}

// Topics returns the topics that the bot has opened in a chat.
func (s *Server) Topics(c *Chat) []Topic {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(c.topics)
}

// CloseTopic closes a topic, so that only those write there who manage topics.
func (s *Server) CloseTopic(c *Chat, topic int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.topic(topic).closed = true
}

// DeleteTopic deletes a topic.
func (s *Server) DeleteTopic(c *Chat, topic int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.topic(topic).deleted = true
}

func (c *Chat) topic(id int) *Topic {
	n := slices.IndexFunc(c.topics, func(t Topic) bool { return t.ID == id })
	if n < 0 {
		return nil
	}
	return &c.topics[n]
}

// entitled reports whether the bot has a right in a chat.
func (c *Chat) entitled(right string) bool { return c.members[BotID][right] == true }

// writable checks that the bot may write in a chat.
func (c *Chat) writable(topic int) *apiError {
	self := c.members[BotID]
	silenced := self["status"] == "member" && c.permissions["can_send_messages"] == false
	t := c.topic(topic)
	switch {
	case self["can_send_messages"] == false || silenced:
		return refuse(400, "Bad Request: not enough rights to send text messages to the chat")
	case self["can_post_messages"] == false:
		return refuse(400, "Bad Request: need administrator rights in the channel chat")
	case t != nil && t.deleted:
		return refuse(400, "Bad Request: message thread not found")
	case t != nil && t.closed && !c.entitled("can_manage_topics"):
		return refuse(400, "Bad Request: TOPIC_CLOSED")
	}
	return nil
}

func (s *Server) getChat(c Call) (any, *apiError) {
	chat, e := s.chat(c)
	if e != nil {
		return nil, e
	}
	out := chat.json()
	if chat.forum {
		out["is_forum"] = true
	}
	if chat.permissions != nil {
		out["permissions"] = chat.permissions
	}
	return out, nil
}

func (s *Server) pinChatMessage(c Call) (any, *apiError) {
	if c.Params["disable_notification"] != "true" {
		s.complain("a pin makes a sound")
	}
	return s.pin(c, "message to pin not found", func(chat *Chat, id int) {
		chat.pinned = append(chat.pinned, id)
		s.serve(chat, object{"pinned_message": s.present(chat, *chat.message(id))})
	})
}

func (s *Server) unpinChatMessage(c Call) (any, *apiError) {
	if c.Params["message_id"] == "" {
		s.complain("whatever was pinned last is unpinned")
	}
	return s.pin(c, "message to unpin not found", func(*Chat, int) {})
}

func (s *Server) pin(c Call, missing string, do func(*Chat, int)) (any, *apiError) {
	chat, e := s.chat(c)
	if e != nil {
		return nil, e
	}
	id := int(c.number("message_id"))
	switch {
	case chat.Kind != Private && !chat.entitled("can_pin_messages") && !(chat.Kind == Channel && chat.entitled("can_edit_messages")):
		return nil, refuse(400, "Bad Request: not enough rights to manage pinned messages in the chat")
	case chat.message(id) == nil:
		return nil, refuse(400, "Bad Request: %s", missing)
	}
	chat.pinned = slices.DeleteFunc(chat.pinned, func(n int) bool { return n == id })
	do(chat, id)
	return true, nil
}

func (s *Server) createForumTopic(c Call) (any, *apiError) {
	chat, e := s.chat(c)
	if e != nil {
		return nil, e
	}
	name := c.Params["name"]
	if n := utf8.RuneCountInString(name); n < 1 || n > maxTopic {
		s.complain("the name of a topic has %d characters", n)
		return nil, refuse(400, "Bad Request: TOPIC_TITLE_INVALID")
	}
	switch {
	case !chat.forum:
		return nil, refuse(400, "Bad Request: the chat is not a forum")
	case !chat.entitled("can_manage_topics"):
		return nil, refuse(400, "Bad Request: not enough rights to create a topic")
	}
	topic := chat.lastID + 1
	chat.topics = append(chat.topics, Topic{ID: topic, Name: name})
	s.serve(chat, object{
		"message_thread_id": topic, "is_topic_message": true,
		"forum_topic_created": object{"name": name, "icon_color": 7322096},
	})
	return object{"message_thread_id": topic, "name": name, "icon_color": 7322096}, nil
}

// serve puts a message into a chat that tells what the bot has done.
func (s *Server) serve(chat *Chat, fields object) {
	kind := "message"
	if chat.Kind == Channel {
		kind, fields["sender_chat"] = "channel_post", chat.json()
	} else {
		fields["from"] = botJSON()
	}
	s.push(kind, s.add(chat, fields))
}
