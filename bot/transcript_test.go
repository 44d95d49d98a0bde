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

	"filmbot/bot"
	"filmbot/catalog"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// TestTranscripts replays the conversations in testdata. A line of a transcript
// that begins with
//
//	#      is a remark
//	as     changes who speaks: "as ann lang=ru chat=den private admin nameless"
//	>      is typed: a reply follows
//	press  presses the n-th button of the last reply, choices first
//	?      is being typed: suggestions follow
//	break  makes the store fail from here on, "mend" ends that
//
// and everything else is what the bot answered. Run with -update to write that
// part anew, and read the difference.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := newConversation(t).replay(string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(want) {
				t.Errorf("the conversation went otherwise (run with -update to see the difference):\n%s", got)
			}
		})
	}
}

// conversation is a bot with people who talk to it.
type conversation struct {
	t     *testing.T
	bot   *bot.Bot
	store *memory
	who   bot.Request
	last  bot.Reply
	out   strings.Builder
}

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

func newConversation(t *testing.T) *conversation {
	t.Helper()
	store := newMemory()
	rng := rand.New(rand.NewPCG(7, 7))
	b, err := bot.New(bot.Config{Collections: collections(t), Store: store, Log: slog.New(slog.DiscardHandler), Rand: rng.IntN})
	if err != nil {
		t.Fatal(err)
	}
	c := &conversation{t: t, bot: b, store: store}
	c.as("ann")
	return c
}

func (c *conversation) replay(script string) string {
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "#":
			c.remark(line)
		case "as":
			c.remark(line)
			c.as(rest)
		case "break":
			c.remark(line)
			c.store.broken = errors.New("the disk is gone")
		case "mend":
			c.remark(line)
			c.store.broken = nil
		case ">":
			fmt.Fprintln(&c.out, line)
			c.handle(rest, false)
		case "press":
			fmt.Fprintln(&c.out, line)
			c.press(rest)
		case "?":
			fmt.Fprintln(&c.out, line)
			c.suggest(rest)
		}
	}
	return c.out.String()
}

func (c *conversation) remark(line string) { fmt.Fprintln(&c.out, line) }

func (c *conversation) as(who string) {
	words := strings.Fields(who)
	c.who = bot.Request{User: bot.User{Platform: "test", ID: words[0]}, Chat: bot.Chat{Platform: "test", ID: "club"}}
	for _, w := range words[1:] {
		key, value, _ := strings.Cut(w, "=")
		switch key {
		case "lang":
			c.who.Lang = value
		case "chat":
			c.who.Chat.ID = value
		case "private":
			c.who.Chat.Private = true
		case "nameless":
			c.who.User.ID = ""
		case "inline":
			c.who.Inline = true
		case "admin":
			c.who.Standing = func(context.Context, bot.Chat) (bot.Standing, error) {
				return bot.Standing{Administrator: true, Lacks: []bot.Permission{bot.SendMessages, bot.EmbedLinks, bot.ViewChat}}, nil
			}
		case "member":
			c.who.Standing = func(context.Context, bot.Chat) (bot.Standing, error) {
				return bot.Standing{Lacks: []bot.Permission{bot.SendMessages}}, nil
			}
		default:
			c.t.Fatalf("nobody knows what %q means", w)
		}
	}
}

func (c *conversation) handle(line string, pressed bool) {
	req := c.who
	req.Line, req.Pressed = line, pressed
	c.last = c.bot.Handle(context.Background(), req)
	c.out.WriteString(render(c.last))
}

// press presses a button, by number from 1.
func (c *conversation) press(number string) {
	var n int
	if _, err := fmt.Sscan(number, &n); err != nil {
		c.t.Fatalf("press %q: %v", number, err)
	}
	var lines []string
	for _, choice := range c.last.Choices {
		lines = append(lines, choice.Line)
	}
	for _, button := range c.last.Buttons {
		lines = append(lines, button.Line)
	}
	if n < 1 || n > len(lines) {
		c.t.Fatalf("press %d: there are %d buttons", n, len(lines))
	}
	c.handle(lines[n-1], true)
}

func (c *conversation) suggest(line string) {
	req := c.who
	req.Line = strings.ReplaceAll(line, "␣", " ")
	for i, choice := range c.bot.Suggest(context.Background(), req) {
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

// render writes a reply as the transcripts have it.
func render(r bot.Reply) string {
	var b strings.Builder
	var marks []string
	if r.Private {
		marks = append(marks, "privately")
	}
	if r.Replace {
		marks = append(marks, "in place")
	}
	if len(marks) > 0 {
		fmt.Fprintf(&b, "  (%s)\n", strings.Join(marks, ", "))
	}
	if r.Empty() {
		b.WriteString("  (nothing)\n")
	}
	write := func(s string) {
		for line := range strings.SplitSeq(s, "\n") {
			fmt.Fprintf(&b, "  %s\n", line)
		}
	}
	if r.Text != "" {
		write(r.Text)
	}
	for _, card := range r.Cards {
		write("┌ " + card.Title)
		if card.Original != "" {
			write("│ " + card.Original)
		}
		for _, d := range card.Details {
			write("│ " + d)
		}
		for _, s := range card.Sections {
			write("├ " + strings.TrimPrefix(s.Label+": "+s.Text, ": "))
		}
	}
	for i, choice := range r.Choices {
		line := fmt.Sprintf("%d. %s", i+1, choice.Label)
		if choice.Detail != "" {
			line += " — " + choice.Detail
		}
		write(line + " → " + choice.Line)
	}
	for _, button := range r.Buttons {
		write("[" + button.Label + "] → " + button.Line)
	}
	b.WriteByte('\n')
	return b.String()
}
