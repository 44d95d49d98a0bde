package discord

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"filmbot/adapters/discord/discordtest"
	"filmbot/bot"
	"filmbot/bot/adaptertest"
)

// bench lets the conformance suite talk to an adapter.
type bench struct {
	t       *testing.T
	server  *discordtest.Server
	handler *counted
	running *running
	notes   *notes
	forms   map[*adaptertest.ShownForm]discordtest.Form
	// later is how much later it is for the adapter than it is.
	later atomic.Int64
}

// counted counts the lines that a handler is asked.
type counted struct {
	bot.Handler
	asked chan struct{}
}

func (c *counted) Handle(ctx context.Context, req bot.Request) bot.Reply {
	select {
	case c.asked <- struct{}{}:
	default:
	}
	return c.Handler.Handle(ctx, req)
}

func (b *bench) start() {
	a, _ := adapterFor(b.t, b.server, func(c *Config) { c.Notebook, c.Commands = b.notes, adaptertest.Commands() })
	a.now = func() time.Time { return time.Now().Add(time.Duration(b.later.Load())) }
	b.running = run(b.t, a, b.handler)
}

func (b *bench) Restart() {
	b.running.stop()
	b.start()
}

func (b *bench) Adapter() bot.Adapter { return b.running.Adapter }

func (b *bench) Group() bot.Chat {
	return bot.Chat{Platform: Platform, ID: discordtest.Channel, Server: discordtest.Guild}
}

func (b *bench) Leave()  { b.server.Leave() }
func (b *bench) Return() { b.server.Return() }

func (b *bench) Say(who, line string) adaptertest.Shown {
	return b.answer(b.server.Command(who, line))
}

func (b *bench) SayBeside(who, line string) adaptertest.Shown {
	return b.answer(b.server.Command(who, line, discordtest.InBeside))
}

func (b *bench) Attach(who, line, name string, data []byte) adaptertest.Shown {
	file := b.server.Attach(discordtest.File{Name: name, Data: string(data)})
	return b.answer(b.server.Command(who, line, discordtest.Verb, file))
}

func (b *bench) Point(who, line, at string) adaptertest.Shown {
	return b.answer(b.server.Command(who, line, discordtest.Verb, b.server.Mention(at, at)))
}

func (b *bench) Mutter(who, line string) {
	for len(b.handler.asked) > 0 {
		<-b.handler.asked
	}
	b.server.Command(who, line)
	select {
	case <-b.handler.asked:
	case <-time.After(15 * time.Second):
		b.t.Error("the handler is not asked")
	}
}

func (b *bench) Press(who string, on adaptertest.Shown, n int) adaptertest.Shown {
	m, ok := b.server.Message(on.Message.ID)
	if !ok || n >= len(m.Buttons()) {
		b.t.Errorf("message %s has no button %d", on.Message.ID, n)
		return adaptertest.Shown{}
	}
	return b.answer(b.server.Press(who, m, m.Buttons()[n].CustomID))
}

func (b *bench) Fill(who string, on adaptertest.Shown, values map[string]string) adaptertest.Shown {
	form, ok := b.forms[on.Form]
	if !ok {
		b.t.Error("there is no form to fill in")
		return adaptertest.Shown{}
	}
	return b.answer(b.server.Submit(who, form, values))
}

func (b *bench) Suggest(who, line string) []string {
	var names []string
	for _, c := range b.server.Complete(who, line).Choices() {
		names = append(names, c.Name)
	}
	return names
}

// message is one of the bot's, as it is by now.
func (b *bench) message(m bot.Message) discordtest.Message {
	got, ok := b.server.Message(m.ID)
	if !ok {
		b.t.Errorf("there is no message %s", m.ID)
	}
	return got
}

func (b *bench) Look(m bot.Message) adaptertest.Shown { return shown(b.message(m)) }

func (b *bench) Screen() string {
	var all []string
	for _, m := range b.server.All() {
		all = append(all, m.Text())
	}
	return strings.Join(all, "\n")
}

// answer is the answer to an interaction: a message or a form.
func (b *bench) answer(e *discordtest.Exchange) adaptertest.Shown {
	s := shown(e.Answer())
	if ack, _ := e.Ack(); ack != answerModal {
		return s
	}
	form := e.Form()
	s.Form = &adaptertest.ShownForm{Title: form.Title}
	for _, in := range form.Inputs {
		s.Form.Fields = append(s.Form.Fields, adaptertest.ShownField{Name: in.CustomID, Label: in.Label, Hint: in.Placeholder, Value: in.Value})
	}
	b.forms[s.Form] = form
	return s
}

func shown(m discordtest.Message) adaptertest.Shown {
	s := adaptertest.Shown{
		Message: bot.Message{Chat: bot.Chat{Platform: Platform, ID: m.ChannelID, Server: discordtest.Guild}, ID: m.ID},
		Text:    m.Text(),
		Private: m.Private(),
	}
	for _, b := range m.Buttons() {
		s.Buttons = append(s.Buttons, b.Label)
	}
	for _, f := range m.Files {
		s.Files = append(s.Files, adaptertest.ShownFile{Name: f.Name, Data: []byte(f.Data)})
	}
	return s
}

func startBench(t *testing.T, h bot.Handler) *bench {
	t.Parallel()
	b := &bench{
		t:       t,
		server:  discordtest.Start(t),
		handler: &counted{Handler: h, asked: make(chan struct{}, 100)},
		notes:   &notes{},
		forms:   map[*adaptertest.ShownForm]discordtest.Form{},
	}
	b.start()
	return b
}

func TestConformance(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, adaptertest.Platform{
		Start:    func(t *testing.T, h bot.Handler) adaptertest.Bench { return startBench(t, h) },
		InPlace:  true,
		Whispers: true,
		Beside:   true,
		Mentions: true,
		Presence: true,
		Progress: true,
	})
}

func TestHostConformance(t *testing.T) {
	t.Parallel()
	adaptertest.RunHost(t, adaptertest.HostPlatform{
		Start:      func(t *testing.T, h bot.Handler) adaptertest.HostBench { return startBench(t, h) },
		InPlace:    true,
		Whispers:   true,
		Loses:      true,
		Throttles:  true,
		Silences:   true,
		Clocks:     true,
		Roles:      true,
		Pins:       true,
		Talks:      true,
		TalksAgain: true,
		Plans:      true,
		Titles:     true, SignedTitles: true,
		Presence:    true,
		Permissions: slices.Collect(maps.Keys(bits)),
	})
}

// bits are the permissions that can be taken from the bot.
var bits = map[bot.Permission]uint64{
	bot.ViewChat: mayViewChannel, bot.SendMessages: maySendMessages, bot.EmbedLinks: mayEmbedLinks, bot.PinMessages: mayPinMessages,
	bot.OpenThreads: mayOpenThreads, bot.CreateEvents: mayCreateEvents, bot.CallRole: mayCallRoles,
}

func (b *bench) Forbid(permissions ...bot.Permission) {
	allowed := uint64(discordtest.Everything)
	for _, p := range permissions {
		allowed &^= bits[p]
	}
	b.server.Allow(allowed)
	b.later.Add(int64(allowanceLife))
}

func (b *bench) LoseAnswer() {
	b.server.Fail(discordtest.Fault{Route: "POST /channels", Times: 1, Late: true})
}

func (b *bench) Throttle() {
	b.server.Fail(discordtest.Fault{Route: "POST /channels", Times: 1, Status: 429, Body: `{"retry_after": 60}`})
}

func (b *bench) Delete(m bot.Message)      { b.server.Delete(m.ID) }
func (b *bench) Rename(title string)       { b.server.Rename(discordtest.Channel, title) }
func (b *bench) Pinned(m bot.Message) bool { return b.server.Pinned(m.ID) }
func (b *bench) Silent(m bot.Message) bool { return b.message(m).Silent() }
func (b *bench) Role() string              { return bot.RoleKey(Platform, discordtest.Fans) }

func (b *bench) Clocks(m bot.Message) []time.Time { return b.message(m).Clocks() }

func (b *bench) Called(m bot.Message) []string {
	var out []string
	for _, id := range b.message(m).Calls {
		out = append(out, bot.RoleKey(Platform, id))
	}
	return out
}

func (b *bench) Gatherings() []bot.Gathering {
	var out []bot.Gathering
	for _, e := range b.server.Events() {
		g := bot.Gathering{Name: e.Name, Where: e.Place.Location, Start: e.Start, End: e.End}
		if e.About != nil {
			g.About = *e.About
		}
		out = append(out, g)
	}
	return out
}
