package discord

import (
	"context"
	"strings"
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

func (b *bench) Look(m bot.Message) adaptertest.Shown {
	got, ok := b.server.Message(m.ID)
	if !ok {
		b.t.Errorf("there is no message %s", m.ID)
	}
	return shown(got)
}

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

func TestConformance(t *testing.T) {
	t.Parallel()
	adaptertest.Run(t, adaptertest.Platform{
		Start: func(t *testing.T, h bot.Handler) adaptertest.Bench {
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
		},
		InPlace:  true,
		Whispers: true,
		Beside:   true,
		Mentions: true,
		Presence: true,
		Progress: true,
	})
}
