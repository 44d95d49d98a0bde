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
	"sendMessage":         {append([]string{"chat_id", "message_thread_id", "reply_parameters"}, textParams...), (*Server).sendMessage},
	"editMessageText":     {append([]string{"chat_id", "message_id", "inline_message_id"}, textParams...), (*Server).editMessageText},
	"answerCallbackQuery": {[]string{"callback_query_id", "text", "show_alert"}, (*Server).answerCallbackQuery},
	"answerInlineQuery":   {[]string{"inline_query_id", "results", "is_personal", "cache_time"}, (*Server).answerInlineQuery},
	"setMyCommands":       {[]string{"commands", "scope", "language_code"}, (*Server).setMyCommands},
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

func (s *Server) sendMessage(c Call) (any, *apiError) {
	chat, e := s.chat(c)
	if e != nil {
		return nil, e
	}
	m := &Message{Chat: chat.ID, Bot: true, Topic: int(c.number("message_thread_id"))}
	if e := s.fill(m, c); e != nil {
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
		if !m.Bot {
			return nil, refuse(400, "Bad Request: message can't be edited")
		}
	}
	next := *m
	if e := s.fill(&next, c); e != nil {
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

// fill gives a message the content that a call has for it.
func (s *Server) fill(m *Message, c Call) *apiError {
	if c.Params["link_preview_options"] != `{"is_disabled":true}` {
		s.complain("%s shows link previews", c.Method)
	}
	text, e := s.text(c.Params["text"], c.Params["parse_mode"])
	if e != nil {
		return e
	}
	m.Text, m.HTML = text, c.Params["text"]
	m.Buttons, m.Rows = nil, nil
	if markup := c.Params["reply_markup"]; markup != "" {
		return s.keys(m, markup)
	}
	return nil
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

const tooOld = "Bad Request: query is too old and response timeout expired or query ID is invalid"

func (s *Server) answerCallbackQuery(c Call) (any, *apiError) {
	q := s.queries[c.Params["callback_query_id"]]
	if q == nil || q.inline {
		return nil, refuse(400, tooOld)
	}
	if n := UTF16Length(c.Params["text"]); n > 200 {
		s.complain("a notice has %d units", n)
		return nil, refuse(400, "Bad Request: MESSAGE_TOO_LONG")
	}
	q.answered++
	if q.answered > 1 {
		s.complain("a press was answered %d times", q.answered)
	}
	q.notice = Notice{c.Params["text"], c.Params["show_alert"] == "true"}
	return true, nil
}

func (s *Server) answerInlineQuery(c Call) (any, *apiError) {
	q := s.queries[c.Params["inline_query_id"]]
	if q == nil || !q.inline {
		return nil, refuse(400, tooOld)
	}
	if c.Params["cache_time"] != "0" || c.Params["is_personal"] != "true" {
		s.complain("the answer to a query would be kept: cache_time %q, is_personal %q", c.Params["cache_time"], c.Params["is_personal"])
	}
	var list []article
	if !s.strictly(c.Params["results"], &list) || list == nil {
		return nil, refuse(400, "Bad Request: can't parse inline query results")
	}
	if len(list) > 50 {
		s.complain("an answer has %d results", len(list))
		return nil, refuse(400, "Bad Request: RESULTS_TOO_MUCH")
	}
	var results []Result
	seen := map[string]bool{}
	for _, a := range list {
		r, e := s.result(a, seen)
		if e != nil {
			return nil, e
		}
		results = append(results, r)
	}
	q.answered++
	q.results = results
	return true, nil
}

// article is an InlineQueryResultArticle.
type article struct {
	Type        string `json:"type"`
	ID          string `json:"id"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Content     struct {
		Text    string `json:"message_text"`
		Mode    string `json:"parse_mode"`
		Preview struct {
			Disabled bool `json:"is_disabled"`
		} `json:"link_preview_options"`
	} `json:"input_message_content"`
	Keys json.RawMessage `json:"reply_markup"`
}

func (s *Server) result(a article, seen map[string]bool) (Result, *apiError) {
	if len(a.ID) < 1 || len(a.ID) > 64 || seen[a.ID] || a.Type != "article" || a.Title == "" || !a.Content.Preview.Disabled {
		s.complain("a bad result: %q %q %q", a.Type, a.ID, a.Title)
		return Result{}, refuse(400, "Bad Request: RESULT_ID_INVALID")
	}
	seen[a.ID] = true
	text, e := s.text(a.Content.Text, a.Content.Mode)
	if e != nil {
		return Result{}, e
	}
	m := Message{Text: text, HTML: a.Content.Text, Bot: true}
	if a.Keys != nil {
		if e := s.keys(&m, string(a.Keys)); e != nil {
			return Result{}, e
		}
	}
	return Result{a.ID, a.Title, a.Description, m}, nil
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
