package telegram

import (
	"context"
	"html"
	"log/slog"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"filmbot/adapters/telegram/telegramtest"
	"filmbot/bot"
	"filmbot/bot/adaptertest"
)

func TestConformance(t *testing.T) {
	adaptertest.Run(t, adaptertest.Platform{
		Start: startBench, InPlace: true, Whispers: true, WholeForms: true,
		ManyLines: true, Beside: true, Mentions: true, Presence: true, Progress: true,
	})
}

func TestHost(t *testing.T) {
	adaptertest.RunHost(t, adaptertest.HostPlatform{
		Start: func(t *testing.T, h bot.Handler) adaptertest.HostBench {
			b := newBench(t, h)
			b.Forum(b.group)
			return b
		},
		InPlace: true, Whispers: true, Loses: true, Throttles: true, Silences: true, Pins: true, Talks: true, Titles: true, Presence: true,
		Permissions: []bot.Permission{bot.SendMessages, bot.PinMessages, bot.ManageTopics},
	})
}

// bench is an [adaptertest.HostBench] over a loopback network.
type bench struct {
	*telegramtest.Server
	t     *testing.T
	url   string
	h     *counter
	notes *notes
	group *telegramtest.Chat

	mu      sync.Mutex
	people  map[string]*telegramtest.Person
	said    map[string]int // the last message of each
	adapter *Adapter
	stop    func()
}

func startBench(t *testing.T, h bot.Handler) adaptertest.Bench { return newBench(t, h) }

func newBench(t *testing.T, h bot.Handler) *bench {
	s, url := telegramtest.Start(t)
	b := &bench{
		Server: s, t: t, url: url, h: &counter{Handler: h, changed: make(chan struct{}, 100)}, notes: &notes{},
		group: s.Chat(telegramtest.Supergroup), people: map[string]*telegramtest.Person{}, said: map[string]int{},
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
		Token: telegramtest.Token, APIURL: b.url, Commands: adaptertest.Commands(), Notebook: b.notes,
		Logger: slog.New(slog.DiscardHandler), Pace: unhurried,
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

// unhurried is the pace on a platform that has no limits.
var unhurried = Pace{All: time.Microsecond, Chat: time.Microsecond, Group: time.Microsecond}

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
	return b.say(who, line)
}

func (b *bench) say(who, line string, with ...telegramtest.With) adaptertest.Shown {
	b.t.Helper()
	asked := b.Server.Say(b.person(who), b.group, line, with...)
	b.mu.Lock()
	b.said[who] = asked
	b.mu.Unlock()
	return b.answerTo(asked)
}

// answerTo waits for the answer to a message, with everything that belongs to it.
func (b *bench) answerTo(asked int) adaptertest.Shown {
	b.t.Helper()
	var answer telegramtest.Message
	b.Await(b.t, "an answer", func() bool {
		for _, m := range b.Messages(b.group) {
			if m.ReplyTo == asked {
				answer = m
			}
		}
		return answer.ID != 0 && len(b.Waiting()) == 0
	})
	return b.shown(b.Server.Look(answer))
}

func (b *bench) SayBeside(who, line string) adaptertest.Shown {
	b.t.Helper()
	return b.say(who, line, telegramtest.InTopic(42))
}

func (b *bench) Attach(who, line, name string, data []byte) adaptertest.Shown {
	b.t.Helper()
	return b.answerTo(b.Server.Attach(b.person(who), b.group, line, telegramtest.File{Name: name, Data: data}))
}

func (b *bench) Point(who, line, at string) adaptertest.Shown {
	b.t.Helper()
	b.mu.Lock()
	said := b.said[at]
	b.mu.Unlock()
	return b.say(who, line, b.ReplyTo(b.group, said))
}

func (b *bench) Fill(who string, on adaptertest.Shown, values map[string]string) adaptertest.Shown {
	b.t.Helper()
	field := on.Form.Fields[0]
	text, changed := values[field.Name]
	if !changed {
		text = field.Value
	}
	return b.say(who, text, b.ReplyTo(b.group, b.message(on.Message).ID))
}

func (b *bench) Leave() { b.Remove(b.group, "bot was kicked from the supergroup chat") }

func (b *bench) Return() { b.Admit(b.group) }

func (b *bench) Screen() string {
	var texts []string
	for _, m := range b.Messages(b.group) {
		texts = append(texts, m.Text)
	}
	return strings.Join(texts, "\n")
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
	b.Await(b.t, "the answer to a press", func() bool {
		_, answered := b.Notice(id)
		return answered > 0 && len(b.Waiting()) == 0
	})
	notice, _ := b.Notice(id)
	if notice.Text != "" {
		return adaptertest.Shown{Text: notice.Text, Private: true}
	}
	if now := b.Server.Look(m); now.Edits > m.Edits {
		return b.shown(now)
	}
	all := b.Messages(b.group)
	if len(all) == before {
		b.t.Fatal("the press changed nothing")
	}
	return b.shown(all[len(all)-1])
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
	all := b.Messages(b.group)
	n := slices.IndexFunc(all, func(x telegramtest.Message) bool { return x.ID == m.ID })
	out := adaptertest.Shown{
		Message: bot.Message{Chat: b.Group(), ID: strconv.Itoa(m.ID)},
		Text:    m.Text,
		Buttons: m.Labels(),
		Form:    form(m),
	}
	for i, x := range all[n:] {
		if x.File == nil && i > 0 {
			break
		}
		if x.File != nil {
			out.Files = append(out.Files, adaptertest.ShownFile{Name: x.File.Name, Data: x.File.Data})
		}
	}
	return out
}

var prompted = regexp.MustCompile(`<a href="([^"]*)">✍️</a> <b>([^<]*)</b>(?:\n<i>([^<]*)</i>)?(?:\n<pre>([^<]*)</pre>)?$`)

// form is what a message asks for.
func form(m telegramtest.Message) *adaptertest.ShownForm {
	found := prompted.FindStringSubmatch(m.HTML)
	if m.Force == nil || found == nil {
		return nil
	}
	for i, s := range found {
		found[i] = html.UnescapeString(s)
	}
	_, name, _ := readTag(tagged(found[1]))
	return &adaptertest.ShownForm{Fields: []adaptertest.ShownField{{Name: name, Label: found[2], Hint: found[3], Value: found[4]}}}
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
