package bot_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filmbot/bot"
	"filmbot/catalog"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// TestTranscripts replays the conversations in testdata. A line of a transcript
// that begins with
//
//	#          is a remark
//	as         changes who speaks, and where; see [conversation.as]
//	mention    points the next line at somebody: "mention boris name=Boris", "mention role=77"
//	file       sends a file along with the next line: one of testdata/files, or what the "+" lines say
//	>          is typed: a reply follows
//	press      presses a button of the chat's last message, choices first, by number; or, by what is
//	           on it, the newest of the chat that says so, which may be on an old message; or a forged
//	           one that carries the line: "press /film list"
//	fill       submits the chat's newest form: "fill title=The Ascent | genres=war", each field with
//	           what was filled in before if it is not named; "fill whole=" submits the form as one text
//	open       presses the button that opens the chat's newest form
//	?          is being typed: suggestions follow; a space at the end is written ␣
//	event      happens to the chat: "event present", "event absent", "event moved=-1005"
//	wait       lets time pass: "wait 10m"
//	down       lets nothing be posted to a chat, "up" ends that; "gone" is for good: "gone test:hall"
//	meanwhile  the bot does what nobody asks for
//	pass       lets time pass in which the bot does all that falls due: "pass 36h", or up to a time in UTC: "pass 2026-03-13 20:00"
//	title      names a chat to its people, by its address, a server by "discord:@den": "title telegram:-7 Mountain Club"
//	forbid     lets the bot do something no more: "forbid discord:hall pin"
//	delete     deletes a message: "delete test:hall #3"
//	unsure     has the next post to a chat not known to have arrived: "unsure test:hall"
//	break      makes the store fail from here on, "mend" ends that
//	+          goes on with the text of the line above
//
// and everything else is what the bot answered, or posted to the chat that an
// arrow points at. Run with -update to write that part anew, and read the
// difference.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			newConversation(t).replayFile(file)
		})
	}
}

// conversation is a bot with people who talk to it.
type conversation struct {
	t     *testing.T
	bot   handler
	store *memory
	posts *postbox
	now   time.Time
	// who is what the requests of whoever speaks have in common.
	who bot.Request
	// shown are the messages of the bot in each chat, oldest first.
	shown map[string][]bot.Reply
	out   strings.Builder
}

// handler is the bot as its conversations use it.
type handler interface {
	bot.Handler
	Run(ctx context.Context, jobs bot.Jobs, platforms ...string) error
}

// began is when every transcript begins.
var began = time.Date(2026, time.March, 6, 19, 0, 0, 0, time.UTC)

// collections are the shipped ones.
func collections(tb testing.TB) []bot.Collection {
	tb.Helper()
	films, err := catalog.Collection("soviet-mountain")
	if err != nil {
		tb.Fatal(err)
	}
	return []bot.Collection{{Name: "soviet-mountain", Films: films}}
}

func shipped(tb testing.TB) *catalog.Catalog {
	tb.Helper()
	c, err := catalog.New(collections(tb)[0].Films)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// newConversation has a bot whose clock and dice are the transcript's. The user
// "ed" is an editor.
func newConversation(t *testing.T) *conversation {
	t.Helper()
	c := conversationWith(t, nil)
	dice, secrets := rand.New(rand.NewPCG(7, 7)), rand.NewChaCha8([32]byte{7})
	b, err := bot.New(bot.Config{
		Collections: collections(t),
		Store:       c.store,
		Log:         slog.New(slog.DiscardHandler),
		Post:        c.posts,
		Editors:     []string{"test:ed"},
		Rand:        dice.IntN,
		Random:      func(p []byte) { _, _ = secrets.Read(p) }, // it never fails
		Now:         func() time.Time { return c.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	c.bot = b
	return c
}

func conversationWith(t *testing.T, h handler) *conversation {
	c := &conversation{t: t, bot: h, store: newMemory(), posts: newPostbox(t), now: began, shown: make(map[string][]bot.Reply)}
	c.store.now = func() time.Time { return c.now }
	c.as("ann")
	return c
}

// replayFile replays a transcript, and fails the test where it goes otherwise.
func (c *conversation) replayFile(file string) {
	c.t.Helper()
	want, err := os.ReadFile(file)
	if err != nil {
		c.t.Fatal(err)
	}
	got := c.replay(string(want))
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			c.t.Fatal(err)
		}
		return
	}
	if got != string(want) {
		c.t.Errorf("the conversation went otherwise (run with -update to see the difference):\n%s", got)
	}
}

func (c *conversation) replay(script string) string {
	for _, a := range acts(c.t, script) {
		fmt.Fprintln(&c.out, strings.TrimSuffix(a.word+" "+a.rest, " "))
		for _, line := range a.more {
			fmt.Fprintln(&c.out, strings.TrimSuffix("+ "+line, " "))
		}
		c.do(a)
		c.deliver()
	}
	return c.out.String()
}

func (c *conversation) do(a act) {
	switch a.word {
	case "#":
	case "as":
		c.as(a.rest)
	case "mention":
		c.mention(a.rest)
	case "file":
		c.attach(a)
	case ">":
		c.send(bot.Request{Line: a.text()})
	case "press":
		c.send(bot.Request{Line: c.pressed(a.rest), Pressed: true})
	case "fill":
		form := c.form()
		c.send(bot.Request{Line: form.Line, Fields: c.filled(form, a)})
	case "open":
		c.send(bot.Request{Line: c.form().Open, Pressed: true})
	case "?":
		c.suggest(a.rest)
	case "event":
		c.observe(a.rest)
	case "wait":
		c.wait(a.rest)
	case "meanwhile":
		c.meanwhile()
	case "pass":
		c.pass(a.rest)
	case "title":
		c.posts.title(a.rest)
	case "forbid":
		chat, what, _ := strings.Cut(a.rest, " ")
		c.posts.forbid(chat, bot.Permission(what))
	case "delete":
		c.posts.deleted[a.rest] = true
	case "unsure":
		c.posts.unsure[a.rest] = true
	case "gone":
		c.posts.lose(a.rest, bot.ErrChatGone)
	case "down":
		c.posts.lose(a.rest, errors.New("the platform is down"))
	case "up":
		c.posts.lose(a.rest, nil)
	case "break":
		c.store.broken = errors.New("the disk is gone")
	case "mend":
		c.store.broken = nil
	}
}

// observe tells the bot of an event in the chat.
func (c *conversation) observe(what string) {
	e := bot.Event{Chat: c.who.Chat}
	to, moved := strings.CutPrefix(what, "moved=")
	switch {
	case moved:
		e.Moved = &bot.Chat{Platform: e.Chat.Platform, ID: to}
	case what == "present":
		e.Presence = bot.Present
	case what == "absent":
		e.Presence = bot.Absent
	default:
		c.t.Fatalf("nobody knows what the event %q means", what)
	}
	if err := c.bot.Observe(c.t.Context(), e); err != nil {
		fmt.Fprintf(&c.out, "  (not observed)\n\n")
	}
}

// send gives the bot a request of whoever speaks, and shows the answer.
func (c *conversation) send(what bot.Request) {
	req := c.who
	req.Line, req.Fields, req.Pressed = what.Line, what.Fields, what.Pressed
	req.Progress = func(_ context.Context, text string) { c.out.WriteString("  … " + text + "\n") }
	c.who.Mentions, c.who.Files = nil, nil
	reply := c.bot.Handle(c.t.Context(), req)
	checkReply(c.t, req.Line, reply)
	c.show(req.Chat, reply)
}

// show writes a message of the bot and remembers it for those who press its
// buttons.
func (c *conversation) show(at bot.Chat, r bot.Reply) {
	c.out.WriteString(render(r))
	if !r.Empty() {
		c.shown[at.Key()] = append(c.shown[at.Key()], r)
	}
}

// deliver shows what the bot posted.
func (c *conversation) deliver() {
	news, done := c.posts.take()
	for _, p := range news {
		c.tell(p.before)
		fmt.Fprintf(&c.out, "%s%s\n", arrow, p)
		c.show(p.Chat, p.reply)
	}
	c.tell(done)
}

// tell shows what the bot did beside posting.
func (c *conversation) tell(done []string) {
	for _, what := range done {
		fmt.Fprintf(&c.out, "%s%s\n", arrow, what)
	}
}

func (c *conversation) suggest(line string) {
	req := c.who
	req.Line = strings.ReplaceAll(line, "␣", " ")
	for i, choice := range c.bot.Suggest(c.t.Context(), req) {
		if i == 6 {
			fmt.Fprintln(&c.out, "  …")
			break
		}
		fmt.Fprintf(&c.out, "  %s → %s | %s", choice.Label, choice.Line, choice.Typed)
		if choice.Card != nil {
			fmt.Fprintf(&c.out, " | %s, %d buttons", choice.Card.Title, len(choice.Buttons))
		}
		fmt.Fprintln(&c.out)
	}
	fmt.Fprintln(&c.out)
}
