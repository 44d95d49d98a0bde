package bot_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"filmbot/bot"
)

var errOutage = errors.New("the platform is down")

// A platform is Discord and Telegram, as [bot.Poster]. It never gets a post that
// nobody owes.
type platform struct {
	s       *simulation
	chats   map[string]*crowd
	outages map[string][]interval
	// named are the posts by the names that they were sent under.
	named map[string]*owed
	sent  int
}

// A crowd is a chat with what was posted there.
type crowd struct {
	bot.Chat
	club     *simulated
	messages []*message
	// owed is what the chat has not got.
	owed []*owed
}

// A message is one that the bot posted.
type message struct {
	id     string
	of     *owed
	reply  bot.Reply
	edited time.Time
	// deleted by somebody, or lost because the bot was thrown out.
	deleted, lost bool
	talks         int
}

func newPlatform(s *simulation) *platform {
	return &platform{s: s, chats: make(map[string]*crowd), outages: make(map[string][]interval), named: make(map[string]*owed)}
}

// fail has a platform do nothing for a while.
func (p *platform) fail(name string, long time.Duration) {
	p.s.happened["outage"]++
	p.outages[name] = append(p.outages[name], interval{p.s.now, p.s.now.Add(long)})
}

// reach is nil where a chat can be written to.
func (p *platform) reach(at *crowd) error {
	switch {
	case p.s.store.broken != nil:
		return errKilled // there is nobody to write
	case meets(p.outages[at.Platform], p.s.now, p.s.now) || p.s.chance(300):
		p.s.happened["tried in vain"]++
		return errOutage
	case at.club.gone[at.Place()]:
		return bot.ErrChatGone
	}
	return nil
}

// Recognises implements [bot.Poster].
func (p *platform) Recognises(name string) time.Duration {
	if name == "discord" {
		return 2 * time.Minute
	}
	return 0
}

// Post implements [bot.Poster].
func (p *platform) Post(ctx context.Context, to bot.Chat, r bot.Reply) (bot.Message, error) {
	s, at := p.s, p.chats[to.Key()]
	if at == nil || r.Once == "" {
		s.wrong(nil, "posted to %s under the name %q", to.Key(), r.Once)
		return bot.Message{}, bot.ErrChatGone
	}
	checkReply(s.t, "post to "+to.Key(), r)
	o := p.named[r.Once]
	if o == nil {
		if o = at.claim(r); o == nil {
			s.wrong(at.club, "%s got a post that nobody owes it:\n%s", to.Key(), r.Text)
			return bot.Message{}, bot.ErrChatGone
		}
		p.named[r.Once] = o
	}
	o.attempts++
	if s.chance(mostLuck) {
		s.kill() // before anything has left
	}
	if r.Begin == nil {
		s.wrong(at.club, "nobody is told that the %s leaves for %s", o.kind, to.Key())
	} else if err := r.Begin(ctx); err != nil {
		return bot.Message{}, err
	}
	switch err := p.reach(at); {
	case errors.Is(err, bot.ErrChatGone):
		o.end(refusedPost)
		o.goOn()
		return bot.Message{}, err
	case err != nil:
		return bot.Message{}, err
	}
	return p.deliver(at, o, r)
}

// mostLuck is in how many posts each mishap comes once.
const mostLuck = 1000

// deliver has a chat get a post, unless it is known there, or somebody trips over the
// cable.
func (p *platform) deliver(at *crowd, o *owed, r bot.Reply) (bot.Message, error) {
	s := p.s
	if o.message != nil {
		if since := s.now.Sub(o.arrived); since >= p.Recognises(at.Platform) {
			s.wrong(at.club, "%s got the %s twice, %v after the first", at.Key(), o.kind, since)
		}
		s.happened["post recognised"]++
		return bot.Message{Chat: at.Chat, ID: o.message.id}, nil
	}
	switch s.dice.IntN(mostLuck) {
	case 0:
		o.shake()
		s.kill()
		return bot.Message{}, errKilled // before it was sent
	case 1:
		o.shake()
		p.put(at, o, r)
		s.kill()
	case 2, 3:
		// The connection breaks before there was an answer, now and then for long.
		o.shake()
		if s.chance(2) {
			p.put(at, o, r)
		}
		if s.chance(4) {
			p.fail(at.Platform, s.upTo(20*time.Minute))
		}
		return bot.Message{}, bot.ErrUnsure
	default:
		p.put(at, o, r)
	}
	return bot.Message{Chat: at.Chat, ID: o.message.id}, nil
}

func (p *platform) put(at *crowd, o *owed, r bot.Reply) {
	p.sent++
	if n := len(at.messages) - mostKept; n >= 0 {
		at.messages[n].reply = bot.Reply{} // nobody looks so far back
	}
	o.message = &message{id: fmt.Sprint(p.sent), of: o, reply: r}
	at.messages = append(at.messages, o.message)
	o.arrive(r)
}

// mostKept messages of each chat are remembered with what they say.
const mostKept = 40

// message is the one that the bot means.
func (p *platform) message(m bot.Message) (*crowd, *message) {
	at := p.chats[m.Chat.Key()]
	if at != nil {
		for i := len(at.messages) - 1; i >= 0; i-- {
			if at.messages[i].id == m.ID {
				return at, at.messages[i]
			}
		}
	}
	p.s.t.Errorf("%s has no message %q", m.Chat.Key(), m.ID)
	return nil, nil
}

// touch is nil where something can be done to a message.
func (p *platform) touch(m bot.Message) (*crowd, *message, error) {
	at, msg := p.message(m)
	if msg == nil {
		return at, msg, bot.ErrNotFound
	}
	err := p.reach(at)
	switch {
	case errors.Is(err, bot.ErrChatGone):
		msg.lost = true
	case err == nil && msg.deleted:
		if !msg.lost {
			msg.lost = true
			msg.of.oweAgain()
		}
		return at, msg, bot.ErrNotFound
	}
	return at, msg, err
}

// Edit implements [bot.Poster].
func (p *platform) Edit(_ context.Context, m bot.Message, r bot.Reply) error {
	at, msg, err := p.touch(m)
	if err != nil {
		return err
	}
	checkReply(p.s.t, "edit in "+at.Key(), r)
	if since := p.s.now.Sub(msg.edited); since < 4*time.Second {
		p.s.wrong(at.club, "the %s in %s was edited again after %v", msg.of.kind, at.Key(), since)
	}
	msg.edited, msg.reply = p.s.now, r
	p.s.happened["edit"]++
	msg.of.checkMark(r)
	return nil
}

// Pin implements [bot.Poster].
func (p *platform) Pin(_ context.Context, m bot.Message, _ bool) error {
	_, _, err := p.touch(m)
	return err
}

// Talk implements [bot.Poster].
func (p *platform) Talk(_ context.Context, m bot.Message, _ string) (bot.Chat, error) {
	at, msg, err := p.touch(m)
	if err != nil {
		return bot.Chat{}, err
	}
	if at.Platform != "discord" {
		return bot.Chat{}, bot.ErrUnsupported
	}
	if msg.talks++; msg.talks > 1 {
		p.s.wrong(at.club, "a second thread was opened in %s", at.Key())
	}
	return bot.Chat{Platform: at.Platform, ID: "t" + m.ID, Server: at.Server}, nil
}

// Plan implements [bot.Poster].
func (p *platform) Plan(_ context.Context, to bot.Chat, id string, e bot.Gathering) (string, error) {
	at := p.chats[to.Key()]
	if to.Platform != "discord" {
		return "", bot.ErrUnsupported
	}
	if err := p.reach(at); err != nil {
		return "", err
	}
	if !e.Start.Equal(at.club.was.Night) || !strings.HasPrefix(e.Name, "Film night: ") {
		p.s.wrong(at.club, "an event is %q at %v, want it at %v", e.Name, e.Start, at.club.was.Night)
	}
	if id == "" {
		p.sent++
		id = fmt.Sprint("e", p.sent)
	}
	return id, nil
}

// CallOff implements [bot.Poster].
func (p *platform) CallOff(_ context.Context, to bot.Chat, _ string) error {
	return p.reach(p.chats[to.Key()])
}

// Lacks implements [bot.Poster].
func (p *platform) Lacks(_ context.Context, at bot.Chat, _ []bot.Permission) ([]bot.Permission, error) {
	return nil, p.reach(p.chats[at.Key()])
}

// Title implements [bot.Poster].
func (p *platform) Title(_ context.Context, at bot.Chat) (string, error) {
	chat := p.chats[at.Key()]
	switch {
	case chat == nil:
		return "", bot.ErrUnsupported // a server
	case chat.club.gone[at.Place()]:
		return "", bot.ErrChatGone
	}
	return "Film Club " + at.ID, nil
}
