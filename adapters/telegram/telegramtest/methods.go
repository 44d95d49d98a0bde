package telegramtest

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// A method is one of the Bot API, with the parameters that the bot may use.
type method struct {
	params []string
	do     func(*Server, Call) (any, *apiError)
}

var methods = map[string]method{
	"getMe":               {nil, (*Server).getMe},
	"getWebhookInfo":      {nil, (*Server).getWebhookInfo},
	"deleteWebhook":       {[]string{"drop_pending_updates"}, (*Server).deleteWebhook},
	"sendMessage":         {append([]string{"chat_id", "message_thread_id", "reply_parameters", "disable_notification"}, textParams...), (*Server).sendMessage},
	"sendDocument":        {[]string{"chat_id", "message_thread_id", "reply_parameters", "disable_notification", "caption", "parse_mode"}, (*Server).sendDocument},
	"deleteMessage":       {[]string{"chat_id", "message_id"}, (*Server).deleteMessage},
	"getFile":             {[]string{"file_id"}, (*Server).getFile},
	"editMessageText":     {append([]string{"chat_id", "message_id", "inline_message_id"}, textParams...), (*Server).editMessageText},
	"answerCallbackQuery": {[]string{"callback_query_id", "text", "show_alert"}, (*Server).answerCallbackQuery},
	"answerInlineQuery":   {[]string{"inline_query_id", "results", "is_personal", "cache_time"}, (*Server).answerInlineQuery},
	"setMyCommands":       {[]string{"commands", "scope", "language_code"}, (*Server).setMyCommands},
	"getChat":             {[]string{"chat_id"}, (*Server).getChat},
	"pinChatMessage":      {[]string{"chat_id", "message_id", "disable_notification"}, (*Server).pinChatMessage},
	"unpinChatMessage":    {[]string{"chat_id", "message_id"}, (*Server).unpinChatMessage},
	"createForumTopic":    {[]string{"chat_id", "name"}, (*Server).createForumTopic},
	"getChatMember":       {[]string{"chat_id", "user_id"}, (*Server).getChatMember},
}

var textParams = []string{"text", "parse_mode", "link_preview_options", "reply_markup"}

func (s *Server) getMe(Call) (any, *apiError) {
	return object{
		"id": BotID, "is_bot": true, "first_name": "Film Club", "username": Name,
		"can_join_groups": true, "can_read_all_group_messages": false, "supports_inline_queries": true,
	}, nil
}

func (s *Server) getWebhookInfo(Call) (any, *apiError) {
	return object{"url": s.webhook, "has_custom_certificate": false, "pending_update_count": len(s.updates.waiting)}, nil
}

func (s *Server) deleteWebhook(c Call) (any, *apiError) {
	s.webhook = ""
	if c.Params["drop_pending_updates"] == "true" {
		s.updates.waiting = nil
	}
	return true, nil
}

// chat finds the chat of a call.
func (s *Server) chat(c Call) (*Chat, *apiError) {
	chat := s.chats[c.number("chat_id")]
	switch {
	case chat == nil:
		return nil, refuse(400, "Bad Request: chat not found")
	case chat.next != nil:
		e := refuse(400, "Bad Request: group chat was upgraded to a supergroup chat")
		e.params = object{"migrate_to_chat_id": chat.next.ID}
		return nil, e
	case chat.gone != "":
		return nil, refuse(403, "Forbidden: %s", chat.gone)
	}
	return chat, nil
}

func (s *Server) setMyCommands(c Call) (any, *apiError) {
	var list []struct {
		Command     string `json:"command"`
		Description string `json:"description"`
	}
	var scope struct {
		Type string `json:"type"`
	}
	if !s.strictly(c.Params["commands"], &list) || !s.strictly(c.Params["scope"], &scope) {
		return nil, refuse(400, "Bad Request: can't parse commands")
	}
	var menu []string
	for _, x := range list {
		if n := utf8.RuneCountInString(x.Description); n < 1 || n > 256 || strings.Trim(x.Command, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" || x.Command == "" {
			s.complain("a bad command: %q %q", x.Command, x.Description)
			return nil, refuse(400, "Bad Request: BOT_COMMAND_INVALID")
		}
		menu = append(menu, x.Command+" - "+x.Description)
	}
	s.commands[scope.Type+" "+c.Params["language_code"]] = menu
	return true, nil
}

func (s *Server) getChatMember(c Call) (any, *apiError) {
	chat, e := s.chat(c)
	if e != nil {
		return nil, e
	}
	fields := chat.members[c.number("user_id")]
	if fields == nil {
		fields = object{"status": "member"}
	}
	out := object{"user": object{"id": c.number("user_id"), "first_name": "Somebody"}}
	for k, v := range fields {
		out[k] = v
	}
	return out, nil
}

// strictly reads JSON and complains about what it does not know.
func (s *Server) strictly(text string, into any) bool {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		s.complain("bad JSON %q: %v", text, err)
		return false
	}
	return true
}

func encode(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}
