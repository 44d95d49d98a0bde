package main

import (
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
func (h *host) take(chat, nonce string) string {
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
	lit, trip = h.lit(true), h.trip
	h.mu.Unlock()
	if lit {
		trip()
	}
	return m.id
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
		answer(w, 200, map[string]any{"id": h.take("discord:"+at(1), in.Nonce), "channel_id": at(1)})
	case at(0) == "channels" && at(2) == "messages" && method == http.MethodPatch:
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
	switch method {
	case "getMe":
		ok(map[string]any{"id": 1, "is_bot": true, "first_name": "Films", "username": "films_bot"})
	case "getUpdates":
		<-r.Context().Done()
	case "sendMessage":
		id, _ := strconv.Atoi(h.take("telegram:"+r.FormValue("chat_id"), ""))
		ok(map[string]any{"message_id": id, "date": 1, "chat": map[string]any{"id": chat, "type": "private"}})
	case "editMessageText":
		id, _ := strconv.Atoi(r.FormValue("message_id"))
		ok(map[string]any{"message_id": id, "date": 1, "chat": map[string]any{"id": chat, "type": "private"}})
	case "getChat":
		ok(map[string]any{"id": chat, "type": "private"})
	default:
		ok(true)
	}
}
