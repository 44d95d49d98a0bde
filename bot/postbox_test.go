package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"filmbot/bot"
)

// postbox takes what the bot posts to chats where nobody asked.
type postbox struct {
	t testing.TB

	mu   sync.Mutex
	sent int
	news []post
	// lost says why chats cannot be reached, by their keys.
	lost map[string]error
	// forbidden is what the bot may not do in chats.
	forbidden map[string][]bot.Permission
	// deleted are messages that are gone.
	deleted map[string]bool
	// unsure are the chats of which a post is not known to have arrived.
	unsure map[string]bool
	// titles are what chats are called, by their addresses.
	titles map[string]string
	// named are the addresses of the chats whose names were asked for.
	named []string
	// done is what was done beside posting.
	done []string
}

type post struct {
	bot.Message
	reply  bot.Reply
	edited bool
	// before is what was done before it.
	before []string
}

func (p post) String() string {
	s := p.Chat.Key() + " #" + p.ID
	if p.edited {
		s += ", edited"
	}
	return s
}

func newPostbox(t testing.TB) *postbox {
	return &postbox{
		t: t, lost: make(map[string]error), forbidden: make(map[string][]bot.Permission), deleted: make(map[string]bool), unsure: make(map[string]bool),
		titles: make(map[string]string),
	}
}

// title names a chat, with its address first: "telegram:-7 Mountain Club".
func (b *postbox) title(what string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	chat, title, _ := strings.Cut(what, " ")
	b.titles[chat] = title
}

// lose makes a chat unreachable, or reachable again.
func (b *postbox) lose(chat string, why error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lost[chat] = why
}

func (b *postbox) Post(ctx context.Context, to bot.Chat, r bot.Reply) (bot.Message, error) {
	if r.Begin != nil {
		if err := r.Begin(ctx); err != nil {
			return bot.Message{}, err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.lost[to.Key()]; err != nil {
		return bot.Message{}, err
	}
	if b.unsure[to.Key()] {
		delete(b.unsure, to.Key())
		return bot.Message{}, bot.ErrUnsure
	}
	b.sent++
	m := bot.Message{Chat: to, ID: fmt.Sprint(b.sent)}
	return m, b.put(ctx, post{Message: m, reply: r})
}

func (b *postbox) Edit(ctx context.Context, m bot.Message, r bot.Reply) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.lost[m.Chat.Key()]; err != nil {
		return err
	}
	if b.deleted[m.Chat.Key()+" #"+m.ID] {
		return bot.ErrNotFound
	}
	return b.put(ctx, post{Message: m, reply: r, edited: true})
}

func (b *postbox) put(ctx context.Context, p post) error {
	if p.reply.Empty() || p.Chat.ID == "" || p.ID == "" {
		b.t.Errorf("posted to %s: %+v", p, p.reply)
	}
	checkReply(b.t, "post to "+p.String(), p.reply)
	p.before, b.done = b.done, nil
	b.news = append(b.news, p)
	return ctx.Err()
}

// take returns what was posted since the last time, and what was done after that.
func (b *postbox) take() (news []post, done []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	news, done = b.news, b.done
	b.news, b.done = nil, nil
	return news, done
}
