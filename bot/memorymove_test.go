package bot_test

import (
	"context"
	"reflect"
	"slices"
	"strings"

	"filmbot/bot"
)

func (m *memory) MoveChat(ctx context.Context, from, to string) error {
	if err := m.begin(ctx); err != nil {
		return err
	}
	defer m.mu.Unlock()
	if from == to {
		return nil
	}
	m.moveBags(from, to)
	m.movePlace(from, to)
	m.movePosts(from, to)
	for id, c := range m.clubs {
		settings := copied(c.settings)
		settings.Review = moved(settings.Review, from, to)
		if r := settings.Ritual; r != nil {
			r.At = moved(r.At, from, to)
			r.Chats = movedAll(r.Chats, from, to)
		}
		if !reflect.DeepEqual(settings, c.settings) {
			c.settings = settings
			m.grow(id)
		}
	}
	for i := range m.suggestions {
		s := &m.suggestions[i]
		s.Chat = moved(s.Chat, from, to)
		if key := moved(s.Post.Chat.Key(), from, to); key != s.Post.Chat.Key() {
			s.Post.Chat = bot.ChatOf(key)
		}
	}
	return nil
}

// moved is what a chat is called after one chat has moved with its topics.
func moved(chat, from, to string) string {
	topic, ok := strings.CutPrefix(chat, from)
	if !ok || topic != "" && topic[0] != '/' {
		return chat
	}
	return to + topic
}

// movedAll is what chats are called after one has moved, each once.
func movedAll(chats []string, from, to string) (out []string) {
	for _, chat := range chats {
		if chat = moved(chat, from, to); !slices.Contains(out, chat) {
			out = append(out, chat)
		}
	}
	return out
}

func (m *memory) moveBags(from, to string) {
	for chat, films := range m.bags {
		there := moved(chat, from, to)
		if there == chat {
			continue
		}
		delete(m.bags, chat)
		for _, f := range films {
			if !slices.Contains(m.bags[there], f) {
				m.bags[there] = append(m.bags[there], f)
			}
		}
	}
}

// movePlace gives a place that moved to the club that it came from, unless it
// has something there.
func (m *memory) movePlace(from, to string) {
	old, club := m.places[from], m.clubOf(from)
	nothing := old.club == "" && m.empty(from)
	delete(m.places, from)
	if there := m.places[to]; there.presence == bot.PresenceUnknown && old.presence != bot.PresenceUnknown {
		there.presence, there.since = old.presence, old.since
		m.places[to] = there
	}
	if nothing {
		return
	}
	m.touch(from, 0)
	if c := m.club(from); !c.unplaced && c.revision > 0 {
		c.unplaced = true
		m.grow(from)
	}
	if club == to && m.places[to].club == "" {
		m.club(to).unplaced = false // the place is back under the old key
	}
	if m.places[to].club == "" && m.empty(to) {
		m.moveWaiting(to, club)
		m.put(to, club)
	}
	m.grow(club)
}
