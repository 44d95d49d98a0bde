package telegram

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
	"filmbot/bot/adaptertest"
)

func TestConformance(t *testing.T) {
	adaptertest.Run(t, adaptertest.Platform{Start: startBench, InPlace: true, Whispers: true})
}

// bench is an [adaptertest.Bench] over a loopback network.
type bench struct {
	*telegramtest.Server
	t     *testing.T
	url   string
	h     *counter
	notes *notes
	group *telegramtest.Chat

	mu      sync.Mutex
	people  map[string]*telegramtest.Person
	adapter *Adapter
	stop    func()
}

func startBench(t *testing.T, h bot.Handler) adaptertest.Bench {
	s, url := telegramtest.Start(t)
	b := &bench{
		Server: s, t: t, url: url, h: &counter{Handler: h, changed: make(chan struct{}, 100)}, notes: &notes{},
		group: s.Chat(telegramtest.Supergroup), people: map[string]*telegramtest.Person{},
	}
	b.begin()
	t.Cleanup(func() {
		b.End()
		b.stop()
	})
	return b
}

func (b *bench) begin() {
	ctx, cancel := context.WithCancel(context.Background())
	a := New(Config{
		Token: telegramtest.Token, APIURL: b.url, Commands: testCommands, Notebook: b.notes,
		Logger: slog.New(slog.DiscardHandler),
	})
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx, b.h) }()
	b.adapter = a
	b.stop = func() {
		cancel()
		if err := <-done; err != nil {
			b.t.Errorf("Run = %v", err)
		}
	}
	b.Await(b.t, "a call for updates", b.Polled)
}

func (b *bench) Restart() {
	b.stop()
	b.begin()
}

func (b *bench) Adapter() bot.Adapter { return b.adapter }

func (b *bench) Group() bot.Chat {
	return bot.Chat{Platform: platform, ID: strconv.FormatInt(b.group.ID, 10)}
}

func (b *bench) person(name string) *telegramtest.Person {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.people[name] == nil {
		b.people[name] = b.Person(name, "en")
	}
	return b.people[name]
}

func (b *bench) Say(who, line string) adaptertest.Shown {
	b.t.Helper()
	asked := b.Server.Say(b.person(who), b.group, line)
	var answer telegramtest.Message
	b.Await(b.t, "an answer", func() bool {
		for _, m := range b.Messages(b.group) {
			if m.ReplyTo == asked {
				answer = m
				return true
			}
		}
		return false
	})
	return b.shown(answer)
}

func (b *bench) Mutter(who, line string) {
	b.t.Helper()
	b.h.reset()
	b.Server.Say(b.person(who), b.group, line)
	<-b.h.changed
}

func (b *bench) Press(who string, on adaptertest.Shown, n int) adaptertest.Shown {
	b.t.Helper()
	m := b.message(on.Message)
	before := len(b.Messages(b.group))
	id := b.Server.Press(b.t, b.person(who), m, n, false)
	var answer adaptertest.Shown
	b.Await(b.t, "the answer to a press", func() bool {
		notice, answered := b.Notice(id)
		if answered == 0 {
			return false
		}
		all := b.Messages(b.group)
		switch now := b.Server.Look(m); {
		case notice.Text != "":
			answer = adaptertest.Shown{Text: notice.Text, Private: true}
		case now.Edits > m.Edits:
			answer = b.shown(now)
		case len(all) > before:
			answer = b.shown(all[len(all)-1])
		default:
			return false
		}
		return true
	})
	return answer
}

func (b *bench) Suggest(who, line string) []string {
	b.t.Helper()
	id := b.Type(b.person(who), strings.TrimPrefix(line, "/film "))
	var titles []string
	b.Await(b.t, "suggestions", func() bool {
		results, n := b.Results(id)
		titles = nil
		for _, r := range results {
			titles = append(titles, r.Title)
		}
		return n > 0
	})
	return titles
}

func (b *bench) Look(m bot.Message) adaptertest.Shown { return b.shown(b.message(m)) }

func (b *bench) message(m bot.Message) telegramtest.Message {
	all := b.Messages(b.group)
	n := slices.IndexFunc(all, func(x telegramtest.Message) bool { return strconv.Itoa(x.ID) == m.ID })
	if n < 0 {
		b.t.Fatalf("there is no message %s", m.ID)
	}
	return all[n]
}

func (b *bench) shown(m telegramtest.Message) adaptertest.Shown {
	return adaptertest.Shown{
		Message: bot.Message{Chat: b.Group(), ID: strconv.Itoa(m.ID)},
		Text:    m.Text,
		Buttons: m.Labels(),
	}
}

// counter tells when a handler is asked.
type counter struct {
	bot.Handler
	changed chan struct{}
}

func (c *counter) reset() {
	for len(c.changed) > 0 {
		<-c.changed
	}
}

func (c *counter) Handle(ctx context.Context, req bot.Request) bot.Reply {
	select {
	case c.changed <- struct{}{}:
	default:
	}
	return c.Handler.Handle(ctx, req)
}
