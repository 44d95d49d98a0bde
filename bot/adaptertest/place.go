package adaptertest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"filmbot/bot"
)

func testNames(t *testing.T, p Platform) {
	s := say(bot.Reply{Text: "fine"})
	b := p.Start(t, s)
	for _, who := range []string{"ann", "bob"} {
		b.Say(who, "/film x")
		got := s.last(t, 0).User.Name
		if p.One && got == "" {
			t.Error("the person has no name")
		}
		if !p.One && got != who {
			t.Errorf("the name is %q, want %q", got, who)
		}
	}
}

func testStanding(t *testing.T, p Platform) {
	s := &script{handle: func(req bot.Request) bot.Reply {
		if req.Standing == nil {
			return bot.Reply{Text: "ordinary"}
		}
		if _, err := req.Standing(context.Background(), req.Chat); err != nil {
			return bot.Reply{Text: "error: " + err.Error()}
		}
		other := bot.Chat{Platform: req.Chat.Platform, ID: "404404", Server: req.Chat.Server}
		if other.Server != "" {
			other.Server = "404404"
		}
		switch at, err := req.Standing(context.Background(), other); {
		case err != nil:
			return bot.Reply{Text: "error elsewhere: " + err.Error()}
		case at.Administrator || len(at.Roles) > 0:
			return bot.Reply{Text: "a standing elsewhere"}
		}
		return bot.Reply{Text: "ordinary"}
	}}
	b := p.Start(t, s)
	if got := b.Say("ann", "/film x"); got.Text != "ordinary" {
		t.Errorf("the standing in another chat is %q, want %q", got.Text, "ordinary")
	}
}

func testSeveralLines(t *testing.T, p Platform) {
	if !p.ManyLines {
		t.Skip("a line is one line")
	}
	s := say(bot.Reply{Text: "fine"})
	b := p.Start(t, s)
	const line = "/catalog add\nThe Ascent (1977)\nOriginal: Восхождение\n  Genres: <b>war</b>, drama\n\nlast"
	b.Say("ann", line)
	if got := s.last(t, 0).Line; got != line {
		t.Errorf("line = %q, want %q", got, line)
	}
}

func testChatsOfGroup(t *testing.T, p Platform) {
	if !p.Beside {
		t.Skip("there is only one chat")
	}
	s := say(bot.Reply{Text: "fine"})
	b := p.Start(t, s)
	b.Say("ann", "/film x")
	here := s.last(t, 0).Chat
	if got := b.SayBeside("ann", "/film x"); got.Text != "fine" {
		t.Errorf("answer = %q, want %q", got.Text, "fine")
	}
	beside := s.last(t, 0).Chat
	if here.Key() == beside.Key() {
		t.Errorf("two chats share the key %q", here.Key())
	}
	if here.Place() != beside.Place() || here.Place() != b.Group().Place() {
		t.Errorf("places = %q and %q, want both %q", here.Place(), beside.Place(), b.Group().Place())
	}
}

func testMention(t *testing.T, p Platform) {
	if !p.Mentions {
		t.Skip("a line cannot point at anybody")
	}
	s := say(bot.Reply{Text: "fine"})
	b := p.Start(t, s)
	b.Say("bob", "/film x")
	bob := s.last(t, 0).User
	b.Point("ann", "/club trust", "bob")
	req := s.last(t, 0)
	if req.Line != "/club trust" {
		t.Errorf("line = %q, want %q", req.Line, "/club trust")
	}
	want := bot.Mention{Key: bob.Key(), Name: "bob"}
	if len(req.Mentions) != 1 || req.Mentions[0] != want {
		t.Errorf("mentions = %v, want only %v", req.Mentions, want)
	}
	if req.User.Key() == bob.Key() {
		t.Error("the line counts as that of the person it points at")
	}
}

func testPresence(t *testing.T, p Platform) {
	if !p.Presence {
		t.Skip("the bot cannot be removed")
	}
	s := say(bot.Reply{Text: "fine"})
	s.events = make(chan bot.Event, 100)
	b := p.Start(t, s)
	b.Say("ann", "/film x")
	b.Leave()
	s.await(t, b.Group().Place(), bot.Absent)
	if _, err := b.Adapter().Post(context.Background(), b.Group(), bot.Reply{Text: "news"}); !errors.Is(err, bot.ErrChatGone) {
		t.Errorf("Post to a group that the bot was removed from: %v, want %v", err, bot.ErrChatGone)
	}
	b.Return()
	s.await(t, b.Group().Place(), bot.Present)
	if got := b.Say("ann", "/film x"); got.Text != "fine" {
		t.Errorf("after the return: %q, want %q", got.Text, "fine")
	}
}

// await waits until the handler is told of a presence in a place.
func (s *script) await(t *testing.T, place string, want bot.Presence) {
	t.Helper()
	late := time.After(15 * time.Second)
	for {
		select {
		case e := <-s.events:
			if e.Moved == nil && e.Presence == want && e.Chat.Place() == place {
				return
			}
		case <-late:
			t.Fatalf("the handler was not told of presence %d in %s", want, place)
		}
	}
}

func testProgress(t *testing.T, p Platform) {
	if !p.Progress {
		t.Skip("there is no place for it")
	}
	told, goOn := make(chan struct{}), make(chan struct{})
	s := &script{handle: func(req bot.Request) bot.Reply {
		if req.Progress != nil {
			req.Progress(context.Background(), "one of three")
			req.Progress(context.Background(), "two <b>of</b> three")
		}
		close(told)
		<-goOn
		return bot.Reply{Text: "all three", Buttons: []bot.Button{{Label: "Undo", Line: "/film undo"}}}
	}}
	b := p.Start(t, s)
	done := make(chan Shown, 1)
	go func() { done <- b.Say("ann", "/film x") }()
	<-told
	between := b.Screen()
	close(goOn)
	got := <-done
	if !strings.Contains(between, "two <b>of</b> three") {
		t.Errorf("before the answer there is %q, want it to tell how far it is", between)
	}
	if got.Text != "all three" || len(got.Buttons) != 1 {
		t.Errorf("answer = %q with %q, want %q with a button", got.Text, got.Buttons, "all three")
	}
	if after := b.Screen(); p.InPlace && strings.Contains(after, "of three") {
		t.Errorf("after the answer there is still %q", after)
	}
}
