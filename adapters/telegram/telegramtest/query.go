package telegramtest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"testing"
)

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

// A query is a pressed button or a line in inline mode.
type query struct {
	inline   bool
	answered int
	notice   Notice
	results  []Result
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
