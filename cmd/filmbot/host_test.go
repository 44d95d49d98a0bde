package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A host is both platforms as far as posts are concerned, for a bot that is killed:
// it keeps every message that ever came in.
type host struct {
	now func() time.Time

	mu       sync.Mutex
	ids      int
	messages map[string]*hosted // by place and number
	named    map[string]*hosted // by nonce
	talks    map[string]bool
	events   map[string]map[string]any
	// edits are when messages were edited, by place and number, and shown is what they
	// are made of since.
	edits map[string][]time.Time
	shown map[string]string
	// gate refuses what comes too fast; nil lets everything in.
	gate *gate
	// front answers what this one does not on Discord, nil for nobody.
	front http.Handler
	// updates are what people do on Telegram.
	updates chan map[string]any
	asked   map[string]time.Time // when the bot was told of it, by what answers it
	took    []time.Duration      // until it was answered
	// repeats counts the posts that Discord recognised.
	repeats int
	// fuse is how many messages may come in before trip is called, which may be
	// before one is kept, or after that and before it is answered.
	fuse  int
	after bool
	trip  func()
}

// A hosted message is one that came in.
type hosted struct {
	chat, id string
	at       time.Time
}

const (
	hostToken = "host.token-of.discord"
	// recognised is for how long Discord recognises a nonce here. It says "the past few
	// minutes" (https://docs.discord.com/developers/resources/message#create-message).
	recognised = 2 * time.Minute
)

func newHost(now func() time.Time) *host {
	return &host{
		now: now, messages: map[string]*hosted{}, named: map[string]*hosted{}, talks: map[string]bool{},
		events: map[string]map[string]any{}, trip: func() {},
		edits: map[string][]time.Time{}, shown: map[string]string{}, updates: make(chan map[string]any, 10_000), asked: map[string]time.Time{},
	}
}

// burn has trip called at the n-th message from here on.
func (h *host) burn(n int, after bool, trip func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fuse, h.after, h.trip = n, after, trip
}

// lit reports whether the message that is coming in is the one to trip at.
func (h *host) lit(after bool) bool {
	if after == h.after {
		h.fuse--
		return h.fuse == 0
	}
	return false
}

// take keeps a message. With a nonce it may be one that is here.
func (h *host) take(chat, nonce, body string) string {
	h.mu.Lock()
	lit, trip := h.lit(false), h.trip
	h.mu.Unlock()
	if lit {
		trip()
	}
	h.mu.Lock()
	now := h.now()
	m := h.named[nonce]
	if nonce != "" && m != nil && now.Sub(m.at) < recognised {
		h.repeats++
	} else {
		h.ids++
		m = &hosted{chat, strconv.Itoa(h.ids), now}
		h.messages[chat+" "+m.id] = m
		if nonce != "" {
			h.named[nonce] = m
		}
	}
	h.shown[chat+" "+m.id] = body
	lit, trip = h.lit(true), h.trip
	h.mu.Unlock()
	if lit {
		trip()
	}
	return m.id
}

// edit takes note of an edit.
func (h *host) edit(chat, id, body string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	key := chat + " " + id
	h.edits[key], h.shown[key] = append(h.edits[key], time.Now()), body
}

// tell has the bot hear of what somebody does on Telegram. answers names what will
// answer it: the chat of a message, the number of a press.
func (h *host) tell(answers string, update map[string]any) {
	h.mu.Lock()
	h.ids++
	update["update_id"] = h.ids
	h.asked[answers] = time.Now()
	h.mu.Unlock()
	h.updates <- update
}

// answered takes note of what may be an answer.
func (h *host) answered(answers string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if at, ok := h.asked[answers]; ok {
		h.took = append(h.took, time.Since(at))
		delete(h.asked, answers)
	}
}

// spans returns how long answers took since it was called before, and how many there
// still have to be.
func (h *host) spans() (took []time.Duration, left int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	took, h.took = h.took, nil
	return took, len(h.asked)
}

// waiting is how many answers there still have to be.
func (h *host) waiting() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.asked)
}

// poll returns updates, of which it waits for the first.
func (h *host) poll(ctx context.Context) []map[string]any {
	out := []map[string]any{}
	select {
	case u := <-h.updates:
		out = append(out, u)
	case <-ctx.Done():
	}
	for len(out) > 0 && len(out) < 100 {
		select {
		case u := <-h.updates:
			out = append(out, u)
		default:
			return out
		}
	}
	return out
}

// seen are the messages by chat and number.
func (h *host) seen() map[string]*hosted {
	h.mu.Lock()
	defer h.mu.Unlock()
	return maps.Clone(h.messages)
}

// ServeHTTP implements [http.Handler].
func (h *host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if method, ok := strings.CutPrefix(parts[0], "bot"); ok && method != "" {
		h.telegram(w, r, parts[len(parts)-1], body)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if h.front != nil && !slices.ContainsFunc([]string{"/channels/", "/scheduled-events", "/users/@me"}, func(p string) bool { return strings.Contains(r.URL.Path, p) }) {
		h.front.ServeHTTP(w, r)
		return
	}
	h.discord(w, r.Method, slices.DeleteFunc(parts, func(s string) bool { return s == "api" || s == "v9" }), body)
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

// discord answers as Discord's REST API does. There is no gateway.
func (h *host) discord(w http.ResponseWriter, method string, parts []string, body []byte) {
	var in struct {
		Nonce string `json:"nonce"`
		Name  string `json:"name"`
	}
	_ = json.Unmarshal(body, &in)
	at := func(i int) string {
		if i < len(parts) {
			return parts[i]
		}
		return ""
	}
	if !h.gate.discord(w, method, parts) {
		return
	}
	switch {
	case at(0) == "users":
		answer(w, 200, map[string]any{"id": "900"})
	case at(0) == "channels" && at(4) == "threads":
		h.mu.Lock()
		there := h.talks[at(3)]
		h.talks[at(3)] = true
		h.mu.Unlock()
		if there {
			answer(w, 400, map[string]any{"code": 160004, "message": "A thread has already been created for this message"})
			return
		}
		answer(w, 201, map[string]any{"id": at(3)})
	case at(0) == "channels" && at(2) == "messages" && method == http.MethodPost:
		answer(w, 200, map[string]any{"id": h.take("discord:"+at(1), in.Nonce, string(body)), "channel_id": at(1)})
	case at(0) == "channels" && at(2) == "messages" && method == http.MethodPatch:
		h.edit("discord:"+at(1), at(3), string(body))
		answer(w, 200, map[string]any{"id": at(3), "channel_id": at(1)})
	case at(0) == "channels" && at(2) == "messages":
		w.WriteHeader(http.StatusNoContent)
	case at(0) == "guilds" && at(2) == "scheduled-events":
		h.scheduled(w, method, at(1), at(3), body)
	default:
		answer(w, 503, map[string]any{"message": "not here"})
	}
}

// scheduled keeps the events of a server.
func (h *host) scheduled(w http.ResponseWriter, method, guild, id string, body []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if method == http.MethodGet {
		list := []any{}
		for _, e := range h.events {
			if e["guild_id"] == guild {
				list = append(list, e)
			}
		}
		answer(w, 200, list)
		return
	}
	if id == "" {
		h.ids++
		id = strconv.Itoa(h.ids)
		h.events[id] = map[string]any{"id": id, "guild_id": guild, "creator_id": "900", "status": 1}
	}
	_ = json.Unmarshal(body, new(h.events[id]))
	answer(w, 200, h.events[id])
}

// telegram answers as the Bot API does. Nobody writes to the bot.
func (h *host) telegram(w http.ResponseWriter, r *http.Request, method string, body []byte) {
	ok := func(result any) { answer(w, 200, map[string]any{"ok": true, "result": result}) }
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	_ = r.ParseMultipartForm(1 << 20)
	chat, _ := strconv.ParseInt(r.FormValue("chat_id"), 10, 64)
	if !h.gate.telegram(w, method, r.FormValue("chat_id")) {
		return
	}
	switch method {
	case "getMe":
		ok(map[string]any{"id": 1, "is_bot": true, "first_name": "Films", "username": "films_bot"})
	case "getUpdates":
		ok(h.poll(r.Context()))
	case "answerCallbackQuery":
		h.answered(r.FormValue("callback_query_id"))
		ok(true)
	case "sendMessage":
		h.answered(r.FormValue("chat_id"))
		id, _ := strconv.Atoi(h.take("telegram:"+r.FormValue("chat_id"), "", r.FormValue("reply_markup")))
		ok(map[string]any{"message_id": id, "date": 1, "chat": map[string]any{"id": chat, "type": "private"}})
	case "editMessageText":
		id, _ := strconv.Atoi(r.FormValue("message_id"))
		h.edit("telegram:"+r.FormValue("chat_id"), r.FormValue("message_id"), r.FormValue("reply_markup"))
		ok(map[string]any{"message_id": id, "date": 1, "chat": map[string]any{"id": chat, "type": "private"}})
	case "getChat":
		ok(map[string]any{"id": chat, "type": "private"})
	default:
		ok(true)
	}
}
